"""Two or three people side by side for one vacancy, on what the vacancy asks."""

from __future__ import annotations

from uuid import UUID

from fastapi import APIRouter
from starlette.responses import Response

from amuddu.kit.auth import Role
from amuddu.kit.errors import NotFound
from gateway.candidates.cards import Card
from gateway.candidates.pages import cards_of
from gateway.web.page import PageDep

router = APIRouter(include_in_schema=False)

MOST_COMPARED = 3


@router.get("/offres/{vacancy_id}/comparer")
def compare(page: PageDep, vacancy_id: UUID) -> Response:
    """The comparison; whoever was withdrawn meanwhile is left out, and the page says so."""
    page.viewer.require(Role.COUNSELLOR, Role.ADMINISTRATOR)
    asked = _ids(page.request.query_params.getlist("c"))
    vacancy = page.services.employers.get(page.caller, vacancy_id)
    found = page.services.matching.ranking(
        page.caller, vacancy_id, only=[str(one) for one in asked], limit=MOST_COMPARED
    )
    cards = cards_of(page, found)
    return page.render(
        "candidate_compare.html",
        vacancy=vacancy,
        job=found.vacancy,
        cards=cards,
        gone=len(asked) - len(cards),
        skills=_skills(cards),
        languages=_languages(cards),
        may_act=page.role == Role.COUNSELLOR,
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
