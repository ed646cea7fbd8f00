"""Public API of employers, their vacancies, and what a hiring incentive would pay.

Each route takes the caller from the bearer token and makes one call to the service that
decides; what a role may see or do is decided there, once, for pages and API alike.
"""

from __future__ import annotations

from uuid import UUID

from fastapi import APIRouter, status

from amuddu.contracts.employers import (
    CloseIn,
    Employer,
    EmployerIn,
    EvaluateIn,
    EvaluationOut,
    SchemeOut,
    Vacancy,
    VacancyCreate,
    VacancyIn,
    VacancyPage,
    VacancyStatus,
)
from amuddu.kit.web.paging import Limit, Offset
from amuddu.kit.web.problems import PROBLEMS
from gateway.clients import ServicesDep
from gateway.sessions.security import CallerDep

router = APIRouter(prefix="/api/v1", responses=PROBLEMS)


@router.get("/employers", tags=["vacancies"])
def employers(caller: CallerDep, services: ServicesDep) -> tuple[Employer, ...]:
    """Employers that the caller speaks for or follows."""
    return services.employers.employers(caller)


@router.post("/employers", status_code=status.HTTP_201_CREATED, tags=["vacancies"])
def post_employer(caller: CallerDep, services: ServicesDep, body: EmployerIn) -> Employer:
    """Add an employer to follow."""
    return services.employers.create_employer(caller, body)


@router.post("/vacancies", status_code=status.HTTP_201_CREATED, tags=["vacancies"])
def post_vacancy(caller: CallerDep, services: ServicesDep, body: VacancyCreate) -> Vacancy:
    """Post a vacancy; `publish: false` keeps a draft."""
    return services.employers.create(caller, body)


@router.get("/vacancies", tags=["vacancies"])
def vacancies(
    caller: CallerDep,
    services: ServicesDep,
    status: VacancyStatus | None = None,
    limit: Limit = 20,
    offset: Offset = 0,
) -> VacancyPage:
    """Vacancies that the caller may see, newest first."""
    return services.employers.list(caller, status=status, limit=limit, offset=offset)


@router.get("/vacancies/{vacancy_id}", tags=["vacancies"])
def vacancy(caller: CallerDep, services: ServicesDep, vacancy_id: UUID) -> Vacancy:
    """One vacancy."""
    return services.employers.get(caller, vacancy_id)


@router.put("/vacancies/{vacancy_id}", tags=["vacancies"])
def put_vacancy(
    caller: CallerDep, services: ServicesDep, vacancy_id: UUID, body: VacancyIn
) -> Vacancy:
    """Change a vacancy that is not closed."""
    return services.employers.update(caller, vacancy_id, body)


@router.post("/vacancies/{vacancy_id}/publish", tags=["vacancies"])
def publish_vacancy(caller: CallerDep, services: ServicesDep, vacancy_id: UUID) -> Vacancy:
    """Publish a draft, once nothing essential is missing."""
    return services.employers.publish(caller, vacancy_id)


@router.post("/vacancies/{vacancy_id}/close", tags=["vacancies"])
def close_vacancy(
    caller: CallerDep, services: ServicesDep, vacancy_id: UUID, body: CloseIn
) -> Vacancy:
    """Close a vacancy."""
    return services.employers.close(caller, vacancy_id, body)


@router.get("/schemes", tags=["incentives"])
def schemes(caller: CallerDep, services: ServicesDep) -> tuple[SchemeOut, ...]:
    """Hiring incentives on offer today."""
    return services.employers.schemes(caller)


@router.post("/incentives/evaluate", tags=["incentives"])
def evaluate(caller: CallerDep, services: ServicesDep, body: EvaluateIn) -> EvaluationOut:
    """What a scheme would pay for a vacancy, and what is missing to know."""
    return services.employers.evaluate(caller, body)
