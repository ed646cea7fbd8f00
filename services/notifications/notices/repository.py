"""All SQL of short messages to people."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, and_, or_, true
from sqlmodel import Session, col, delete, select

from amuddu.contracts.types import Lang
from services.notifications.invitations.schemas import Whose
from services.notifications.notices.tables import NoticeRow

TO_SAY = "to_say"
"""State of word for somebody whom no message reaches."""


def add(session: Session, row: NoticeRow) -> None:
    """Queue a message, once."""
    if session.get(NoticeRow, row.id) is None:
        session.add(row)
        session.flush()


def take(
    session: Session, *, now: datetime, lease: timedelta, quiet: bool = False
) -> NoticeRow | None:
    """The message that has waited longest, taken for a while; where it is `quiet`, none of news."""
    wanted = (
        select(NoticeRow)
        .where(NoticeRow.state == "queued", col(NoticeRow.due_at) <= now)
        .where(col(NoticeRow.kind).is_(None) if quiet else true())
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


def hand_over(
    session: Session, notice_id: UUID, *, agency_id: str, agent_id: UUID | None, language: Lang
) -> None:
    """It is for somebody of an agency to say, while it is still queued."""
    row = session.get(NoticeRow, notice_id, with_for_update=True)
    if row is not None and row.state == "queued":
        row.state, row.due_at, row.language = TO_SAY, None, language
        row.agency_id, row.agent_id = agency_id, agent_id
        session.add(row)


def to_say(session: Session, whose: Whose, *, limit: int) -> Sequence[NoticeRow]:
    """What somebody of an agency is to say, the oldest first."""
    query = select(NoticeRow).where(_of(whose)).order_by(col(NoticeRow.created_at))
    return session.exec(query.limit(limit)).all()


def one_to_say(session: Session, notice_id: UUID, whose: Whose) -> NoticeRow | None:
    """One of them, locked."""
    query = select(NoticeRow).where(NoticeRow.id == notice_id, _of(whose)).with_for_update()
    return session.exec(query).first()


def _of(whose: Whose) -> ColumnElement[bool]:
    agent = col(NoticeRow.agent_id)
    return and_(
        col(NoticeRow.state) == TO_SAY,
        true() if whose.agency_id is None else col(NoticeRow.agency_id) == whose.agency_id,
        true() if whose.agent_id is None else or_(agent.is_(None), agent == whose.agent_id),
    )


def settle(session: Session, notice_id: UUID, state: str, due_at: datetime | None) -> None:
    """Write down what became of a message that is still queued."""
    row = session.get(NoticeRow, notice_id, with_for_update=True)
    if row is not None and row.state == "queued":
        row.state, row.due_at = state, due_at
        session.add(row)


def forget(session: Session, profile_id: UUID) -> None:
    """Nothing more is said to somebody who is gone."""
    session.exec(delete(NoticeRow).where(col(NoticeRow.profile_id) == profile_id))
