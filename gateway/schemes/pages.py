"""Schemes as a coordinator keeps them: the list, one with its history, a new version, a new one."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.datastructures import FormData
from starlette.responses import Response

from amuddu.contracts import schemes as contract
from amuddu.kit import clock
from amuddu.kit.errors import AmudduError, NotFound
from gateway.clients import ServicesDep
from gateway.schemes import form as schemes_form
from gateway.schemes import words
from gateway.sessions.security import FormDep, Viewer, ViewerDep
from gateway.web import flash, rendering
from gateway.web.error_pages import by_field
from gateway.web.forms import typed_values

router = APIRouter(include_in_schema=False)

_ID = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_"


@router.get("/aides")
def schemes(request: Request, viewer: ViewerDep, services: ServicesDep) -> Response:
    """Every scheme with the version in force."""
    viewer.require(*contract.READERS)
    found = services.employers.every_scheme(viewer.caller)
    return rendering.page(
        request,
        viewer,
        "schemes.html",
        home=[each for each in found if each.country == "MA"],
        abroad=[each for each in found if each.country != "MA"],
        may_write=viewer.actor.role in contract.WRITERS,
    )


@router.get("/aides/nouvelle")
def new_scheme(request: Request, viewer: ViewerDep) -> Response:
    """The form of a scheme that nobody has kept yet."""
    viewer.require(*contract.WRITERS)
    return _form(request, viewer, None)


@router.post("/aides/nouvelle")
def add_scheme(
    request: Request, viewer: ViewerDep, services: ServicesDep, form: FormDep
) -> Response:
    """Add a scheme; a refused form comes back as it was sent."""
    viewer.require(*contract.WRITERS)
    try:
        made = services.employers.add_scheme(viewer.caller, schemes_form.read_new(form))
    except AmudduError as error:
        return _form(request, viewer, None, problem=error, form=form)
    return rendering.redirect(flash.with_flash(f"/aides/{made.id}", "saved"))


@router.get("/aides/{scheme_id}")
def scheme(request: Request, viewer: ViewerDep, services: ServicesDep, scheme_id: str) -> Response:
    """One scheme: its terms, and what each version changed."""
    viewer.require(*contract.READERS)
    found = services.employers.scheme(viewer.caller, _known(scheme_id))
    names = {each.id: each.name for each in services.employers.every_scheme(viewer.caller)}
    return rendering.page(
        request,
        viewer,
        "scheme.html",
        scheme=found,
        terms=words.shown(found.terms, viewer.lang, names),
        history=words.history(found.versions, viewer.lang, names),
        may_write=viewer.actor.role in contract.WRITERS,
        flash=flash.said(request.query_params.get(flash.PARAMETER), viewer),
    )


@router.get("/aides/{scheme_id}/version")
def new_version(
    request: Request, viewer: ViewerDep, services: ServicesDep, scheme_id: str
) -> Response:
    """The form of a new version, filled with the terms in force."""
    viewer.require(*contract.WRITERS)
    found = services.employers.scheme(viewer.caller, _known(scheme_id))
    return _form(request, viewer, found)


@router.post("/aides/{scheme_id}/version")
def add_version(
    request: Request, viewer: ViewerDep, services: ServicesDep, scheme_id: str, form: FormDep
) -> Response:
    """Add a version; a refused form comes back as it was sent."""
    viewer.require(*contract.WRITERS)
    identifier = _known(scheme_id)
    try:
        services.employers.add_version(viewer.caller, identifier, schemes_form.read(form))
    except AmudduError as error:
        found = services.employers.scheme(viewer.caller, identifier)
        return _form(request, viewer, found, problem=error, form=form)
    return rendering.redirect(flash.with_flash(f"/aides/{identifier}", "saved"))


def _known(scheme_id: str) -> str:
    """An id that may go into an address of the service."""
    if not scheme_id or not set(scheme_id) <= set(_ID):
        raise NotFound
    return scheme_id


def _form(
    request: Request,
    viewer: Viewer,
    found: contract.SchemeDetail | None,
    *,
    problem: AmudduError | None = None,
    form: FormData | None = None,
) -> Response:
    """The form of a version, or of a new scheme where none is `found`."""
    today = clock.today().isoformat()
    stored = schemes_form.stored(found.terms) if found else {"amount_currency": "MAD"}
    values = typed_values(form) if form else stored
    return rendering.page(
        request,
        viewer,
        "scheme_form.html",
        status=problem.status if problem else 200,
        scheme=found,
        values={"valid_from": today, "reason": ""} | values,
        errors=schemes_form.beside_fields(by_field(problem, viewer)) if problem else {},
        problem=problem.text.in_(viewer.lang) if problem else "",
        options=words.options(viewer.lang),
    )
