"""All SQL of messages about accounts of the gateway."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from sqlmodel import Session, col, select

from services.notifications.notices.tables import AccountMessageRow


def add(session: Session, row: AccountMessageRow) -> None:
    """Queue a message, once."""
    if session.get(AccountMessageRow, row.id) is None:
        session.add(row)
        session.flush()


def take(session: Session, *, now: datetime, lease: timedelta) -> AccountMessageRow | None:
    """The message that has waited longest, taken for a while."""
    wanted = (
        select(AccountMessageRow)
        .where(AccountMessageRow.state == "queued", col(AccountMessageRow.due_at) <= now)
        .order_by(col(AccountMessageRow.due_at))
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


def settle(session: Session, message_id: UUID, state: str, due_at: datetime | None) -> None:
    """Write down what became of a message that is still queued."""
    row = session.get(AccountMessageRow, message_id, with_for_update=True)
    if row is not None and row.state == "queued":
        row.state, row.due_at = state, due_at
        session.add(row)
