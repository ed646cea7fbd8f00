"""The employer's shortlist: people without a name until they say yes, then their contact."""

from __future__ import annotations

from collections.abc import Sequence
from typing import get_args
from uuid import UUID

from fastapi import APIRouter
from starlette.datastructures import FormData
from starlette.responses import Response

from amuddu.contracts.matching import CandidacyState, RefusalReason
from amuddu.contracts.matching.candidacies import Candidacy
from amuddu.contracts.profiles import Disclosure
from amuddu.contracts.types import HiringRouteCode
from amuddu.kit import clock
from amuddu.kit.auth import Role
from amuddu.kit.errors import AmudduError, BadRequest
from gateway.candidates.cards import PseudonymCard, duties_of_young, route_shown
from gateway.candidates.pages import first_day, id_of, refusal
from gateway.sessions.security import FormDep
from gateway.vacancies import counts
from gateway.web.concurrent import asking
from gateway.web.forms import text_of
from gateway.web.page import Page, PageDep, done

router = APIRouter(include_in_schema=False)

_ORDER: tuple[CandidacyState, ...] = ("accepted", "shortlisted", "hired", "refused")
_OPENED: frozenset[CandidacyState] = frozenset({"accepted", "hired"})
"""States in which the person agreed that this employer sees who they are."""


@router.get("/offres/{vacancy_id}/preselection")
def shortlist(page: PageDep, vacancy_id: UUID) -> Response:
    """The people put forward for a vacancy."""
    page.viewer.require(Role.EMPLOYER)
    return show(page, vacancy_id)


@router.post("/offres/{vacancy_id}/preselection")
def decide(page: PageDep, vacancy_id: UUID, form: FormDep) -> Response:
    """Hire somebody who said yes, or do not go on with them."""
    page.viewer.require(Role.EMPLOYER)
    candidacy_id = _candidacy_of(page, vacancy_id, form)
    try:
        code = _act(page, candidacy_id, form)
    except AmudduError as error:
        return show(page, vacancy_id, refused=error)
    address = f"/offres/{vacancy_id}/preselection?sur={candidacy_id}"
    return done(address, code, at=f"c-{candidacy_id}")


def _candidacy_of(page: Page, vacancy_id: UUID, form: FormData) -> UUID:
    """The candidacy the form is about, which is one of this vacancy."""
    candidacy_id = id_of(form, "candidacy_id")
    if page.services.matching.candidacy(page.caller, candidacy_id).vacancy_id != vacancy_id:
        raise BadRequest
    return candidacy_id


def _act(page: Page, candidacy_id: UUID, form: FormData) -> str:
    action = text_of(form, "action")
    if action == "meet":
        page.services.matching.meet(page.caller, candidacy_id)
        return "meeting"
    if action == "hire":
        page.services.matching.hire(page.caller, candidacy_id, hired_on=first_day(form))
        return "hired"
    if action == "refuse":
        page.services.matching.refuse(page.caller, candidacy_id, refusal(form))
        return "refused"
    raise BadRequest


def show(page: Page, vacancy_id: UUID, *, refused: AmudduError | None = None) -> Response:
    """The shortlist, with what was refused where something was."""
    candidacies = asking(lambda: counts.candidacies(page, vacancy_id))
    vacancy = page.services.employers.get(page.caller, vacancy_id)
    found = candidacies.result()
    return page.render(
        "shortlist.html",
        refused=refused,
        vacancy=vacancy,
        cards=_cards(page, found),
        refusal_reasons=get_args(RefusalReason),
        today=clock.today(),
        about=page.query("sur"),
        problem=refused.summary.in_(page.lang) if refused else "",
    )


def _cards(page: Page, found: Sequence[Candidacy]) -> list[PseudonymCard]:
    """People who said yes first, then those who are asked, then what is decided.

    Those who are asked stand by their code: an order by fit would tell a fit.
    """
    shown = (item for item in found if item.state in _ORDER)
    contacts = _contacts(page, found)
    routes = _routes(page, list(contacts))
    ordered = sorted(
        shown, key=lambda item: (_ORDER.index(item.state), -(item.fit or 0), item.code)
    )
    return [
        PseudonymCard(
            candidacy=item,
            route=route_shown(routes[item.id], page.lang) if item.id in routes else None,
            contact=contacts.get(item.id),
            duties=duties_of_young(page.lang) if item.young else (),
        )
        for item in ordered
    ]


def _routes(page: Page, opened: Sequence[UUID]) -> dict[UUID, HiringRouteCode]:
    """What hiring takes, of those whose contact is open."""
    try:
        return page.services.profiles.opened_routes(page.caller, opened) if opened else {}
    except AmudduError:
        return {}


def _contacts(page: Page, found: Sequence[Candidacy]) -> dict[UUID, Disclosure]:
    """Name and contact of those who said yes; none of whose yes is still on its way."""
    opened = [item.id for item in found if item.state in _OPENED]
    try:
        return page.services.profiles.disclosures(page.caller, opened) if opened else {}
    except AmudduError:
        return {}
