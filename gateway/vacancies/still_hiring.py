"""The page behind the link that an agency sends to a silent employer: one question, one tap."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.responses import Response

from amuddu.contracts.postings.still_hiring import StillHiringIn
from amuddu.kit.errors import AmudduError
from gateway.sessions.security import FormDep
from gateway.web.forms import read_model
from gateway.web.page import Page, PageDep, done

router = APIRouter(include_in_schema=False)


@router.get("/encore/{token}")
def ask(page: PageDep, token: str) -> Response:
    """The question, and what was answered."""
    return _show(page, token)


@router.post("/encore/{token}")
def answer(page: PageDep, token: str, form: FormDep) -> Response:
    """Take the answer; one that comes too late is told so on the same page."""
    try:
        body = read_model(StillHiringIn, {"answer": form.get("answer")})
        page.services.employers.answer_still_hiring(page.caller, token, body)
    except AmudduError as error:
        return _show(page, token, refused=error)
    return done(f"/encore/{token}", "1")


def _show(page: Page, token: str, *, refused: AmudduError | None = None) -> Response:
    offer = page.services.employers.still_hiring(page.caller, token)
    answered = not refused and page.done == "1"
    return page.render(
        "still_hiring.html", refused=refused, offer=offer, token=token, answered=answered
    )
