"""HTTP routes of matching.

- ranking of a vacancy: counsellors and community agents of its agency, administrators
- vacancies for a person: the person, staff of their agency, administrators
- shortlisting, setting aside, restoring, cancelling: counsellors of the vacancy's agency
- candidacies: those, and the vacancy's employer, who sees pseudonyms
- hiring, refusing: the vacancy's employer, or a counsellor of its agency
- linking words to concepts: whoever is signed in
"""

from __future__ import annotations

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Request, Response, status

from amuddu.contracts.matching import (
    Candidacy,
    CandidacyPage,
    CandidacyState,
    Linked,
    LinkedMany,
    LinkManyIn,
    Ranking,
    RefuseIn,
    SetAsideIn,
    SkillGap,
    VacancyRanking,
)
from amuddu.contracts.types import Lang, LanguageCode, Level, ShortText
from amuddu.kit.auth import ActorDep, Role, require
from amuddu.kit.db import SessionDep
from amuddu.kit.web.http import request_language
from amuddu.kit.web.paging import Limit, Offset
from services.matching import linking, reading, service
from services.matching.ordering import Desk, Wanted
from services.matching.skill_gap import skill_gap
from services.matching.words import Kind

_PROBLEM: dict[str, Any] = {"content": {"application/problem+json": {}}}
RESPONSES: dict[int | str, dict[str, Any]] = {
    401: _PROBLEM | {"description": "Not signed in."},
    403: _PROBLEM | {"description": "Not for this role."},
    404: _PROBLEM | {"description": "Unknown, or somebody else's."},
    409: _PROBLEM | {"description": "The state of things does not allow it; the title says why."},
    422: _PROBLEM | {"description": "A field is wrong; `errors` says which and how to mend it."},
    503: _PROBLEM | {"description": "Not ready yet."},
}

router = APIRouter(prefix="/v1", tags=["matching"], responses=RESPONSES)


def _desk(request: Request) -> Desk:
    desk: Desk = request.app.state.desk
    return desk


DeskDep = Annotated[Desk, Depends(_desk)]
LangDep = Annotated[Lang, Depends(request_language)]


@router.get("/vacancies/{vacancy_id}/ranking")
def vacancy_ranking(
    vacancy_id: UUID,
    actor: ActorDep,
    session: SessionDep,
    desk: DeskDep,
    lang: LangDep,
    max_km: Annotated[int | None, Query(ge=0, le=2000)] = None,
    language: LanguageCode | None = None,
    level: Level = "A1",
    hireable_only: bool = False,
    state: CandidacyState | None = None,
    min_fit: Annotated[float | None, Query(ge=0, le=1)] = None,
    only: Annotated[tuple[UUID, ...], Query(max_length=100)] = (),
    limit: Limit = 20,
    offset: Offset = 0,
) -> Ranking:
    """People by fit for a vacancy. `hireable_only`: a hiring route is open to them today;
    `only`: these people, wherever they stand."""
    require(actor, Role.COUNSELLOR, Role.AGENT, Role.ADMINISTRATOR)
    wanted = Wanted(max_km, language, level, hireable_only, state, min_fit, frozenset(only))
    return reading.ranking(
        session, desk, actor, vacancy_id, wanted=wanted, lang=lang, limit=limit, offset=offset
    )


@router.get("/profiles/{profile_id}/vacancies")
def profile_vacancies(
    profile_id: UUID,
    actor: ActorDep,
    session: SessionDep,
    desk: DeskDep,
    lang: LangDep,
    limit: Limit = 20,
    offset: Offset = 0,
) -> VacancyRanking:
    """Open vacancies by fit for a person."""
    require(actor, Role.JOBSEEKER, Role.COUNSELLOR, Role.AGENT, Role.ADMINISTRATOR)
    return reading.vacancies_for(
        session, desk, actor, profile_id, lang=lang, limit=limit, offset=offset
    )


@router.get("/profiles/{profile_id}/skill-gap")
def profile_skill_gap(
    profile_id: UUID,
    actor: ActorDep,
    session: SessionDep,
    desk: DeskDep,
    lang: LangDep,
    limit: Annotated[int, Query(ge=1, le=20)] = 5,
) -> SkillGap:
    """The few skills that would open most vacancies to a person, with those vacancies."""
    require(actor, Role.JOBSEEKER, Role.COUNSELLOR, Role.AGENT, Role.ADMINISTRATOR)
    return skill_gap(session, desk, actor, profile_id, lang=lang, limit=limit)


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
    desk: DeskDep,
    lang: LangDep,
    response: Response,
) -> Candidacy:
    """Put a person forward: they are told, and asked."""
    require(actor, Role.COUNSELLOR)
    done = service.shortlist(
        session, desk.matcher, actor, vacancy_id=vacancy_id, profile_id=profile_id
    )
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
    desk: DeskDep,
    lang: LangDep,
) -> Candidacy:
    """Leave a person out for this vacancy."""
    require(actor, Role.COUNSELLOR)
    row = service.set_aside(
        session, desk.matcher, actor, body, vacancy_id=vacancy_id, profile_id=profile_id
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


@router.get("/link")
def link_words(
    q: ShortText,
    actor: ActorDep,  # noqa: ARG001 - asks only that somebody is signed in
    desk: DeskDep,
    lang: LangDep,
    kind: Kind = "occupation",
    limit: Annotated[int, Query(ge=1, le=20)] = 5,
) -> Linked:
    """Occupations or skills that some words, in any language, may stand for."""
    return Linked(items=linking.link(desk.matcher, q, kind=kind, lang=lang, limit=limit))


@router.post("/link/batch")
def link_many(
    body: LinkManyIn,
    actor: ActorDep,  # noqa: ARG001 - asks only that somebody is signed in
    desk: DeskDep,
    lang: LangDep,
) -> LinkedMany:
    """The same for several texts, in one call."""
    found = (
        linking.link(desk.matcher, text, kind=body.kind, lang=lang, limit=body.limit)
        for text in body.texts
    )
    return LinkedMany(texts=tuple(Linked(items=items) for items in found))
