"""All SQL of calls of the officer."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from sqlmodel import Session, col, select, update

from services.notifications.notices.tables import CallRow


def add(session: Session, row: CallRow) -> None:
    """Queue a call, once."""
    if session.get(CallRow, row.id) is None:
        session.add(row)
        session.flush()


def take(session: Session, *, now: datetime, lease: timedelta) -> CallRow | None:
    """The call that has waited longest, taken for a while."""
    wanted = (
        select(CallRow)
        .where(CallRow.state == "queued", col(CallRow.due_at) <= now)
        .order_by(col(CallRow.due_at), col(CallRow.id))
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


def settle(session: Session, call_id: UUID, state: str, due_at: datetime | None) -> None:
    """Write down what became of a call that is still queued."""
    row = session.get(CallRow, call_id, with_for_update=True)
    if row is not None and row.state == "queued":
        row.state, row.due_at = state, due_at
        session.add(row)


def settle_alike(session: Session, kind: str, until: datetime) -> None:
    """What was queued of a kind until an instant was told with the one that was sent."""
    alike = update(CallRow).where(
        col(CallRow.kind) == kind,
        col(CallRow.state) == "queued",
        col(CallRow.created_at) <= until,
    )
    session.connection().execute(alike.values(state="sent", due_at=None))
