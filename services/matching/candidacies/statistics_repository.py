"""SQL of the statistics on candidacies: counts and delays, never who."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import case, func, select
from sqlmodel import Session, col

from amuddu.contracts.matching import CandidacyState
from services.matching.candidacies.tables import CandidacyRow, TransitionRow
from services.matching.facts.tables import VacancyRow


def put_forward_before(
    session: Session, until: datetime
) -> Sequence[tuple[str | None, str, CandidacyState, int]]:
    """Candidacies first shortlisted before an instant: the vacancy's place, the month of that
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
        .where(begun.c.first < until)
        .group_by(place, month, col(CandidacyRow.state))
    )
    return [tuple(row) for row in session.execute(query)]


def hours_between(
    session: Session, *, begins: str, ends: Sequence[str], until: datetime
) -> list[float]:
    """Of the candidacies that went from the first step `begins` to a later first step of `ends`,
    both before an instant: the hours in between."""
    at, step = col(TransitionRow.at), col(TransitionRow.name)
    times = (
        select(
            func.min(case((step == begins, at))).label("begun"),
            func.min(case((step.in_(ends), at))).label("ended"),
        )
        .where(at < until)
        .group_by(col(TransitionRow.candidacy_id))
        .subquery()
    )
    hours = func.extract("epoch", times.c.ended - times.c.begun) / 3600
    query = select(hours).where(times.c.ended >= times.c.begun)
    return [float(found) for (found,) in session.execute(query)]
