"""Routes of the employers service: parse, authorise by role, make one call.

Which employers and vacancies a role may know of is decided by `access.Caller.scope`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Path, Query, Request, status

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
from amuddu.contracts.types import ShortText
from amuddu.kit.auth import ActorDep, require
from amuddu.kit.db import SessionDep
from amuddu.kit.http import request_language
from services.employers import imports, incentives, service
from services.employers.access import POSTERS, READERS, WRITERS, Caller
from services.employers.schemas import TransitionOut

_PROBLEM_BODY = {
    "type": "object",
    "required": ["type", "title", "status"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["field", "message"],
                "properties": {"field": {"type": "string"}, "message": {"type": "string"}},
            },
        },
    },
}


def _problems(**by_status: str) -> Mapping[int | str, dict[str, Any]]:
    """OpenAPI of problem+json answers, e.g. `_problems(_404="No such vacancy.")`."""
    content = {"application/problem+json": {"schema": _PROBLEM_BODY}}
    return {
        int(code.removeprefix("_")): {"description": description, "content": content}
        for code, description in by_status.items()
    }


router = APIRouter(
    prefix="/v1",
    responses={
        **_problems(
            _400="The body cannot be read.",
            _401="No actor token, or one that is forged or too old.",
            _403="The role does not allow this.",
            _422="Some fields are to be mended; `errors` names each and says how.",
            _503="The database is out of reach; try again after Retry-After seconds.",
        )
    },
)
_MISSING = {**_problems(_404="No such entity, or somebody else's.")}
_TAKEN = {**_problems(_409="The situation does not allow it; `title` says why.")}

Limit = Annotated[int, Query(ge=1, le=100)]
Offset = Annotated[int, Query(ge=0, le=100_000)]
Words = Annotated[ShortText | None, Query()]
EmployerId = Annotated[UUID, Path()]
VacancyId = Annotated[UUID, Path()]


def _caller(request: Request, actor: ActorDep) -> Caller:
    return Caller(actor, request_language(request))


CallerDep = Annotated[Caller, Depends(_caller)]


# --- employers --------------------------------------------------------------------------------


@router.post(
    "/employers", status_code=status.HTTP_201_CREATED, tags=["employers"], responses=_TAKEN
)
def add_employer(body: EmployerIn, session: SessionDep, caller: CallerDep) -> Employer:
    """Enter an employer (counsellor of its agency, administrator)."""
    require(caller.actor, *POSTERS)
    return service.add_employer(session, body, caller=caller)


@router.get("/employers", tags=["employers"])
def list_employers(
    session: SessionDep, caller: CallerDep, q: Words = None, limit: Limit = 20, offset: Offset = 0
) -> list[Employer]:
    """The employers the caller may know of, by name."""
    require(caller.actor, *WRITERS)
    return service.employers(session, q=q, limit=limit, offset=offset, caller=caller)


@router.get("/employers/{employer_id}", tags=["employers"], responses=_MISSING)
def get_employer(employer_id: EmployerId, session: SessionDep, caller: CallerDep) -> Employer:
    """One employer."""
    require(caller.actor, *WRITERS)
    return service.employer(session, employer_id, caller=caller)


@router.put("/employers/{employer_id}", tags=["employers"], responses=_MISSING | _TAKEN)
def change_employer(
    employer_id: EmployerId, body: EmployerIn, session: SessionDep, caller: CallerDep
) -> Employer:
    """Change an employer; its published vacancies follow."""
    require(caller.actor, *WRITERS)
    return service.change_employer(session, employer_id, body, caller=caller)


# --- vacancies --------------------------------------------------------------------------------


@router.post(
    "/vacancies", status_code=status.HTTP_201_CREATED, tags=["vacancies"], responses=_TAKEN
)
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
    limit: Limit = 20,
    offset: Offset = 0,
) -> VacancyPage:
    """The vacancies the caller may know of, newest first; `q` searches title, trade, employer."""
    require(caller.actor, *READERS)
    return service.vacancies(session, status=status, q=q, limit=limit, offset=offset, caller=caller)


@router.get("/vacancies/{vacancy_id}", tags=["vacancies"], responses=_MISSING)
def get_vacancy(vacancy_id: VacancyId, session: SessionDep, caller: CallerDep) -> Vacancy:
    """One vacancy."""
    require(caller.actor, *READERS)
    return service.vacancy(session, vacancy_id, caller=caller)


@router.put("/vacancies/{vacancy_id}", tags=["vacancies"], responses=_MISSING | _TAKEN)
def change_vacancy(
    vacancy_id: VacancyId, body: VacancyIn, session: SessionDep, caller: CallerDep
) -> Vacancy:
    """Replace what a vacancy says; one that is closed stays as it was."""
    require(caller.actor, *WRITERS)
    return service.change_vacancy(session, vacancy_id, body, caller=caller)


@router.post("/vacancies/{vacancy_id}/publish", tags=["vacancies"], responses=_MISSING | _TAKEN)
def publish_vacancy(vacancy_id: VacancyId, session: SessionDep, caller: CallerDep) -> Vacancy:
    """Open a draft to candidates."""
    require(caller.actor, *WRITERS)
    return service.publish_vacancy(session, vacancy_id, caller=caller)


@router.post("/vacancies/{vacancy_id}/close", tags=["vacancies"], responses=_MISSING | _TAKEN)
def close_vacancy(
    vacancy_id: VacancyId, body: CloseIn, session: SessionDep, caller: CallerDep
) -> Vacancy:
    """Take no more candidates."""
    require(caller.actor, *WRITERS)
    return service.close_vacancy(session, vacancy_id, body.reason, caller=caller)


@router.get("/vacancies/{vacancy_id}/log", tags=["vacancies"], responses=_MISSING)
def vacancy_log(
    vacancy_id: VacancyId, session: SessionDep, caller: CallerDep
) -> list[TransitionOut]:
    """What was done to a vacancy, by whom and why, oldest first."""
    require(caller.actor, *READERS)
    return service.history(session, vacancy_id, caller=caller)


# --- incentives -------------------------------------------------------------------------------


@router.get("/schemes", tags=["incentives"])
def list_schemes(caller: CallerDep) -> list[SchemeOut]:
    """The hiring incentives on offer today, in the caller's language."""
    require(caller.actor, *READERS)
    return incentives.on_offer(on=service.today(), lang=caller.lang)


@router.post("/incentives/evaluate", tags=["incentives"])
def evaluate_incentive(body: EvaluateIn, session: SessionDep, caller: CallerDep) -> EvaluationOut:
    """What a scheme would pay for a vacancy, and which facts are still missing."""
    require(caller.actor, *WRITERS)
    return service.evaluate(session, body, caller=caller)
