"""Calls: offers that somebody of the agency reads out to a person, and what comes of it.

A call belongs to the agency that follows the person; an agent has their own people and those
without an agent. It stays in the list of calls until the person answers or the offer ends.
"""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from amuddu.contracts.notifications import AnswerIn, CallTask, MessagePage, Question
from amuddu.kit import clock
from amuddu.kit.auth import Actor, Role
from amuddu.kit.db import Session
from amuddu.kit.errors import Forbidden, Gone, known
from amuddu.kit.i18n import N_
from amuddu.kit.observability import logs
from services.notifications.invitations import reading as invitations_reading
from services.notifications.invitations import repository as invitations_repository
from services.notifications.invitations import service as invitations_service
from services.notifications.invitations.schemas import Whose
from services.notifications.invitations.tables import Invitation, Message
from services.notifications.news import answering

log = logs.get(__name__)

SAME_CALL = timedelta(minutes=1)
"""A button pressed twice is one call."""


def to_make(session: Session, actor: Actor, *, limit: int, offset: int) -> MessagePage:
    """People to be called: never called first, then those called longest ago.

    The agency is the one that follows the person. An agent gets their own people and those
    without an agent, a counsellor everybody of the agency, an administrator those of all.
    """
    rows, total = invitations_repository.calls(
        session, whose(actor), now=clock.now(), limit=limit, offset=offset
    )
    return MessagePage(items=tuple(invitations_reading.shown(*row) for row in rows), total=total)


def read(session: Session, actor: Actor, message_id: UUID) -> CallTask:
    """One call, also once it is answered. Raises `NotFound` for somebody else's, `Gone`."""
    message, invitation = _found(session, actor, message_id)
    return CallTask(
        message=invitations_reading.shown(message, invitation),
        offer=invitations_service.look_up(session, invitation.id),
    )


def asked(session: Session, actor: Actor, message_id: UUID) -> Question:
    """What the answer of somebody who is called would be to."""
    _, invitation = _found(session, actor, message_id)
    return invitations_service.asked(session, invitation.id)


def note_answer(session: Session, actor: Actor, message_id: UUID, body: AnswerIn) -> CallTask:
    """Write down what the person answered, in the name of who called them."""
    _, invitation = _found(session, actor, message_id)
    answering.answer(session, invitation.id, body, noted=actor)
    session.flush()
    return read(session, actor, message_id)


def note_nobody_answered(session: Session, actor: Actor, message_id: UUID) -> CallTask:
    """Write down a call that nobody took; the person stays in the list, further down."""
    _, invitation = _found(session, actor, message_id)
    invitations_repository.invitation_for_update(session, invitation.id)
    message = invitations_repository.message_for_update(session, invitation.id)
    if message.state != "queued":
        raise Gone(N_("Cet appel n'est plus à faire : la personne a répondu ou l'offre est finie."))
    now = clock.now()
    if message.called_at is None or now - message.called_at > SAME_CALL:
        message.calls, message.called_at = message.calls + 1, now
        log.info("nobody answered", message_id=str(message.id), calls=message.calls)
    session.flush()
    return read(session, actor, message_id)


def whose(actor: Actor) -> Whose:
    """Whose people the actor calls."""
    if actor.is_staff and actor.agency_id is None:
        raise Forbidden
    return Whose(
        agency_id=actor.agency_id if actor.is_staff else None,
        agent_id=actor.id if actor.role is Role.AGENT else None,
    )


def _found(session: Session, actor: Actor, message_id: UUID) -> tuple[Message, Invitation]:
    return known(invitations_repository.call(session, message_id, whose(actor)))
