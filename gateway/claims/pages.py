"""Claims: the employer's own, the queue to decide on, one claim with what may be done to it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import cast, get_args
from urllib.parse import urlencode
from uuid import UUID

from fastapi import APIRouter
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
from amuddu.contracts.profiles.papers import Paper
from amuddu.contracts.schemes import EndCause, SchemeRow
from amuddu.contracts.types import Verdict
from amuddu.kit.auth import Role
from amuddu.kit.errors import AmudduError, BadRequest
from gateway.claims import papers
from gateway.sessions.security import FormDep
from gateway.web.error_pages import by_field
from gateway.web.forms import optional, read_form, read_model, text_of, typed_values
from gateway.web.page import Page, PageDep, done, first_of

router = APIRouter(include_in_schema=False)

PAGE = 20
STATES: tuple[ClaimState, ...] = get_args(ClaimState)
_MOST_DOCUMENTS = 20


@router.get("/demandes")
def claims(
    page: PageDep,
    etat: str = "",
    aide: str = "",
    offset: str = "",
) -> Response:
    """The claims that the viewer may know of, those that wait for somebody first."""
    page.viewer.allowed(LIST_CLAIMS)
    state = next((each for each in STATES if each == etat), None)
    schemes = _schemes(page)
    scheme = next((each.id for each in schemes if each.id == aide), None)
    first = first_of(offset)
    found = page.services.employers.claims(
        page.caller, state=state, scheme_id=scheme, limit=PAGE, offset=first
    )
    chosen = {"etat": state or "", "aide": scheme or ""}
    return page.render(
        "claims.html",
        items=found.items,
        total=found.total,
        limit=PAGE,
        offset=first,
        states=STATES,
        schemes=schemes,
        values=chosen,
        pager_url="/demandes?" + urlencode({**chosen, "offset": ""}),
    )


def _schemes(page: Page) -> tuple[SchemeRow, ...]:
    """The schemes to filter by: those that somebody asked for."""
    if page.role is Role.EMPLOYER:
        return ()
    return tuple(each for each in page.services.employers.every_scheme(page.caller) if each.claims)


@router.get("/demandes/{claim_id}")
def claim(page: PageDep, claim_id: UUID) -> Response:
    """One claim, and what the viewer may do with it."""
    page.viewer.allowed(READ_CLAIM)
    return _show(page, page.services.employers.claim(page.caller, claim_id))


@router.post("/demandes/{claim_id}")
def move(page: PageDep, claim_id: UUID, form: FormDep) -> Response:
    """Take a step of a claim; a refused form comes back as it was sent."""
    page.viewer.allowed(READ_CLAIM)
    action = ACTIONS.get(text_of(form, "action"))
    if action is None:
        raise BadRequest
    if text_of(form, "action") in _MOVES_MONEY:
        page.viewer.proved(page.request.app.state.settings)
    try:
        action(page, claim_id, form)
    except AmudduError as error:
        found = page.services.employers.claim(page.caller, claim_id)
        return _show(page, found, problem=error, form=form)
    return done(f"/demandes/{claim_id}", "saved")


def _show(
    page: Page,
    found: Claim,
    *,
    problem: AmudduError | None = None,
    form: FormData | None = None,
) -> Response:
    return page.render(
        "claim.html",
        refused=problem,
        claim=found,
        refusals=get_args(ClaimRefusal),
        causes=get_args(EndCause),
        person=_person(page, found),
        papers=(there := papers.of_claim(page, found)),
        beside=_beside(page, there),
        values=_stored(found) | (typed_values(form) if form else {}),
        errors=_errors(page, problem, form) if problem else {},
        action=text_of(form, "action") if form else "",
    )


def _beside(page: Page, there: Mapping[UUID, Paper]) -> Paper | None:
    """The paper that the viewer reads beside the form."""
    wanted = page.query("document")
    return next((paper for paper in there.values() if str(paper.id) == wanted), None)


def _person(page: Page, found: Claim) -> Verdict | None:
    """What profiles says of the person, to a counsellor who follows them and is about to decide.

    Nobody else reads it, and nothing keeps it: the claim says what was decided.
    """
    if page.role is not Role.COUNSELLOR or "approve" not in found.steps:
        return None
    try:
        profiles = page.services.profiles
        return profiles.judge_claim(page.caller, found.hire_id, found.scheme_id).verdict
    except AmudduError:
        return None


def _stored(found: Claim) -> dict[str, str]:
    """The checklist as if it had just been typed."""
    return {f"reference_{each.number}": each.reference or "" for each in found.documents}


def _errors(page: Page, problem: AmudduError, form: FormData | None) -> dict[str, str]:
    """Sentences by field of the page: `documents.0.papers` stands beside the first document."""
    found = by_field(problem, page.viewer)
    numbers = [number for number, _ in _documents(form)] if form else []
    for item in problem.fields:
        path = item.field.split(".")
        if path[0] == "documents" and len(path) > 2 and path[1].isdecimal():
            index = int(path[1])
            number = numbers[index] if index < len(numbers) else index + 1
            name = "reference" if path[2] == "reference" else "file"
            found[f"{name}_{number}"] = item.text.in_(page.lang)
    found.pop("documents", None)
    return {name: text for name, text in found.items() if not name.startswith("documents.")}


# --- what a form does ---------------------------------------------------------------------------


def _documents(form: FormData) -> Iterator[tuple[int, dict[str, object]]]:
    for number in range(1, _MOST_DOCUMENTS + 1):
        if f"reference_{number}" in form:
            reference = optional(form, f"reference_{number}")
            yield number, {"number": number, "reference": reference}


def _tick(page: Page, claim_id: UUID, form: FormData) -> None:
    rows = [row for _, row in _documents(form)]
    body = read_model(DocumentsIn, {"documents": rows})
    page.services.employers.move_claim(page.caller, "edit", claim_id, body)


def _submit(page: Page, claim_id: UUID, form: FormData) -> None:
    """The checklist is on the same form: what was just typed counts."""
    if any(True for _ in _documents(form)):
        _tick(page, claim_id, form)
    page.services.employers.move_claim(page.caller, "submit", claim_id)


Action = Callable[[Page, UUID, FormData], None]


def _step(name: ClaimStepName) -> Action:
    """A step that takes what its contract asks; of an instalment, where its address names one."""
    operation = CLAIM[name].operation
    assert operation is not None
    assert operation.body is not None
    asked, numbered = operation.body, "number" in operation.parameter_types()

    def act(page: Page, claim_id: UUID, form: FormData) -> None:
        which = (_instalment(form),) if numbered else ()
        body = read_form(asked, form)
        page.services.employers.move_claim(page.caller, name, claim_id, *which, body)

    return act


def _instalment(form: FormData) -> int:
    number = text_of(form, "number")
    if not number.isdecimal() or len(number) > 3:
        raise BadRequest
    return int(number)


_OF_ITS_OWN = {"create", "edit", "submit", "end_early"}
"""Steps whose form is another one, or has another name on the page."""

_MOVES_MONEY = {"pay"}
"""Steps before which a second proof has to be fresh."""

ACTIONS: Mapping[str, Action] = {
    "add_paper": papers.add,
    "remove_paper": papers.remove,
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
