"""The files of hires: the list with what comes due, and one file with its steps."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import get_args
from uuid import UUID

from fastapi import APIRouter, Request
from starlette.datastructures import FormData
from starlette.responses import Response

from amuddu.contracts.claims import ClaimIn
from amuddu.contracts.hires import (
    HIRE,
    AbandonReason,
    FinishStepIn,
    Hire,
    HireState,
    PapersIn,
    StartStepIn,
    StuckCounts,
    StuckReason,
)
from amuddu.contracts.types import ContractType, HiringRouteCode
from amuddu.kit.auth import Role
from amuddu.kit.errors import AmudduError, BadRequest
from amuddu.kit.web.paging import first_of
from gateway.clients import Services, ServicesDep
from gateway.clients.base import Caller
from gateway.sessions.security import FormDep, Viewer, ViewerDep
from gateway.web import flash, rendering
from gateway.web.error_pages import refusal
from gateway.web.forms import read_form, text_of, typed_values

router = APIRouter(include_in_schema=False)

PAGE = 20
STATES: tuple[HireState, ...] = get_args(HireState)
ROUTES: tuple[HiringRouteCode, ...] = get_args(HiringRouteCode)
WRITERS = (Role.EMPLOYER, Role.COUNSELLOR, Role.AGENT)
READERS = (*WRITERS, Role.COORDINATOR, Role.ADMINISTRATOR)
_COUNTED_FOR = {Role.COUNSELLOR, Role.COORDINATOR, Role.ADMINISTRATOR}


@router.get("/embauches")
def hires(
    request: Request, viewer: ViewerDep, services: ServicesDep, etat: str = "", offset: str = ""
) -> Response:
    """The files of the employer, of the agency, or of everybody."""
    viewer.require(*READERS)
    state = next((each for each in STATES if each == etat), None)
    first = first_of(offset)
    page = services.employers.hires(viewer.caller, state=state, limit=PAGE, offset=first)
    return rendering.page(
        request,
        viewer,
        "hires.html",
        items=page.items,
        total=page.total,
        limit=PAGE,
        offset=first,
        states=STATES,
        state=state or "",
        pager_url=f"/embauches?etat={state or ''}&offset=",
        counts=_counts(viewer, services),
    )


def _counts(viewer: Viewer, services: Services) -> StuckCounts | None:
    if viewer.actor.role not in _COUNTED_FOR:
        return None
    return services.employers.stuck(viewer.caller)


@router.get("/embauches/{hire_id}")
def hire(request: Request, viewer: ViewerDep, services: ServicesDep, hire_id: UUID) -> Response:
    """One file: its steps, what comes due, the aids that may be asked."""
    viewer.require(*READERS)
    return _show(request, viewer, services, services.employers.hire(viewer.caller, hire_id))


@router.post("/embauches/{hire_id}")
def move(
    request: Request, viewer: ViewerDep, services: ServicesDep, hire_id: UUID, form: FormDep
) -> Response:
    """Do something to a file; a refused form comes back as it was sent."""
    viewer.require(*WRITERS)
    action = ACTIONS.get(text_of(form, "action"))
    if action is None:
        raise BadRequest
    try:
        address = action(services, viewer.caller, hire_id, form)
    except AmudduError as error:
        found = services.employers.hire(viewer.caller, hire_id)
        return _show(request, viewer, services, found, problem=error, form=form)
    return rendering.redirect(address or flash.with_flash(f"/embauches/{hire_id}", "saved"))


def _show(
    request: Request,
    viewer: Viewer,
    services: Services,
    found: Hire,
    *,
    problem: AmudduError | None = None,
    form: FormData | None = None,
) -> Response:
    return rendering.page(
        request,
        viewer,
        "hire.html",
        **refusal(problem, viewer),
        hire=found,
        contact=_contact(services, viewer, found),
        schemes=_schemes(services, viewer, found),
        may_write=viewer.actor.role in WRITERS,
        for_agency=viewer.actor.is_staff,
        stuck_reasons=get_args(StuckReason),
        abandon_reasons=get_args(AbandonReason),
        contract_types=get_args(ContractType),
        routes=ROUTES,
        values=_stored(found) | (typed_values(form) if form else {}),
        action=text_of(form, "action") if form else "",
        flash=flash.said(request.query_params.get(flash.PARAMETER), viewer),
    )


def _contact(services: Services, viewer: Viewer, found: Hire) -> str:
    """The name that an employer may read since the person said yes; none where it is closed."""
    if viewer.actor.role is not Role.EMPLOYER:
        return ""
    try:
        return services.profiles.disclosure(viewer.caller, found.id).display_name
    except AmudduError:
        return ""


def _schemes(services: Services, viewer: Viewer, found: Hire) -> tuple[object, ...]:
    if viewer.actor.role is Role.AGENT or found.state == "abandoned":
        return ()
    return services.employers.claimable(viewer.caller, found.id)


def _stored(found: Hire) -> dict[str, str]:
    """The file's contract as if it had just been typed."""
    return {
        "contract_type": found.contract_type or "",
        "contract_months": str(found.contract_months or ""),
        "wage_month": str(found.wage_month or "").removesuffix(".00"),
        "starts_on": found.starts_on.isoformat() if found.starts_on else "",
        "until": found.papers_until.isoformat() if found.papers_until else "",
        "route": found.route,
    }


# --- what a form does ---------------------------------------------------------------------------


Action = Callable[[Services, Caller, UUID, FormData], str | None]


def _move(name: str) -> Action:
    """A step that takes what its contract asks."""
    operation = HIRE[name].operation
    assert operation is not None
    assert operation.body is not None
    asked = operation.body

    def act(services: Services, caller: Caller, hire_id: UUID, form: FormData) -> None:
        services.employers.move_hire(caller, name, hire_id, read_form(asked, form))

    return act


def _step(services: Services, caller: Caller, hire_id: UUID, form: FormData) -> None:
    step_id = text_of(form, "step_id")
    if not step_id.replace("_", "").isalnum():
        raise BadRequest
    started = text_of(form, "done") == "started"
    body = read_form(StartStepIn if started else FinishStepIn, form)
    name = "start_step" if started else "finish_step"
    services.employers.move_hire(caller, name, hire_id, step_id, body)


def _papers(services: Services, caller: Caller, hire_id: UUID, form: FormData) -> None:
    services.employers.set_papers(caller, hire_id, read_form(PapersIn, form))


def _claim(services: Services, caller: Caller, hire_id: UUID, form: FormData) -> str:
    made = services.employers.begin_claim(caller, hire_id, read_form(ClaimIn, form))
    return f"/demandes/{made.id}"


ACTIONS: Mapping[str, Action] = {
    "step": _step,
    "stuck": _move("get_stuck"),
    "resume": _move("resume"),
    "abandon": _move("abandon"),
    "terms": _move("set_terms"),
    "route": _move("reroute"),
    "papers": _papers,
    "claim": _claim,
}
"""What the page's forms do; an address is where to go next."""
