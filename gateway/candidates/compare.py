"""Two or three people side by side for one vacancy, on what the vacancy asks."""

from __future__ import annotations

from uuid import UUID

from fastapi import APIRouter, Request
from starlette.responses import Response

from amuddu.kit.auth import Role
from amuddu.kit.errors import NotFound
from gateway.candidates.cards import Card
from gateway.candidates.pages import cards_of
from gateway.clients import ServicesDep
from gateway.sessions.security import ViewerDep
from gateway.web import rendering

router = APIRouter(include_in_schema=False)

MOST_COMPARED = 3


@router.get("/offres/{vacancy_id}/comparer")
def compare(
    request: Request, viewer: ViewerDep, services: ServicesDep, vacancy_id: UUID
) -> Response:
    """The comparison; whoever was withdrawn meanwhile is left out, and the page says so."""
    viewer.require(Role.COUNSELLOR, Role.ADMINISTRATOR)
    asked = _ids(request.query_params.getlist("c"))
    vacancy = services.employers.get(viewer.caller, vacancy_id)
    found = services.matching.ranking(
        viewer.caller, vacancy_id, only=[str(one) for one in asked], limit=MOST_COMPARED
    )
    cards = cards_of(services, viewer, found.items)
    return rendering.page(
        request,
        viewer,
        "candidate_compare.html",
        vacancy=vacancy,
        job=found.vacancy,
        cards=cards,
        gone=len(asked) - len(cards),
        skills=_skills(cards),
        languages=_languages(cards),
        may_act=viewer.actor.role == Role.COUNSELLOR,
    )


def _ids(values: list[str]) -> list[UUID]:
    """The people named in the address. Raises `NotFound` where it names none."""
    try:
        found = list(dict.fromkeys(UUID(value) for value in values))[:MOST_COMPARED]
    except ValueError:
        raise NotFound from None
    if not found:
        raise NotFound
    return found


def _skills(cards: list[Card]) -> list[tuple[str, bool]]:
    """Skills that the vacancy asks for, the essential ones first: the same for everybody."""
    asked = cards[0].candidate.reasons.skills if cards else ()
    return sorted(((one.wanted, one.essential) for one in asked), key=lambda one: not one[1])


def _languages(cards: list[Card]) -> list[tuple[str, str]]:
    return [(one.code, one.wanted) for one in cards[0].candidate.reasons.languages] if cards else []
