"""All SQL of interests."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, delete, func, select
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import Session, col

from amuddu.contracts.matching import InterestState
from services.matching.facts.tables import CandidateRow, VacancyRow
from services.matching.interests.tables import InterestRow

VACANCY, PERSON = col(InterestRow.vacancy_id), col(InterestRow.profile_id)
"""The pair that an interest is of, for conditions over another table."""


def add(session: Session, row: InterestRow) -> bool:
    """Keep an interest; `False` where the pair has one. Of two at once the second waits here."""
    values = insert(InterestRow).values(**row.model_dump())
    kept = values.on_conflict_do_nothing().returning(col(InterestRow.id))
    return session.scalar(kept) is not None


def locked_pair(session: Session, *, vacancy_id: UUID, profile_id: UUID) -> InterestRow | None:
    """The interest of a person in a vacancy, locked."""
    query = select(InterestRow).where(
        col(InterestRow.vacancy_id) == vacancy_id, col(InterestRow.profile_id) == profile_id
    )
    return session.scalar(query.with_for_update())


def pair(session: Session, *, vacancy_id: UUID, profile_id: UUID) -> InterestRow | None:
    """The same, to read."""
    query = select(InterestRow).where(
        col(InterestRow.vacancy_id) == vacancy_id, col(InterestRow.profile_id) == profile_id
    )
    return session.scalar(query)


def locked(session: Session, interest_id: UUID) -> InterestRow | None:
    """An interest, locked."""
    query = select(InterestRow).where(col(InterestRow.id) == interest_id)
    return session.scalar(query.with_for_update())


def locked_all(session: Session) -> Sequence[InterestRow]:
    """Every interest, locked."""
    query = select(InterestRow).order_by(col(InterestRow.id))
    return session.scalars(query.with_for_update()).all()


def locked_of_vacancy(
    session: Session, vacancy_id: UUID, *, states: Iterable[InterestState]
) -> Sequence[InterestRow]:
    """Interests in a vacancy, locked in the order of their ids."""
    query = select(InterestRow).where(
        col(InterestRow.vacancy_id) == vacancy_id, col(InterestRow.state).in_(list(states))
    )
    return session.scalars(query.order_by(col(InterestRow.id)).with_for_update()).all()


def locked_of_person(
    session: Session, profile_id: UUID, *, states: Iterable[InterestState]
) -> Sequence[InterestRow]:
    """Interests of a person, locked in the order of their ids."""
    query = select(InterestRow).where(
        col(InterestRow.profile_id) == profile_id, col(InterestRow.state).in_(list(states))
    )
    return session.scalars(query.order_by(col(InterestRow.id)).with_for_update()).all()


def of_people(session: Session, people: Collection[UUID]) -> Sequence[InterestRow]:
    """Every interest of these people, the last moved first."""
    query = select(InterestRow).where(col(InterestRow.profile_id).in_(people))
    newest = query.order_by(col(InterestRow.updated_at).desc(), col(InterestRow.id))
    return session.scalars(newest).all()


def with_interests(session: Session, vacancies: Collection[UUID]) -> set[UUID]:
    """Those of these vacancies that interest anybody."""
    query = select(col(InterestRow.vacancy_id)).where(col(InterestRow.vacancy_id).in_(vacancies))
    return set(session.scalars(query.distinct())) if vacancies else set()


def open_since(
    session: Session, vacancy_id: UUID, *, states: Iterable[InterestState], agency_id: str | None
) -> dict[UUID, datetime]:
    """People of an agency whom a vacancy interests, and since when."""
    query = (
        select(col(InterestRow.profile_id), col(InterestRow.expressed_at))
        .join(CandidateRow, col(CandidateRow.profile_id) == col(InterestRow.profile_id))
        .where(
            col(InterestRow.vacancy_id) == vacancy_id,
            col(InterestRow.state).in_(list(states)),
            col(CandidateRow.agency_id) == agency_id,
            col(CandidateRow.facts).is_not(None),
        )
    )
    return {row.profile_id: row.expressed_at for row in session.execute(query)}


def waiting(
    session: Session,
    agency_id: str | None,
    *,
    standing: ColumnElement[bool],
    limit: int,
) -> tuple[Sequence[tuple[InterestRow, VacancyRow, CandidateRow]], int]:
    """Open interests of an agency's people in open vacancies, the oldest first; without pairs of
    which `standing` says that something is under way."""
    query = (
        select(InterestRow, VacancyRow, CandidateRow)
        .join(VacancyRow, col(VacancyRow.id) == col(InterestRow.vacancy_id))
        .join(CandidateRow, col(CandidateRow.profile_id) == col(InterestRow.profile_id))
        .where(
            col(InterestRow.state) == "open",
            col(CandidateRow.agency_id) == agency_id,
            col(CandidateRow.facts).is_not(None),
            col(VacancyRow.facts).is_not(None),
            col(VacancyRow.open),
            ~standing,
        )
    )
    total = session.scalar(select(func.count()).select_from(query.subquery()))
    oldest = query.order_by(col(InterestRow.expressed_at), col(InterestRow.id)).limit(limit)
    return [tuple(row) for row in session.execute(oldest)], total or 0


def drop_of(session: Session, people: Collection[UUID]) -> list[UUID]:
    """Delete the interests of these people; which they were."""
    gone = delete(InterestRow).where(col(InterestRow.profile_id).in_(people))
    return list(session.scalars(gone.returning(col(InterestRow.id))))
