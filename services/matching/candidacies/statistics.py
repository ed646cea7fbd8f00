"""What became of the people put forward: how many, by the vacancy's region and by month, and the
usual delays. Matching knows no sex, so none is counted here; small numbers are hidden."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import Literal

from amuddu.contracts.matching import CandidacyState
from amuddu.contracts.statistics import Delay, Figures
from amuddu.kit.db import Session
from amuddu.kit.disclosure.small_cells import LEAST
from amuddu.kit.disclosure.tables import Counted, Period, region_of, tables
from services.matching.candidacies import statistics_repository

COLUMNS = ("waiting", "unreachable", "said_no", "said_yes", "hired", "not_kept", "ended")
_COLUMN: dict[CandidacyState, str] = {
    "shortlisted": "waiting",
    "told": "waiting",
    "unreachable": "unreachable",
    "declined": "said_no",
    "accepted": "said_yes",
    "hired": "hired",
    "refused": "not_kept",
    "cancelled": "ended",
    "set_aside": "ended",
    "proposed": "ended",
}


def candidacies(session: Session, *, on: date, months: int) -> Figures:
    """People put forward for the first time in the last months, one count a vacancy."""
    period = Period.of(on, months=months)
    return Figures(
        subject="candidacies",
        least=LEAST,
        tables=tables(
            _counted(session, period.since), rows=period.rows, columns=COLUMNS, least=LEAST
        ),
        delays=(
            _delay(session, "answer", "mark_told", ("accept", "decline"), period.since),
            _delay(session, "hire", "shortlist", ("hire",), period.since),
        ),
    )


def _counted(session: Session, since: datetime) -> Iterator[Counted]:
    for where, when, state, number in statistics_repository.put_forward_since(session, since):
        yield {"region": region_of(where), "month": when}, _COLUMN[state], number


def _delay(
    session: Session,
    name: Literal["answer", "hire"],
    begins: str,
    ends: tuple[str, ...],
    since: datetime,
) -> Delay:
    """Median from the first step of one name to the first of others after it, per candidacy."""
    cases, median = statistics_repository.hours_between(
        session, begins=begins, ends=ends, since=since
    )
    if median is None or cases < LEAST:
        return Delay(name=name, median_hours=None, cases=None if cases else 0)
    return Delay(name=name, median_hours=round(median, 1), cases=cases)
