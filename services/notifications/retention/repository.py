"""SQL of what was kept long enough. Lock order, as everywhere here: invitation, then message."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, delete, func, or_, select, update
from sqlmodel import Session, col

from amuddu.kit import retention
from amuddu.kit.retention import Sweep
from services.notifications.invitations.tables import Invitation, Message
from services.notifications.news.tables import NewsChoiceRow, NewsRow
from services.notifications.notices.tables import AccountMessageRow, CallRow, NoticeRow


def _count(session: Session, wanted: Select[Any]) -> int:
    counted = select(func.count()).select_from(wanted.subquery())
    return session.connection().execute(counted).scalar_one()


# --- invitations ----------------------------------------------------------------------------------


def _over(cutoff: datetime) -> Select[Any]:
    """Invitations that can be answered no more since then; none whose message still waits."""
    waits = select(col(Message.invitation_id)).where(col(Message.state) == "queued")
    return select(col(Invitation.id)).where(
        func.coalesce(col(Invitation.closed_at), col(Invitation.expires_at)) <= cutoff,
        or_(col(Invitation.answered_at).is_(None), col(Invitation.answered_at) <= cutoff),
        or_(col(Invitation.expires_at).is_(None), col(Invitation.expires_at) <= cutoff),
        col(Invitation.id).not_in(waits),
    )


def over_count(session: Session, cutoff: datetime) -> int:
    """How many invitations were over by then."""
    return _count(session, _over(cutoff))


def forget_over(session: Session, cutoff: datetime, *, limit: int) -> int:
    """Delete some of them with their messages."""
    some = _over(cutoff).limit(limit).with_for_update(skip_locked=True, of=Invitation)
    ids = session.connection().execute(some).scalars().all()
    if ids:
        connection = session.connection()
        connection.execute(delete(Message).where(col(Message.invitation_id).in_(ids)))
        connection.execute(delete(Invitation).where(col(Invitation.id).in_(ids)))
    return len(ids)


# --- the words of messages ------------------------------------------------------------------------


def _worded(cutoff: datetime) -> Select[Any]:
    says: ColumnElement[bool] = or_(
        col(Message.subject) != "", col(Message.body) != "", col(Message.address_hint) != ""
    )
    settled = and_(
        col(Message.state) != "queued",
        func.coalesce(col(Message.sent_at), col(Message.created_at)) <= cutoff,
    )
    return select(col(Message.id)).where(settled, says)


def worded_count(session: Session, cutoff: datetime) -> int:
    """How many messages were settled by then and still say something."""
    return _count(session, _worded(cutoff))


def blank_worded(session: Session, cutoff: datetime, *, limit: int) -> int:
    """Wipe what some of them say; that they went out stays."""
    some = _worded(cutoff).limit(limit).with_for_update(skip_locked=True)
    ids = session.connection().execute(some).scalars().all()
    if ids:
        wiped = update(Message).where(col(Message.id).in_(ids))
        session.connection().execute(wiped.values(subject="", body="", address_hint=""))
    return len(ids)


def officer_calls() -> Sweep:
    """Calls of the officer that went out or failed."""
    table = CallRow.metadata.tables[str(CallRow.__tablename__)]
    return retention.expiring("officer_call", table, table.c.created_at, table.c.state != "queued")


def notices() -> Sweep:
    """Messages about accounts that went out or failed."""
    table = NoticeRow.metadata.tables[str(NoticeRow.__tablename__)]
    return retention.expiring("notice", table, table.c.created_at, table.c.state != "queued")


def account_messages() -> Sweep:
    """Messages about accounts of the gateway that went out or failed."""
    table = AccountMessageRow.metadata.tables[str(AccountMessageRow.__tablename__)]
    return retention.expiring(
        "account_message_sent", table, table.c.created_at, table.c.state != "queued"
    )


def news() -> Sweep:
    """Lines of lists, with who opened them and the e-mails that told of them."""
    table = NewsRow.metadata.tables[str(NewsRow.__tablename__)]
    return retention.expiring("news", table, table.c.at)


def choices() -> Sweep:
    """What accounts of people at work chose to hear, unheeded for long: the account is gone."""
    table = NewsChoiceRow.metadata.tables[str(NewsChoiceRow.__tablename__)]
    return retention.expiring("news_choice", table, table.c.used_at, ~table.c.is_person)
