"""Answers, and who is told of them: in one transaction, so neither is there without the other."""

from __future__ import annotations

from uuid import UUID

from amuddu.contracts.notifications import AnswerIn, Invitation
from amuddu.kit.auth import Actor
from amuddu.kit.db import Session
from services.notifications.invitations import links
from services.notifications.invitations import service as invitations
from services.notifications.news import following
from services.notifications.settings import NotificationsSettings


def by_link(
    session: Session, token: str, body: AnswerIn, *, settings: NotificationsSettings
) -> Invitation:
    """Say yes or no; saying something else later replaces it."""
    return answer(session, links.read(token, *settings.accepted_keys), body)


def answer(
    session: Session, invitation_id: UUID, body: AnswerIn, *, noted: Actor | None = None
) -> Invitation:
    """Record it; `noted`: who wrote it down for the person. Raises `NotFound`, `Gone`."""
    said = invitations.answer(session, invitation_id, body, noted=noted)
    session.flush()
    following.answered(session, invitation_id, noted=noted is not None)
    return said
