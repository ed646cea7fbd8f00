"""Schemes as a coordinator keeps them: the list, one with its history, a new version, a new one."""

from __future__ import annotations

from uuid import UUID

from fastapi import APIRouter
from starlette.datastructures import FormData
from starlette.responses import Response

from amuddu.contracts import schemes as contract
from amuddu.contracts.schemes import proposals as proposed
from amuddu.contracts.types import LANGS
from amuddu.kit import clock
from amuddu.kit.errors import AmudduError, NotFound
from gateway.schemes import form as schemes_form
from gateway.schemes import words
from gateway.sessions.security import FormDep
from gateway.web.error_pages import by_field
from gateway.web.forms import read_model, text_of, typed_values
from gateway.web.page import Page, PageDep, done

router = APIRouter(include_in_schema=False)

_ID = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_"


@router.get("/aides")
def schemes(page: PageDep) -> Response:
    """Every scheme with the version in force."""
    page.viewer.require(*contract.READERS)
    found = page.services.employers.every_scheme(page.caller)
    return page.render(
        "schemes.html",
        home=[each for each in found if each.country == "MA"],
        abroad=[each for each in found if each.country != "MA"],
        waiting=[
            each
            for each in page.services.employers.scheme_proposals(page.caller).items
            if each.state == "proposed"
        ],
        may_write=page.role in contract.WRITERS,
    )


@router.get("/aides/nouvelle")
def new_scheme(page: PageDep) -> Response:
    """The form of a scheme that nobody has kept yet."""
    page.viewer.require(*contract.WRITERS)
    return _form(page, None)


@router.post("/aides/nouvelle")
def add_scheme(page: PageDep, form: FormDep) -> Response:
    """Propose a scheme; a refused form comes back as it was sent."""
    page.viewer.require(*contract.WRITERS)
    try:
        made = page.services.employers.propose_scheme(page.caller, schemes_form.read_new(form))
    except AmudduError as error:
        return _form(page, None, problem=error, form=form)
    return done(f"/aides/versions/{made.id}", "proposed")


@router.get("/aides/versions/{proposal_id}")
def proposal(page: PageDep, proposal_id: UUID) -> Response:
    """A proposed version: what it says, what it changes, and the decision."""
    page.viewer.require(*contract.READERS)
    return _proposal(page, proposal_id)


@router.post("/aides/versions/{proposal_id}")
def decide(page: PageDep, proposal_id: UUID, form: FormDep) -> Response:
    """Approve, refuse or take back a version; a refused decision comes back with why."""
    page.viewer.require(*contract.READERS)
    step = text_of(form, "step")
    if step not in proposed.SCHEME_VERSION.steps or step == "propose":
        raise NotFound
    try:
        body = read_model(proposed.SchemeDecisionIn, {"reason": text_of(form, "reason")})
        page.services.employers.decide_scheme(page.caller, step, proposal_id, body)
    except AmudduError as error:
        return _proposal(page, proposal_id, problem=error, form=form)
    return done(f"/aides/versions/{proposal_id}", "saved")


@router.get("/aides/{scheme_id}")
def scheme(page: PageDep, scheme_id: str) -> Response:
    """One scheme: its terms, and what each version changed."""
    page.viewer.require(*contract.READERS)
    found = page.services.employers.scheme(page.caller, _known(scheme_id))
    names = {each.id: each.name for each in page.services.employers.every_scheme(page.caller)}
    return page.render(
        "scheme.html",
        scheme=found,
        terms=words.shown(found.terms, page.lang, names),
        history=words.history(found.versions, page.lang, names),
        may_write=page.role in contract.WRITERS,
    )


@router.get("/aides/{scheme_id}/version")
def new_version(page: PageDep, scheme_id: str) -> Response:
    """The form of a new version, filled with the terms in force."""
    page.viewer.require(*contract.WRITERS)
    found = page.services.employers.scheme(page.caller, _known(scheme_id))
    return _form(page, found)


@router.post("/aides/{scheme_id}/version")
def add_version(page: PageDep, scheme_id: str, form: FormDep) -> Response:
    """Propose a version; a refused form comes back as it was sent."""
    page.viewer.require(*contract.WRITERS)
    identifier = _known(scheme_id)
    try:
        body = schemes_form.read(form)
        made = page.services.employers.propose_version(page.caller, identifier, body)
    except AmudduError as error:
        found = page.services.employers.scheme(page.caller, identifier)
        return _form(page, found, problem=error, form=form)
    return done(f"/aides/versions/{made.id}", "proposed")


def _proposal(
    page: Page,
    proposal_id: UUID,
    *,
    problem: AmudduError | None = None,
    form: FormData | None = None,
) -> Response:
    found = page.services.employers.scheme_proposal(page.caller, proposal_id)
    every = page.services.employers.every_scheme(page.caller)
    names = {each.id: each.name for each in every}
    steps = [step.name for step in proposed.SCHEME_VERSION.open_to(page.role, found.state)]
    return page.render(
        "scheme_proposal.html",
        refused=problem,
        proposal=found,
        kept=found.scheme_id in names,
        terms=words.shown(found.terms, page.lang, names),
        changes=words.changed(found.before, found.terms, page.lang, names),
        steps=[name for name in steps if (name == "withdraw") == found.own],
        values=typed_values(form) if form else {},
    )


def _known(scheme_id: str) -> str:
    """An id that may go into an address of the service."""
    if not scheme_id or not set(scheme_id) <= set(_ID):
        raise NotFound
    return scheme_id


def _form(
    page: Page,
    found: contract.SchemeDetail | None,
    *,
    problem: AmudduError | None = None,
    form: FormData | None = None,
) -> Response:
    """The form of a version, or of a new scheme where none is `found`."""
    today = clock.today().isoformat()
    stored = schemes_form.stored(found.terms) if found else {"amount_currency": "MAD"}
    values = typed_values(form) if form else stored
    every = page.services.employers.every_scheme(page.caller)
    others = sorted(
        ((one.id, one.name) for one in every if not found or one.id != found.id), key=_by_name
    )
    return page.render(
        "scheme_form.html",
        refused=problem,
        scheme=found,
        values={"valid_from": today, "reason": ""} | values,
        errors=schemes_form.beside_fields(by_field(problem, page.viewer)) if problem else {},
        options=words.options(page.lang),
        instalments=schemes_form.rows(values, "after_months", "share_pct", spare=2, most=36),
        papers=schemes_form.rows(values, *_DOCUMENT, spare=2, most=20),
        others=others,
    )


_DOCUMENT = tuple(f"document_{lang}" for lang in LANGS)


def _by_name(other: tuple[str, str]) -> str:
    return other[1].casefold()
