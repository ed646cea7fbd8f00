"""Whom to call next, and one call: what to read out, and what the person answers.

The pages are for those who may write an answer down.
"""

from __future__ import annotations

from functools import partial
from uuid import UUID

from fastapi import APIRouter
from starlette.responses import Response

from amuddu.contracts.matching.interviews import Interview
from amuddu.contracts.notifications import NOTE_ANSWER, NOTE_SAID, AnswerIn, MessagePage
from amuddu.contracts.operations import Offset
from amuddu.kit.errors import AmudduError, BadRequest
from gateway.messages import answering
from gateway.people.person import ending_state
from gateway.sessions.security import FormDep
from gateway.web import rendering
from gateway.web.concurrent import or_none
from gateway.web.forms import read_model, text_of
from gateway.web.labels import LABELS
from gateway.web.page import Page, PageDep, done

router = APIRouter(include_in_schema=False)

_SHOWN = 20
_TALKS = 100


@router.get("/appels")
def calls(page: PageDep, offset: Offset = 0) -> Response:
    """What waits for a call, the most urgent kind first."""
    page.viewer.allowed(NOTE_ANSWER)
    to_tell = page.services.notifications.to_call(page.caller, limit=_SHOWN, offset=offset)
    to_say = page.services.notifications.to_say(page.caller, limit=_SHOWN)
    talks = _to_choose(page)
    waiting = {each.profile_id for each in to_tell.items} | {each.profile_id for each in to_say}
    waiting |= {one.profile_id for one in talks if one.profile_id}
    people = sorted(waiting)
    return page.render(
        "calls.html",
        to_tell=to_tell,
        to_say=to_say,
        talks=talks,
        people=page.services.profiles.labels(page.caller, people),
        renewals=page.services.profiles.renewals(page.caller, limit=_SHOWN),
        dormant=page.services.profiles.dormant(page.caller, limit=_SHOWN),
        ending=ending_state,
        limit=_SHOWN,
        offset=offset,
    )


def _to_choose(page: Page) -> list[Interview]:
    """Interviews for which people of the agency have not chosen a time; none where nobody says."""
    ask = partial(page.services.matching.interviews, page.caller, limit=_TALKS)
    found = or_none(ask)
    return [one for one in found.items if one.ours and one.state == "proposed"] if found else []


@router.post("/appels/dit/{notice_id}")
def said(page: PageDep, notice_id: UUID, _form: FormDep) -> Response:
    """Write down that somebody was told."""
    page.viewer.allowed(NOTE_SAID)
    page.services.notifications.note_said(page.caller, notice_id)
    return done("/appels", "said")


@router.get("/appels/{message_id}")
def call(page: PageDep, message_id: UUID) -> Response:
    """One person to call. Opening it reads their phone number, which their own page tells them."""
    page.viewer.allowed(NOTE_ANSWER)
    return _show(page, message_id)


@router.post("/appels/{message_id}")
def note(page: PageDep, message_id: UUID, form: FormDep) -> Response:
    """Write down the answer, or that nobody answered."""
    page.viewer.allowed(NOTE_ANSWER)
    answer = text_of(form, "answer")
    try:
        if answer == "nobody":
            page.services.notifications.note_nobody(page.caller, message_id)
        elif answer in {"yes", "no"}:
            said = {"answer": answer, "reason": text_of(form, "reason") or None}
            body = read_model(AnswerIn, said)
            answering.by_call(page.services, page.caller, message_id, body)
        else:
            raise BadRequest
    except BadRequest:
        raise
    except AmudduError as error:
        return _show(page, message_id, problem=error)
    if answer == "nobody":
        return done("/appels", "nobody")
    return rendering.redirect(f"/appels/{message_id}")


def _show(page: Page, message_id: UUID, *, problem: AmudduError | None = None) -> Response:
    notifications, caller = page.services.notifications, page.caller
    task = notifications.call(caller, message_id)
    return page.render(
        "call.html",
        refused=problem,
        message=task.message,
        offer=task.offer,
        person=page.services.profiles.get(caller, task.message.profile_id),
        reasons=list(LABELS["decline_reason"]),
        following=_following(notifications.to_call(caller, limit=2), message_id),
    )


def _following(found: MessagePage, message_id: UUID) -> UUID | None:
    """The next call after this one."""
    return next((each.id for each in found.items if each.id != message_id), None)
