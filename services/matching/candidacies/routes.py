"""HTTP routes of candidacies.

- shortlisting, setting aside, restoring, cancelling: counsellors of the vacancy's agency
- reading: those, and the vacancy's employer, who sees pseudonyms
- hiring, refusing: the vacancy's employer, or a counsellor of its agency
"""

from __future__ import annotations

from uuid import UUID

from fastapi import APIRouter, Response, status

from amuddu.contracts.matching import (
    Candidacy,
    CandidacyPage,
    CandidacyState,
    RefuseIn,
    SetAsideIn,
)
from amuddu.kit.auth import ActorDep, Role, require
from amuddu.kit.db import SessionDep
from amuddu.kit.web.paging import Limit, Offset
from services.matching.candidacies import reading, service
from services.matching.dependencies import RESPONSES, LangDep, MatcherDep

router = APIRouter(prefix="/v1", tags=["matching"], responses=RESPONSES)


@router.post(
    "/vacancies/{vacancy_id}/candidates/{profile_id}/shortlist",
    status_code=status.HTTP_201_CREATED,
    responses={200: {"model": Candidacy, "description": "On the shortlist already."}},
)
def shortlist_candidate(
    vacancy_id: UUID,
    profile_id: UUID,
    actor: ActorDep,
    session: SessionDep,
    matcher: MatcherDep,
    lang: LangDep,
    response: Response,
) -> Candidacy:
    """Put a person forward: they are told, and asked."""
    require(actor, Role.COUNSELLOR)
    done = service.shortlist(session, matcher, actor, vacancy_id=vacancy_id, profile_id=profile_id)
    if not done.fresh:
        response.status_code = status.HTTP_200_OK
    return reading.whole_candidacy(session, actor, done.row, lang=lang)


@router.post("/vacancies/{vacancy_id}/candidates/{profile_id}/set-aside")
def set_candidate_aside(
    vacancy_id: UUID,
    profile_id: UUID,
    body: SetAsideIn,
    actor: ActorDep,
    session: SessionDep,
    matcher: MatcherDep,
    lang: LangDep,
) -> Candidacy:
    """Leave a person out for this vacancy."""
    require(actor, Role.COUNSELLOR)
    row = service.set_aside(
        session, matcher, actor, body, vacancy_id=vacancy_id, profile_id=profile_id
    )
    return reading.whole_candidacy(session, actor, row, lang=lang)


@router.post("/vacancies/{vacancy_id}/candidates/{profile_id}/restore")
def restore_candidate(
    vacancy_id: UUID, profile_id: UUID, actor: ActorDep, session: SessionDep, lang: LangDep
) -> Candidacy:
    """Take a setting aside back."""
    require(actor, Role.COUNSELLOR)
    row = service.restore(session, actor, vacancy_id=vacancy_id, profile_id=profile_id)
    return reading.whole_candidacy(session, actor, row, lang=lang)


@router.get("/vacancies/{vacancy_id}/candidacies")
def vacancy_candidacies(
    vacancy_id: UUID,
    actor: ActorDep,
    session: SessionDep,
    lang: LangDep,
    state: CandidacyState | None = None,
    limit: Limit = 20,
    offset: Offset = 0,
) -> CandidacyPage:
    """Candidacies of a vacancy, last moved first."""
    require(actor, Role.COUNSELLOR, Role.AGENT, Role.EMPLOYER, Role.ADMINISTRATOR)
    return reading.candidacies(
        session, actor, vacancy_id, state=state, lang=lang, limit=limit, offset=offset
    )


@router.get("/candidacies/{candidacy_id}")
def one_candidacy(
    candidacy_id: UUID, actor: ActorDep, session: SessionDep, lang: LangDep
) -> Candidacy:
    """A candidacy with its log."""
    require(actor, Role.COUNSELLOR, Role.AGENT, Role.EMPLOYER, Role.ADMINISTRATOR, Role.JOBSEEKER)
    return reading.candidacy(session, actor, candidacy_id, lang=lang)


@router.post("/candidacies/{candidacy_id}/cancel")
def cancel_candidacy(
    candidacy_id: UUID, actor: ActorDep, session: SessionDep, lang: LangDep
) -> Candidacy:
    """End a candidacy before a hire."""
    require(actor, Role.COUNSELLOR)
    row = service.cancel(session, actor, candidacy_id)
    return reading.whole_candidacy(session, actor, row, lang=lang)


@router.post("/candidacies/{candidacy_id}/hire")
def hire_candidate(
    candidacy_id: UUID, actor: ActorDep, session: SessionDep, lang: LangDep
) -> Candidacy:
    """Say that the person was taken on."""
    require(actor, Role.EMPLOYER, Role.COUNSELLOR)
    row = service.hire(session, actor, candidacy_id)
    return reading.whole_candidacy(session, actor, row, lang=lang)


@router.post("/candidacies/{candidacy_id}/refuse")
def refuse_candidate(
    candidacy_id: UUID, body: RefuseIn, actor: ActorDep, session: SessionDep, lang: LangDep
) -> Candidacy:
    """Say that the employer does not go on with the person, and why."""
    require(actor, Role.EMPLOYER, Role.COUNSELLOR)
    row = service.refuse(session, actor, candidacy_id, reason=body.reason)
    return reading.whole_candidacy(session, actor, row, lang=lang)
