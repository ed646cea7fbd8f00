"""Whoever took over one service, one database or one account on the brokers wants a contact
opened, a title's rules changed, a person made to disappear: by an event that nobody told."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from amuddu.contracts.employers import VacancyClosed
from amuddu.contracts.events.envelope import Envelope, Event
from amuddu.contracts.profiles import ProfileWithdrawn
from amuddu.kit import clock
from amuddu.kit.bus import topics
from amuddu.kit.bus.kafka import KafkaBus
from amuddu.kit.bus.memory import MemoryBus
from amuddu.kit.db import Database
from amuddu.kit.events import outbox
from amuddu.kit.events.relay import relay_once
from amuddu.kit.events.signing import KEY_ID, PRODUCER, SIGNATURE
from amuddu.kit.settings import Settings
from tests.attack.inside.f02_house import House, as_json, counted, eventually
from tests.conftest import DatabaseOf
from tests.kafka_mock import KafkaMock, kafka_mock
from tests.keys import sealed, signed
from tests.services.profiles.conftest import Call
from tests.services.profiles.conftest import call as call
from tests.services.profiles.conftest import client as client
from tests.services.profiles.conftest import database as database
from tests.services.profiles.residence.test_rule_versions import amended
from tests.services.profiles.residence.test_schemes import version
from tests.support import employer, service


@pytest.fixture
def home(call: Call, database: Database, database_of: DatabaseOf, settings: Settings) -> House:
    """All in one process: what waits in an outbox is handled when it is relayed."""
    others = {name: database_of(f"services.{name}") for name in ("notifications", "employers")}
    databases = {"profiles": database, **others}
    return House(call, databases, MemoryBus(), settings)


@pytest.fixture(scope="module")
def cluster() -> Iterator[KafkaMock]:
    with kafka_mock() as mock:
        yield mock


@pytest.fixture
def abroad(home: House, cluster: KafkaMock, monkeypatch: pytest.MonkeyPatch) -> Iterator[House]:
    """The same people over Kafka's protocol, each test on topics of its own."""
    for name, value in cluster.environment().items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("AMUDDU_KAFKA_TOPIC_PREFIX", f"t{uuid4().hex[:6]}-")
    chosen = Settings()
    topics.apply(chosen)
    bus = KafkaBus(chosen)
    yield House(home.call, home.databases, bus, chosen)
    bus.stop()


def relay(house: House, service: str) -> None:
    while relay_once(house.databases[service], house.bus):
        pass


def test_a_row_written_into_notifications_own_outbox_opens_nothing(home: House) -> None:
    """Somebody with the database of notifications writes a yes there, and wants the contact."""
    home.tell(home.vacancy(), home.shortlisted())
    before = counted()
    true = signed(home.yes(candidacy_id=uuid4()))
    copied = Envelope.wrap(home.yes(), headers=true.headers)
    for envelope in (Envelope.wrap(home.yes()), copied):
        home.write_row("notifications", envelope)
    relay(home, "notifications")
    home.nothing_opened()
    assert sorted(home.buried()) == ["forged: signature", "forged: unsigned"]
    assert counted() == before + 2
    home.opens_by_the_truth()


def test_a_yes_told_by_another_service_opens_nothing(home: House) -> None:
    """Somebody with the employers service, its database and its key, answers for a person."""
    home.tell(home.vacancy(), home.shortlisted())
    home.write_row("employers", Envelope.wrap(home.yes()))
    with home.databases["employers"].session() as session:
        outbox.add(session, home.yes())  # in its process: signed as employers
        said = sealed(Envelope.wrap(home.yes()), by="employers")
        lie = {**said.headers, PRODUCER: "notifications"}
        home.write_row("employers", said.model_copy(update={"headers": lie}))
    relay(home, "employers")
    home.nothing_opened()
    found = sorted(home.buried())
    assert found == ["forged: producer", "forged: unknown key", "forged: unsigned"]
    home.opens_by_the_truth()


def test_a_yes_truly_signed_by_notifications_opens_nothing_alone(home: House) -> None:
    """Somebody with the key and the database of notifications answers for a person who is on a
    shortlist: nobody came in by the link, and the gateway's word is not theirs."""
    home.tell(home.vacancy(), home.shortlisted())
    with home.databases["notifications"].session() as session:
        outbox.add(session, home.yes())
    relay(home, "notifications")
    home.nothing_opened()
    home.witness(by=service("notifications"), expect=403)
    home.nothing_opened()
    home.opens_by_the_truth()


def test_a_row_of_a_topic_that_nobody_has_stops_nobody(home: House) -> None:
    """Somebody with a database wants its events to stop for good."""
    home.write_row("employers", Envelope.wrap(home.yes()).model_copy(update={"topic": "none"}))
    closed = VacancyClosed(vacancy_id=home.vacancy_id, revision=2, reason="filled")
    with home.databases["employers"].session() as session:
        outbox.add(session, closed)
    relay(home, "employers")
    home.opens_by_the_truth()


def _unsigned(house: House, true: Envelope) -> dict[str, Any]:
    return {"headers": {PRODUCER: None, KEY_ID: None, SIGNATURE: None}}


def _copied(house: House, true: Envelope) -> dict[str, Any]:
    of_another = signed(house.yes(candidacy_id=uuid4())).headers
    return {"headers": {SIGNATURE: of_another[SIGNATURE].encode()}}


def _by_another(house: House, true: Envelope) -> dict[str, Any]:
    theirs = sealed(true, by="employers").headers
    return {"headers": {name: value.encode() for name, value in theirs.items()}}


def _other_data(house: House, true: Envelope) -> dict[str, Any]:
    return {"value": as_json({**true.data, "vacancy_id": str(uuid4())})}


def _other_key(house: House, true: Envelope) -> dict[str, Any]:
    return {"key": str(uuid4()).encode()}


def _other_id(house: House, true: Envelope) -> dict[str, Any]:
    return {"headers": {"event-id": str(uuid4()).encode()}}


def _other_time(house: House, true: Envelope) -> dict[str, Any]:
    later = (true.occurred_at + timedelta(days=1)).isoformat()
    return {"headers": {"occurred-at": later.encode()}}


def _other_type(house: House, true: Envelope) -> dict[str, Any]:
    return {"headers": {"event-type": b"candidate.shortlisted"}}


def _name_of_ours(house: House, true: Envelope) -> dict[str, Any]:
    return {"headers": {"event-type": b"unreadable"}}


@pytest.mark.parametrize(
    "lie",
    [
        _unsigned,
        _copied,
        _by_another,
        _other_data,
        _other_key,
        _other_id,
        _other_time,
        _other_type,
        _name_of_ours,
    ],
    ids=lambda lie: lie.__name__,
)
def test_a_record_that_notifications_did_not_write_opens_nothing(abroad: House, lie: Any) -> None:
    """Somebody with an account on the brokers writes a yes into notifications' topic."""
    abroad.tell(abroad.vacancy(), abroad.shortlisted())
    # Signed by notifications and caught on its way: what is changed of it is the attack.
    caught = signed(abroad.yes())
    abroad.produce(caught, **lie(abroad, caught))
    eventually(lambda: len(abroad.buried()) == 1)
    assert abroad.buried()[0].split(":")[0] in {"forged", "Unreadable"}
    abroad.nothing_opened()
    abroad.opens_by_the_truth()


def test_a_true_yes_kept_for_later_opens_nothing_after_a_no(abroad: House) -> None:
    """Somebody who reads the brokers sends an old yes again, after the person changed their
    mind and the inbox forgot."""
    abroad.tell(abroad.vacancy(), abroad.shortlisted())
    old = signed(abroad.yes())
    abroad.tell(abroad.yes().model_copy(update={"answer": "no"}))
    abroad.produce(old)
    abroad.tell(abroad.yes(candidacy_id=uuid4()))  # behind it: once this is heard, so was that
    with abroad.databases["profiles"].engine.connect() as connection:
        inbox = "SELECT count(*) FROM inbox WHERE consumer = 'profiles'"
        eventually(lambda: connection.exec_driver_sql(inbox).scalar_one() >= 5)
    abroad.nothing_opened()


def test_a_stolen_key_of_notifications_opens_no_contact_that_nobody_asked_for(home: House) -> None:
    """Somebody with the key of notifications says yes for whomever they choose."""
    thief = employer()
    home.tell(home.vacancy())
    home.tell(home.yes(), home.yes(employer_id=thief.employer_id))
    home.nothing_opened(thief)
    other = home.yes().model_copy(update={"candidacy_id": uuid4(), "round": 7})
    home.tell(other)
    home.contact(home.boss, candidacy_id=other.candidacy_id, expect=404)


def test_a_stolen_key_of_matching_names_no_employer_of_its_choice(home: House) -> None:
    """Somebody with the key of matching puts people forward to an employer of their own, for
    a vacancy that is another's, and has them say yes to the offer."""
    thief = employer()
    home.tell(home.vacancy(), home.shortlisted(employer_id=thief.employer_id), home.yes())
    home.nothing_opened(thief)


def _withdrawal(house: House) -> Event:
    return ProfileWithdrawn(profile_id=house.profile_id, revision=99, reason="erased")


def _rule(_: House) -> Event:
    return amended(1, fact=("answers", "permit_work"), on=clock.today(), answer="no")


def _scheme(_: House) -> Event:
    return version(9, clock.today(), "refugee")


@pytest.mark.parametrize("lie", [_withdrawal, _rule, _scheme], ids=lambda lie: lie.__name__)
@pytest.mark.parametrize("by", ["", "notifications"], ids=["nobody", "another"])
def test_nobody_is_withdrawn_and_no_rule_changed_by_a_stranger(
    home: House, lie: Any, by: str
) -> None:
    """Somebody with one service wants a person gone, or what a title opens told otherwise."""
    home.tell(home.vacancy(), home.shortlisted())
    event = lie(home)
    envelope = sealed(Envelope.wrap(event), by=by) if by else Envelope.wrap(event)
    before, waiting = counted(), _messages(home)
    home.bus.publish([envelope])
    assert counted() == before + 1
    heard_by = "notifications" if isinstance(event, ProfileWithdrawn) else "profiles"
    assert home.buried(heard_by) == [f"forged: {'producer' if by else 'unsigned'}"]
    assert _messages(home) == waiting > 0
    assert _kept(home, "rule_versions") == _kept(home, "schemes") == 0
    home.opens_by_the_truth()


def _messages(house: House) -> int:
    query = "SELECT count(*) FROM message WHERE state = 'queued'"
    with house.databases["notifications"].engine.connect() as connection:
        return connection.exec_driver_sql(query).scalar_one()


def _kept(house: House, table: str) -> int:
    with house.databases["profiles"].engine.connect() as connection:
        return connection.exec_driver_sql(f"SELECT count(*) FROM {table}").scalar_one()
