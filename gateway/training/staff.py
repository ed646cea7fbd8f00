"""The coordination's pages: centres, courses, sessions, and the list of each with its turns."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, get_args
from uuid import UUID

from fastapi import APIRouter
from starlette.datastructures import FormData
from starlette.responses import Response

from amuddu.contracts.operations import MOST_LIMIT
from amuddu.contracts.support.catalogue import (
    SCHOOL_LEVELS,
    CentreIn,
    Course,
    CourseIn,
    CourseLevel,
    CriteriaIn,
    Mode,
    Operator,
    SessionIn,
)
from amuddu.contracts.support.certificates import Certificate, RevokeIn, RevokeReason
from amuddu.contracts.support.training import DropIn, DropReason
from amuddu.kit.auth import Role
from amuddu.kit.errors import AmudduError, BadRequest, Invalid, NotFound
from gateway.sessions.security import FormDep
from gateway.settings import GatewaySettings
from gateway.training import desk, linking
from gateway.web import choices
from gateway.web.forms import (
    as_lines,
    optional,
    read_fields,
    read_form,
    read_model,
    shown_fields,
    text_of,
    typed_values,
)
from gateway.web.page import Page, PageDep, done

router = APIRouter(include_in_schema=False)

KEEPER = Role.COORDINATOR


# --- centres ------------------------------------------------------------------------------------


@router.get("/formations/centres")
def centres(page: PageDep) -> Response:
    """All centres, and a form for another."""
    page.viewer.require(KEEPER)
    return _centres(page)


@router.post("/formations/centres")
def add_centre(page: PageDep, form: FormDep) -> Response:
    """Enter a centre."""
    page.viewer.require(KEEPER)
    try:
        page.services.support.add_centre(page.caller, read_form(CentreIn, form))
    except AmudduError as error:
        return _centres(page, refused=error, values=typed_values(form))
    return done("/formations/centres", "saved")


@router.post("/formations/centres/{centre_id}/lien")
def make_link(page: PageDep, centre_id: UUID, form: FormDep) -> Response:
    """Make a centre's link, which is shown once, or stop the one it has."""
    page.viewer.require(KEEPER)
    support = page.services.support
    if text_of(form, "action") == "stop":
        support.stop_desk_link(page.caller, centre_id)
        return done("/formations/centres", "saved")
    made = support.make_desk_link(page.caller, centre_id)
    settings: GatewaySettings = page.request.app.state.settings
    address = f"{settings.public_url.rstrip('/')}{desk.PATH}/{made.token}"
    return _centres(page, made=(centre_id, address))


def _centres(
    page: Page,
    *,
    refused: AmudduError | None = None,
    values: dict[str, str] | None = None,
    made: tuple[UUID, str] | None = None,
) -> Response:
    links = page.services.support.desk_links(page.caller).items
    return page.render(
        "centres.html",
        refused=refused,
        links={each.centre_id: each for each in links},
        made=made,
        centres=page.services.support.centres(page.caller).items,
        operators=get_args(Operator),
        towns=choices.towns(page.lang),
        values=values or {},
    )


# --- courses ------------------------------------------------------------------------------------


@router.get("/formations/nouvelle")
def new_course(page: PageDep) -> Response:
    """An empty form."""
    page.viewer.require(KEEPER)
    return _form_page(page, None)


@router.post("/formations/nouvelle")
def add_course(page: PageDep, form: FormDep) -> Response:
    """Enter a course; what it teaches is proposed where nothing is said."""
    page.viewer.require(KEEPER)
    try:
        made = page.services.support.add_course(page.caller, _course_of(page, form))
    except AmudduError as error:
        return _form_page(page, None, refused=error, values=typed_values(form))
    return done(f"/formations/{made.id}", "saved")


@router.get("/formations/{course_id}/modifier")
def edit_course(page: PageDep, course_id: UUID) -> Response:
    """The form with what is stored."""
    page.viewer.require(KEEPER)
    return _form_page(page, page.services.support.course(page.caller, course_id))


@router.post("/formations/{course_id}/modifier")
def change_course(page: PageDep, course_id: UUID, form: FormDep) -> Response:
    """Replace what a course says."""
    page.viewer.require(KEEPER)
    try:
        page.services.support.change_course(page.caller, course_id, _course_of(page, form))
    except AmudduError as error:
        found = page.services.support.course(page.caller, course_id)
        return _form_page(page, found, refused=error, values=typed_values(form))
    return done(f"/formations/{course_id}", "saved")


def _form_page(
    page: Page,
    found: Course | None,
    *,
    refused: AmudduError | None = None,
    values: dict[str, str] | None = None,
) -> Response:
    return page.render(
        "course_form.html",
        refused=refused,
        course=found,
        centres=page.services.support.centres(page.caller).items,
        levels=get_args(CourseLevel),
        modes=get_args(Mode),
        school_levels=SCHOOL_LEVELS,
        values=values if values is not None else _stored(page, found),
    )


def _stored(page: Page, found: Course | None) -> dict[str, str]:
    """A course as if it had just been typed."""
    if found is None:
        return {}
    return {
        **shown_fields(found, CourseIn),
        **shown_fields(found.criteria, CriteriaIn),
        "centre_id": str(found.centre_id),
        "trade": found.trade.text if found.trade else "",
        "skills": as_lines(found.skills),
        "towns": choices.towns_typed(found.criteria.towns, page.lang),
    }


def _course_of(page: Page, form: FormData) -> CourseIn:
    """The course that was typed, linked where it says nothing itself. Raises `Invalid`."""
    said: dict[str, Any] = read_fields(CourseIn, form)
    trade = optional(form, "trade")
    row: dict[str, Any] = {
        **said,
        "centre_id": optional(form, "centre_id"),
        "trade": {"text": trade} if trade else None,
        "criteria": {
            **read_fields(CriteriaIn, form),
            "towns": choices.towns_of(text_of(form, "towns"), "towns"),
        },
    }
    row.pop("external_ref", None)
    try:
        (row,) = linking.linked(page.services, page.caller, [row])
    except Invalid:
        raise
    except AmudduError:
        pass  # it is found by its words, and linked when it is saved again
    return read_model(CourseIn, row)


# --- sessions -----------------------------------------------------------------------------------


@router.post("/formations/{course_id}/sessions")
def add_session(page: PageDep, course_id: UUID, form: FormDep) -> Response:
    """Enter a session; a refused form comes back on the course's form."""
    page.viewer.require(KEEPER)
    try:
        page.services.support.add_session(page.caller, course_id, read_form(SessionIn, form))
    except AmudduError as error:
        found = page.services.support.course(page.caller, course_id)
        return _form_page(
            page, found, refused=error, values=_stored(page, found) | typed_values(form)
        )
    return done(f"/formations/{course_id}", "saved")


@router.get("/formations/sessions/{session_id}")
def session(page: PageDep, session_id: UUID) -> Response:
    """A session: who has a seat, who waits in which order and why."""
    page.viewer.require(KEEPER)
    return _session(page, session_id)


@router.post("/formations/sessions/{session_id}")
def move(page: PageDep, session_id: UUID, form: FormDep) -> Response:
    """Change or cancel the session, or note what became of somebody."""
    page.viewer.require(KEEPER)
    act = ACTIONS.get(text_of(form, "action"))
    if act is None:
        raise BadRequest
    try:
        act(page, session_id, form)
    except AmudduError as error:
        return _session(page, session_id, refused=error, values=typed_values(form))
    return done(f"/formations/sessions/{session_id}", "saved")


def _session(
    page: Page,
    session_id: UUID,
    *,
    refused: AmudduError | None = None,
    values: dict[str, str] | None = None,
) -> Response:
    found = page.services.support.session_list(page.caller, session_id)
    return page.render(
        "session_list.html",
        refused=refused,
        found=found,
        drop_reasons=get_args(DropReason),
        papers=_papers(page, session_id),
        revoke_reasons=get_args(RevokeReason),
        values=values or shown_fields(found.session, SessionIn),
    )


def _papers(page: Page, session_id: UUID) -> dict[UUID, Certificate]:
    """The last certificate of each request of a session."""
    asked = page.services.support.certificates
    found: dict[UUID, Certificate] = {}
    offset = 0
    while True:
        part = asked(page.caller, session_id=session_id, limit=MOST_LIMIT, offset=offset)
        for one in part.items:
            found.setdefault(one.request_id, one)
        offset += MOST_LIMIT
        if offset >= part.total:
            return found


Act = Callable[[Page, UUID, FormData], object]


def _request_of(form: FormData) -> UUID:
    try:
        return UUID(text_of(form, "request_id"))
    except ValueError:
        raise BadRequest from None


def _note(name: str) -> Act:
    return lambda page, _, form: page.services.support.note(page.caller, name, _request_of(form))


def _drop(page: Page, _: UUID, form: FormData) -> None:
    body = read_form(DropIn, form)
    page.services.support.note(page.caller, "drop", _request_of(form), body)


def _issue(page: Page, _: UUID, form: FormData) -> None:
    page.services.support.issue_certificate(page.caller, _request_of(form))


def _revoke(page: Page, _: UUID, form: FormData) -> None:
    support, body = page.services.support, read_form(RevokeIn, form)
    found = support.certificates(page.caller, request_id=_request_of(form), limit=1)
    if not found.items:
        raise NotFound
    support.revoke_certificate(page.caller, found.items[0].id, body)


def _change(page: Page, session_id: UUID, form: FormData) -> None:
    page.services.support.change_session(page.caller, session_id, read_form(SessionIn, form))


def _cancel(page: Page, session_id: UUID, _: FormData) -> None:
    page.services.support.cancel_session(page.caller, session_id)


ACTIONS: Mapping[str, Act] = {
    "start": _note("start"),
    "complete": _note("complete"),
    "drop": _drop,
    "issue": _issue,
    "revoke": _revoke,
    "change": _change,
    "cancel": _cancel,
}
"""What the page's forms do."""
