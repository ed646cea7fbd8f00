"""A version of a rule comes in: the route of people follows it where it is asked."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest

from amuddu.contracts.rules.versions import RuleAmended, RuleSource, StandingVersion
from amuddu.kit import clock
from amuddu.kit.db import Database
from amuddu.rules.book import Book, stand, standing
from amuddu.rules.residence import statuses
from amuddu.rules.residence_data import EXEMPT
from services.profiles.residence.rulebook import follow
from tests.keys import signed
from tests.services.profiles.conftest import Call, person
from tests.services.profiles.residence.test_schemes import refresh, tell
from tests.support import counsellor, outbox_events

TODAY = clock.today()
LATER = TODAY + timedelta(days=10)


@pytest.fixture(autouse=True)
def as_delivered() -> Iterator[None]:
    """Rules are the process's own: no other test meets what one of these heard."""
    stand(Book())
    yield
    stand(Book())


def amended(number: int, *, fact: tuple[str, ...], on: date, **values: Any) -> RuleAmended:
    return RuleAmended(
        amendment=StandingVersion(
            number=number,
            file="residence.yaml",
            fact=fact,
            valid_from=on,
            values=values,
            source=RuleSource(title="Texte d'essai", published_on=TODAY),
        )
    )


def route(call: Call, profile_id: str) -> str:
    """The route that the person's counsellor reads."""
    found = call(counsellor(), "POST", "/hireability", {"people": [profile_id]})
    return str(found["people"][profile_id]["route"])


def hear(database: Database, *events: RuleAmended) -> None:
    tell(database, *(signed(event) for event in events))
    follow(database)


def test_a_version_changes_the_route_from_its_day_on(
    call: Call, database: Database, time_machine: Any
) -> None:
    desk = counsellor()
    body = person(residence={"status": "permit_work"}, nationality="CM")
    made = call(desk, "POST", "/profiles", body, expect=201)["id"]
    before = route(call, made)
    told = len(outbox_events(database))
    assert before == "attestation_and_visa"
    name = statuses()["permit_work"].answers[EXEMPT]
    fact = ("answers", EXEMPT, name)
    event = amended(1, fact=fact, on=LATER, value="yes", confidence="high")
    hear(database, event, event)
    assert [each.number for each in standing().amendments] == [1], "told twice, learnt once"
    assert route(call, made) == before, "not before its day"
    time_machine.move_to(datetime.combine(LATER, time(9), UTC), tick=False)
    assert route(call, made) == "visa"
    assert refresh(database, LATER) == (0, 0)
    assert len(outbox_events(database)) == told, "nobody is told"


def test_one_that_this_release_cannot_read_is_left_out(call: Call, database: Database) -> None:
    unknown = amended(1, fact=("answers", "no_such_right", "x"), on=LATER, value="yes")
    wrong = amended(2, fact=("answers", "work_employee", "title_first"), on=LATER, value="perhaps")
    good = amended(3, fact=("answers", "work_employee", "title_first"), on=LATER, value="yes")
    hear(database, unknown, wrong, good)
    assert [each.number for each in standing().amendments] == [3]
    call(counsellor(), "POST", "/profiles", person(), expect=201)
