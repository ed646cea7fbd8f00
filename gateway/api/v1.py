"""Public API, version 1: the main job without the pages.

Each route takes the caller from the bearer token and makes one call to the service that
decides; what a role may see or do is decided there, once, for pages and API alike.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import APIRouter, Path, Query, Request, Response, status
from pydantic import Field

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
from amuddu.contracts.notifications import AnswerIn, Invitation
from amuddu.contracts.profiles import (
    AccessRecord,
    ConsentIn,
    ConsentRecord,
    Disclosure,
    ErasureReceipt,
    Profile,
    ProfileIn,
    ProfilePage,
    Purpose,
    RightsOut,
)
from amuddu.contracts.types import Contract, LanguageCode, Level, ShortText
from amuddu.kit.db import SessionDep
from amuddu.kit.http import request_language
from gateway import signing_in
from gateway.api.problems import PROBLEMS
from gateway.clients import ServicesDep
from gateway.clients.base import Caller
from gateway.security import CallerDep

router = APIRouter(prefix="/api/v1", responses=PROBLEMS)

Limit = Annotated[int, Query(ge=1, le=100)]
Offset = Annotated[int, Query(ge=0, le=100_000)]
Words = Annotated[str, Query(min_length=1, max_length=160, pattern=r"^[^\x00]*$")]
Token = Annotated[str, Path(min_length=8, max_length=80, pattern=r"^[A-Za-z0-9_-]+$")]


class SignIn(Contract):
    """Login and password of an account."""

    login: ShortText
    password: Annotated[str, Field(min_length=1, max_length=256)]


class BearerToken(Contract):
    """Send it as `Authorization: Bearer TOKEN`; it lives on while it is used."""

    token: str
    expires_at: datetime


@router.post("/sessions", status_code=status.HTTP_201_CREATED, tags=["session"])
def sign_in(request: Request, session: SessionDep, body: SignIn) -> BearerToken:
    """Sign in; answers a bearer token."""
    signed = signing_in.sign_in(
        request, session, login=body.login, password=body.password, kind="api"
    )
    hours = request.app.state.settings.session_hours
    return BearerToken(token=signed.token, expires_at=datetime.now(UTC) + timedelta(hours=hours))


@router.delete("/sessions/current", status_code=status.HTTP_204_NO_CONTENT, tags=["session"])
def sign_out(request: Request, session: SessionDep, _caller: CallerDep) -> Response:
    """End the session of the token that is sent."""
    signing_in.sign_out(session, request.headers["authorization"].split()[-1])
    return Response(status_code=status.HTTP_204_NO_CONTENT)


# --- vacancies and incentives -------------------------------------------------------------------


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


# --- matching -----------------------------------------------------------------------------------


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


# --- people -------------------------------------------------------------------------------------


@router.post("/profiles", status_code=status.HTTP_201_CREATED, tags=["profiles"])
def post_profile(
    caller: CallerDep, services: ServicesDep, session: SessionDep, body: ProfileIn
) -> Profile:
    """Add a profile: one's own, or on behalf of a person of the agency."""
    return signing_in.create_profile(session, services, caller, body)


@router.get("/profiles", tags=["profiles"])
def profiles(
    caller: CallerDep, services: ServicesDep, limit: Limit = 20, offset: Offset = 0
) -> ProfilePage:
    """People of the caller's agency."""
    return services.profiles.list(caller, limit=limit, offset=offset)


@router.get("/profiles/{profile_id}", tags=["profiles"])
def profile(caller: CallerDep, services: ServicesDep, profile_id: UUID) -> Profile:
    """A profile; the reading is kept and shown to the person."""
    return services.profiles.get(caller, profile_id)


@router.put("/profiles/{profile_id}", tags=["profiles"])
def put_profile(
    caller: CallerDep,
    services: ServicesDep,
    session: SessionDep,
    profile_id: UUID,
    body: ProfileIn,
) -> Profile:
    """Change a profile."""
    return signing_in.change_profile(session, services, caller, profile_id, body)


@router.delete("/profiles/{profile_id}", tags=["profiles"])
def erase_profile(
    caller: CallerDep, services: ServicesDep, session: SessionDep, profile_id: UUID
) -> ErasureReceipt:
    """Erase a person from the platform, for good."""
    return signing_in.erase_profile(session, services, caller, profile_id)


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


@router.get("/profiles/{profile_id}/rights", tags=["profiles"])
def rights(caller: CallerDep, services: ServicesDep, profile_id: UUID) -> RightsOut:
    """What is open to a person today."""
    return services.profiles.rights(caller, profile_id)


@router.get("/profiles/{profile_id}/accesses", tags=["profiles"])
def accesses(
    caller: CallerDep, services: ServicesDep, profile_id: UUID
) -> tuple[AccessRecord, ...]:
    """Who read or changed a profile."""
    return services.profiles.accesses(caller, profile_id)


@router.get("/profiles/{profile_id}/consents", tags=["profiles"])
def consents(
    caller: CallerDep, services: ServicesDep, profile_id: UUID
) -> tuple[ConsentRecord, ...]:
    """Receipts of the consents given and withdrawn."""
    return services.profiles.consents(caller, profile_id)


@router.put("/profiles/{profile_id}/consents/{purpose}", tags=["profiles"])
def set_consent(
    caller: CallerDep, services: ServicesDep, profile_id: UUID, purpose: Purpose, body: ConsentIn
) -> ConsentRecord:
    """Give or withdraw consent to one purpose."""
    return services.profiles.set_consent(caller, profile_id, purpose, body)


# --- answers ------------------------------------------------------------------------------------


@router.get("/invitations/{token}", tags=["answers"])
def invitation(request: Request, services: ServicesDep, token: Token) -> Invitation:
    """The offer behind a signed link; the link is the authority, no account is needed."""
    return services.notifications.invitation(Caller(None, request_language(request)), token)


@router.post("/invitations/{token}/answer", tags=["answers"])
def answer(request: Request, services: ServicesDep, token: Token, body: AnswerIn) -> Invitation:
    """Answer yes or no to an offer."""
    return services.notifications.answer(Caller(None, request_language(request)), token, body)
