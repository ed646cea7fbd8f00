"""A version of a rule comes in, and people whose route it changes are told of again."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest

from amuddu.contracts.profiles import ProfileUpdated
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


def route(database: Database) -> str:
    """The route that was told last."""
    event = outbox_events(database)[-1]
    assert isinstance(event, ProfileUpdated)
    return event.route


def hear(database: Database, *events: RuleAmended) -> None:
    tell(database, *(signed(event) for event in events))
    follow(database)


def test_a_version_changes_the_route_from_its_day_on(call: Call, database: Database) -> None:
    desk = counsellor()
    body = person(residence={"status": "permit_work"}, nationality="CM")
    call(desk, "POST", "/profiles", body, expect=201)
    before = route(database)
    assert before == "attestation_and_visa"
    name = statuses()["permit_work"].answers[EXEMPT]
    fact = ("answers", EXEMPT, name)
    event = amended(1, fact=fact, on=LATER, value="yes", confidence="high")
    hear(database, event, event)
    assert [each.number for each in standing().amendments] == [1], "told twice, learnt once"
    refresh(database)
    assert route(database) == before, "not before its day"
    refresh(database, LATER)
    assert route(database) == "visa"


def test_one_that_this_release_cannot_read_is_left_out(call: Call, database: Database) -> None:
    unknown = amended(1, fact=("answers", "no_such_right", "x"), on=LATER, value="yes")
    wrong = amended(2, fact=("answers", "work_employee", "title_first"), on=LATER, value="perhaps")
    good = amended(3, fact=("answers", "work_employee", "title_first"), on=LATER, value="yes")
    hear(database, unknown, wrong, good)
    assert [each.number for each in standing().amendments] == [3]
    call(counsellor(), "POST", "/profiles", person(), expect=201)
