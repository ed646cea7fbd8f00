"""Schemes as a coordinator keeps them: the list, one with its history, and a new version."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime

from fastapi import APIRouter, Request
from starlette.datastructures import FormData
from starlette.responses import Response

from amuddu.contracts import schemes as contract
from amuddu.contracts.types import Lang
from amuddu.kit.auth import Role
from amuddu.kit.errors import AmudduError, NotFound
from amuddu.reference import places
from amuddu.rules.base import in_language
from amuddu.rules.incentives_data import sectors
from amuddu.rules.residence import statuses
from gateway import flash, labels, rendering, scheme_form
from gateway.choices import Option
from gateway.clients import ServicesDep
from gateway.forms import typed_values
from gateway.security import FormDep, Viewer, ViewerDep
from gateway.views.errors import by_field

router = APIRouter(include_in_schema=False)

READERS = (Role.COORDINATOR, Role.COUNSELLOR, Role.ADMINISTRATOR)
_ID = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_"


@router.get("/aides")
def schemes(request: Request, viewer: ViewerDep, services: ServicesDep) -> Response:
    """Every scheme with the version in force."""
    viewer.require(*READERS)
    found = services.employers.every_scheme(viewer.caller)
    return rendering.page(
        request,
        viewer,
        "schemes.html",
        home=[each for each in found if each.country == "MA"],
        abroad=[each for each in found if each.country != "MA"],
    )


@router.get("/aides/{scheme_id}")
def scheme(request: Request, viewer: ViewerDep, services: ServicesDep, scheme_id: str) -> Response:
    """One scheme: its terms, and what each version changed."""
    viewer.require(*READERS)
    found = services.employers.scheme(viewer.caller, _known(scheme_id))
    return rendering.page(
        request,
        viewer,
        "scheme.html",
        scheme=found,
        terms=_shown(found.terms, viewer.lang),
        may_write=viewer.actor.role is Role.COORDINATOR,
        flash=flash.said(request.query_params.get(flash.PARAMETER), viewer),
    )


@router.get("/aides/{scheme_id}/version")
def new_version(
    request: Request, viewer: ViewerDep, services: ServicesDep, scheme_id: str
) -> Response:
    """The form of a new version, filled with the terms in force."""
    viewer.require(Role.COORDINATOR)
    found = services.employers.scheme(viewer.caller, _known(scheme_id))
    return _form(request, viewer, found)


@router.post("/aides/{scheme_id}/version")
def add_version(
    request: Request, viewer: ViewerDep, services: ServicesDep, scheme_id: str, form: FormDep
) -> Response:
    """Add a version; a refused form comes back as it was sent."""
    viewer.require(Role.COORDINATOR)
    identifier = _known(scheme_id)
    try:
        services.employers.add_version(viewer.caller, identifier, scheme_form.read(form))
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
    found: contract.SchemeDetail,
    *,
    problem: AmudduError | None = None,
    form: FormData | None = None,
) -> Response:
    today = datetime.now(UTC).date().isoformat()
    values = typed_values(form) if form else scheme_form.stored(found.terms)
    return rendering.page(
        request,
        viewer,
        "scheme_form.html",
        status=problem.status if problem else 200,
        scheme=found,
        values={"valid_from": today, "reason": ""} | values,
        errors=scheme_form.beside_fields(by_field(problem, viewer)) if problem else {},
        problem=problem.text.in_(viewer.lang) if problem else "",
        options=_options(viewer.lang),
    )


def _options(lang: Lang) -> dict[str, list[Option]]:
    """What may be ticked, in the reader's language."""
    regions = [(each.id, each.names[lang]) for each in places.regions().values()]
    return {
        "regions": regions,
        "employer_regions": regions,
        "sectors": [(each, each) for each in sorted(sectors())],
        "statuses": [(each.id, in_language(each.label, lang)) for each in statuses().values()],
    }


def _shown(terms: contract.SchemeTerms, lang: Lang) -> list[tuple[str, str]]:
    """Field and value of each term that says something, as the form would hold it."""
    names: dict[str, Mapping[str, str]]
    names = {name: dict(options) for name, options in _options(lang).items()}
    said = labels.in_language(lang)
    names |= {"contract_types": said["scheme_contract"], "clawback_exceptions": said["end_cause"]}
    found = []
    for field in contract.SchemeTerms.model_fields:
        value = getattr(terms, field)
        if value in (None, (), {}, False) or field == "summary":
            continue
        found.append((field, _said(field, value, names, lang)))
    return found


def _said(field: str, value: object, names: Mapping[str, Mapping[str, str]], lang: Lang) -> str:
    if value is True:
        return "✓"
    if isinstance(value, dict):
        return " ; ".join(f"{name} : {said}" for name, said in value.items())
    if not isinstance(value, tuple):
        return str(value).removesuffix(".00")
    if field == "documents":
        return " ; ".join(str(getattr(each, lang) or each.fr) for each in value)
    if field == "payment_schedule":
        return " ; ".join(f"{each.after_months} : {each.share_pct} %" for each in value)
    return " ; ".join(names.get(field, {}).get(str(each), str(each)) for each in value)
