"""F20: somebody is kept who should be gone, or gone who should be kept.

Who: an agency that would keep its numbers up; whoever holds a link that is not theirs; one of the
staff who would have somebody erased quietly.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text
from time_machine import TimeMachineFixture

from amuddu.kit.db import Database
from services.profiles.account import activity
from services.profiles.account.contact import token as contact_token
from services.profiles.retention.keeping import KEEPER
from tests.conftest import TEST_SECRET
from tests.services.profiles.conftest import Call, person
from tests.services.profiles.conftest import call as call
from tests.services.profiles.conftest import client as client
from tests.services.profiles.conftest import database as database
from tests.services.profiles.conftest import keys as keys
from tests.support import counsellor, service

BEGIN = datetime(2027, 1, 15, 9, 0, tzinfo=UTC)
ASKED = datetime(2028, 7, 15, 9, 0, tzinfo=UTC)
GATEWAY = service("gateway")


@pytest.fixture(autouse=True)
def _begin(time_machine: TimeMachineFixture) -> None:
    time_machine.move_to(BEGIN, tick=False)


def row(**changes: object) -> dict[str, object]:
    return {"row": 1, "data": person(external_ref="D-1", **changes)}


def test_an_agency_keeps_nobody_by_touching_them(
    call: Call, database: Database, time_machine: TimeMachineFixture
) -> None:
    by = counsellor()
    profile_id = call(by, "POST", "/profiles", person(external_ref="D-1"), expect=201)["id"]
    time_machine.move_to(ASKED, tick=False)
    call(by, "GET", f"/profiles/{profile_id}")
    changed = person(external_ref="D-1", about="Une autre phrase.")
    call(by, "PUT", f"/profiles/{profile_id}", changed)
    call(by, "PUT", f"/profiles/{profile_id}/consents/statistics",
         {"given": True, "method": "read_aloud"})  # fmt: skip
    call(by, "POST", f"/profiles/{profile_id}/notes", {"key": str(uuid4()), "text": "Vue hier."},
         expect=200)  # fmt: skip
    call(by, "POST", "/profiles/batch", {"rows": [row(about="Encore une autre.")]})
    assert KEEPER.preview(database, on=ASKED.date())["dormant_profile"] == 1


def test_entering_somebody_anew_and_merging_them_in_is_no_sign_of_life(
    call: Call, database: Database, time_machine: TimeMachineFixture
) -> None:
    by = counsellor()
    first = call(by, "POST", "/profiles", person(), expect=201)["id"]
    time_machine.move_to(ASKED - timedelta(days=1), tick=False)
    second = call(by, "POST", "/profiles", person(), expect=201)["id"]
    found = call(by, "POST", f"/duplicates/{first}/{second}/compare", {})
    kept = found["kept"]["profile"]["id"]
    call(by, "POST", f"/duplicates/{first}/{second}/merge", {"kept_id": kept})
    assert KEEPER.preview(database, on=ASKED.date())["dormant_profile"] == 1


def asked(
    call: Call, database: Database, time_machine: TimeMachineFixture
) -> tuple[tuple[str, UUID], tuple[str, UUID]]:
    """Two people who were asked, each with the id of their asking."""
    by = counsellor()
    for phone in ("+212661234567", "+212661234568"):
        call(by, "POST", "/profiles", person(phone=phone), expect=201)
    time_machine.move_to(ASKED, tick=False)
    KEEPER.run(database)
    with database.engine.connect() as connection:
        found = connection.execute(text("SELECT profile_id, id FROM dormancy ORDER BY profile_id"))
        one, other = found.all()
    return (str(one[0]), one[1]), (str(other[0]), other[1])


def erasures(call: Call, time_machine: TimeMachineFixture) -> list[str]:
    time_machine.move_to(ASKED + timedelta(days=8), tick=False)
    return list(call(GATEWAY, "GET", "/erasures/due")["ids"])


def test_a_link_erases_its_own_person_and_nobody_else(
    call: Call, database: Database, time_machine: TimeMachineFixture
) -> None:
    (victim, victims), (thief, thiefs) = asked(call, database, time_machine)
    key = TEST_SECRET
    own = activity.token(thiefs, key=key)
    forged = (
        activity.token(victims, key="another-secret-of-forty-characters-000000"),
        contact_token(victims, key=key),  # signed by us, for another purpose
        activity.token(UUID(victim), key=key),  # the profile is not the asking
        activity.token(victims, key=key)[:21] + own[21:],
        own[:-1] + ("A" if own[-1] != "A" else "B"),
        f"{own}=",
        "",
    )
    for token in forged:
        answer = call  # a page of nothing, whatever is sent
        answer(GATEWAY, "GET", f"/stays/{token}", expect=404)
        if token:
            answer(GATEWAY, "POST", f"/stays/{token}", {"answer": "erase"}, expect=404)
    call(GATEWAY, "POST", f"/stays/{own}", {"answer": "erase"})
    assert erasures(call, time_machine) == [thief]


def test_a_link_shows_nothing_of_whom_it_is(
    call: Call, database: Database, time_machine: TimeMachineFixture
) -> None:
    (_, one), _ = asked(call, database, time_machine)
    shown = call(GATEWAY, "GET", f"/stays/{activity.token(one, key=TEST_SECRET)}")
    assert set(shown) == {"state", "language", "erased_on"}


def test_staff_erase_nobody_at_once_because_they_are_not_heard_of(
    call: Call, database: Database, time_machine: TimeMachineFixture
) -> None:
    (victim, _), _ = asked(call, database, time_machine)
    by = counsellor()
    call(by, "POST", f"/dormant/{victim}/erase", expect=403)
    call(by, "POST", f"/profiles/{victim}/erasure/confirm", expect=409)
    # Not before the time is over, by the gateway's own key either.
    call(GATEWAY, "POST", f"/dormant/{victim}/erase", expect=404)
    assert call(by, "GET", f"/profiles/{victim}")["id"] == victim
