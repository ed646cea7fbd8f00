"""Public API of matching: rankings both ways, candidacies and their steps, names of trades.

Each route takes the caller from the bearer token and makes one call to the service that
decides; what a role may see or do is decided there, once, for pages and API alike.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import APIRouter, Query

from amuddu.contracts.matching import (
    Candidacy,
    CandidacyPage,
    CandidacyState,
    Linked,
    Ranking,
    RefuseIn,
    SetAsideIn,
    SkillGap,
    VacancyRanking,
)
from amuddu.contracts.profiles import (
    Disclosure,
)
from amuddu.contracts.types import LanguageCode, Level
from amuddu.kit.web.paging import Limit, Offset
from amuddu.kit.web.problems import PROBLEMS
from gateway.clients import ServicesDep
from gateway.sessions.security import CallerDep

router = APIRouter(prefix="/api/v1", responses=PROBLEMS)

Words = Annotated[str, Query(min_length=1, max_length=160, pattern=r"^[^\x00]*$")]


@router.get("/vacancies/{vacancy_id}/ranking", tags=["matching"])
def ranking(
    caller: CallerDep,
    services: ServicesDep,
    vacancy_id: UUID,
    max_km: Annotated[int | None, Query(ge=0, le=2000)] = None,
    language: LanguageCode | None = None,
    level: Level | None = None,
    min_fit: Annotated[float | None, Query(ge=0, le=1)] = None,
    hireable_only: bool = False,
    state: CandidacyState | None = None,
    limit: Limit = 20,
    offset: Offset = 0,
) -> Ranking:
    """Candidates for a vacancy, best first, with the reasons."""
    params: dict[str, Any] = {
        "max_km": max_km,
        "language": language,
        "level": level,
        "min_fit": min_fit,
        "hireable_only": hireable_only or None,
        "state": state,
        "limit": limit,
        "offset": offset,
    }
    return services.matching.ranking(caller, vacancy_id, params)


@router.get("/vacancies/{vacancy_id}/candidacies", tags=["matching"])
def candidacies(
    caller: CallerDep,
    services: ServicesDep,
    vacancy_id: UUID,
    state: CandidacyState | None = None,
    limit: Limit = 100,
    offset: Offset = 0,
) -> CandidacyPage:
    """The pipeline of a vacancy; an employer sees codes, never names."""
    return services.matching.candidacies(
        caller, vacancy_id, state=state, limit=limit, offset=offset
    )


@router.post("/vacancies/{vacancy_id}/candidates/{profile_id}/shortlist", tags=["matching"])
def shortlist(
    caller: CallerDep, services: ServicesDep, vacancy_id: UUID, profile_id: UUID
) -> Candidacy:
    """Put a candidate on the shortlist: the person is told."""
    return services.matching.shortlist(caller, vacancy_id, profile_id)


@router.post("/vacancies/{vacancy_id}/candidates/{profile_id}/set-aside", tags=["matching"])
def set_aside(
    caller: CallerDep,
    services: ServicesDep,
    vacancy_id: UUID,
    profile_id: UUID,
    body: SetAsideIn,
) -> Candidacy:
    """Set a candidate aside, with a reason."""
    return services.matching.set_aside(caller, vacancy_id, profile_id, body)


@router.post("/vacancies/{vacancy_id}/candidates/{profile_id}/restore", tags=["matching"])
def restore(
    caller: CallerDep, services: ServicesDep, vacancy_id: UUID, profile_id: UUID
) -> Candidacy:
    """Put a candidate that was set aside back into the list."""
    return services.matching.restore(caller, vacancy_id, profile_id)


@router.get("/candidacies/{candidacy_id}", tags=["matching"])
def candidacy(caller: CallerDep, services: ServicesDep, candidacy_id: UUID) -> Candidacy:
    """Where a candidacy stands, with its log."""
    return services.matching.candidacy(caller, candidacy_id)


@router.post("/candidacies/{candidacy_id}/cancel", tags=["matching"])
def cancel(caller: CallerDep, services: ServicesDep, candidacy_id: UUID) -> Candidacy:
    """Take a candidate off the shortlist."""
    return services.matching.cancel(caller, candidacy_id)


@router.post("/candidacies/{candidacy_id}/hire", tags=["matching"])
def hire(caller: CallerDep, services: ServicesDep, candidacy_id: UUID) -> Candidacy:
    """Record that the person was hired."""
    return services.matching.hire(caller, candidacy_id)


@router.post("/candidacies/{candidacy_id}/refuse", tags=["matching"])
def refuse(
    caller: CallerDep, services: ServicesDep, candidacy_id: UUID, body: RefuseIn
) -> Candidacy:
    """Record that the employer does not go on, with the reason."""
    return services.matching.refuse(caller, candidacy_id, body)


@router.get("/candidacies/{candidacy_id}/contact", tags=["matching"])
def contact(caller: CallerDep, services: ServicesDep, candidacy_id: UUID) -> Disclosure:
    """Contact of a person who said yes, for the employer of the vacancy; the reading is kept."""
    return services.profiles.disclosure(caller, candidacy_id)


@router.get("/concepts", tags=["matching"])
def concepts(
    caller: CallerDep,
    services: ServicesDep,
    q: Words,
    kind: Literal["occupation", "skill"] = "occupation",
    limit: Annotated[int, Query(ge=1, le=20)] = 8,
) -> Linked:
    """Occupations or skills that some words stand for, in any of the languages."""
    return services.matching.link(caller, q, kind, limit=limit)


@router.get("/profiles/{profile_id}/vacancies", tags=["matching"])
def vacancies_for(
    caller: CallerDep,
    services: ServicesDep,
    profile_id: UUID,
    limit: Limit = 20,
    offset: Offset = 0,
) -> VacancyRanking:
    """Open vacancies that fit a person, best first, with the reasons."""
    return services.matching.vacancies_for(caller, profile_id, limit=limit, offset=offset)


@router.get("/profiles/{profile_id}/skill-gap", tags=["matching"])
def skill_gap(
    caller: CallerDep,
    services: ServicesDep,
    profile_id: UUID,
    limit: Annotated[int, Query(ge=1, le=20)] = 5,
) -> SkillGap:
    """The few skills that would open most vacancies to a person, with those vacancies."""
    return services.matching.skill_gap(caller, profile_id, limit=limit)
