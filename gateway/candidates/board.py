"""The board of a vacancy: who stands at which step, in columns with their counts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from fastapi import APIRouter, Request
from starlette.responses import Response

from amuddu.contracts.matching import CandidacyState
from amuddu.contracts.matching.candidacies import Candidacy
from amuddu.kit import clock
from amuddu.kit.auth import Role
from gateway.candidates.pages import labels_by_id
from gateway.clients import Services, ServicesDep
from gateway.clients.base import Caller
from gateway.sessions.security import ViewerDep
from gateway.vacancies import counts
from gateway.web import rendering

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
def board(request: Request, viewer: ViewerDep, services: ServicesDep, vacancy_id: UUID) -> Response:
    """The board."""
    viewer.require(Role.COUNSELLOR, Role.ADMINISTRATOR)
    vacancy = services.employers.get(viewer.caller, vacancy_id)
    found = counts.candidacies(services, viewer.caller, vacancy_id)
    return rendering.page(
        request,
        viewer,
        "candidate_board.html",
        vacancy=vacancy,
        columns=_columns(services, viewer.caller, found),
        people=len([item for item in found if item.state != "proposed"]),
    )


def _columns(services: Services, caller: Caller, found: Sequence[Candidacy]) -> list[Column]:
    ids = [item.profile_id for item in found if item.profile_id and item.state != "proposed"]
    names = labels_by_id(services, caller, ids)
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
