"""Calls for scholarships: which there are, what each asks, and whether somebody has it."""

from __future__ import annotations

from uuid import UUID

from fastapi import APIRouter
from starlette.responses import Response

from amuddu.contracts.support.calls import ScholarshipCall
from amuddu.contracts.support.judging import CallFit
from amuddu.contracts.support.scholarships import ASKERS, ApplicationIn
from amuddu.kit.auth import Role
from amuddu.kit.errors import AmudduError, NotFound
from gateway.scholarships.words import FOLLOWERS, HOME, READERS, SHOWN, id_of, names, whom
from gateway.sessions.security import FormDep
from gateway.web import rendering
from gateway.web.forms import text_of
from gateway.web.page import Page, PageDep, first_of

router = APIRouter(include_in_schema=False)


@router.get(HOME)
def home(page: PageDep, offset: str = "") -> Response:
    """Calls, and one's own applications or those of the people whom one follows."""
    page.viewer.require(*READERS)
    support = page.services.support
    calls = support.calls(page.caller).items
    if page.role is Role.COORDINATOR:
        return page.render("scholarship_calls.html", calls=calls)
    first = first_of(offset)
    found = support.applications(page.caller, limit=SHOWN, offset=first)
    person = whom(page)
    return page.render(
        "scholarships.html",
        calls=[each for each in calls if each.takes_applications],
        items=found.items,
        total=found.total,
        names=names(page, [each.profile_id for each in found.items] + ([person] if person else [])),
        own=page.role is Role.JOBSEEKER,
        person=person,
        limit=SHOWN,
        offset=first,
        pager_url=f"{HOME}?offset=",
    )


@router.get(f"{HOME}/appels/{{call_id}}")
def call(page: PageDep, call_id: UUID) -> Response:
    """One call: what it gives, what it asks, and each thing judged for one person."""
    page.viewer.require(*ASKERS)
    return _show(page, call_id, whom(page))


@router.post(f"{HOME}/appels/{{call_id}}")
def apply(page: PageDep, call_id: UUID, form: FormDep) -> Response:
    """Begin an application, and go to its first question."""
    page.viewer.require(*ASKERS)
    person = id_of(text_of(form, "profile_id")) if page.role in FOLLOWERS else None
    try:
        body = ApplicationIn(profile_id=person)
        made = page.services.support.apply(page.caller, call_id, body)
    except AmudduError as error:
        return _show(page, call_id, person, refused=error)
    return rendering.redirect(f"{HOME}/{made.id}/pas/place")


def _show(
    page: Page, call_id: UUID, person: UUID | None, *, refused: AmudduError | None = None
) -> Response:
    found: ScholarshipCall = page.services.support.scholarship_call(page.caller, call_id)
    own = page.role is Role.JOBSEEKER
    fit = _fit(page, call_id, person) if own or person else None
    return page.render(
        "scholarship_call.html",
        refused=refused,
        call=found,
        courses=_courses(page, found),
        own=own,
        person=person,
        name=names(page, [person]).get(person, "") if person else "",
        fit=fit,
    )


def _fit(page: Page, call_id: UUID, person: UUID | None) -> CallFit | None:
    """Each criterion; nothing where profiles cannot be asked just now."""
    try:
        fit: CallFit = page.services.support.call_fit(page.caller, call_id, profile_id=person)
    except NotFound:
        raise
    except AmudduError:
        return None
    return fit


def _courses(page: Page, found: ScholarshipCall) -> list[tuple[UUID, str]]:
    """The courses that a call is for, by title."""
    titles = []
    for course_id in found.terms.courses[:20]:
        try:
            titles.append((course_id, page.services.support.course(page.caller, course_id).title))
        except AmudduError:
            continue
    return titles
