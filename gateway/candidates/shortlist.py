"""The employer's shortlist: people without a name until they say yes, then their contact."""

from __future__ import annotations

from collections.abc import Sequence
from typing import get_args
from uuid import UUID

from fastapi import APIRouter, Request
from starlette.datastructures import FormData
from starlette.responses import Response

from amuddu.contracts.matching import CandidacyState, RefusalReason
from amuddu.contracts.matching.candidacies import Candidacy
from amuddu.contracts.profiles import Disclosure
from amuddu.kit import clock
from amuddu.kit.auth import Role
from amuddu.kit.errors import AmudduError, BadRequest
from gateway.candidates.cards import PseudonymCard, duties_of_young, route_shown
from gateway.candidates.pages import refusal
from gateway.clients import Services, ServicesDep
from gateway.clients.base import Caller
from gateway.sessions.security import FormDep, Viewer, ViewerDep
from gateway.vacancies import counts
from gateway.web import flash, rendering
from gateway.web.concurrent import asking
from gateway.web.forms import text_of

router = APIRouter(include_in_schema=False)

_ORDER: tuple[CandidacyState, ...] = ("accepted", "told", "shortlisted", "hired", "refused")
_OPENED: frozenset[CandidacyState] = frozenset({"accepted", "hired"})
"""States in which the person agreed that this employer sees who they are."""


@router.get("/offres/{vacancy_id}/preselection")
def shortlist(
    request: Request, viewer: ViewerDep, services: ServicesDep, vacancy_id: UUID
) -> Response:
    """The people put forward for a vacancy."""
    viewer.require(Role.EMPLOYER)
    return show(request, viewer, services, vacancy_id)


@router.post("/offres/{vacancy_id}/preselection")
def decide(
    request: Request, viewer: ViewerDep, services: ServicesDep, vacancy_id: UUID, form: FormDep
) -> Response:
    """Hire somebody who said yes, or do not go on with them."""
    viewer.require(Role.EMPLOYER)
    candidacy_id = _candidacy_of(services, viewer.caller, vacancy_id, form)
    try:
        done = _act(services, viewer.caller, candidacy_id, form)
    except AmudduError as error:
        return show(request, viewer, services, vacancy_id, problem=error)
    address = flash.with_flash(f"/offres/{vacancy_id}/preselection", done)
    return rendering.redirect(f"{address}&sur={candidacy_id}#c-{candidacy_id}")


def _candidacy_of(services: Services, caller: Caller, vacancy_id: UUID, form: FormData) -> UUID:
    """The candidacy the form is about, which is one of this vacancy."""
    try:
        candidacy_id = UUID(text_of(form, "candidacy_id"))
    except ValueError:
        raise BadRequest from None
    if services.matching.candidacy(caller, candidacy_id).vacancy_id != vacancy_id:
        raise BadRequest
    return candidacy_id


def _act(services: Services, caller: Caller, candidacy_id: UUID, form: FormData) -> str:
    action = text_of(form, "action")
    if action == "meet":
        services.matching.meet(caller, candidacy_id)
        return "meeting"
    if action == "hire":
        services.matching.hire(caller, candidacy_id)
        return "hired"
    if action == "refuse":
        services.matching.refuse(caller, candidacy_id, refusal(form))
        return "refused"
    raise BadRequest


def show(
    request: Request,
    viewer: Viewer,
    services: Services,
    vacancy_id: UUID,
    *,
    problem: AmudduError | None = None,
) -> Response:
    """The shortlist, with what was refused where something was."""
    candidacies = asking(lambda: counts.candidacies(services, viewer.caller, vacancy_id))
    vacancy = services.employers.get(viewer.caller, vacancy_id)
    found = candidacies.result()
    told = (problem.fields[0].text if problem.fields else problem.text) if problem else None
    return rendering.page(
        request,
        viewer,
        "shortlist.html",
        status=problem.status if problem else 200,
        vacancy=vacancy,
        cards=_cards(services, viewer, found),
        refusal_reasons=get_args(RefusalReason),
        today=clock.today(),
        flash=flash.said(request.query_params.get(flash.PARAMETER), viewer),
        about=request.query_params.get("sur", ""),
        problem=told.in_(viewer.lang) if told else "",
    )


def _cards(services: Services, viewer: Viewer, found: Sequence[Candidacy]) -> list[PseudonymCard]:
    """People who said yes first, then those who are asked, then what is decided."""
    shown = (item for item in found if item.state in _ORDER)
    contacts = _contacts(services, viewer.caller, found)
    ordered = sorted(shown, key=lambda item: (_ORDER.index(item.state), -(item.fit or 0)))
    return [
        PseudonymCard(
            candidacy=item,
            route=route_shown(item.route, viewer.lang) if item.route else None,
            contact=contacts.get(item.id),
            duties=duties_of_young(viewer.lang) if item.young else (),
        )
        for item in ordered
    ]


def _contacts(
    services: Services, caller: Caller, found: Sequence[Candidacy]
) -> dict[UUID, Disclosure]:
    """Name and contact of those who said yes; none of whose yes is still on its way."""
    opened = [item.id for item in found if item.state in _OPENED]
    try:
        return services.profiles.disclosures(caller, opened) if opened else {}
    except AmudduError:
        return {}
