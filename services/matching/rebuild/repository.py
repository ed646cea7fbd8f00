"""SQL of a rebuild over the tables in use: what counts as state, and what is still on its way.

The SQL of the tables beside them is in `shadow_repository.py`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Row, delete, func, select, union
from sqlmodel import Session, col

from amuddu.kit.events.tables import dead_letters, inbox, outbox
from services.matching.candidacies.tables import CandidacyRow, TransitionRow
from services.matching.facts.tables import CandidateRow, VacancyRow

PAGE = 1000
"""Rows held in memory at a time."""

_PEOPLE = select(
    col(CandidateRow.profile_id),
    col(CandidateRow.revision),
    col(CandidateRow.code),
    col(CandidateRow.agency_id),
    col(CandidateRow.place),
    col(CandidateRow.route),
    col(CandidateRow.contactable),
    col(CandidateRow.schemes),
    col(CandidateRow.facts),
    col(CandidateRow.model_id),
).where(col(CandidateRow.facts).is_not(None))
_JOBS = select(
    col(VacancyRow.id),
    col(VacancyRow.revision),
    col(VacancyRow.open),
    col(VacancyRow.agency_id),
    col(VacancyRow.employer_id),
    col(VacancyRow.facts),
    col(VacancyRow.model_id),
).where(col(VacancyRow.facts).is_not(None))
_CANDIDACIES = select(
    col(CandidacyRow.id),
    col(CandidacyRow.vacancy_id),
    col(CandidacyRow.profile_id),
    col(CandidacyRow.state),
    col(CandidacyRow.fit),
    col(CandidacyRow.reasons),
    col(CandidacyRow.round),
    col(CandidacyRow.meet_asked_at),
    col(CandidacyRow.updated_at),
)
_STEPS = select(
    col(TransitionRow.candidacy_id),
    col(TransitionRow.name),
    col(TransitionRow.from_state),
    col(TransitionRow.to_state),
    col(TransitionRow.at),
    col(TransitionRow.actor_id),
    col(TransitionRow.role),
    col(TransitionRow.reason),
)


def durable_rows(session: Session) -> Iterator[tuple[str, Row[Any]]]:
    """Every row that `state_hash` counts in with its kind, always in the same order."""
    for kind, query in (
        ("person", _PEOPLE.order_by(col(CandidateRow.profile_id))),
        ("vacancy", _JOBS.order_by(col(VacancyRow.id))),
        ("candidacy", _CANDIDACIES.order_by(col(CandidacyRow.id))),
        ("step", _STEPS.order_by(col(TransitionRow.candidacy_id), col(TransitionRow.id))),
    ):
        for row in session.execute(query.execution_options(yield_per=PAGE)):
            yield kind, row


def seen(session: Session, ids: Sequence[UUID]) -> set[UUID]:
    """Events that matching has handled or buried."""
    handled = select(inbox.c.event_id).where(inbox.c.event_id.in_(ids))
    buried = select(dead_letters.c.event_id).where(dead_letters.c.event_id.in_(ids))
    return set(session.connection().execute(union(handled, buried)).scalars())


def waiting(session: Session) -> int:
    """Events that wait in the outbox."""
    counted = session.connection().execute(select(func.count()).select_from(outbox)).scalar()
    return counted or 0


def candidacies(session: Session, ids: Sequence[UUID]) -> Sequence[CandidacyRow]:
    """These candidacies, without locks: nobody else writes the tables of a rebuild."""
    return session.scalars(select(CandidacyRow).where(col(CandidacyRow.id).in_(ids))).all()


def forget_steps(session: Session, candidacy_id: UUID) -> None:
    """Remove the steps of a candidacy, before those that an event lists are written."""
    steps = delete(TransitionRow).where(col(TransitionRow.candidacy_id) == candidacy_id)
    session.execute(steps.execution_options(synchronize_session=False))
