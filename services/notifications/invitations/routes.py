"""Routes: answering through a signed link, and looking after messages.

Nobody signs in to answer: the token in the link is the authority, and what it opens holds no
personal data. The link of a message is therefore shown to nobody else, except in the
demonstration; who calls a person writes the answer down in their own name.
"""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Request

from amuddu.contracts.notifications import AnswerIn, Invitation, MessagePage
from amuddu.kit.auth import Actor, ActorDep, Role, require
from amuddu.kit.db import SessionDep
from amuddu.kit.errors import Forbidden
from amuddu.kit.web.paging import Limit, Offset
from services.notifications.invitations import links, reading, service
from services.notifications.settings import NotificationsSettings


def problems(*codes: int) -> dict[int | str, dict[str, Any]]:
    schema = {
        "type": "object",
        "required": ["type", "title", "status"],
        "properties": {
            "type": {"type": "string"},
            "title": {"type": "string"},
            "status": {"type": "integer"},
            "errors": {
                "type": "array",
                "items": {
                    "type": "object",
                    "properties": {"field": {"type": "string"}, "message": {"type": "string"}},
                },
            },
        },
    }
    content = {"application/problem+json": {"schema": schema}}
    return {code: {"description": "Problem (RFC 9457)", "content": content} for code in codes}


answers = APIRouter(prefix="/v1", tags=["invitations"], responses=problems(400, 404, 410, 422))
deliveries = APIRouter(prefix="/v1", tags=["messages"], responses=problems(401, 403, 422))


def _settings(request: Request) -> NotificationsSettings:
    settings: NotificationsSettings = request.app.state.settings
    return settings


SettingsDep = Annotated[NotificationsSettings, Depends(_settings)]
# The pattern is told, not enforced: a link that is not ours is 404, whatever it looks like.
Token = Annotated[
    str,
    Path(
        description="The token at the end of a link.",
        json_schema_extra={"pattern": "^[A-Za-z0-9_-]{32}$"},
    ),
]


def _agency_of(actor: Actor) -> str | None:
    """The agency whose messages somebody sees; `None` for those who see all."""
    if actor.is_staff and actor.agency_id is None:
        raise Forbidden
    return actor.agency_id if actor.is_staff else None


@answers.get("/invitations/{token}")
def read_invitation(token: Token, session: SessionDep, settings: SettingsDep) -> Invitation:
    """The offer behind a link, and the answer given so far."""
    return service.look_up(session, links.read(token, *settings.accepted_keys))


@answers.post("/invitations/{token}/answer")
def answer_invitation(
    token: Token, body: AnswerIn, session: SessionDep, settings: SettingsDep
) -> Invitation:
    """Say yes or no; saying something else later replaces it."""
    invitation_id = links.read(token, *settings.accepted_keys)
    return service.answer(session, invitation_id, answer=body.answer, reason=body.reason)


@deliveries.get("/messages")
def list_messages(
    actor: ActorDep,
    session: SessionDep,
    settings: SettingsDep,
    limit: Limit = 20,
    offset: Offset = 0,
) -> MessagePage:
    """Messages, newest first: a counsellor's own agency's; in the demonstration, all of them.

    Administrators and coordinators have them in the demonstration only, and only there do
    texts and links show.
    """
    demo = (Role.ADMINISTRATOR, Role.COORDINATOR) if settings.mode == "demo" else ()
    require(actor, Role.COUNSELLOR, *demo)
    return reading.list_messages(
        session, settings, agency_id=_agency_of(actor), limit=limit, offset=offset
    )


@deliveries.get("/messages/mine")
def list_own_invitations(
    actor: ActorDep, session: SessionDep, settings: SettingsDep, limit: Limit = 20
) -> MessagePage:
    """Offers that a jobseeker may still answer, newest first, with the link to answer.

    Somebody who signed in needs no message to find them again: phones and numbers change.
    """
    require(actor, Role.JOBSEEKER)
    if actor.profile_id is None:
        return MessagePage(items=(), total=0)
    return reading.list_own_invitations(session, settings, actor.profile_id, limit=limit)
