"""The files of hires: the list with what comes due, and one file with its steps."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import get_args
from urllib.parse import urlencode
from uuid import UUID

from fastapi import APIRouter
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
from amuddu.kit import clock
from amuddu.kit.auth import Role
from amuddu.kit.errors import AmudduError, BadRequest, NotFound
from amuddu.rules import hiring
from amuddu.rules.base import in_language
from gateway.sessions.security import FormDep
from gateway.web import rendering
from gateway.web.forms import read_form, text_of, typed_values
from gateway.web.page import Page, PageDep, done, first_of

router = APIRouter(include_in_schema=False)

PAGE = 20
STATES: tuple[HireState, ...] = get_args(HireState)
ROUTES: tuple[HiringRouteCode, ...] = get_args(HiringRouteCode)
WRITERS = (Role.EMPLOYER, Role.COUNSELLOR, Role.AGENT)
READERS = (*WRITERS, Role.COORDINATOR, Role.ADMINISTRATOR)
_COUNTED_FOR = {Role.COUNSELLOR, Role.COORDINATOR, Role.ADMINISTRATOR}


@router.get("/embauches")
def hires(page: PageDep, q: str = "", etat: str = "", offset: str = "") -> Response:
    """The files of the employer, of the agency, or of everybody."""
    page.viewer.require(*READERS)
    state = next((each for each in STATES if each == etat), None)
    words = " ".join(q.replace("\x00", " ").split())[:100]
    first = first_of(offset)
    found = page.services.employers.hires(
        page.caller, q=words or None, state=state, limit=PAGE, offset=first
    )
    return page.render(
        "hires.html",
        items=found.items,
        total=found.total,
        limit=PAGE,
        offset=first,
        states=STATES,
        state=state or "",
        values={"q": words},
        pager_url="/embauches?" + urlencode({"q": words, "etat": state or "", "offset": ""}),
        counts=_counts(page),
    )


def _counts(page: Page) -> StuckCounts | None:
    if page.role not in _COUNTED_FOR:
        return None
    return page.services.employers.stuck(page.caller)


@router.get("/embauches/{hire_id}")
def hire(page: PageDep, hire_id: UUID) -> Response:
    """One file: its steps, what comes due, the aids that may be asked."""
    page.viewer.require(*READERS)
    return _show(page, page.services.employers.hire(page.caller, hire_id))


@router.post("/embauches/{hire_id}")
def move(page: PageDep, hire_id: UUID, form: FormDep) -> Response:
    """Do something to a file; a refused form comes back as it was sent."""
    page.viewer.require(*WRITERS)
    action = ACTIONS.get(text_of(form, "action"))
    if action is None:
        raise BadRequest
    try:
        address = action(page, hire_id, form)
    except AmudduError as error:
        found = page.services.employers.hire(page.caller, hire_id)
        return _show(page, found, problem=error, form=form)
    return rendering.redirect(address) if address else done(f"/embauches/{hire_id}", "saved")


def _show(
    page: Page,
    found: Hire,
    *,
    problem: AmudduError | None = None,
    form: FormData | None = None,
) -> Response:
    return page.render(
        "hire.html",
        refused=problem,
        hire=found,
        check_again=_to_check(page, found),
        contact=_contact(page, found),
        schemes=_schemes(page, found),
        opened=_opened(page, found),
        may_write=page.role in WRITERS,
        for_agency=page.viewer.actor.is_staff,
        stuck_reasons=get_args(StuckReason),
        abandon_reasons=get_args(AbandonReason),
        contract_types=get_args(ContractType),
        routes=ROUTES,
        values=_stored(found) | (typed_values(form) if form else {}),
        action=text_of(form, "action") if form else "",
    )


def _to_check(page: Page, found: Hire) -> str:
    """Who is to check the steps of a file again, a year after the last check."""
    if found.route is None:
        return ""
    owner = hiring.check_again(found.route, on=found.hired_on, today=clock.today())
    return in_language(owner, page.lang) if owner else ""


def _contact(page: Page, found: Hire) -> str:
    """The name that an employer may read since the person said yes; none where it is closed."""
    if page.role is not Role.EMPLOYER:
        return ""
    try:
        return page.services.profiles.disclosure(page.caller, found.id).display_name
    except AmudduError:
        return ""


def _opened(page: Page, found: Hire) -> HiringRouteCode | None:
    """The route that this reader may have the file follow, while it follows none."""
    if found.route != "ask" or found.state not in ("open", "stuck"):
        return None
    try:
        route = _route(page, found)
    except AmudduError:
        return None
    return None if route in (None, "ask", "not_now") else route


def _route(page: Page, found: Hire) -> HiringRouteCode | None:
    """What hiring this person takes: for the employer after a yes, for who follows the person."""
    profiles = page.services.profiles
    if page.role is Role.EMPLOYER:
        return profiles.opened_routes(page.caller, [found.id]).get(found.id)
    if found.profile_id is None:
        return None
    return profiles.hireability(page.caller, [found.profile_id])[found.profile_id].route


def _schemes(page: Page, found: Hire) -> tuple[object, ...]:
    if page.role is Role.AGENT or found.state == "abandoned":
        return ()
    try:
        return page.services.employers.claimable(page.caller, found.id)
    except NotFound:  # the employer is another agency's: their claims are no business of this one
        return ()


def _stored(found: Hire) -> dict[str, str]:
    """The file's contract as if it had just been typed."""
    return {
        "contract_type": found.contract_type or "",
        "contract_months": str(found.contract_months or ""),
        "wage_month": str(found.wage_month or "").removesuffix(".00"),
        "starts_on": found.starts_on.isoformat() if found.starts_on else "",
        "until": found.papers_until.isoformat() if found.papers_until else "",
        "route": found.route or "ask",
    }


# --- what a form does ---------------------------------------------------------------------------


Action = Callable[[Page, UUID, FormData], str | None]


def _move(name: str) -> Action:
    """A step that takes what its contract asks."""
    operation = HIRE[name].operation
    assert operation is not None
    assert operation.body is not None
    asked = operation.body

    def act(page: Page, hire_id: UUID, form: FormData) -> None:
        page.services.employers.move_hire(page.caller, name, hire_id, read_form(asked, form))

    return act


def _step(page: Page, hire_id: UUID, form: FormData) -> None:
    step_id = text_of(form, "step_id")
    if not step_id.replace("_", "").isalnum():
        raise BadRequest
    started = text_of(form, "done") == "started"
    body = read_form(StartStepIn if started else FinishStepIn, form)
    name = "start_step" if started else "finish_step"
    page.services.employers.move_hire(page.caller, name, hire_id, step_id, body)


def _follow(page: Page, hire_id: UUID, _: FormData) -> None:
    """Have the file follow what profiles says, not what a form says."""
    page.services.employers.move_hire(page.caller, "follow", hire_id)


def _papers(page: Page, hire_id: UUID, form: FormData) -> None:
    page.services.employers.set_papers(page.caller, hire_id, read_form(PapersIn, form))


def _claim(page: Page, hire_id: UUID, form: FormData) -> str:
    made = page.services.employers.begin_claim(page.caller, hire_id, read_form(ClaimIn, form))
    return f"/demandes/{made.id}"


ACTIONS: Mapping[str, Action] = {
    "step": _step,
    "stuck": _move("get_stuck"),
    "resume": _move("resume"),
    "abandon": _move("abandon"),
    "terms": _move("set_terms"),
    "route": _move("reroute"),
    "follow": _follow,
    "papers": _papers,
    "claim": _claim,
}
"""What the page's forms do; an address is where to go next."""
