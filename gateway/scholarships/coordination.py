"""The coordination's pages of calls: what each gives and asks, who scores."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any
from uuid import UUID

from fastapi import APIRouter
from starlette.datastructures import FormData
from starlette.responses import Response

from amuddu.contracts.support.calls import CallIn, CallTermsIn, CommitteeIn, KeptCall
from amuddu.contracts.support.catalogue import SCHOOL_LEVELS
from amuddu.kit.auth import Role
from amuddu.kit.db import Session, SessionDep
from amuddu.kit.errors import AmudduError, BadRequest, invalid
from amuddu.kit.i18n import N_
from gateway.scholarships.words import HOME, id_of
from gateway.sessions import organisations
from gateway.sessions.security import FormDep
from gateway.web.forms import (
    optional,
    read_fields,
    read_model,
    shown_fields,
    text_of,
    ticked,
    typed_values,
)
from gateway.web.page import Page, PageDep, done

router = APIRouter(include_in_schema=False)

KEEPER = Role.COORDINATOR
_MEMBERS = (Role.COUNSELLOR, Role.COORDINATOR)
_MOST_ACCOUNTS = 200
_MOST_COURSES = 100
_FEW = N_("Cochez au moins trois personnes.")
_GONE = N_("Un des comptes n'est plus ouvert : choisissez de nouveau.")


@router.get(f"{HOME}/appels/nouveau")
def new(page: PageDep) -> Response:
    """An empty form."""
    page.viewer.require(KEEPER)
    return _form(page, {"quorum": "3", "one_per_household": "1", "one_per_course": "1"})


@router.post(f"{HOME}/appels/nouveau")
def add(page: PageDep, form: FormDep) -> Response:
    """Enter a call."""
    page.viewer.require(KEEPER)
    try:
        said: dict[str, Any] = {
            **read_fields(CallIn, form),
            "envelope_id": optional(form, "envelope_id"),
            "terms": _terms(form),
        }
        made = page.services.support.add_call(page.caller, read_model(CallIn, said))
    except AmudduError as error:
        return _form(page, typed_values(form), refused=error)
    return done(f"{HOME}/appels/{made.id}/gerer", "saved")


def _terms(form: FormData) -> dict[str, Any]:
    return {**read_fields(CallTermsIn, form), "courses": ticked(form, "courses")}


def _form(page: Page, values: Mapping[str, str], *, refused: AmudduError | None = None) -> Response:
    return page.render(
        "scholarship_call_form.html",
        refused=refused,
        purses=page.services.support.purses(page.caller).items,
        courses=_courses(page),
        school_levels=SCHOOL_LEVELS[1:],
        values=values,
    )


def _courses(page: Page) -> Sequence[tuple[UUID, str, str]]:
    found = page.services.support.search(page.caller, limit=_MOST_COURSES)
    return [(each.id, each.title, each.centre_name) for each in found.items]


# --- one call -----------------------------------------------------------------------------------


@router.get(f"{HOME}/appels/{{call_id}}/gerer")
def manage(page: PageDep, session: SessionDep, call_id: UUID) -> Response:
    """What a call gives and asks, its committee, whether it is open."""
    page.viewer.require(KEEPER)
    return _manage(page, session, call_id)


@router.post(f"{HOME}/appels/{{call_id}}/gerer")
def act(page: PageDep, session: SessionDep, call_id: UUID, form: FormDep) -> Response:
    """Open or close it, name its committee, write a new version of what it asks."""
    page.viewer.require(KEEPER)
    step = ACTIONS.get(text_of(form, "action"))
    if step is None:
        raise BadRequest
    try:
        step(page, session, call_id, form)
    except AmudduError as error:
        return _manage(page, session, call_id, refused=error, form=form)
    return done(f"{HOME}/appels/{call_id}/gerer", "saved")


def _manage(
    page: Page,
    session: Session,
    call_id: UUID,
    *,
    refused: AmudduError | None = None,
    form: FormData | None = None,
) -> Response:
    found: KeptCall = page.services.support.decisions(page.caller, call_id).call
    action = text_of(form, "action") if form else ""
    terms = shown_fields(found.terms, CallTermsIn)
    terms |= {f"courses:{each}": "1" for each in found.terms.courses}
    members = {f"members:{each}": "1" for each in found.members}
    if form is not None:  # what was unticked stays unticked
        terms = typed_values(form) if action == "terms" else terms
        members = typed_values(form) if action == "committee" else members
    return page.render(
        "scholarship_manage.html",
        refused=refused,
        call=found,
        courses=_courses(page),
        school_levels=SCHOOL_LEVELS[1:],
        accounts=_accounts(session),
        offices=organisations.office_names(session),
        values=terms | members,
        action=action,
    )


def _accounts(session: Session) -> Sequence[Any]:
    """Open accounts that may sit on a committee."""
    found: list[Any] = []
    for role in _MEMBERS:
        asked = organisations.Asked(role=role.value, closed=False)
        found += organisations.users(session, asked, limit=_MOST_ACCOUNTS, offset=0)[0]
    return found


Act = Callable[[Page, Session, UUID, FormData], object]


def _bare(name: str) -> Act:
    return lambda page, _, one, __: getattr(page.services.support, name)(page.caller, one)


def _change(page: Page, _: Session, one: UUID, form: FormData) -> None:
    body = read_model(CallTermsIn, _terms(form))
    page.services.support.change_terms(page.caller, one, body)


def _appoint(page: Page, session: Session, one: UUID, form: FormData) -> None:
    chosen = [id_of(each) for each in ticked(form, "members")]
    known = {account.id for account in _accounts(session)}
    if not set(chosen) <= known:
        raise invalid("members", _GONE)
    if len(chosen) < 3:
        raise invalid("members", _FEW)
    page.services.support.appoint(page.caller, one, read_model(CommitteeIn, {"members": chosen}))


ACTIONS: Mapping[str, Act] = {
    "open": _bare("open_call"),
    "close": _bare("close_call"),
    "terms": _change,
    "committee": _appoint,
}
"""What the page's forms do."""
