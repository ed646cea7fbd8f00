"""People who are not heard of are asked whether they stay, asked again, and only then erased."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text
from time_machine import TimeMachineFixture

from amuddu.contracts.notifications import CandidateAnswered
from amuddu.contracts.profiles import ProfileUpdated, ProfileWithdrawn
from amuddu.contracts.profiles.account import AccountNoted
from amuddu.kit import clock
from amuddu.kit.auth import Actor
from amuddu.kit.db import Database
from amuddu.kit.errors import NotFound
from services.profiles.account import activity
from services.profiles.disclosures import service as disclosures
from services.profiles.people import refreshing
from services.profiles.retention import dormancy
from services.profiles.retention.keeping import KEEPER
from tests.conftest import TEST_SECRET
from tests.services.profiles.conftest import Call, person
from tests.support import agent, counsellor, outbox_envelopes, outbox_events, service, themselves

BEGIN = datetime(2027, 1, 15, 9, 0, tzinfo=UTC)
ASKED = datetime(2028, 7, 15, 9, 0, tzinfo=UTC)
KEYS = (TEST_SECRET,)
GATEWAY, NOTIFICATIONS = service("gateway"), service("notifications")


@pytest.fixture(autouse=True)
def _begin(time_machine: TimeMachineFixture) -> None:
    time_machine.move_to(BEGIN, tick=False)


def made(call: Call, by: Actor, **changes: Any) -> UUID:
    return UUID(call(by, "POST", "/profiles", person(**changes), expect=201)["id"])


def run(database: Database) -> Mapping[str, int]:
    return KEEPER.run(database)


def row_of(database: Database, profile_id: UUID) -> Mapping[str, Any] | None:
    query = (
        "SELECT p.last_active_on, p.aside_on, d.asked_on, d.again_on, d.answered_on, d.by_message"
        " FROM profiles p LEFT JOIN dormancy d ON d.profile_id = p.id WHERE p.id = :id"
    )
    with database.engine.connect() as connection:
        return connection.execute(text(query), {"id": profile_id}).mappings().first()


def link_of(call: Call, database: Database) -> str:
    """The end of the link in the last message about an account."""
    notice = [one for one in outbox_envelopes(database) if one.type == AccountNoted.type][-1]
    told = call(NOTIFICATIONS, "GET", f"/notices/{notice.data['notice_id']}")
    assert told["kind"] in ("stay_asked", "stay_erase_asked")
    return str(told["token"])


def due(call: Call) -> list[str]:
    return list(call(GATEWAY, "GET", "/dormant/due")["ids"])


def asked(call: Call, database: Database, time_machine: TimeMachineFixture) -> tuple[UUID, str]:
    """Somebody who was just asked by a message, and the end of their link."""
    profile_id = made(call, counsellor())
    time_machine.move_to(ASKED, tick=False)
    assert run(database)["dormant_profile"] == 1
    return profile_id, link_of(call, database)


def test_asked_asked_again_and_then_erased(
    call: Call, database: Database, time_machine: TimeMachineFixture
) -> None:
    profile_id = made(call, counsellor())
    time_machine.move_to(ASKED - timedelta(days=1), tick=False)
    assert run(database)["dormant_profile"] == 0
    assert KEEPER.preview(database, on=ASKED.date())["dormant_profile"] == 1
    time_machine.move_to(ASKED, tick=False)
    assert run(database)["dormant_profile"] == 1
    assert run(database)["dormant_profile"] == 0
    token = link_of(call, database)
    shown = call(GATEWAY, "GET", f"/stays/{token}")
    assert (shown["state"], shown["erased_on"], shown["language"]) == ("asked", "2028-09-13", "fr")

    time_machine.move_to(ASKED + timedelta(days=29), tick=False)
    assert run(database)["dormant_profile"] == 0
    time_machine.move_to(ASKED + timedelta(days=30), tick=False)
    assert run(database)["dormant_profile"] == 1
    assert link_of(call, database) == token
    time_machine.move_to(ASKED + timedelta(days=59), tick=False)
    assert due(call) == []
    call(GATEWAY, "POST", f"/dormant/{profile_id}/erase", expect=404)
    time_machine.move_to(ASKED + timedelta(days=60), tick=False)
    assert due(call) == [str(profile_id)]
    assert KEEPER.preview(database, on=clock.today())["unanswered_profile"] == 1
    call(GATEWAY, "POST", f"/dormant/{profile_id}/erase")
    assert row_of(database, profile_id) is None
    assert due(call) == []
    gone = [one for one in outbox_events(database) if isinstance(one, ProfileWithdrawn)]
    assert (gone[-1].profile_id, gone[-1].reason) == (profile_id, "erased")
    call(GATEWAY, "GET", f"/stays/{token}", expect=404)


def test_signing_in_and_answering_are_signs_of_life_to_the_day(
    call: Call, database: Database, time_machine: TimeMachineFixture
) -> None:
    profile_id = made(call, counsellor())
    time_machine.move_to(BEGIN + timedelta(days=100), tick=False)
    call(themselves(profile_id), "GET", f"/profiles/{profile_id}")
    seen = row_of(database, profile_id)
    assert seen is not None
    assert seen["last_active_on"] == date(2027, 4, 25)
    assert not isinstance(seen["last_active_on"], datetime)
    time_machine.move_to(BEGIN + timedelta(days=200), tick=False)
    answer = CandidateAnswered(
        candidacy_id=uuid4(), vacancy_id=uuid4(), profile_id=profile_id, employer_id=uuid4(),
        answer="no",
    )  # fmt: skip
    with database.session() as session:
        disclosures.answered(session, answer)
    seen = row_of(database, profile_id)
    assert seen is not None
    assert seen["last_active_on"] == date(2027, 8, 3)


@pytest.mark.parametrize("how", ["link", "signs in"])
def test_who_answers_stays_and_may_be_asked_again_much_later(
    call: Call, database: Database, time_machine: TimeMachineFixture, how: str
) -> None:
    profile_id, token = asked(call, database, time_machine)
    if how == "link":
        answer = {"answer": "keep"}
        assert call(GATEWAY, "POST", f"/stays/{token}", answer)["state"] == "kept"
    else:
        call(themselves(profile_id), "GET", f"/profiles/{profile_id}")
        assert call(GATEWAY, "GET", f"/stays/{token}")["state"] == "kept"
    call(GATEWAY, "POST", f"/stays/{token}", {"answer": "erase"}, expect=410)
    time_machine.move_to(ASKED + timedelta(days=200), tick=False)
    assert run(database)["dormant_profile"] == 0
    assert due(call) == []
    time_machine.move_to(datetime(2030, 1, 15, 9, 0, tzinfo=UTC), tick=False)
    assert run(database)["dormant_profile"] == 1
    assert link_of(call, database) != token
    call(GATEWAY, "GET", f"/stays/{token}", expect=404)


def test_erasing_by_the_link_waits_a_week_and_the_link_stops_it(
    call: Call, database: Database, time_machine: TimeMachineFixture
) -> None:
    profile_id, token = asked(call, database, time_machine)
    body = {"answer": "erase"}
    assert call(GATEWAY, "POST", f"/stays/{token}", body)["state"] == "erasing"
    assert call(GATEWAY, "POST", f"/stays/{token}", body)["erased_on"] == "2028-07-22"
    assert link_of(call, database) == token  # the person is told, and can stop it
    assert call(GATEWAY, "POST", f"/stays/{token}", {"answer": "keep"})["state"] == "kept"
    time_machine.move_to(ASKED + timedelta(days=8), tick=False)
    assert call(GATEWAY, "GET", "/erasures/due")["ids"] == []
    assert row_of(database, profile_id) is not None


def test_erasing_by_the_link_goes_the_way_of_every_erasure(
    call: Call, database: Database, time_machine: TimeMachineFixture
) -> None:
    profile_id, token = asked(call, database, time_machine)
    call(GATEWAY, "POST", f"/stays/{token}", {"answer": "erase"})
    time_machine.move_to(ASKED + timedelta(days=7), tick=False)
    assert call(GATEWAY, "GET", "/erasures/due")["ids"] == [str(profile_id)]
    call(GATEWAY, "POST", f"/erasures/{profile_id}")
    assert row_of(database, profile_id) is None


# --- those whom no message asks -------------------------------------------------------------------


def test_who_is_reached_by_an_agent_alone_is_a_task_and_then_put_aside(
    call: Call, database: Database, time_machine: TimeMachineFixture
) -> None:
    by = agent()
    profile_id = made(call, by, channel="agent")
    time_machine.move_to(ASKED, tick=False)
    run(database)
    task = call(by, "GET", "/dormant")
    assert (task["total"], task["items"][0]["profile_id"]) == (1, str(profile_id))
    assert (task["items"][0]["aside"], task["items"][0]["erased_on"]) == (False, "2029-08-14")
    assert call(agent(), "GET", "/dormant")["total"] == 0  # another agent's people
    assert call(counsellor(), "GET", "/dormant")["total"] == 1
    assert call(counsellor(agency="casablanca"), "GET", "/dormant")["total"] == 0

    time_machine.move_to(ASKED + timedelta(days=30), tick=False)
    assert run(database)["dormant_profile"] == 1
    assert run(database)["dormant_profile"] == 0
    paused = outbox_events(database)[-1]
    assert isinstance(paused, ProfileWithdrawn)
    assert paused.reason == "paused"
    assert call(by, "GET", "/dormant")["items"][0]["aside"] is True

    kept = call(by, "POST", f"/profiles/{profile_id}/stay")
    assert kept["state"] == "kept"
    call(by, "POST", f"/profiles/{profile_id}/stay", expect=409)
    with database.session() as session:
        refreshing.refresh_rights(session, clock.today())
    back = outbox_events(database)[-1]
    assert isinstance(back, ProfileUpdated)
    assert back.profile_id == profile_id
    listed = call(themselves(profile_id), "GET", f"/profiles/{profile_id}/account-events")
    assert listed[0]["kind"] == "stay_confirmed"
    visits = call(themselves(profile_id), "GET", f"/profiles/{profile_id}/accesses")
    assert "stay_confirmed" in {visit["action"] for visit in visits}


def test_put_aside_for_a_year_without_a_word_is_erased(
    call: Call, database: Database, time_machine: TimeMachineFixture
) -> None:
    profile_id = made(call, counsellor(), consents={"matching": True, "contact": False})
    time_machine.move_to(ASKED, tick=False)
    run(database)
    time_machine.move_to(ASKED + timedelta(days=30), tick=False)
    run(database)
    time_machine.move_to(datetime(2029, 8, 13, tzinfo=UTC), tick=False)
    assert due(call) == []
    time_machine.move_to(datetime(2029, 8, 14, tzinfo=UTC), tick=False)
    assert due(call) == [str(profile_id)]


def test_only_staff_of_the_agency_confirm_and_only_what_was_asked(
    call: Call, database: Database, time_machine: TimeMachineFixture
) -> None:
    by = counsellor()
    profile_id = made(call, by)
    call(by, "POST", f"/profiles/{profile_id}/stay", expect=409)  # nobody asks
    time_machine.move_to(ASKED, tick=False)
    run(database)
    path = f"/profiles/{profile_id}/stay"
    call(counsellor(agency="casablanca"), "POST", path, expect=404)
    call(themselves(profile_id), "POST", path, expect=403)
    call(themselves(profile_id), "GET", "/dormant", expect=403)
    call(counsellor(), "GET", "/dormant/due", expect=403)
    call(NOTIFICATIONS, "GET", "/dormant/due", expect=403)
    call(by, "POST", path)


# --- who comes second sees what the first has done ------------------------------------------------


def overdue(call: Call, database: Database, time_machine: TimeMachineFixture) -> UUID:
    profile_id, _ = asked(call, database, time_machine)
    time_machine.move_to(ASKED + timedelta(days=30), tick=False)
    run(database)
    time_machine.move_to(ASKED + timedelta(days=60), tick=False)
    assert due(call) == [str(profile_id)]
    return profile_id


def test_who_answers_while_the_erasure_is_under_way_is_not_erased(
    call: Call, database: Database, time_machine: TimeMachineFixture
) -> None:
    profile_id = overdue(call, database, time_machine)
    outcome: list[object] = []

    def erase() -> None:
        try:
            with database.session() as session:
                outcome.append(dormancy.erase(session, profile_id, actor=GATEWAY, keys=KEYS))
        except NotFound as error:
            outcome.append(error)

    with database.session() as session:
        activity.heard_of_id(session, profile_id)  # the person's own transaction, not over yet
        thread = threading.Thread(target=erase)
        thread.start()
        thread.join(timeout=0.5)
        assert thread.is_alive()  # it waits for the person
    thread.join(timeout=10)
    assert isinstance(outcome[0], NotFound)
    assert row_of(database, profile_id) is not None


def test_who_signs_in_while_being_erased_is_told_that_nothing_is_there(
    call: Call, database: Database, time_machine: TimeMachineFixture
) -> None:
    profile_id = overdue(call, database, time_machine)
    call(GATEWAY, "POST", f"/dormant/{profile_id}/erase")
    call(themselves(profile_id), "GET", f"/profiles/{profile_id}", expect=404)
    with database.session() as session:
        activity.heard_of_id(session, profile_id)  # an answer that comes late disturbs nothing
