"""SQL of what was kept long enough."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, delete, func, select
from sqlmodel import Session, col

from amuddu.contracts.matching import CandidacyState, InterestState
from amuddu.kit import retention
from amuddu.kit.retention import Sweep
from services.matching.candidacies.tables import BulkRow, CandidacyRow, TransitionRow
from services.matching.interests.tables import InterestRow
from services.matching.interviews import repository as interviews_repository


def ended_count(
    session: Session, cutoff: datetime, *, still_open: Collection[CandidacyState]
) -> int:
    """Candidacies that ended by then."""
    counted = select(func.count()).select_from(_ended(cutoff, still_open).subquery())
    return session.connection().execute(counted).scalar_one()


def lock_ended(
    session: Session, cutoff: datetime, *, still_open: Collection[CandidacyState], limit: int
) -> list[UUID]:
    """Some of them, locked."""
    some = _ended(cutoff, still_open).limit(limit).with_for_update(skip_locked=True)
    return list(session.connection().execute(some).scalars())


def forget_candidacies(session: Session, ids: Collection[UUID]) -> None:
    """Delete candidacies with their steps and their interviews."""
    interviews_repository.drop_of(session, ids)
    connection = session.connection()
    connection.execute(delete(TransitionRow).where(col(TransitionRow.candidacy_id).in_(ids)))
    connection.execute(delete(CandidacyRow).where(col(CandidacyRow.id).in_(ids)))


def _ended(cutoff: datetime, still_open: Collection[CandidacyState]) -> Select[Any]:
    return select(col(CandidacyRow.id)).where(
        col(CandidacyRow.state).not_in(still_open), col(CandidacyRow.updated_at) <= cutoff
    )


def ended_interests_count(
    session: Session, cutoff: datetime, *, alive: Collection[InterestState]
) -> int:
    """Interests that ended by then."""
    counted = select(func.count()).select_from(_ended_interests(cutoff, alive).subquery())
    return session.connection().execute(counted).scalar_one()


def lock_ended_interests(
    session: Session, cutoff: datetime, *, alive: Collection[InterestState], limit: int
) -> list[UUID]:
    """Some of them, locked."""
    some = _ended_interests(cutoff, alive).limit(limit).with_for_update(skip_locked=True)
    return list(session.connection().execute(some).scalars())


def forget_interests(session: Session, ids: Collection[UUID]) -> None:
    """Delete interests."""
    session.connection().execute(delete(InterestRow).where(col(InterestRow.id).in_(ids)))


def _ended_interests(cutoff: datetime, alive: Collection[InterestState]) -> Select[Any]:
    return select(col(InterestRow.id)).where(
        col(InterestRow.state).not_in(alive), col(InterestRow.updated_at) <= cutoff
    )


def bulk_decisions() -> Sweep:
    """Decisions on several people, once they are long past undoing."""
    table = BulkRow.metadata.tables[str(BulkRow.__tablename__)]
    return retention.expiring("bulk_decision", table, table.c.undo_until)
