"""Versions of rules on pages: every rule, a form with what it would change, the second person.

A version is tried before it is proposed: the form comes back with every answer that it changes,
and only then can be sent.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request
from starlette.datastructures import FormData
from starlette.responses import Response

from amuddu.contracts.rules import versions as contract
from amuddu.contracts.types import LANGS
from amuddu.kit.errors import AmudduError, NotFound
from gateway.clients import ServicesDep
from gateway.rules import version_form
from gateway.sessions.security import FormDep, Viewer, ViewerDep
from gateway.web import flash, rendering
from gateway.web.error_pages import by_field
from gateway.web.forms import read_model, text_of, typed_values

router = APIRouter(include_in_schema=False)

_ID = frozenset("abcdefghijklmnopqrstuvwxyz0123456789_.")
_SUBJECTS = ("right", "wage", "contribution", "income_tax", "route")


@router.get("/regles")
def rules(request: Request, viewer: ViewerDep, services: ServicesDep) -> Response:
    """Every rule of which a version may be written, and the versions that were."""
    viewer.require(*contract.READERS)
    facts = services.employers.rule_facts(viewer.caller)
    return rendering.page(
        request,
        viewer,
        "rule_list.html",
        groups={each: [f for f in facts if f.subject == each] for each in _SUBJECTS},
        versions=services.employers.rule_versions(viewer.caller).items,
    )


@router.get("/regles/versions/{version_id}")
def version(
    request: Request, viewer: ViewerDep, services: ServicesDep, version_id: UUID
) -> Response:
    """One version: before and after, the source, every answer it changes, and the decision."""
    viewer.require(*contract.READERS)
    return _version(request, viewer, services, version_id)


@router.post("/regles/versions/{version_id}")
def decide(
    request: Request, viewer: ViewerDep, services: ServicesDep, version_id: UUID, form: FormDep
) -> Response:
    """Approve, refuse or take back a version; a refused decision comes back with why."""
    viewer.require(*contract.READERS)
    step = text_of(form, "step")
    if step not in contract.RULE_VERSION.steps or step == "propose":
        raise NotFound
    try:
        body = read_model(contract.DecisionIn, {"reason": text_of(form, "reason")})
        services.employers.decide_rule_version(viewer.caller, step, version_id, body)
    except AmudduError as error:
        return _version(request, viewer, services, version_id, problem=error, form=form)
    return rendering.redirect(flash.with_flash(f"/regles/versions/{version_id}", "saved"))


@router.get("/regles/{fact_id}")
def rule(request: Request, viewer: ViewerDep, services: ServicesDep, fact_id: str) -> Response:
    """One rule: what it says, every row it had, and the form of a new version."""
    viewer.require(*contract.READERS)
    found = services.employers.rule_fact(viewer.caller, _known(fact_id))
    return _rule(request, viewer, services, found)


@router.post("/regles/{fact_id}")
def propose(
    request: Request, viewer: ViewerDep, services: ServicesDep, fact_id: str, form: FormDep
) -> Response:
    """Try a version, and propose it once its effects were shown."""
    viewer.require(*contract.PROPOSERS)
    found = services.employers.rule_fact(viewer.caller, _known(fact_id))
    try:
        body = version_form.read(form, found)
        if text_of(form, "step") == "propose":
            made = services.employers.propose_rule_version(viewer.caller, body)
            return rendering.redirect(flash.with_flash(f"/regles/versions/{made.id}", "proposed"))
        tried = services.employers.try_rule_version(viewer.caller, body)
    except AmudduError as error:
        return _rule(request, viewer, services, found, problem=error, form=form)
    return _rule(request, viewer, services, found, form=form, effects=tried.effects)


def _known(fact_id: str) -> str:
    """An id that may go into an address of the service."""
    if not fact_id or not set(fact_id) <= _ID:
        raise NotFound
    return fact_id


def _rule(
    request: Request,
    viewer: Viewer,
    services: Any,
    found: contract.RuleFact,
    *,
    problem: AmudduError | None = None,
    form: FormData | None = None,
    effects: tuple[contract.RuleEffect, ...] | None = None,
) -> Response:
    """The rule, with the form as it was sent. `effects`: what the version tried would change."""
    values = version_form.stored(found) | (typed_values(form) if form else {})
    errors = version_form.beside(by_field(problem, viewer), found) if problem else {}
    versions = services.employers.rule_versions(viewer.caller, fact=found.id).items
    return rendering.page(
        request,
        viewer,
        "rule.html",
        status=problem.status if problem else 200,
        fact=found,
        versions=versions,
        waiting=any(each.state == "proposed" for each in versions),
        values=values,
        errors=errors,
        problem=problem.text.in_(viewer.lang) if problem else "",
        effects=effects,
        langs=LANGS,
        may_propose=viewer.actor.role in contract.PROPOSERS,
    )


def _version(
    request: Request,
    viewer: Viewer,
    services: Any,
    version_id: UUID,
    *,
    problem: AmudduError | None = None,
    form: FormData | None = None,
) -> Response:
    found = services.employers.rule_version(viewer.caller, version_id)
    role, mine = viewer.actor.role, found.own
    steps = [step.name for step in contract.RULE_VERSION.open_to(role, found.state)]
    return rendering.page(
        request,
        viewer,
        "rule_version.html",
        status=problem.status if problem else 200,
        version=found,
        changed=[field for field in found.fields if field.name in found.values],
        steps=[name for name in steps if (name == "withdraw") == mine],
        values=typed_values(form) if form else {},
        errors=by_field(problem, viewer) if problem else {},
        problem=problem.text.in_(viewer.lang) if problem else "",
        flash=flash.said(request.query_params.get(flash.PARAMETER), viewer),
    )
