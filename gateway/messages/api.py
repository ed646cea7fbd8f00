"""Public API of the signed link: what is offered, and the answer. The link is the key."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Request

from amuddu.contracts.notifications import AnswerIn, Invitation
from amuddu.kit.web.http import request_language
from amuddu.kit.web.problems import PROBLEMS
from gateway.clients import ServicesDep
from gateway.clients.base import Caller
from gateway.messages import answering

router = APIRouter(prefix="/api/v1", responses=PROBLEMS)

Token = Annotated[str, Path(min_length=8, max_length=80, pattern=r"^[A-Za-z0-9_-]+$")]


@router.get("/invitations/{token}", tags=["answers"])
def invitation(request: Request, services: ServicesDep, token: Token) -> Invitation:
    """The offer behind a signed link; the link is the authority, no account is needed."""
    return services.notifications.invitation(Caller(None, request_language(request)), token)


@router.post("/invitations/{token}/answer", tags=["answers"])
def answer(request: Request, services: ServicesDep, token: Token, body: AnswerIn) -> Invitation:
    """Answer yes or no to an offer."""
    return answering.by_link(services, Caller(None, request_language(request)), token, body)
