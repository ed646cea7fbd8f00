"""A version of a scheme comes in, and people are judged by it where it is asked; nobody is told."""

from __future__ import annotations

import random
from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import uuid4

import pytest

from amuddu.contracts.events.envelope import Envelope
from amuddu.contracts.matching import CandidateHired, CandidateShortlisted
from amuddu.contracts.notifications import CandidateAnswered
from amuddu.contracts.schemes import SchemeVersioned
from amuddu.kit import clock
from amuddu.kit.db import Database
from amuddu.kit.events import consumer
from amuddu.kit.events.consumer import Consumer
from amuddu.rules.incentives.evaluation import scheme
from amuddu.rules.incentives_kept import content_of
from services.profiles.consumers import HANDLERS
from services.profiles.people import refreshing
from tests.keys import signed
from tests.services.profiles.conftest import Call, person, witness
from tests.support import counsellor, outbox_events

SCHEME = "AMUDDU_HIRING"
ALWAYS = date(1900, 1, 1)
TODAY = clock.today()
TOMORROW = TODAY + timedelta(days=1)


def version(
    number: int, valid_from: date, *statuses: str, of: str = SCHEME, **changes: Any
) -> SchemeVersioned:
    """The programme's scheme, open for ever to these titles."""
    content = content_of(scheme(SCHEME)) | {"id": of, "active_from": None, "active_to": None}
    content |= {"to_check": [], "confidence": "high", **changes}
    content["person"] = {"statuses": list(statuses) or None, "open_to_foreigners": "yes"}
    return SchemeVersioned(scheme_id=of, number=number, valid_from=valid_from, content=content)


def tell(database: Database, *envelopes: Envelope) -> None:
    Consumer("profiles", database, HANDLERS)(*envelopes)


def hear(database: Database, *events: SchemeVersioned) -> None:
    tell(database, *(signed(event) for event in events))


def refresh(database: Database, on: date = TODAY) -> tuple[int, int]:
    with database.session() as session:
        done = refreshing.refresh_rights(session, on)
    return done.checked, done.told


class Judged:
    """Somebody with a work permit who was hired: any scheme is judged for their own agency."""

    def __init__(self, call: Call, database: Database) -> None:
        self.database, self._call = database, call
        made = call(counsellor(), "POST", "/profiles", person(), expect=201)
        shared = {"candidacy_id": uuid4(), "vacancy_id": uuid4(), "profile_id": made["id"]}
        shared["employer_id"] = uuid4()
        hired = {**shared, "code": "K7-4QX", "hired_on": TODAY}
        self.hire_id = shared["candidacy_id"]
        asked = CandidateShortlisted.model_validate(shared)
        answered = CandidateAnswered.model_validate({**shared, "answer": "yes"})
        witness(call, answered)
        for event in (asked, answered, CandidateHired.model_validate(hired)):
            tell(database, signed(event))

    def verdict(self, scheme_id: str = SCHEME) -> str | None:
        """None where no such scheme pays for a hire today."""
        path = f"/hireability/hires/{self.hire_id}/schemes/{scheme_id}"
        try:
            found: str = self._call(counsellor(), "GET", path)["verdict"]
        except AssertionError:
            self._call(counsellor(), "GET", path, expect=404)
            return None
        return found


def kept(database: Database) -> list[Any]:
    query = "SELECT scheme_id, number, valid_from, digest FROM schemes ORDER BY 1, 2"
    with database.engine.connect() as connection:
        return list(connection.exec_driver_sql(query).all())


def buried(database: Database) -> list[str]:
    with database.engine.connect() as connection:
        return list(connection.exec_driver_sql("SELECT reason FROM dead_letters").scalars())


@pytest.fixture
def told(call: Call, database: Database) -> Judged:
    """Somebody with a work permit is known to matching, and was hired."""
    judged = Judged(call, database)
    assert judged.verdict() is None  # the bundled file's is over
    return judged


def test_who_a_version_concerns_is_judged_by_it(told: Judged) -> None:
    hear(told.database, version(2, TODAY, "permit_work"))
    assert told.verdict() == "eligible"
    hear(told.database, version(3, TODAY, "refugee_bra_permit"))
    assert told.verdict() == "not_eligible"


def test_a_version_tells_nobody(told: Judged) -> None:
    before = len(outbox_events(told.database))
    for number, status in enumerate(("permit_work", "refugee_bra_permit", "irregular"), start=2):
        hear(told.database, version(number, TODAY, status))
        assert refresh(told.database) == (0, 0)
    assert len(outbox_events(told.database)) == before


def test_a_version_counts_from_its_day_on(told: Judged, time_machine: Any) -> None:
    later = version(3, TOMORROW, "refugee_bra_permit")
    hear(told.database, version(2, TODAY, "permit_work"), later)
    assert told.verdict() == "eligible"
    time_machine.move_to(datetime.combine(TOMORROW, time(9), UTC), tick=False)
    assert told.verdict() == "not_eligible"


def test_a_scheme_that_no_file_knows_is_judged_too(told: Judged) -> None:
    hear(told.database, version(1, TOMORROW, "permit_work", of="CITY_GRANT"))
    assert told.verdict("CITY_GRANT") is None
    hear(told.database, version(2, TODAY, "permit_work", of="CITY_GRANT"))
    assert told.verdict("CITY_GRANT") == "eligible"


def test_schemes_abroad_and_those_that_pay_no_hire_are_not_judged(told: Judged) -> None:
    hear(told.database, version(1, TODAY, of="ABROAD", country="DE"))
    hear(told.database, version(1, TODAY, of="LOAN", kind="microcredit"))
    assert (told.verdict("ABROAD"), told.verdict("LOAN")) == (None, None)


def story() -> tuple[SchemeVersioned, ...]:
    return (
        version(1, ALWAYS, "refugee_bra_permit"),
        version(2, TODAY - timedelta(days=9), "refugee_bra_permit"),
        version(3, TODAY, "permit_work"),
        version(4, TODAY, "permit_work", "refugee_bra_permit"),
        version(5, TOMORROW, "refugee_bra_permit"),
        version(1, TODAY, of="CITY_GRANT"),
    )


def thrice(events: Iterable[SchemeVersioned], seed: int) -> list[Envelope]:
    """Each three times, twice as the same envelope, in an order of chance."""
    envelopes = [signed(event) for event in events]
    found = [*envelopes, *envelopes, *(each.model_copy() for each in envelopes)]
    found += [signed(event) for event in events]
    random.Random(seed).shuffle(found)
    return found


@pytest.mark.parametrize("seed", range(6))
def test_in_any_order_and_as_often_as_it_comes_it_is_the_same(
    told: Judged, seed: int, time_machine: Any
) -> None:
    for envelope in thrice(story(), seed):
        tell(told.database, envelope)
    assert [(row.scheme_id, row.number) for row in kept(told.database)] == [
        ("AMUDDU_HIRING", 1),
        ("AMUDDU_HIRING", 2),
        ("AMUDDU_HIRING", 3),
        ("AMUDDU_HIRING", 4),
        ("AMUDDU_HIRING", 5),
        ("CITY_GRANT", 1),
    ]
    assert (told.verdict(), told.verdict("CITY_GRANT")) == ("eligible", "eligible")
    time_machine.move_to(datetime.combine(TOMORROW, time(9), UTC), tick=False)
    assert told.verdict() == "not_eligible"
    assert buried(told.database) == []


def test_a_version_that_came_is_never_rewritten(database: Database) -> None:
    hear(database, version(2, TODAY, "permit_work"))
    before = kept(database)
    hear(database, version(2, TOMORROW, "refugee_bra_permit"))
    assert kept(database) == before


@pytest.mark.parametrize(
    "bad",
    [
        {},
        {"id": SCHEME},
        {**version(2, TODAY).content, "unheard_of": 1},
        {**version(2, TODAY).content, "amount": {"kind": "gift"}},
        version(2, TODAY, of="ANOTHER").content,
    ],
    ids=["empty", "nearly_empty", "unknown_field", "bad_amount", "of_another"],
)
def test_a_content_that_is_no_scheme_is_a_dead_letter(
    told: Judged, bad: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(consumer, "PAUSES", ())
    good = version(3, TODAY, "permit_work")
    wrong = SchemeVersioned(scheme_id=SCHEME, number=2, valid_from=TODAY, content=bad)
    hear(told.database, wrong, good)
    assert len(buried(told.database)) == 1
    assert [row.number for row in kept(told.database)] == [3]
    assert told.verdict() == "eligible"
