"""Whom to call next, and one call: what to read out, and what the person answers.

The pages are for those who may write an answer down.
"""

from __future__ import annotations

from uuid import UUID

from fastapi import APIRouter, Request
from starlette.responses import Response

from amuddu.contracts.notifications import NOTE_ANSWER, AnswerIn, MessagePage
from amuddu.kit.errors import AmudduError, BadRequest
from amuddu.kit.web.paging import Offset
from gateway.clients import Services, ServicesDep
from gateway.people.person import ending_state
from gateway.sessions.security import FormDep, Viewer, ViewerDep
from gateway.web import flash, rendering
from gateway.web.error_pages import refusal
from gateway.web.forms import read_model, text_of
from gateway.web.labels import LABELS

router = APIRouter(include_in_schema=False)

_SHOWN = 20


@router.get("/appels")
def calls(
    request: Request,
    viewer: ViewerDep,
    services: ServicesDep,
    offset: Offset = 0,
) -> Response:
    """What waits for a call, the most urgent kind first."""
    viewer.allowed(NOTE_ANSWER)
    to_tell = services.notifications.to_call(viewer.caller, limit=_SHOWN, offset=offset)
    people = sorted({message.profile_id for message in to_tell.items})
    return rendering.page(
        request,
        viewer,
        "calls.html",
        to_tell=to_tell,
        people=services.profiles.labels(viewer.caller, people),
        renewals=services.profiles.renewals(viewer.caller, limit=_SHOWN),
        ending=ending_state,
        limit=_SHOWN,
        offset=offset,
        flash=flash.said(request.query_params.get(flash.PARAMETER), viewer),
    )


@router.get("/appels/{message_id}")
def call(request: Request, viewer: ViewerDep, services: ServicesDep, message_id: UUID) -> Response:
    """One person to call. Opening it reads their phone number, which their own page tells them."""
    viewer.allowed(NOTE_ANSWER)
    return _show(request, viewer, services, message_id)


@router.post("/appels/{message_id}")
def note(
    request: Request, viewer: ViewerDep, services: ServicesDep, message_id: UUID, form: FormDep
) -> Response:
    """Write down the answer, or that nobody answered."""
    viewer.allowed(NOTE_ANSWER)
    answer = text_of(form, "answer")
    try:
        if answer == "nobody":
            services.notifications.note_nobody(viewer.caller, message_id)
        elif answer in {"yes", "no"}:
            said = {"answer": answer, "reason": text_of(form, "reason") or None}
            body = read_model(AnswerIn, said)
            services.notifications.note_answer(viewer.caller, message_id, body)
        else:
            raise BadRequest
    except BadRequest:
        raise
    except AmudduError as error:
        return _show(request, viewer, services, message_id, problem=error)
    if answer == "nobody":
        return rendering.redirect(flash.with_flash("/appels", "nobody"))
    return rendering.redirect(f"/appels/{message_id}")


def _show(
    request: Request,
    viewer: Viewer,
    services: Services,
    message_id: UUID,
    *,
    problem: AmudduError | None = None,
) -> Response:
    task = services.notifications.call(viewer.caller, message_id)
    return rendering.page(
        request,
        viewer,
        "call.html",
        **refusal(problem, viewer),
        message=task.message,
        offer=task.offer,
        person=services.profiles.get(viewer.caller, task.message.profile_id),
        reasons=list(LABELS["decline_reason"]),
        following=_following(services.notifications.to_call(viewer.caller, limit=2), message_id),
    )


def _following(found: MessagePage, message_id: UUID) -> UUID | None:
    """The next call after this one."""
    return next((each.id for each in found.items if each.id != message_id), None)
