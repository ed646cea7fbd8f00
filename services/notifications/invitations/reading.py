"""Lists of messages: for the page that looks after them, and for the person.

Texts and links are the person's own: who may read them is told at each list.
"""

from __future__ import annotations

from datetime import timedelta

from amuddu.contracts.notifications import MessageOut, MessagePage, SendingState
from amuddu.kit import clock
from amuddu.kit.auth import Actor, Role, require
from amuddu.kit.db import Session
from amuddu.kit.errors import Forbidden
from services.notifications.invitations import links, repository
from services.notifications.invitations.tables import Invitation, Message
from services.notifications.settings import NotificationsSettings

WEEK = timedelta(days=7)


def sending(session: Session) -> SendingState:
    """How sending stands."""
    waiting, oldest = repository.waiting_to_leave(session)
    by_state = repository.ended_since(session, clock.now() - WEEK)
    return SendingState(
        waiting=waiting,
        oldest_at=oldest,
        sent=sum(count for state, _, count in by_state if state == "sent"),
        failed={why: count for state, why, count in by_state if state == "failed" and why},
    )


def list_messages(
    session: Session,
    settings: NotificationsSettings,
    *,
    actor: Actor,
    limit: int,
    offset: int,
) -> MessagePage:
    """Messages, newest first: a counsellor's own agency's; in the demonstration, all of them.

    Administrators and coordinators have them in the demonstration only, and only there do
    texts and links show.
    """
    demo = (Role.ADMINISTRATOR, Role.COORDINATOR) if settings.mode == "demo" else ()
    require(actor, Role.COUNSELLOR, *demo)
    if actor.is_staff and actor.agency_id is None:
        raise Forbidden
    rows, total = repository.messages(
        session, agency_id=actor.agency_id if actor.is_staff else None, limit=limit, offset=offset
    )
    if settings.mode == "demo":
        return MessagePage(items=tuple(_with_link(*row, settings) for row in rows), total=total)
    bare = (shown(*row).model_copy(update={"subject": "", "body": ""}) for row in rows)
    return MessagePage(items=tuple(bare), total=total)


def list_own_invitations(
    session: Session, settings: NotificationsSettings, *, actor: Actor, limit: int
) -> MessagePage:
    """Offers that a jobseeker may still answer.

    Somebody who signed in needs no message to find them again: phones and numbers change.
    """
    if actor.profile_id is None:
        return MessagePage(items=(), total=0)
    rows, total = repository.answerable(session, actor.profile_id, now=clock.now(), limit=limit)
    return MessagePage(items=tuple(_with_link(*row, settings) for row in rows), total=total)


def shown(message: Message, invitation: Invitation) -> MessageOut:
    """One message with its text, without the link, which is the person's."""
    return MessageOut.of(
        message,
        candidacy_id=invitation.candidacy_id,
        profile_id=invitation.profile_id,
        language=invitation.language,
        link="",
    )


def _with_link(
    message: Message, invitation: Invitation, settings: NotificationsSettings
) -> MessageOut:
    out = shown(message, invitation)
    if invitation.expires_at is None:
        return out  # nobody was sent a link yet
    link = links.link(invitation.id, key=settings.signing_key, public_url=settings.public_url)
    return out.model_copy(update={"link": link})
