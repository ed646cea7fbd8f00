"""What became of the people put forward: how many, by the vacancy's region and by month, and the
usual delays. Matching knows no sex, so none is counted here; small numbers are hidden."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import Literal

from sqlalchemy import case, func, select
from sqlmodel import Session, col

from amuddu.contracts.matching import CandidacyState
from amuddu.contracts.statistics import UNKNOWN, Delay, Dimension, Figures
from amuddu.kit.disclosure.small_cells import LEAST
from amuddu.kit.disclosure.tables import Counted, Period, tables
from amuddu.reference.places import places
from services.matching.candidacies.tables import CandidacyRow, TransitionRow
from services.matching.facts.tables import VacancyRow

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
    rows: dict[Dimension, tuple[str, ...]] = {"region": period.regions, "month": period.months}
    return Figures(
        subject="candidacies",
        least=LEAST,
        tables=tables(_counted(session, period.since), rows=rows, columns=COLUMNS, least=LEAST),
        delays=(
            _delay(session, "answer", "mark_told", ("accept", "decline"), period.since),
            _delay(session, "hire", "shortlist", ("hire",), period.since),
        ),
    )


def _counted(session: Session, since: datetime) -> Iterator[Counted]:
    first = func.min(col(TransitionRow.at)).label("first")
    begun = (
        select(col(TransitionRow.candidacy_id), first)
        .where(col(TransitionRow.name) == "shortlist")
        .group_by(col(TransitionRow.candidacy_id))
        .subquery()
    )
    month = func.to_char(func.timezone("UTC", begun.c.first), "YYYY-MM")
    place = col(VacancyRow.facts)["place"].astext
    query = (
        select(place, month, col(CandidacyRow.state), func.count())
        .join(begun, begun.c.candidacy_id == col(CandidacyRow.id))
        .join(VacancyRow, col(VacancyRow.id) == col(CandidacyRow.vacancy_id))
        .where(begun.c.first >= since)
        .group_by(place, month, col(CandidacyRow.state))
    )
    for where, when, state, number in session.execute(query):
        found = places().get(where or "")
        dimensions: dict[Dimension, str] = {
            "region": found.region_id if found else UNKNOWN,
            "month": when,
        }
        yield dimensions, _COLUMN[state], number


def _delay(
    session: Session,
    name: Literal["answer", "hire"],
    begins: str,
    ends: tuple[str, ...],
    since: datetime,
) -> Delay:
    """Median from the first step of one name to the first of others after it, per candidacy."""
    at, step = col(TransitionRow.at), col(TransitionRow.name)
    times = (
        select(
            func.min(case((step == begins, at))).label("begun"),
            func.min(case((step.in_(ends), at))).label("ended"),
        )
        .where(at >= since)
        .group_by(col(TransitionRow.candidacy_id))
        .subquery()
    )
    hours = func.extract("epoch", times.c.ended - times.c.begun) / 3600
    query = select(func.count(), func.percentile_cont(0.5).within_group(hours)).where(
        times.c.ended >= times.c.begun
    )
    cases, median = session.execute(query).one()
    if cases < LEAST:
        return Delay(name=name, median_hours=None, cases=None if cases else 0)
    return Delay(name=name, median_hours=round(float(median), 1), cases=cases)
