"""Who keeps the house sees what stopped, has it handled again or gives it up, by page alone."""

from __future__ import annotations

from uuid import uuid4

import pytest

from amuddu.contracts.employers import VacancyClosed
from amuddu.contracts.events.envelope import Envelope
from amuddu.contracts.notifications import NotificationFailed
from amuddu.kit.auth import Role
from amuddu.kit.events import dead_letters
from amuddu.kit.events.consumer import Consumer
from amuddu.kit.keeping import letters, working
from services.notifications.consumers import HANDLERS
from tests.gateway.conftest import SERVICES, Browser, House, words
from tests.keys import sealed, signed
from tests.support import AGENCY


@pytest.fixture
def keeper(house: House) -> Browser:
    for name in SERVICES:
        working.saying(house.databases[name], name)._turn()
    return house.browser(Role.ADMINISTRATOR)


def consumer(house: House) -> Consumer:
    return Consumer("notifications", house.databases["notifications"], HANDLERS)


def bury(house: House, envelope: Envelope, reason: str = "OperationalError") -> None:
    with house.databases["notifications"].session() as session:
        dead_letters.bury(session, "notifications", envelope, reason=reason)


def closing() -> Envelope:
    return signed(VacancyClosed(vacancy_id=uuid4(), revision=1, reason="filled"))


def carry_out(house: House) -> int:
    return letters.carry_out(house.databases["notifications"], consumer(house))


def test_all_is_well_and_whoever_is_silent_is_named(house: House, keeper: Browser) -> None:
    assert "Tout fonctionne." in words(keeper.get("/maison"))
    working.left(house.databases["matching"], "matching")
    page = words(keeper.get("/maison"))
    assert "Tout fonctionne." not in page
    assert page.count("Personne au travail") == 1


def test_what_was_buried_is_handled_again(house: House, keeper: Browser) -> None:
    envelope = closing()
    bury(house, envelope)
    page = keeper.get("/maison")
    assert "vacancy.closed" in page.text
    assert "OperationalError" in page.text
    # What it told, and of what, is nobody's business here.
    assert envelope.data["vacancy_id"] not in page.text
    done = keeper.post(f"/maison/notifications/{envelope.id}", {"decision": "replay"})
    assert "dans quelques secondes" in words(done)
    assert carry_out(house) == 1
    assert carry_out(house) == 0
    assert dead_letters.waiting(house.databases["notifications"]) == []
    assert "vacancy.closed" not in keeper.get("/maison").text
    gone = keeper.post(f"/maison/notifications/{envelope.id}", {"decision": "replay"})
    assert "c'est déjà fait" in words(gone)


def test_what_fails_again_stays_and_says_why(house: House, keeper: Browser) -> None:
    envelope = closing()
    broken = sealed(envelope.model_copy(update={"data": {**envelope.data, "reason": "whim"}}))
    consumer(house)(broken)
    keeper.post(f"/maison/notifications/{envelope.id}", {"decision": "replay"})
    assert carry_out(house) == 1
    page = words(keeper.get("/maison"))
    assert "Essayé à nouveau, sans succès : ValidationError" in page
    # It may be decided again.
    again = keeper.post(f"/maison/notifications/{envelope.id}", {"decision": "replay"})
    assert again.status_code == 200


def test_giving_up_takes_a_reason_and_a_decision_is_taken_once(
    house: House, keeper: Browser
) -> None:
    envelope = closing()
    bury(house, envelope, "forged: signature")
    path = f"/maison/notifications/{envelope.id}"
    refused = keeper.post(path, {"decision": "drop"})
    assert refused.status_code == 422
    assert "Choisissez pourquoi" in words(refused)
    keeper.post(path, {"decision": "drop", "why": "forged"})
    twice = keeper.post(path, {"decision": "replay"})
    assert twice.status_code == 409
    assert "déjà demandé" in words(twice)
    assert carry_out(house) == 1
    assert dead_letters.waiting(house.databases["notifications"]) == []


def test_of_two_workers_one_does_it(house: House, keeper: Browser) -> None:
    envelope = closing()
    bury(house, envelope)
    keeper.post(f"/maison/notifications/{envelope.id}", {"decision": "replay"})
    with house.databases["notifications"].session() as session:
        session.connection().exec_driver_sql("SELECT * FROM letter_decisions FOR UPDATE")
        assert carry_out(house) == 0
    assert carry_out(house) == 1


def test_undelivered_messages_are_counted_by_reason(house: House, keeper: Browser) -> None:
    boss = house.employer()
    house.shortlisted(house.vacancy(boss), house.person())
    page = words(keeper.get("/maison"))
    assert "1 envoyé en 7 jours" in page
    assert NotificationFailed.type not in page


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.COUNSELLOR, Role.OFFICER])
def test_others_have_no_such_page(house: House, role: Role) -> None:
    of = {"agency_id": AGENCY} if role is Role.COUNSELLOR else {}
    browser = house.browser(role, **of)
    assert browser.get("/maison").status_code == 403
    refused = browser.post(f"/maison/notifications/{uuid4()}", {"decision": "drop"})
    assert refused.status_code == 403


def test_words_that_are_no_decision_are_refused(house: House, keeper: Browser) -> None:
    envelope = closing()
    bury(house, envelope)
    refused = keeper.post(f"/maison/notifications/{envelope.id}", {"decision": "burn"})
    assert refused.status_code in (400, 422)
    unknown = keeper.post(f"/maison/nothing/{envelope.id}", {"decision": "replay"})
    assert unknown.status_code in (404, 422)
