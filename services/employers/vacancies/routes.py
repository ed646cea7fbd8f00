"""Routes of the employers service: parse, authorise by role, make one call.

Which employers and vacancies a role may know of is decided by `access.Caller.scope`.
"""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Path, Query, status

from amuddu.contracts.batch import BatchIn, BatchOut
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
from amuddu.contracts.statistics import Figures
from amuddu.kit.auth import ActorDep, Role, require
from amuddu.kit.clock import today
from amuddu.kit.db import SessionDep
from amuddu.kit.web.paging import Limit, Offset
from services.employers.organisations.access import READERS, WRITERS
from services.employers.organisations.caller import ALWAYS, MISSING, TAKEN, CallerDep, Words
from services.employers.organisations.routes import EmployerId
from services.employers.vacancies import employer_changes, imports, incentives, service, statistics
from services.employers.vacancies.schemas import TransitionOut

router = APIRouter(prefix="/v1", responses=ALWAYS)

VacancyId = Annotated[UUID, Path()]


# --- employers --------------------------------------------------------------------------------


@router.put("/employers/{employer_id}", tags=["employers"], responses=MISSING | TAKEN)
def change_employer(
    employer_id: EmployerId, body: EmployerIn, session: SessionDep, caller: CallerDep
) -> Employer:
    """Change an employer; its published vacancies follow."""
    require(caller.actor, *WRITERS)
    return employer_changes.change_employer(session, employer_id, body, caller=caller)


# --- vacancies --------------------------------------------------------------------------------


@router.post("/vacancies", status_code=status.HTTP_201_CREATED, tags=["vacancies"], responses=TAKEN)
def post_vacancy(body: VacancyCreate, session: SessionDep, caller: CallerDep) -> Vacancy:
    """Post a vacancy: published at once, or kept as a draft."""
    require(caller.actor, *WRITERS)
    return service.post_vacancy(session, body, caller=caller)


@router.post("/vacancies/batch", tags=["vacancies"])
def import_vacancies(body: BatchIn, session: SessionDep, caller: CallerDep) -> BatchOut:
    """Import rows of a file: each is judged alone, by its employer and `external_ref`."""
    require(caller.actor, *WRITERS)
    return imports.import_rows(session, body, caller=caller)


@router.get("/vacancies", tags=["vacancies"])
def list_vacancies(
    session: SessionDep,
    caller: CallerDep,
    status: Annotated[VacancyStatus | None, Query()] = None,
    q: Words = None,
    silent_days: Annotated[int | None, Query(ge=0, le=366)] = None,
    limit: Limit = 20,
    offset: Offset = 0,
) -> VacancyPage:
    """The vacancies the caller may know of, newest first; `q` searches title, trade, employer.

    `silent_days`: open ones of whose employer nothing was heard for so long.
    """
    require(caller.actor, *READERS)
    return service.vacancies(
        session,
        status=status,
        q=q,
        silent_days=silent_days,
        limit=limit,
        offset=offset,
        caller=caller,
    )


@router.get("/vacancies/{vacancy_id}", tags=["vacancies"], responses=MISSING)
def get_vacancy(vacancy_id: VacancyId, session: SessionDep, caller: CallerDep) -> Vacancy:
    """One vacancy."""
    require(caller.actor, *READERS)
    return service.vacancy(session, vacancy_id, caller=caller)


@router.put("/vacancies/{vacancy_id}", tags=["vacancies"], responses=MISSING | TAKEN)
def change_vacancy(
    vacancy_id: VacancyId, body: VacancyIn, session: SessionDep, caller: CallerDep
) -> Vacancy:
    """Replace what a vacancy says; one that is closed stays as it was."""
    require(caller.actor, *WRITERS)
    return service.change_vacancy(session, vacancy_id, body, caller=caller)


@router.post("/vacancies/{vacancy_id}/publish", tags=["vacancies"], responses=MISSING | TAKEN)
def publish_vacancy(vacancy_id: VacancyId, session: SessionDep, caller: CallerDep) -> Vacancy:
    """Open a draft to candidates."""
    require(caller.actor, *WRITERS)
    return service.publish_vacancy(session, vacancy_id, caller=caller)


@router.post("/vacancies/{vacancy_id}/close", tags=["vacancies"], responses=MISSING | TAKEN)
def close_vacancy(
    vacancy_id: VacancyId, body: CloseIn, session: SessionDep, caller: CallerDep
) -> Vacancy:
    """Take no more candidates."""
    require(caller.actor, *WRITERS)
    return service.close_vacancy(session, vacancy_id, body.reason, caller=caller)


@router.get("/vacancies/{vacancy_id}/log", tags=["vacancies"], responses=MISSING)
def vacancy_log(
    vacancy_id: VacancyId, session: SessionDep, caller: CallerDep
) -> list[TransitionOut]:
    """What was done to a vacancy, by whom and why, oldest first."""
    require(caller.actor, *READERS)
    return service.history(session, vacancy_id, caller=caller)


# --- incentives -------------------------------------------------------------------------------


@router.get("/schemes", tags=["incentives"])
def list_schemes(session: SessionDep, caller: CallerDep) -> list[SchemeOut]:
    """The hiring incentives on offer today, in the caller's language."""
    require(caller.actor, *READERS)
    return incentives.schemes_on_offer(session, caller=caller)


@router.post("/incentives/evaluate", tags=["incentives"])
def evaluate_incentive(body: EvaluateIn, session: SessionDep, caller: CallerDep) -> EvaluationOut:
    """What a scheme would pay for a vacancy, and which facts are still missing."""
    require(caller.actor, *WRITERS)
    return incentives.evaluate(session, body, caller=caller)


# --- statistics -------------------------------------------------------------------------------


@router.get("/statistics", tags=["statistics"])
def count_vacancies(
    actor: ActorDep, session: SessionDep, months: Annotated[int, Query(ge=1, le=36)] = 12
) -> Figures:
    """Vacancies by region and month, and how they stand."""
    require(actor, Role.COORDINATOR, Role.ADMINISTRATOR)
    return statistics.vacancies(session, on=today(), months=months)
