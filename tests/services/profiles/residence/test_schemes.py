"""A version of a scheme comes in, and people whose verdict it changes are told of again."""

from __future__ import annotations

import random
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

import pytest

from amuddu.contracts.events.envelope import Envelope
from amuddu.contracts.profiles import ProfileUpdated
from amuddu.contracts.schemes import SchemeVersioned
from amuddu.kit import clock
from amuddu.kit.db import Database
from amuddu.kit.events import consumer
from amuddu.kit.events.consumer import Consumer
from amuddu.rules.incentives.evaluation import scheme
from amuddu.rules.incentives_kept import content_of
from services.profiles.consumers import HANDLERS
from services.profiles.people import service as people_service
from tests.keys import signed
from tests.services.profiles.conftest import Call, person
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
        done = people_service.refresh_rights(session, on)
    return done.checked, done.told


def verdicts(database: Database) -> dict[str, str]:
    """What was told last."""
    event = outbox_events(database)[-1]
    assert isinstance(event, ProfileUpdated)
    return dict(event.schemes)


def kept(database: Database) -> list[Any]:
    query = "SELECT scheme_id, number, valid_from, digest FROM schemes ORDER BY 1, 2"
    with database.engine.connect() as connection:
        return list(connection.exec_driver_sql(query).all())


def buried(database: Database) -> list[str]:
    with database.engine.connect() as connection:
        return list(connection.exec_driver_sql("SELECT reason FROM dead_letters").scalars())


@pytest.fixture
def told(call: Call, database: Database) -> Database:
    """Somebody with a work permit is known to matching."""
    call(counsellor(), "POST", "/profiles", person(), expect=201)
    assert SCHEME not in verdicts(database)  # the bundled file's is over
    return database


def test_who_a_version_concerns_is_told_of_again(told: Database) -> None:
    hear(told, version(2, TODAY, "permit_work"))
    assert refresh(told) == (1, 1)
    assert verdicts(told)[SCHEME] == "eligible"
    hear(told, version(3, TODAY, "refugee_bra_permit"))
    assert refresh(told) == (1, 1)
    assert verdicts(told)[SCHEME] == "not_eligible"
    assert refresh(told) == (0, 0)


def test_a_version_counts_from_its_day_on(told: Database) -> None:
    hear(told, version(2, TODAY, "permit_work"), version(3, TOMORROW, "refugee_bra_permit"))
    refresh(told)
    assert verdicts(told)[SCHEME] == "eligible"
    assert refresh(told, TOMORROW) == (1, 1)
    assert verdicts(told)[SCHEME] == "not_eligible"


def test_a_profile_written_after_is_judged_by_it_at_once(call: Call, database: Database) -> None:
    hear(database, version(2, TODAY, "permit_work"))
    call(counsellor(), "POST", "/profiles", person(), expect=201)
    assert verdicts(database)[SCHEME] == "eligible"
    assert refresh(database) == (0, 0)


def test_a_scheme_that_no_file_knows_is_judged_too(told: Database) -> None:
    hear(told, version(1, TOMORROW, "permit_work", of="CITY_GRANT"))
    assert refresh(told) == (0, 0)
    assert "CITY_GRANT" not in verdicts(told)
    assert refresh(told, TOMORROW) == (1, 1)
    assert verdicts(told)["CITY_GRANT"] == "eligible"


def test_a_version_that_changes_nobody_tells_nobody(told: Database) -> None:
    before = len(outbox_events(told))
    bundled = content_of(scheme(SCHEME))
    hear(told, SchemeVersioned(scheme_id=SCHEME, number=1, valid_from=ALWAYS, content=bundled))
    assert refresh(told) == (0, 0)
    for again in (version(2, TODAY, "permit_work"), version(3, TODAY, "permit_work", funder="X")):
        hear(told, again)
        refresh(told)
    assert len(outbox_events(told)) == before + 1


def test_schemes_abroad_and_those_that_pay_no_hire_are_not_told_of(told: Database) -> None:
    hear(told, version(1, TODAY, of="ABROAD", country="DE"))
    hear(told, version(1, TODAY, of="LOAN", kind="microcredit"))
    assert refresh(told) == (0, 0)
    assert not {"ABROAD", "LOAN"} & verdicts(told).keys()


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
def test_in_any_order_and_as_often_as_it_comes_it_is_the_same(told: Database, seed: int) -> None:
    for envelope in thrice(story(), seed):
        tell(told, envelope)
    refresh(told)
    assert [(row.scheme_id, row.number) for row in kept(told)] == [
        ("AMUDDU_HIRING", 1),
        ("AMUDDU_HIRING", 2),
        ("AMUDDU_HIRING", 3),
        ("AMUDDU_HIRING", 4),
        ("AMUDDU_HIRING", 5),
        ("CITY_GRANT", 1),
    ]
    assert (verdicts(told)[SCHEME], verdicts(told)["CITY_GRANT"]) == ("eligible", "eligible")
    refresh(told, TOMORROW)
    assert verdicts(told)[SCHEME] == "not_eligible"
    assert buried(told) == []


def test_a_version_that_came_is_never_rewritten(told: Database) -> None:
    hear(told, version(2, TODAY, "permit_work"))
    before = kept(told)
    hear(told, version(2, TOMORROW, "refugee_bra_permit"))
    assert kept(told) == before


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
    told: Database, bad: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(consumer, "PAUSES", ())
    good = version(3, TODAY, "permit_work")
    wrong = SchemeVersioned(scheme_id=SCHEME, number=2, valid_from=TODAY, content=bad)
    hear(told, wrong, good)
    assert len(buried(told)) == 1
    assert [row.number for row in kept(told)] == [3]
    refresh(told)
    assert verdicts(told)[SCHEME] == "eligible"
