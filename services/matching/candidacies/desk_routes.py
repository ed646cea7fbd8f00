"""HTTP routes of the counsellor's desk.

- several people at once, and undoing it: counsellors of the vacancy's agency
- where people stand: those, community agents, the vacancy's employer (what they get to see)
- who waits: counsellors
- what happened, in numbers: coordinators, administrators
- the employer asks to meet somebody: the vacancy's employer, or a counsellor of its agency
"""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query

from amuddu.contracts.desk import BulkIn, BulkOut, PendingPage, Standing, StandingIn
from amuddu.contracts.matching import Candidacy
from amuddu.contracts.statistics import Figures
from amuddu.kit.auth import ActorDep, Role, require
from amuddu.kit.clock import today
from amuddu.kit.db import SessionDep
from services.matching.candidacies import bulk, counsellor_desk, reading, service, statistics
from services.matching.dependencies import RESPONSES, LangDep, MatcherDep

router = APIRouter(prefix="/v1", responses=RESPONSES)


@router.post("/vacancies/standing")
def standing(body: StandingIn, actor: ActorDep, session: SessionDep) -> Standing:
    """How many people stand at each state, for the vacancies of one page."""
    require(actor, Role.COUNSELLOR, Role.AGENT, Role.EMPLOYER, Role.ADMINISTRATOR)
    return counsellor_desk.standing(session, actor, body.ids)


@router.get("/pending")
def pending(
    actor: ActorDep, session: SessionDep, limit: Annotated[int, Query(ge=1, le=100)] = 20
) -> PendingPage:
    """Candidacies on which somebody waits, the longest first."""
    require(actor, Role.COUNSELLOR)
    return counsellor_desk.pending(session, actor, limit=limit)


@router.post("/vacancies/{vacancy_id}/bulk")
def act_on_several(
    vacancy_id: UUID,
    body: BulkIn,
    actor: ActorDep,
    session: SessionDep,
    matcher: MatcherDep,
    lang: LangDep,
) -> BulkOut:
    """Put several people forward, or set them aside. Nobody is told before `undo_until`."""
    require(actor, Role.COUNSELLOR)
    return bulk.act(session, matcher, actor, body, vacancy_id=vacancy_id, lang=lang)


@router.get("/vacancies/{vacancy_id}/bulk/{key}")
def one_bulk(vacancy_id: UUID, key: UUID, actor: ActorDep, session: SessionDep) -> BulkOut:
    """A decision of one's own about several people."""
    require(actor, Role.COUNSELLOR)
    return bulk.one(session, actor, vacancy_id, key)


@router.post("/vacancies/{vacancy_id}/bulk/{key}/undo")
def undo_bulk(vacancy_id: UUID, key: UUID, actor: ActorDep, session: SessionDep) -> BulkOut:
    """Take a decision about several people back, while nobody was told of it."""
    require(actor, Role.COUNSELLOR)
    return bulk.undo(session, actor, vacancy_id, key)


@router.get("/statistics")
def count_candidacies(
    actor: ActorDep, session: SessionDep, months: Annotated[int, Query(ge=1, le=36)] = 12
) -> Figures:
    """People put forward and what became of it, by region and month; small numbers hidden."""
    require(actor, Role.COORDINATOR, Role.ADMINISTRATOR)
    return statistics.candidacies(session, on=today(), months=months)


@router.post("/candidacies/{candidacy_id}/meet")
def ask_to_meet(
    candidacy_id: UUID, actor: ActorDep, session: SessionDep, lang: LangDep
) -> Candidacy:
    """Say that the employer wants to meet a person who said yes."""
    require(actor, Role.EMPLOYER, Role.COUNSELLOR)
    row = service.ask_to_meet(session, actor, candidacy_id)
    return reading.whole_candidacy(session, actor, row, lang=lang)
