"""The page behind a signed link: what is offered, and two buttons. No account is needed."""

from __future__ import annotations

from dataclasses import replace

from fastapi import APIRouter
from starlette.responses import Response

from amuddu.contracts.notifications import AnswerIn, Invitation
from gateway.accounts import signing_in
from gateway.clients.base import Caller
from gateway.interviews import own as own_interviews
from gateway.messages import answering
from gateway.sessions.security import LANGUAGE_COOKIE, FormDep
from gateway.web import rendering
from gateway.web.forms import read_model
from gateway.web.labels import LABELS
from gateway.web.page import Page, PageDep

router = APIRouter(include_in_schema=False)


@router.get("/r/{token}")
def invitation(page: PageDep, token: str) -> Response:
    """Show the offer. Opening the page answers nothing: previews of links stay harmless."""
    with signing_in.counting_bad_links(page.request):
        found = page.services.notifications.invitation(Caller(None, page.lang), token)
    return _in_their_language(page, found).render(
        "invitation.html",
        talks=own_interviews.waiting(page, token) if found.answer == "yes" else (),
        token=token,
        offer=found,
        verified=bool(page.services.employers.verified((found.vacancy_id,))),
        reasons=list(LABELS["decline_reason"]),
    )


@router.post("/r/{token}")
def answer(page: PageDep, token: str, form: FormDep) -> Response:
    """Say yes or no; saying it again or changing one's mind is fine until the link ends."""
    body = read_model(
        AnswerIn, {"answer": form.get("answer"), "reason": form.get("reason") or None}
    )
    with signing_in.counting_bad_links(page.request):
        answering.by_link(page.services, Caller(None, page.lang), token, body)
    return rendering.redirect(f"/r/{token}")


def _in_their_language(page: Page, found: Invitation) -> Page:
    """The language the person was written to in, unless they chose another on this phone."""
    chosen = page.query("lang") or page.request.cookies.get(LANGUAGE_COOKIE)
    return page if chosen else replace(page, viewer=replace(page.viewer, lang=found.language))
