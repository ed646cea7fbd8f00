"""The person's page of interviews: behind their signed link, and signed in.

Whoever holds the link of an offer that was answered with yes speaks for the person of that offer,
and of no other; opening the page chooses nothing.
"""

from __future__ import annotations

from uuid import UUID

from fastapi import APIRouter
from starlette.datastructures import FormData
from starlette.responses import Response

from amuddu.contracts.matching.interviews import Interview, LinkedStepIn
from amuddu.contracts.notifications import Question
from amuddu.kit.auth import Role, service_actor
from amuddu.kit.errors import AmudduError, BadRequest
from gateway.accounts import signing_in
from gateway.clients.base import Caller
from gateway.interviews import calendar, reading
from gateway.sessions.security import FormDep
from gateway.web.forms import text_of, typed_values
from gateway.web.page import Page, PageDep, done

router = APIRouter(include_in_schema=False)

OWN = "/mes-rendez-vous"
_OF_PERSON = ("choose", "none_fits", "call_off", "record")


# --- behind the link ----------------------------------------------------------------------------


@router.get("/r/{token}/rendez-vous")
def behind_link(page: PageDep, token: str) -> Response:
    """Times to choose from, and what was chosen."""
    return _show(page, f"/r/{token}/rendez-vous", _of_link(page, token), back=f"/r/{token}")


@router.post("/r/{token}/rendez-vous")
def act_by_link(page: PageDep, token: str, form: FormDep) -> Response:
    """Choose, or say that none fits."""
    address = f"/r/{token}/rendez-vous"
    try:
        _take_by_link(page, token, form)
    except BadRequest:
        raise
    except AmudduError as error:
        return _show(
            page, address, _of_link(page, token), back=f"/r/{token}", refused=error, form=form
        )
    return done(address, "saved")


@router.get("/r/{token}/rendez-vous.ics")
def file_by_link(page: PageDep, token: str) -> Response:
    """The calendar file."""
    return calendar.file_of(page, calendar.newest(_of_link(page, token)), for_person=True)


def _question(page: Page, token: str) -> Question:
    with signing_in.counting_bad_links(page.request):
        return page.services.notifications.said_yes(_ourselves(page), token)


def _ourselves(page: Page) -> Caller:
    return Caller(service_actor("gateway"), page.lang)


def _of_link(page: Page, token: str) -> tuple[Interview, ...]:
    return _linked(page, _question(page, token))


def _linked(page: Page, asked: Question) -> tuple[Interview, ...]:
    matching = page.services.matching
    return matching.linked_interviews(_ourselves(page), asked.candidacy_id).items


def _take_by_link(page: Page, token: str, form: FormData) -> None:
    asked = _question(page, token)
    name, one, body = reading.said(form, _linked(page, asked))
    if name not in _OF_PERSON:
        raise BadRequest
    step = LinkedStepIn.model_validate(
        {
            "profile_id": asked.profile_id,
            "round": asked.round,
            "interview_id": one.id,
            name: body,
        }
    )
    page.services.matching.linked_step(_ourselves(page), asked.candidacy_id, step)


def waiting(page: Page, token: str) -> tuple[Interview, ...]:
    """Those of the page of an offer, which stands without them where nobody can say."""
    try:
        return _of_link(page, token)
    except AmudduError:
        return ()


# --- signed in ----------------------------------------------------------------------------------


@router.get(OWN)
def own(page: PageDep) -> Response:
    """All that are to come, whatever offer they are for."""
    page.viewer.require(Role.JOBSEEKER)
    return _show(page, OWN, _own(page), back="/offres-pour-moi")


@router.post(OWN)
def act(page: PageDep, form: FormDep) -> Response:
    """Choose, or say that none fits."""
    page.viewer.require(Role.JOBSEEKER)
    try:
        reading.take(page, form, _own(page))
    except BadRequest:
        raise
    except AmudduError as error:
        return _show(page, OWN, _own(page), back="/offres-pour-moi", refused=error, form=form)
    return done(OWN, "saved")


@router.get(f"{OWN}/{{candidacy_id}}/rendez-vous.ics")
def file(page: PageDep, candidacy_id: UUID) -> Response:
    """The calendar file."""
    page.viewer.require(Role.JOBSEEKER)
    known = page.services.matching.interviews_of(page.caller, candidacy_id)
    return calendar.file_of(page, calendar.newest(known.items), for_person=True)


def _own(page: Page) -> tuple[Interview, ...]:
    if page.viewer.actor.profile_id is None:
        return ()
    items = page.services.matching.interviews(page.caller, limit=50).items
    return tuple(items)


def _show(
    page: Page,
    address: str,
    items: tuple[Interview, ...],
    *,
    back: str,
    refused: AmudduError | None = None,
    form: FormData | None = None,
) -> Response:
    return page.render(
        "own_interviews.html",
        refused=refused,
        problem=refused.summary.in_(page.lang) if refused else "",
        about=text_of(form, "interview_id") if form else "",
        action_failed=text_of(form, "action") if form else "",
        values=typed_values(form) if form else {},
        items=items,
        base=address,
        link=address != OWN,
        back=back,
        reasons=reading.OF_PERSON,
    )
