"""SQL of the statistics on candidacies: counts and delays, never who."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import case, func, select
from sqlmodel import Session, col

from amuddu.contracts.matching import CandidacyState
from services.matching.candidacies.tables import CandidacyRow, TransitionRow
from services.matching.facts.tables import VacancyRow


def put_forward_since(
    session: Session, since: datetime
) -> Sequence[tuple[str | None, str, CandidacyState, int]]:
    """Candidacies first shortlisted since an instant: the vacancy's place, the month of that
    step (`2026-11`), the state they are in now, and how many."""
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
    return [tuple(row) for row in session.execute(query)]


def hours_between(
    session: Session, *, begins: str, ends: Sequence[str], since: datetime
) -> tuple[int, float | None]:
    """Candidacies that went from the first step `begins` to a later first step of `ends`: how
    many, and the median of the hours in between."""
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
    return cases, None if median is None else float(median)
