"""SQL of requests that were kept long enough."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Select, delete, func, select
from sqlmodel import Session, col

from amuddu.contracts.support.training import ACTIVE
from services.support.places.tables import RequestLogRow, RequestRow


def _over(cutoff: datetime) -> Select[Any]:
    """Requests with nothing to come that ended by then."""
    return select(col(RequestRow.id)).where(
        col(RequestRow.state).not_in(ACTIVE), col(RequestRow.updated_at) <= cutoff
    )


def over_count(session: Session, cutoff: datetime) -> int:
    """How many requests ended by then."""
    counted = select(func.count()).select_from(_over(cutoff).subquery())
    return session.connection().execute(counted).scalar_one()


def forget_over(session: Session, cutoff: datetime, *, limit: int) -> int:
    """Delete some of them with their log."""
    some = _over(cutoff).limit(limit).with_for_update(skip_locked=True)
    connection = session.connection()
    ids = connection.execute(some).scalars().all()
    if ids:
        connection.execute(delete(RequestLogRow).where(col(RequestLogRow.request_id).in_(ids)))
        connection.execute(delete(RequestRow).where(col(RequestRow.id).in_(ids)))
    return len(ids)
