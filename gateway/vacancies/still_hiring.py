"""The page behind the link that an agency sends to a silent employer: one question, one tap."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import Response

from amuddu.contracts.employers import StillHiringIn
from amuddu.kit.errors import AmudduError
from gateway.clients import ServicesDep
from gateway.sessions.security import FormDep, ViewerDep
from gateway.web import rendering
from gateway.web.forms import read_model

router = APIRouter(include_in_schema=False)


@router.get("/encore/{token}")
def ask(request: Request, viewer: ViewerDep, services: ServicesDep, token: str) -> Response:
    """The question, and what was answered."""
    return rendering.page(
        request,
        viewer,
        "still_hiring.html",
        offer=services.employers.still_hiring(viewer.caller, token),
        token=token,
        answered=request.query_params.get("fait") == "1",
        problem="",
    )


@router.post("/encore/{token}")
def answer(
    request: Request, viewer: ViewerDep, services: ServicesDep, token: str, form: FormDep
) -> Response:
    """Take the answer; one that comes too late is told so on the same page."""
    try:
        body = read_model(StillHiringIn, {"answer": form.get("answer")})
        services.employers.answer_still_hiring(viewer.caller, token, body)
    except AmudduError as error:
        return rendering.page(
            request,
            viewer,
            "still_hiring.html",
            status=error.status,
            offer=services.employers.still_hiring(viewer.caller, token),
            token=token,
            answered=False,
            problem=error.text.in_(viewer.lang),
        )
    return rendering.redirect(f"/encore/{token}?fait=1")
