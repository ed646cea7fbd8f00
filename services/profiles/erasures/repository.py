"""SQL of erasures that wait."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, select

from services.profiles.common.tables import ProfileRow
from services.profiles.erasures.tables import ErasureRequestRow


def request_of(session: Session, profile_id: UUID) -> ErasureRequestRow | None:
    """The erasure that waits for a person."""
    return session.get(ErasureRequestRow, profile_id)


def due(session: Session, on: datetime, *, limit: int) -> list[UUID]:
    """People whose erasure is due, the longest first."""
    wanted = select(ErasureRequestRow.profile_id).where(col(ErasureRequestRow.due_at) <= on)
    return list(session.exec(wanted.order_by(col(ErasureRequestRow.due_at)).limit(limit)))


def people(session: Session, *, after: UUID, limit: int) -> Sequence[UUID]:
    """People there is a profile of, those after an id, in order."""
    wanted = select(ProfileRow.id).where(col(ProfileRow.id) > after)
    return session.exec(wanted.order_by(col(ProfileRow.id)).limit(limit)).all()
