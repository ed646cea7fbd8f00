"""Public API of matching: rankings both ways, candidacies and their steps, names of trades."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import Query

from amuddu.contracts.matching import candidacies
from amuddu.contracts.matching import ranking as rankings
from amuddu.contracts.matching.candidacies import CANDIDACY, Candidacy
from amuddu.contracts.matching.linking import ConceptKind, Linked
from amuddu.contracts.matching.ranking import Few
from amuddu.contracts.profiles import Disclosure
from amuddu.contracts.profiles import hireability as hireability_contract
from amuddu.contracts.types import Role
from gateway.candidates import hireability
from gateway.clients import ServicesDep
from gateway.sessions.security import CallerDep
from gateway.web.forwarding import forwarded

router = forwarded(
    rankings.RANK,
    rankings.VACANCIES_FOR,
    rankings.SKILL_GAP,
    candidacies.LIST_CANDIDACIES,
    candidacies.READ_CANDIDACY,
    hireability_contract.ASK_HIREABILITY,
    hireability_contract.OPENED_ROUTES,
    *(each for each in CANDIDACY.operations() if each.public and each is not candidacies.SHORTLIST),
)

Words = Annotated[str, Query(min_length=1, max_length=160, pattern=r"^[^\x00]*$")]


@router.post(candidacies.SHORTLIST.path, tags=["matching"], operation_id="shortlist")
def shortlist(
    caller: CallerDep, services: ServicesDep, vacancy_id: UUID, profile_id: UUID
) -> Candidacy:
    """Put a candidate on the shortlist: the person is told. Somebody of one's own whom nobody can
    hire today is refused before."""
    if caller.actor is not None and caller.actor.role is Role.COUNSELLOR:
        hireability.open_ones(services, caller, [profile_id])
    return services.matching.shortlist(caller, vacancy_id, profile_id)


@router.get("/candidacies/{candidacy_id}/contact", tags=["matching"])
def contact(caller: CallerDep, services: ServicesDep, candidacy_id: UUID) -> Disclosure:
    """Contact of a person who said yes, for the employer of the vacancy; the reading is kept."""
    return services.profiles.disclosure(caller, candidacy_id)


@router.get("/concepts", tags=["matching"])
def concepts(
    caller: CallerDep,
    services: ServicesDep,
    q: Words,
    kind: ConceptKind = "occupation",
    limit: Few = 8,
) -> Linked:
    """Occupations or skills that some words stand for, in any of the languages."""
    return services.matching.link(caller, q=q, kind=kind, limit=limit)
