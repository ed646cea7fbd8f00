"""All SQL of messages about accounts."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from sqlmodel import Session, col, delete, select

from services.notifications.notices.tables import NoticeRow


def add(session: Session, row: NoticeRow) -> None:
    """Queue a message, once."""
    if session.get(NoticeRow, row.id) is None:
        session.add(row)
        session.flush()


def take(session: Session, *, now: datetime, lease: timedelta) -> NoticeRow | None:
    """The message that has waited longest, taken for a while."""
    wanted = (
        select(NoticeRow)
        .where(NoticeRow.state == "queued", col(NoticeRow.due_at) <= now)
        .order_by(col(NoticeRow.due_at))
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    row = session.exec(wanted).first()
    if row is not None:
        row.attempts += 1
        row.due_at = now + lease
        session.add(row)
        session.flush()
    return row


def settle(session: Session, notice_id: UUID, state: str, due_at: datetime | None) -> None:
    """Write down what became of a message that is still queued."""
    row = session.get(NoticeRow, notice_id, with_for_update=True)
    if row is not None and row.state == "queued":
        row.state, row.due_at = state, due_at
        session.add(row)


def forget(session: Session, profile_id: UUID) -> None:
    """Nothing more is said to somebody who is gone."""
    session.exec(delete(NoticeRow).where(col(NoticeRow.profile_id) == profile_id))
