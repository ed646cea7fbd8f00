"""The board of a vacancy: who stands at which step, in columns with their counts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from fastapi import APIRouter
from starlette.responses import Response

from amuddu.contracts.matching import CandidacyState
from amuddu.contracts.matching.candidacies import Candidacy
from amuddu.kit import clock
from amuddu.kit.auth import Role
from gateway.candidates.pages import labels_by_id
from gateway.vacancies import counts
from gateway.web import pictures
from gateway.web.page import Page, PageDep

router = APIRouter(include_in_schema=False)

ALWAYS: tuple[CandidacyState, ...] = ("shortlisted", "told", "accepted", "hired")
"""Columns of the way to a hire, shown empty or not."""
COLUMNS: tuple[CandidacyState, ...] = (
    "shortlisted",
    "told",
    "unreachable",
    "accepted",
    "hired",
    "declined",
    "refused",
    "set_aside",
    "cancelled",
)


WAY: Mapping[str, frozenset[CandidacyState]] = {
    "put_forward": frozenset(
        {"shortlisted", "told", "unreachable", "accepted", "declined", "hired", "refused"}
    ),
    "told": frozenset({"told", "accepted", "declined", "hired", "refused"}),
    "answered": frozenset({"accepted", "declined", "hired", "refused"}),
    "said_yes": frozenset({"accepted", "hired", "refused"}),
    "hired": frozenset({"hired"}),
}
"""How far the people got, by where they stand now: who said yes was told before. Who was taken off
the list again is on no step."""


@dataclass(frozen=True, slots=True)
class Tile:
    """A person on the board; `days` since they got to this step."""

    candidacy: Candidacy
    name: str | None
    days: int


@dataclass(frozen=True, slots=True)
class Column:
    """A step and who stands there, the longest first."""

    state: CandidacyState
    tiles: tuple[Tile, ...]


@router.get("/offres/{vacancy_id}/suivi")
def board(page: PageDep, vacancy_id: UUID) -> Response:
    """The board."""
    page.viewer.require(Role.COUNSELLOR, Role.ADMINISTRATOR)
    vacancy = page.services.employers.get(page.caller, vacancy_id)
    found = counts.candidacies(page, vacancy_id)
    return page.render(
        "candidate_board.html",
        vacancy=vacancy,
        columns=_columns(page, found),
        bands=pictures.funnel(_way(found)),
        people=len([item for item in found if item.state != "proposed"]),
    )


def _way(found: Sequence[Candidacy]) -> list[tuple[str, int]]:
    return [(name, sum(one.state in states for one in found)) for name, states in WAY.items()]


def _columns(page: Page, found: Sequence[Candidacy]) -> list[Column]:
    ids = [item.profile_id for item in found if item.profile_id and item.state != "proposed"]
    names = labels_by_id(page, ids)
    now = clock.now()

    def tile(item: Candidacy) -> Tile:
        known = names.get(item.profile_id) if item.profile_id else None
        name = known.display_name if known else None
        return Tile(item, name, (now - item.updated_at).days)

    columns = [
        Column(
            state,
            tuple(
                tile(item)
                for item in sorted(found, key=lambda item: item.updated_at)
                if item.state == state
            ),
        )
        for state in COLUMNS
    ]
    return [column for column in columns if column.tiles or column.state in ALWAYS]
