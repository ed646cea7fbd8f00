"""SQL of erasures: all that this service holds of somebody."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import CompoundSelect, union
from sqlalchemy import select as columns_of
from sqlmodel import Session, col, delete, func, select

from services.notifications.invitations.tables import Invitation, Message
from services.notifications.news import repository as news
from services.notifications.news.tables import NewsChoiceRow, NewsRow
from services.notifications.notices.tables import NoticeRow


@dataclass(frozen=True, slots=True)
class Held:
    """Invitations of somebody, their candidacies, notices and lines of news, whoever reads them,
    and how much left the house."""

    invitations: Sequence[UUID]
    candidacies: Sequence[UUID]
    notices: Sequence[UUID]
    news: Sequence[UUID]
    delivered: int


def held(session: Session, people: Collection[UUID]) -> Held:
    """What is held of these people, locked as everywhere: invitations first."""
    mine = select(Invitation).where(col(Invitation.profile_id).in_(people))
    rows = session.exec(mine.order_by(col(Invitation.id)).with_for_update()).all()
    ids = [row.id for row in rows]
    sent = select(func.count()).where(
        col(Message.invitation_id).in_(ids),
        col(Message.sent_at).is_not(None),
        col(Message.channel).in_(("sms", "email")),
    )
    notices = select(NoticeRow.id).where(col(NoticeRow.profile_id).in_(people))
    told = select(func.count()).where(
        col(NoticeRow.profile_id).in_(people), NoticeRow.state == "sent"
    )
    return Held(
        invitations=ids,
        candidacies=list({row.candidacy_id for row in rows}),
        notices=session.exec(notices).all(),
        news=session.exec(select(NewsRow.id).where(col(NewsRow.profile_id).in_(people))).all(),
        delivered=session.exec(sent).one() + session.exec(told).one(),
    )


def erase(session: Session, of: Held, people: Collection[UUID]) -> None:
    """Delete it."""
    news.forget(session, people)
    session.exec(delete(Message).where(col(Message.invitation_id).in_(of.invitations)))
    session.exec(delete(Invitation).where(col(Invitation.id).in_(of.invitations)))
    session.exec(delete(NoticeRow).where(col(NoticeRow.id).in_(of.notices)))
    session.expire_all()


def people_held(session: Session, after: UUID, limit: int) -> Sequence[UUID]:
    """People of whom anything is held, those after an id, in order."""
    held: CompoundSelect[Any] = union(
        columns_of(col(Invitation.profile_id)),
        columns_of(col(NoticeRow.profile_id)),
        columns_of(col(NewsRow.profile_id)).where(col(NewsRow.profile_id).is_not(None)),
        columns_of(col(NewsChoiceRow.owner_id)).where(col(NewsChoiceRow.is_person)),
    )
    every = held.subquery().c.profile_id
    query = columns_of(every).where(every > after).order_by(every).limit(limit)
    return session.connection().execute(query).scalars().all()
