"""The page behind a signed link: what is offered, and two buttons. No account is needed."""

from __future__ import annotations

from dataclasses import replace

from fastapi import APIRouter, Depends, Request
from starlette.responses import Response

from amuddu.contracts.notifications import AnswerIn, Invitation
from amuddu.kit.db import SessionDep
from gateway.accounts import signing_in
from gateway.clients import ServicesDep
from gateway.clients.base import Caller
from gateway.sessions.security import LANGUAGE_COOKIE, FormDep, Viewer, ViewerDep
from gateway.web import rendering
from gateway.web.forms import read_model
from gateway.web.labels import LABELS

router = APIRouter(include_in_schema=False)


def _guarded(request: Request, session: SessionDep) -> None:
    signing_in.limit_links(request, session)


@router.get("/r/{token}", dependencies=[Depends(_guarded)])
def invitation(request: Request, viewer: ViewerDep, services: ServicesDep, token: str) -> Response:
    """Show the offer. Opening the page answers nothing: previews of links stay harmless."""
    with signing_in.counting_bad_links(request):
        found = services.notifications.invitation(Caller(None, viewer.lang), token)
    return rendering.page(
        request,
        _in_their_language(request, viewer, found),
        "invitation.html",
        token=token,
        offer=found,
        reasons=list(LABELS["decline_reason"]),
    )


@router.post("/r/{token}", dependencies=[Depends(_guarded)])
def answer(viewer: ViewerDep, services: ServicesDep, token: str, form: FormDep) -> Response:
    """Say yes or no; saying it again or changing one's mind is fine until the link ends."""
    body = read_model(
        AnswerIn, {"answer": form.get("answer"), "reason": form.get("reason") or None}
    )
    services.notifications.answer(Caller(None, viewer.lang), token, body)
    return rendering.redirect(f"/r/{token}")


def _in_their_language(request: Request, viewer: Viewer, found: Invitation) -> Viewer:
    """The language the person was written to in, unless they chose another on this phone."""
    chosen = request.query_params.get("lang") or request.cookies.get(LANGUAGE_COOKIE)
    return viewer if chosen else replace(viewer, lang=found.language)
