"""SQL of a rebuild over the tables in use: what counts as state, and what is still on its way.

The SQL of the tables beside them is in `shadow_repository.py`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, delete, func, select, union
from sqlmodel import Session, SQLModel, col

from amuddu.kit.events.tables import dead_letters, inbox, outbox
from services.matching.candidacies.tables import CandidacyRow, TransitionRow
from services.matching.facts.tables import CandidateRow, VacancyRow
from services.matching.interests.tables import InterestRow

PAGE = 1000
"""Rows held in memory at a time."""


def _said(table: type[SQLModel], names: str) -> Select[Any]:
    """Some columns of a table, by their names."""
    return select(*(getattr(table, name) for name in names.split()))


_PEOPLE = _said(
    CandidateRow,
    "profile_id revision code agency_id place contactable facts model_id",
).where(col(CandidateRow.facts).is_not(None))
_JOBS = _said(VacancyRow, "id revision open agency_id employer_id facts model_id").where(
    col(VacancyRow.facts).is_not(None)
)
_CANDIDACIES = _said(
    CandidacyRow, "id vacancy_id profile_id state fit reasons round meet_asked_at updated_at"
)
_INTERESTS = _said(InterestRow, "id vacancy_id profile_id state expressed_at updated_at taken_by")
_STEPS = _said(TransitionRow, "candidacy_id name from_state to_state at actor_id role reason")


def durable_rows(session: Session) -> Iterator[tuple[str, Row[Any]]]:
    """Every row that `state_hash` counts in with its kind, always in the same order."""
    for kind, query in (
        ("person", _PEOPLE.order_by(col(CandidateRow.profile_id))),
        ("vacancy", _JOBS.order_by(col(VacancyRow.id))),
        ("candidacy", _CANDIDACIES.order_by(col(CandidacyRow.id))),
        ("interest", _INTERESTS.order_by(col(InterestRow.id))),
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


def forget_candidacy(session: Session, candidacy_id: UUID) -> None:
    """Remove a candidacy with its steps."""
    forget_steps(session, candidacy_id)
    going = delete(CandidacyRow).where(col(CandidacyRow.id) == candidacy_id)
    session.connection().execute(going)


def forget_interest(session: Session, interest_id: UUID) -> None:
    """Remove an interest."""
    going = delete(InterestRow).where(col(InterestRow.id) == interest_id)
    session.execute(going.execution_options(synchronize_session=False))


def drop_person(session: Session, row: CandidateRow) -> None:
    """Remove a person with their candidacies and interests from the tables of a rebuild."""
    session.flush()
    profile_id = row.profile_id
    mine = select(col(CandidacyRow.id)).where(col(CandidacyRow.profile_id) == profile_id)
    for gone in (
        delete(TransitionRow).where(col(TransitionRow.candidacy_id).in_(mine)),
        delete(CandidacyRow).where(col(CandidacyRow.profile_id) == profile_id),
        delete(InterestRow).where(col(InterestRow.profile_id) == profile_id),
        delete(CandidateRow).where(col(CandidateRow.profile_id) == profile_id),
    ):
        session.execute(gone.execution_options(synchronize_session=False))
    session.expunge(row)


def forget_steps(session: Session, candidacy_id: UUID) -> None:
    """Remove the steps of a candidacy, before those that an event lists are written."""
    steps = delete(TransitionRow).where(col(TransitionRow.candidacy_id) == candidacy_id)
    session.execute(steps.execution_options(synchronize_session=False))
