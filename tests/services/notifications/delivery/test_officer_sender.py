"""The officer is called by e-mail: at once for an emergency, together for erasures, of nobody."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from time_machine import TimeMachineFixture

from amuddu.contracts.profiles.oversight import CallKind, OfficerAddress, OfficerCalled
from amuddu.contracts.types import LANGS, Lang
from amuddu.kit import clock
from services.notifications.delivery.officer_sender import rendered
from tests.attack.inside.dumps import dump
from tests.services.notifications.conftest import House


def called(kind: CallKind = "emergency") -> OfficerCalled:
    return OfficerCalled(call_id=uuid4(), kind=kind)


@pytest.fixture
def officer(house: House) -> OfficerAddress:
    found = OfficerAddress(address="dpo@protection.ma", language="fr")
    house.officers.officers.append(found)
    return found


def subjects(house: House) -> list[str]:
    return [str(mail["subject"]) for mail in house.mail.received]


def test_an_emergency_goes_to_every_officer_once(house: House, officer: OfficerAddress) -> None:
    house.officers.officers.append(OfficerAddress(address="autre@protection.ma", language="ar"))
    event = called()
    house.handle(event, event)
    house.send_all()
    assert sorted(str(mail["to"]) for mail in house.mail.received) == [
        "autre@protection.ma",
        officer.address,
    ]
    assert "/alertes" in str(house.mail.received[0])
    house.send_all()
    assert len(house.mail.received) == 2


def test_erasures_of_a_quarter_of_an_hour_are_one_message(
    house: House, officer: OfficerAddress, time_machine: TimeMachineFixture
) -> None:
    time_machine.move_to(clock.now(), tick=False)
    house.handle(*(called("erasure") for _ in range(5)))
    house.send_all()
    assert subjects(house) == []
    time_machine.move_to(clock.now() + timedelta(minutes=16), tick=False)
    house.send_all()
    assert len(subjects(house)) == 1


def test_it_waits_for_a_gateway_that_is_away(house: House, officer: OfficerAddress) -> None:
    house.officers.failures.append(503)
    house.handle(called())
    sender = house.sender(send_pause_seconds=0)
    assert sender.send_next()
    assert subjects(house) == []
    assert sender.send_next()
    assert len(subjects(house)) == 1


def test_without_an_address_it_is_given_up_and_the_alert_stands(house: House) -> None:
    house.handle(called())
    house.send_all()
    assert "failed" in dump(house.database)["public.officer_call"]


def test_no_address_is_kept(house: House, officer: OfficerAddress) -> None:
    house.handle(called())
    house.send_all()
    assert officer.address not in str(dump(house.database))


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("kind", ["emergency", "erasure"])
def test_it_says_what_and_where_in_each_language(kind: CallKind, lang: Lang) -> None:
    text = rendered(kind, OfficerAddress(address="a@b.ma", language=lang), link="https://x/alertes")
    french = rendered(kind, OfficerAddress(address="a@b.ma", language="fr"), link="")
    assert text.body.endswith("https://x/alertes")
    assert (text.subject == french.subject) == (lang == "fr")
