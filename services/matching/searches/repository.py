"""All SQL of saved searches."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, exists, select
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from amuddu.kit import retention
from amuddu.kit.retention import Sweep
from services.matching.facts.tables import CandidateRow
from services.matching.searches.tables import SavedSearchRow


def of_people(session: Session, people: Collection[UUID]) -> Sequence[SavedSearchRow]:
    """Every search of these people, the oldest first."""
    query = select(SavedSearchRow).where(col(SavedSearchRow.profile_id).in_(people))
    return session.scalars(
        query.order_by(col(SavedSearchRow.created_at), col(SavedSearchRow.id))
    ).all()


def locked_of_person(session: Session, profile_id: UUID) -> Sequence[SavedSearchRow]:
    """Searches of a person that nobody else holds, locked."""
    query = select(SavedSearchRow).where(col(SavedSearchRow.profile_id) == profile_id)
    return session.scalars(query.with_for_update(skip_locked=True)).all()


def add(session: Session, row: SavedSearchRow) -> None:
    """Keep a search."""
    session.add(row)
    session.flush()


def drop(session: Session, search_id: UUID, profile_id: UUID) -> None:
    """Take one of somebody's searches away."""
    session.execute(
        delete(SavedSearchRow).where(
            col(SavedSearchRow.id) == search_id, col(SavedSearchRow.profile_id) == profile_id
        )
    )


def drop_of(session: Session, people: Collection[UUID]) -> list[UUID]:
    """Delete the searches of these people; which they were."""
    gone = delete(SavedSearchRow).where(col(SavedSearchRow.profile_id).in_(people))
    return list(session.scalars(gone.returning(col(SavedSearchRow.id))))


def due(
    session: Session, *, checked_before: datetime, told_before: datetime, limit: int
) -> Sequence[tuple[SavedSearchRow, CandidateRow]]:
    """Searches to look through again, locked, of people who may be proposed and were told nothing
    of any search since an instant."""
    other = aliased(SavedSearchRow)
    told = exists().where(
        other.profile_id == SavedSearchRow.profile_id,  # type: ignore[arg-type]
        col(other.sent_at) > told_before,
    )
    query = (
        select(SavedSearchRow, CandidateRow)
        .join(CandidateRow, col(CandidateRow.profile_id) == col(SavedSearchRow.profile_id))
        .where(
            col(SavedSearchRow.checked_at) <= checked_before,
            col(CandidateRow.facts).is_not(None),
            ~told,
        )
        .order_by(col(SavedSearchRow.checked_at), col(SavedSearchRow.id))
        .limit(limit)
        .with_for_update(of=SavedSearchRow, skip_locked=True)
    )
    return [tuple(row) for row in session.execute(query)]


def expiring() -> Sweep:
    """Searches that told nobody anything for long."""
    table = SavedSearchRow.metadata.tables[str(SavedSearchRow.__tablename__)]
    return retention.expiring("saved_search", table, table.c.used_at)
