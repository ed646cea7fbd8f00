"""What notifications holds about the person of a pass: offers, messages, calls, answers, notices.

The employer's name is told where the person said yes; texts of messages never name one.
"""

from __future__ import annotations

from amuddu.contracts.export import PassIn
from amuddu.contracts.export.notifications import (
    ListedNews,
    MadeOffer,
    NotificationsPart,
    NotWanted,
    SentMessage,
    SentNotice,
)
from amuddu.kit.auth import Actor
from amuddu.kit.db import Session
from amuddu.kit.trust.passes import Passes
from services.notifications.exports import repository
from services.notifications.invitations.schemas import OfferFacts
from services.notifications.invitations.tables import Invitation, Message, Offer


def held(session: Session, body: PassIn, *, actor: Actor, passes: Passes) -> NotificationsPart:
    """All of it."""
    people = passes.people(body.token, actor)
    return NotificationsPart(
        offers=tuple(_offer(*each) for each in repository.offers(session, people)),
        notices=tuple(SentNotice.of(one) for one in repository.notices(session, people)),
        news=tuple(
            ListedNews.of(row, opened=opened) for row, opened in repository.news(session, people)
        ),
        muted=tuple(
            NotWanted(kind=kind)
            for row in repository.choices(session, people)
            for kind in row.muted
        ),
    )


def _offer(invitation: Invitation, message: Message | None, offer: Offer | None) -> MadeOffer:
    facts = OfferFacts.model_validate(offer.facts) if offer and offer.facts else None
    return MadeOffer.of(
        invitation,
        vacancy_title=facts.title if facts else None,
        employer_name=facts.employer_name if facts and invitation.answer == "yes" else None,
        message=_message(message) if message else None,
    )


def _message(message: Message) -> SentMessage:
    return SentMessage.of(message, has_agent=message.agent_id is not None)
