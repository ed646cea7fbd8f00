"""Who is proposed at which age, the guardian's agreement, and the day on which it changes."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from amuddu.contracts.profiles import ProfileUpdated, ProfileWithdrawn
from amuddu.kit.db import Database
from services.profiles.people import refreshing
from tests.services.profiles.conftest import Call, person
from tests.support import agent, counsellor, outbox_events

BOSS = counsellor()
TODAY = date(2026, 11, 30)


@pytest.fixture(autouse=True)
def _the_day(time_machine: Any) -> None:
    time_machine.move_to(datetime(2026, 11, 30, 9, tzinfo=UTC), tick=False)


def made(call: Call, **changes: Any) -> Any:
    return call(BOSS, "POST", "/profiles", person(**changes), expect=201)


def proposed(database: Database, profile_id: str) -> bool | None:
    """Whether matching may propose somebody: as young, as anybody, or (None) not at all."""
    events = [e for e in outbox_events(database) if e.key == profile_id]
    if not events or isinstance(events[-1], ProfileWithdrawn):
        return None
    assert isinstance(events[-1], ProfileUpdated)
    return events[-1].young


def refresh(database: Database, on: date) -> int:
    with database.session() as session:
        return refreshing.refresh_rights(session, on).told


@pytest.mark.parametrize("age", range(10, 21))
@pytest.mark.parametrize("agreed", [False, True])
def test_by_the_year_alone_the_younger_age_counts(
    call: Call, database: Database, age: int, agreed: bool
) -> None:
    one = made(call, birth_year=TODAY.year - age)
    at_most = age - 1  # born on the last day of the year
    state = "child" if at_most < 15 else "no_agreement" if at_most < 18 else "adult"
    assert one["age"]["state"] == state
    assert one["age"]["month_decides"] == (age in (15, 18))
    if agreed:
        answer = 200 if state == "no_agreement" else 409
        body = {"given": True, "method": "paper"}
        call(BOSS, "PUT", f"/profiles/{one['id']}/guardian", body, expect=answer)
    expected = {"child": None, "no_agreement": True if agreed else None, "adult": False}[state]
    assert proposed(database, one["id"]) is expected


def test_a_month_settles_the_doubt_and_is_kept_no_longer_than_that(call: Call) -> None:
    assert made(call, birth_year=2008, birth_month=10)["age"]["state"] == "adult"
    assert made(call, birth_year=2008, birth_month=12)["age"]["state"] == "no_agreement"
    assert made(call, birth_year=2008, birth_month=10)["birth_month"] == 10
    assert made(call, birth_year=1990, birth_month=10)["birth_month"] is None


@pytest.mark.parametrize("change", [{"nationality": "SY"}, {"nationality": None}, {"sex": "m"}])
@pytest.mark.parametrize("age", [14, 16, 17, 19])
def test_nationality_and_sex_change_nothing(call: Call, age: int, change: dict[str, Any]) -> None:
    year = TODAY.year - age
    assert made(call, birth_year=year)["age"] == made(call, birth_year=year, **change)["age"]


def test_an_agreement_is_noted_by_a_counsellor_and_taken_back(
    call: Call, database: Database
) -> None:
    one = made(call, birth_year=2010)
    path = f"/profiles/{one['id']}/guardian"
    helper = agent()
    call(helper, "PUT", path, {"given": True}, expect=403)
    call(BOSS, "PUT", path, {"given": True, "method": "paper"})
    call(BOSS, "PUT", path, {"given": True, "method": "paper"})  # a double click
    assert proposed(database, one["id"]) is True
    call(BOSS, "PUT", path, {"given": False, "method": "paper"})
    assert proposed(database, one["id"]) is None
    log = call(BOSS, "GET", path)
    assert [(each["given"], each["recorded_by"]) for each in log] == [
        (False, "counsellor"),
        (True, "counsellor"),
    ]
    seen = {each["action"] for each in call(BOSS, "GET", f"/profiles/{one['id']}/accesses")}
    assert {"guardian", "guardian_read"} <= seen


def test_another_agency_notes_nothing(call: Call) -> None:
    one = made(call, birth_year=2010)
    other = counsellor(agency="casablanca")
    call(other, "PUT", f"/profiles/{one['id']}/guardian", {"given": True}, expect=404)
    call(other, "GET", f"/profiles/{one['id']}/guardian", expect=404)


def test_the_days_on_which_somebody_is_fifteen_and_eighteen(call: Call, database: Database) -> None:
    grown = made(call, birth_year=2008, birth_month=12)
    young = made(call, birth_year=2011, birth_month=12)
    assert refresh(database, date(2026, 12, 30)) == 0
    assert refresh(database, date(2026, 12, 31)) == 1
    assert proposed(database, grown["id"]) is False
    # Somebody of 15 still waits for the agreement: nothing is told of them.
    assert proposed(database, young["id"]) is None
    assert refresh(database, date(2026, 12, 31)) == 0


def test_a_young_worker_is_told_as_anybody_from_the_day_they_are_eighteen(
    call: Call, database: Database
) -> None:
    one = made(call, birth_year=2009)
    call(BOSS, "PUT", f"/profiles/{one['id']}/guardian", {"given": True})
    assert proposed(database, one["id"]) is True
    refresh(database, date(2027, 12, 30))
    assert proposed(database, one["id"]) is True
    refresh(database, date(2027, 12, 31))
    assert proposed(database, one["id"]) is False


def test_those_who_wait_are_named_to_their_counsellor(call: Call) -> None:
    waiting = made(call, birth_year=2010)
    made(call, birth_year=2010, consents={"matching": False})
    made(call, birth_year=2014)
    made(call, birth_year=1990)
    agreed = made(call, birth_year=2010)
    call(BOSS, "PUT", f"/profiles/{agreed['id']}/guardian", {"given": True})
    found = call(BOSS, "GET", "/profiles/young")
    assert ([each["code"] for each in found["items"]], found["total"]) == ([waiting["code"]], 1)
    assert call(counsellor(agency="casablanca"), "GET", "/profiles/young")["total"] == 0


@pytest.mark.parametrize(("year", "said"), [(2027, "2026"), (1900, "1916"), (12, "1916")])
def test_an_impossible_year_is_refused(call: Call, year: int, said: str) -> None:
    problem = call(BOSS, "POST", "/profiles", person(birth_year=year), expect=422)
    assert "birth_year" in str(problem)
    assert said in str(problem)


def test_a_list_says_who_is_too_young(call: Call) -> None:
    made(call, birth_year=2014)
    made(call, birth_year=2010)
    ages = {each["age"] for each in call(BOSS, "GET", "/profiles")["items"]}
    assert ages == {"child", "no_agreement"}


@pytest.mark.parametrize(
    ("year", "words"), [(2015, "Moins de 15 ans"), (2010, "accord d'un parent"), (1990, None)]
)
def test_a_file_s_report_says_who_is_not_proposed(
    call: Call, database: Database, year: int, words: str | None
) -> None:
    row = person(birth_year=year, external_ref="E-1")
    for _ in range(2):  # the same file again says so again
        answer = call(BOSS, "POST", "/profiles/batch", {"rows": [row]})["results"][0]
        assert answer["outcome"] in ("created", "unchanged")
        said = [each["message"] for each in answer["problems"]]
        assert bool(said) == bool(words)
        assert words is None or words in said[0]
    assert (proposed(database, answer["id"]) is None) == (words is not None)
