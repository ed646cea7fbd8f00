"""Claims: the employer's own, the queue to decide on, one claim with what may be done to it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import cast, get_args
from urllib.parse import urlencode
from uuid import UUID

from fastapi import APIRouter, Request
from starlette.datastructures import FormData
from starlette.responses import Response

from amuddu.contracts.claims import (
    CLAIM,
    LIST_CLAIMS,
    READ_CLAIM,
    Claim,
    ClaimRefusal,
    ClaimState,
    ClaimStepName,
    DocumentsIn,
)
from amuddu.contracts.schemes import EndCause, SchemeRow
from amuddu.kit.auth import Role
from amuddu.kit.errors import AmudduError, BadRequest
from amuddu.kit.web.paging import first_of
from gateway.clients import Services, ServicesDep
from gateway.clients.base import Caller
from gateway.sessions.security import FormDep, Viewer, ViewerDep
from gateway.web import flash, rendering
from gateway.web.error_pages import by_field
from gateway.web.forms import day_of, optional, read_form, read_model, text_of, typed_values

router = APIRouter(include_in_schema=False)

PAGE = 20
STATES: tuple[ClaimState, ...] = get_args(ClaimState)
_MOST_DOCUMENTS = 20


@router.get("/demandes")
def claims(
    request: Request,
    viewer: ViewerDep,
    services: ServicesDep,
    etat: str = "",
    aide: str = "",
    offset: str = "",
) -> Response:
    """The claims that the viewer may know of, those that wait for somebody first."""
    viewer.allowed(LIST_CLAIMS)
    state = next((each for each in STATES if each == etat), None)
    schemes = _schemes(viewer, services)
    scheme = next((each.id for each in schemes if each.id == aide), None)
    first = first_of(offset)
    page = services.employers.claims(
        viewer.caller, state=state, scheme_id=scheme, limit=PAGE, offset=first
    )
    chosen = {"etat": state or "", "aide": scheme or ""}
    return rendering.page(
        request,
        viewer,
        "claims.html",
        items=page.items,
        total=page.total,
        limit=PAGE,
        offset=first,
        states=STATES,
        schemes=schemes,
        values=chosen,
        pager_url="/demandes?" + urlencode({**chosen, "offset": ""}),
    )


def _schemes(viewer: Viewer, services: Services) -> tuple[SchemeRow, ...]:
    """The schemes to filter by: those that somebody asked for."""
    if viewer.actor.role is Role.EMPLOYER:
        return ()
    return tuple(each for each in services.employers.every_scheme(viewer.caller) if each.claims)


@router.get("/demandes/{claim_id}")
def claim(request: Request, viewer: ViewerDep, services: ServicesDep, claim_id: UUID) -> Response:
    """One claim, and what the viewer may do with it."""
    viewer.allowed(READ_CLAIM)
    return _show(request, viewer, services.employers.claim(viewer.caller, claim_id))


@router.post("/demandes/{claim_id}")
def move(
    request: Request, viewer: ViewerDep, services: ServicesDep, claim_id: UUID, form: FormDep
) -> Response:
    """Take a step of a claim; a refused form comes back as it was sent."""
    viewer.allowed(READ_CLAIM)
    action = ACTIONS.get(text_of(form, "action"))
    if action is None:
        raise BadRequest
    try:
        action(services, viewer.caller, claim_id, form)
    except AmudduError as error:
        found = services.employers.claim(viewer.caller, claim_id)
        return _show(request, viewer, found, problem=error, form=form)
    return rendering.redirect(flash.with_flash(f"/demandes/{claim_id}", "saved"))


def _show(
    request: Request,
    viewer: Viewer,
    found: Claim,
    *,
    problem: AmudduError | None = None,
    form: FormData | None = None,
) -> Response:
    return rendering.page(
        request,
        viewer,
        "claim.html",
        status=problem.status if problem else 200,
        claim=found,
        refusals=get_args(ClaimRefusal),
        causes=get_args(EndCause),
        values=_stored(found) | (typed_values(form) if form else {}),
        errors=_errors(problem, viewer, form) if problem else {},
        problem=problem.text.in_(viewer.lang) if problem else "",
        action=text_of(form, "action") if form else "",
        flash=flash.said(request.query_params.get(flash.PARAMETER), viewer),
    )


def _stored(found: Claim) -> dict[str, str]:
    """The checklist as if it had just been typed."""
    values: dict[str, str] = {}
    for document in found.documents:
        number = document.number
        values[f"given_{number}"] = document.given_on.isoformat() if document.given_on else ""
        values[f"reference_{number}"] = document.reference or ""
    return values


def _errors(problem: AmudduError, viewer: Viewer, form: FormData | None) -> dict[str, str]:
    """Sentences by field of the page: `documents.0.given_on` stands beside the first document."""
    found = by_field(problem, viewer)
    numbers = [number for number, _ in _documents(form)] if form else []
    for item in problem.fields:
        path = item.field.split(".")
        if path[0] == "documents" and len(path) > 1 and path[1].isdecimal():
            index = int(path[1])
            number = numbers[index] if index < len(numbers) else index + 1
            found[f"given_{number}"] = item.text.in_(viewer.lang)
    found.pop("documents", None)
    return {name: text for name, text in found.items() if not name.startswith("documents.")}


# --- what a form does ---------------------------------------------------------------------------


def _documents(form: FormData) -> Iterator[tuple[int, dict[str, object]]]:
    for number in range(1, _MOST_DOCUMENTS + 1):
        if f"given_{number}" in form:
            yield (
                number,
                {
                    "number": number,
                    "given_on": day_of(form, f"given_{number}"),
                    "reference": optional(form, f"reference_{number}"),
                },
            )


def _tick(services: Services, caller: Caller, claim_id: UUID, form: FormData) -> None:
    rows = [row for _, row in _documents(form)]
    body = read_model(DocumentsIn, {"documents": rows})
    services.employers.move_claim(caller, "edit", claim_id, body)


def _submit(services: Services, caller: Caller, claim_id: UUID, form: FormData) -> None:
    """The checklist is on the same form: what was just typed counts."""
    if any(True for _ in _documents(form)):
        _tick(services, caller, claim_id, form)
    services.employers.move_claim(caller, "submit", claim_id)


Action = Callable[[Services, Caller, UUID, FormData], None]


def _step(name: ClaimStepName) -> Action:
    """A step that takes what its contract asks; of an instalment, where its address names one."""
    operation = CLAIM[name].operation
    assert operation is not None
    assert operation.body is not None
    asked, numbered = operation.body, "number" in operation.parameter_types()

    def act(services: Services, caller: Caller, claim_id: UUID, form: FormData) -> None:
        which = (_instalment(form),) if numbered else ()
        services.employers.move_claim(caller, name, claim_id, *which, read_form(asked, form))

    return act


def _instalment(form: FormData) -> int:
    number = text_of(form, "number")
    if not number.isdecimal() or len(number) > 3:
        raise BadRequest
    return int(number)


_OF_ITS_OWN = {"create", "edit", "submit", "end_early"}
"""Steps whose form is another one, or has another name on the page."""

ACTIONS: Mapping[str, Action] = {
    "edit": _tick,
    "submit": _submit,
    "end": _step("end_early"),
    **{
        step.name: _step(cast(ClaimStepName, step.name))
        for step in CLAIM
        if step.operation is not None and step.name not in _OF_ITS_OWN
    },
}
"""What the page's forms do."""
