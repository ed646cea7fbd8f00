"""The coordination's pages of applications, by codes: scores side by side, a choice, the months."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import get_args
from uuid import UUID

from fastapi import APIRouter
from pydantic import BaseModel
from starlette.datastructures import FormData
from starlette.responses import Response

from amuddu.contracts.support.scholarships import (
    Attendance,
    AttendIn,
    AwardRefuseIn,
    DecisionList,
    EndReason,
    EndScholarshipIn,
    Excuse,
    RefusedReason,
    SuspendReason,
    SuspendScholarshipIn,
)
from amuddu.kit.auth import Role
from amuddu.kit.db import Session, SessionDep
from amuddu.kit.errors import AmudduError, BadRequest, NotFound
from gateway.scholarships.words import HOME
from gateway.sessions import service as accounts
from gateway.sessions.security import FormDep
from gateway.web.forms import read_form, text_of, typed_values
from gateway.web.page import Page, PageDep, done

router = APIRouter(include_in_schema=False)

KEEPER = Role.COORDINATOR
_ALL = f"{HOME}/appels/{{call_id}}/decisions"
_ONE = f"{_ALL}/{{application_id}}"


@router.get(_ALL)
def decisions(page: PageDep, session: SessionDep, call_id: UUID) -> Response:
    """Every application of a call, the most points first."""
    page.viewer.require(KEEPER)
    found: DecisionList = page.services.support.decisions(page.caller, call_id)
    return page.render(
        "scholarship_decisions.html",
        found=found,
        members=_members(session, found),
    )


@router.get(_ONE)
def decision(page: PageDep, session: SessionDep, call_id: UUID, application_id: UUID) -> Response:
    """One application: the points of each member, what may be decided, its months."""
    page.viewer.require(KEEPER)
    return _show(page, session, call_id, application_id)


@router.post(_ONE)
def decide(
    page: PageDep, session: SessionDep, call_id: UUID, application_id: UUID, form: FormDep
) -> Response:
    """Take a step; a refused form comes back as it was sent."""
    page.viewer.require(KEEPER)
    step = STEPS.get(text_of(form, "action"))
    if step is None:
        raise BadRequest
    try:
        step(page, application_id, form)
    except AmudduError as error:
        return _show(page, session, call_id, application_id, refused=error, form=form)
    return done(f"{HOME}/appels/{call_id}/decisions/{application_id}", "saved")


def _members(session: Session, found: DecisionList) -> dict[UUID, str]:
    """Names of those who score."""
    given = {each.account_id for one in found.items for each in one.given}
    return accounts.staff_names(session, {*found.call.members, *given})


def _show(
    page: Page,
    session: Session,
    call_id: UUID,
    application_id: UUID,
    *,
    refused: AmudduError | None = None,
    form: FormData | None = None,
) -> Response:
    found: DecisionList = page.services.support.decisions(page.caller, call_id)
    one = next((each for each in found.items if each.id == application_id), None)
    if one is None:
        raise NotFound
    return page.render(
        "scholarship_decision.html",
        refused=refused,
        call=found.call,
        one=one,
        members=_members(session, found),
        refuse_reasons=get_args(RefusedReason),
        suspend_reasons=get_args(SuspendReason),
        end_reasons=get_args(EndReason),
        attendances=get_args(Attendance),
        excuses=get_args(Excuse),
        following=next((each for each in one.instalments if each.attendance is None), None),
        to_order=[each for each in one.instalments if each.state == "noted"],
        values=typed_values(form) if form else {},
        action=text_of(form, "action") if form else "",
    )


Step = Callable[[Page, UUID, FormData], object]


def _bare(name: str) -> Step:
    return lambda page, one, _: page.services.support.decide(page.caller, name, one)


def _with(name: str, body: type[BaseModel]) -> Step:
    return lambda page, one, form: page.services.support.decide(
        page.caller, name, one, read_form(body, form)
    )


def _attend(page: Page, one: UUID, form: FormData) -> None:
    page.services.support.attend(page.caller, "attend", one, read_form(AttendIn, form))


STEPS: Mapping[str, Step] = {
    "award": _bare("award"),
    "wait": _bare("wait"),
    "refuse": _with("refuse", AwardRefuseIn),
    "attend": _attend,
    "order": _bare("order"),
    "suspend": _with("suspend", SuspendScholarshipIn),
    "resume": _bare("resume"),
    "complete": _bare("complete"),
    "end": _with("end", EndScholarshipIn),
}
"""What the page's forms do."""
