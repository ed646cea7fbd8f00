"""One application as its person and who follows them read it: where it stands, what comes next."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import get_args
from uuid import UUID

from fastapi import APIRouter
from starlette.datastructures import FormData
from starlette.responses import Response

from amuddu.contracts.support.scholarships import (
    ASKERS,
    SIGNERS,
    AppealIn,
    Application,
    Attendance,
    AttendIn,
    DeclineIn,
    Excuse,
    HouseholdIn,
    NotEligibleReason,
)
from amuddu.kit.auth import Role
from amuddu.kit.errors import AmudduError, BadRequest, invalid
from amuddu.kit.i18n import N_
from gateway.scholarships.words import HOME, names
from gateway.sessions.security import FormDep
from gateway.web.forms import read_form, text_of, typed_values
from gateway.web.page import Page, PageDep, done

router = APIRouter(include_in_schema=False)

_READ = N_("Cochez la case quand la convention est lue.")
_FOR_COUNSELLORS = ("admit", "decline", "household", "attend")


@router.get(f"{HOME}/{{application_id}}")
def application(page: PageDep, application_id: UUID) -> Response:
    """Where it stands, why, what comes next; the months and their payments."""
    page.viewer.require(*ASKERS)
    return _show(page, page.services.support.application(page.caller, application_id))


@router.post(f"{HOME}/{{application_id}}")
def move(page: PageDep, application_id: UUID, form: FormDep) -> Response:
    """Take a step; a refused form comes back as it was sent."""
    page.viewer.require(*ASKERS)
    name = text_of(form, "action")
    step = STEPS.get(name)
    if step is None:
        raise BadRequest
    if name in _FOR_COUNSELLORS:
        page.viewer.require(Role.COUNSELLOR)
    try:
        step(page, application_id, form)
    except AmudduError as error:
        found = page.services.support.application(page.caller, application_id)
        return _show(page, found, refused=error, form=form)
    return done(f"{HOME}/{application_id}", "saved")


@router.get(f"{HOME}/{{application_id}}/convention")
def agreement(page: PageDep, application_id: UUID) -> Response:
    """The agreement, in words to be read before anybody agrees to it."""
    page.viewer.require(*SIGNERS)
    return _agreement(page, application_id)


@router.post(f"{HOME}/{{application_id}}/convention")
def agree(page: PageDep, application_id: UUID, form: FormDep) -> Response:
    """Agree to it: the months are planned."""
    page.viewer.require(*SIGNERS)
    try:
        if not text_of(form, "read"):
            raise invalid("read", _READ)
        page.services.support.follow(page.caller, "agree", application_id)
    except AmudduError as error:
        return _agreement(page, application_id, refused=error)
    return done(f"{HOME}/{application_id}", "agreed")


def _agreement(page: Page, application_id: UUID, *, refused: AmudduError | None = None) -> Response:
    found = page.services.support.application(page.caller, application_id)
    return page.render(
        "scholarship_agreement.html",
        refused=refused,
        application=found,
        own=page.role is Role.JOBSEEKER,
        name=names(page, [found.profile_id]).get(found.profile_id, ""),
    )


def _show(
    page: Page,
    found: Application,
    *,
    refused: AmudduError | None = None,
    form: FormData | None = None,
) -> Response:
    return page.render(
        "scholarship.html",
        refused=refused,
        application=found,
        name=names(page, [found.profile_id]).get(found.profile_id, ""),
        own=page.role is Role.JOBSEEKER,
        counsellor=page.role is Role.COUNSELLOR,
        reasons=get_args(NotEligibleReason),
        attendances=get_args(Attendance),
        excuses=get_args(Excuse),
        following=next((each for each in found.instalments if each.attendance is None), None),
        values=typed_values(form) if form else {},
        action=text_of(form, "action") if form else "",
    )


Step = Callable[[Page, UUID, FormData], object]


def _bare(name: str) -> Step:
    return lambda page, one, _: page.services.support.follow(page.caller, name, one)


def _decline(page: Page, one: UUID, form: FormData) -> None:
    page.services.support.follow(page.caller, "decline", one, read_form(DeclineIn, form))


def _appeal(page: Page, one: UUID, form: FormData) -> None:
    page.services.support.follow(page.caller, "appeal", one, read_form(AppealIn, form))


def _household(page: Page, one: UUID, form: FormData) -> None:
    page.services.support.household(page.caller, one, read_form(HouseholdIn, form))


def _attend(page: Page, one: UUID, form: FormData) -> None:
    page.services.support.attend(page.caller, "attend", one, read_form(AttendIn, form))


STEPS: Mapping[str, Step] = {
    "admit": _bare("admit"),
    "decline": _decline,
    "withdraw": _bare("withdraw"),
    "appeal": _appeal,
    "household": _household,
    "attend": _attend,
}
"""What the page's forms do."""
