"""Lists of messages: for the page that looks after them, for agents, for the person.

Texts and links are the person's own: who may read them is told at each list.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from uuid import UUID

from sqlmodel import Session

from amuddu.contracts.notifications import MessageOut, MessagePage
from services.notifications import links, repository
from services.notifications.models import Invitation, Message
from services.notifications.settings import NotificationsSettings


def list_messages(
    session: Session,
    settings: NotificationsSettings,
    *,
    agency_id: str | None,
    limit: int,
    offset: int,
) -> MessagePage:
    """Messages of one agency, or of all. Texts and links show in the demonstration only."""
    rows, total = repository.messages(session, agency_id=agency_id, limit=limit, offset=offset)
    return _message_page(rows, total, settings, whole=settings.mode == "demo")


def list_tasks_for_agents(
    session: Session,
    settings: NotificationsSettings,
    *,
    agency_id: str | None,
    agent_id: UUID | None,
    limit: int,
    offset: int,
) -> MessagePage:
    """Messages that agents are to read out, with the link under which they note the answer."""
    rows, total = repository.tasks_for_agents(
        session,
        agency_id=agency_id,
        agent_id=agent_id,
        now=datetime.now(UTC),
        limit=limit,
        offset=offset,
    )
    return _message_page(rows, total, settings, whole=True)


def list_own_invitations(
    session: Session, settings: NotificationsSettings, profile_id: UUID, *, limit: int
) -> MessagePage:
    """Offers that one person may still answer."""
    rows, total = repository.answerable(session, profile_id, now=datetime.now(UTC), limit=limit)
    return _message_page(rows, total, settings, whole=True)


def _message_page(
    rows: Sequence[repository.Pair], total: int, settings: NotificationsSettings, *, whole: bool
) -> MessagePage:
    items = tuple(_message_out(*row, settings, whole=whole) for row in rows)
    return MessagePage(items=items, total=total)


def _message_out(
    message: Message, invitation: Invitation, settings: NotificationsSettings, *, whole: bool
) -> MessageOut:
    issued = invitation.expires_at is not None
    return MessageOut(
        id=message.id,
        candidacy_id=invitation.candidacy_id,
        profile_id=invitation.profile_id,
        channel=message.channel,
        language=invitation.language,
        state=message.state,
        subject=message.subject if whole else "",
        body=message.body if whole else "",
        link=_link(invitation, settings) if whole and issued else "",
        address_hint=message.address_hint,
        created_at=message.created_at,
        sent_at=message.sent_at,
        failure=message.failure,
    )


def _link(invitation: Invitation, settings: NotificationsSettings) -> str:
    return links.link(invitation.id, key=settings.signing_key, public_url=settings.public_url)
