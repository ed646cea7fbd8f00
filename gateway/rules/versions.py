"""Versions of rules on pages: every rule, a form with what it would change, the second person.

A version is tried before it is proposed: the form comes back with every answer that it changes,
and only then can be sent.
"""

from __future__ import annotations

from uuid import UUID

from fastapi import APIRouter
from starlette.datastructures import FormData
from starlette.responses import Response

from amuddu.contracts.rules import versions as contract
from amuddu.contracts.types import LANGS
from amuddu.kit.errors import AmudduError, NotFound
from gateway.rules import version_form
from gateway.sessions.security import FormDep
from gateway.web.error_pages import by_field
from gateway.web.forms import read_model, text_of, typed_values
from gateway.web.page import Page, PageDep, done

router = APIRouter(include_in_schema=False)

_ID = frozenset("abcdefghijklmnopqrstuvwxyz0123456789_.")
_SUBJECTS = ("right", "wage", "contribution", "income_tax", "route", "step")


@router.get("/regles")
def rules(page: PageDep) -> Response:
    """Every rule of which a version may be written, and the versions that were."""
    page.viewer.require(*contract.READERS)
    facts = page.services.employers.rule_facts(page.caller)
    return page.render(
        "rule_list.html",
        groups={each: [f for f in facts if f.subject == each] for each in _SUBJECTS},
        versions=page.services.employers.rule_versions(page.caller).items,
    )


@router.get("/regles/versions/{version_id}")
def version(page: PageDep, version_id: UUID) -> Response:
    """One version: before and after, the source, every answer it changes, and the decision."""
    page.viewer.require(*contract.READERS)
    return _version(page, version_id)


@router.post("/regles/versions/{version_id}")
def decide(page: PageDep, version_id: UUID, form: FormDep) -> Response:
    """Approve, refuse or take back a version; a refused decision comes back with why."""
    page.viewer.require(*contract.READERS)
    step = text_of(form, "step")
    if step not in contract.RULE_VERSION.steps or step == "propose":
        raise NotFound
    try:
        body = read_model(contract.DecisionIn, {"reason": text_of(form, "reason")})
        page.services.employers.decide_rule_version(page.caller, step, version_id, body)
    except AmudduError as error:
        return _version(page, version_id, problem=error, form=form)
    return done(f"/regles/versions/{version_id}", "saved")


@router.get("/regles/{fact_id}")
def rule(page: PageDep, fact_id: str) -> Response:
    """One rule: what it says, every row it had, and the form of a new version."""
    page.viewer.require(*contract.READERS)
    found = page.services.employers.rule_fact(page.caller, _known(fact_id))
    return _rule(page, found)


@router.post("/regles/{fact_id}")
def propose(page: PageDep, fact_id: str, form: FormDep) -> Response:
    """Try a version, and propose it once its effects were shown."""
    page.viewer.require(*contract.PROPOSERS)
    found = page.services.employers.rule_fact(page.caller, _known(fact_id))
    try:
        body = version_form.read(form, found)
        if text_of(form, "step") == "propose":
            made = page.services.employers.propose_rule_version(page.caller, body)
            return done(f"/regles/versions/{made.id}", "proposed")
        tried = page.services.employers.try_rule_version(page.caller, body)
    except AmudduError as error:
        return _rule(page, found, problem=error, form=form)
    return _rule(page, found, form=form, effects=tried.effects)


def _known(fact_id: str) -> str:
    """An id that may go into an address of the service."""
    if not fact_id or not set(fact_id) <= _ID:
        raise NotFound
    return fact_id


def _rule(
    page: Page,
    found: contract.RuleFact,
    *,
    problem: AmudduError | None = None,
    form: FormData | None = None,
    effects: tuple[contract.RuleEffect, ...] | None = None,
) -> Response:
    """The rule, with the form as it was sent. `effects`: what the version tried would change."""
    values = typed_values(form) if form else version_form.stored(found)
    errors = version_form.beside(by_field(problem, page.viewer), found) if problem else {}
    versions = page.services.employers.rule_versions(page.caller, fact=found.id).items
    return page.render(
        "rule.html",
        refused=problem,
        fact=found,
        versions=versions,
        waiting=any(each.state == "proposed" for each in versions),
        values=values,
        errors=errors,
        effects=effects,
        langs=LANGS,
        rooms=version_form.rooms(found, values),
        may_propose=page.role in contract.PROPOSERS,
    )


def _version(
    page: Page,
    version_id: UUID,
    *,
    problem: AmudduError | None = None,
    form: FormData | None = None,
) -> Response:
    found = page.services.employers.rule_version(page.caller, version_id)
    role, mine = page.role, found.own
    steps = [step.name for step in contract.RULE_VERSION.open_to(role, found.state)]
    return page.render(
        "rule_version.html",
        refused=problem,
        version=found,
        changed=[field for field in found.fields if field.name in found.values],
        steps=[name for name in steps if (name == "withdraw") == mine],
        values=typed_values(form) if form else {},
    )
