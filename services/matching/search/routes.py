"""HTTP routes of search: parse, authorise, make one call.

- ranking of a vacancy: counsellors and community agents of its agency, administrators
- vacancies for a person: the person, staff of their agency, administrators
- linking words to concepts: whoever is signed in
"""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query

from amuddu.contracts.matching import (
    CandidacyState,
    Linked,
    LinkedMany,
    LinkManyIn,
    Ranking,
    SkillGap,
    VacancyRanking,
)
from amuddu.contracts.types import LanguageCode, Level, ShortText
from amuddu.kit.auth import ActorDep, Role, require
from amuddu.kit.db import SessionDep
from amuddu.kit.web.paging import Limit, Offset
from services.matching.dependencies import RESPONSES, LangDep
from services.matching.lexicon.concepts import Kind
from services.matching.search import linking, reading
from services.matching.search.dependencies import EngineDep
from services.matching.search.ordering import Wanted
from services.matching.search.skill_gap import skill_gap

router = APIRouter(prefix="/v1", tags=["matching"], responses=RESPONSES)


@router.get("/vacancies/{vacancy_id}/ranking")
def vacancy_ranking(
    vacancy_id: UUID,
    actor: ActorDep,
    session: SessionDep,
    engine: EngineDep,
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
        session, engine, actor, vacancy_id, wanted=wanted, lang=lang, limit=limit, offset=offset
    )


@router.get("/profiles/{profile_id}/vacancies")
def profile_vacancies(
    profile_id: UUID,
    actor: ActorDep,
    session: SessionDep,
    engine: EngineDep,
    lang: LangDep,
    limit: Limit = 20,
    offset: Offset = 0,
) -> VacancyRanking:
    """Open vacancies by fit for a person."""
    require(actor, Role.JOBSEEKER, Role.COUNSELLOR, Role.AGENT, Role.ADMINISTRATOR)
    return reading.vacancies_for(
        session, engine, actor, profile_id, lang=lang, limit=limit, offset=offset
    )


@router.get("/profiles/{profile_id}/skill-gap")
def profile_skill_gap(
    profile_id: UUID,
    actor: ActorDep,
    session: SessionDep,
    engine: EngineDep,
    lang: LangDep,
    limit: Annotated[int, Query(ge=1, le=20)] = 5,
) -> SkillGap:
    """The few skills that would open most vacancies to a person, with those vacancies."""
    require(actor, Role.JOBSEEKER, Role.COUNSELLOR, Role.AGENT, Role.ADMINISTRATOR)
    return skill_gap(session, engine, actor, profile_id, lang=lang, limit=limit)


@router.get("/link")
def link_words(
    q: ShortText,
    actor: ActorDep,  # noqa: ARG001 - asks only that somebody is signed in
    engine: EngineDep,
    lang: LangDep,
    kind: Kind = "occupation",
    limit: Annotated[int, Query(ge=1, le=20)] = 5,
) -> Linked:
    """Occupations or skills that some words, in any language, may stand for."""
    return Linked(items=linking.link(engine.matcher, q, kind=kind, lang=lang, limit=limit))


@router.post("/link/batch")
def link_many(
    body: LinkManyIn,
    actor: ActorDep,  # noqa: ARG001 - asks only that somebody is signed in
    engine: EngineDep,
    lang: LangDep,
) -> LinkedMany:
    """The same for several texts, in one call."""
    found = (
        linking.link(engine.matcher, text, kind=body.kind, lang=lang, limit=body.limit)
        for text in body.texts
    )
    return LinkedMany(texts=tuple(Linked(items=items) for items in found))
