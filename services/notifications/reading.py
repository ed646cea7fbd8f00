"""Lists of messages: for the page that looks after them, and for the person.

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
    return page_of(rows, total, settings, whole=settings.mode == "demo")


def list_own_invitations(
    session: Session, settings: NotificationsSettings, profile_id: UUID, *, limit: int
) -> MessagePage:
    """Offers that one person may still answer."""
    rows, total = repository.answerable(session, profile_id, now=datetime.now(UTC), limit=limit)
    return page_of(rows, total, settings, whole=True)


def page_of(
    rows: Sequence[repository.Pair], total: int, settings: NotificationsSettings, *, whole: bool
) -> MessagePage:
    """Messages as a page of a list; texts and links only where the list may show them `whole`."""
    items = tuple(shown(*row, settings, whole=whole) for row in rows)
    return MessagePage(items=items, total=total)


def shown(
    message: Message, invitation: Invitation, settings: NotificationsSettings, *, whole: bool
) -> MessageOut:
    """One message."""
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
        calls=message.calls,
        called_at=message.called_at,
    )


def _link(invitation: Invitation, settings: NotificationsSettings) -> str:
    return links.link(invitation.id, key=settings.signing_key, public_url=settings.public_url)
