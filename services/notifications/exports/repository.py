"""SQL of what notifications holds about a person."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from uuid import UUID

from sqlalchemy import select as entities
from sqlmodel import Session, col, select

from services.notifications.invitations.tables import Invitation, Message, Offer
from services.notifications.news.tables import NewsChoiceRow, NewsRow, NewsSeenRow
from services.notifications.notices.tables import NoticeRow


def offers(
    session: Session, people: Collection[UUID]
) -> list[tuple[Invitation, Message | None, Offer | None]]:
    """Every question put to a person, its message, and what is known of the vacancy."""
    wanted = (
        entities(Invitation, Message, Offer)
        .outerjoin(Message, col(Message.invitation_id) == col(Invitation.id))
        .outerjoin(Offer, col(Offer.vacancy_id) == col(Invitation.vacancy_id))
        .where(col(Invitation.profile_id).in_(people))
        .order_by(col(Invitation.created_at).desc(), col(Invitation.id))
    )
    return [(one, message, offer) for one, message, offer in session.execute(wanted)]


def notices(session: Session, people: Collection[UUID]) -> Sequence[NoticeRow]:
    """Every message about an account."""
    wanted = select(NoticeRow).where(col(NoticeRow.profile_id).in_(people))
    return session.exec(wanted.order_by(col(NoticeRow.created_at).desc(), col(NoticeRow.id))).all()


def news(session: Session, people: Collection[UUID]) -> list[tuple[NewsRow, bool]]:
    """Every line of the person's own list, and whether they opened it."""
    seen = col(NewsRow.id).in_(
        select(NewsSeenRow.news_id).where(col(NewsSeenRow.reader_id).in_(people))
    )
    addressees = [str(one) for one in people]
    wanted = entities(NewsRow, seen).where(
        col(NewsRow.who) == "person", col(NewsRow.addressee).in_(addressees)
    )
    ordered = wanted.order_by(col(NewsRow.at).desc(), col(NewsRow.id))
    return [(row, bool(opened)) for row, opened in session.execute(ordered)]


def choices(session: Session, people: Collection[UUID]) -> Sequence[NewsChoiceRow]:
    """What the person said they want to hear."""
    wanted = select(NewsChoiceRow).where(
        col(NewsChoiceRow.owner_id).in_(people), col(NewsChoiceRow.is_person)
    )
    return session.exec(wanted).all()
