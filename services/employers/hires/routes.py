"""Routes of the files of hires: parse, authorise by role, make one call."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Path, Query

from amuddu.contracts.hires import (
    AbandonIn,
    FinishStepIn,
    Hire,
    HirePage,
    HireState,
    HireTermsIn,
    PapersIn,
    RerouteIn,
    ResumeIn,
    StartStepIn,
    StuckCounts,
    StuckIn,
)
from amuddu.contracts.types import Slug
from amuddu.kit.auth import Role, require
from amuddu.kit.db import SessionDep
from amuddu.kit.web.paging import Limit, Offset
from services.employers.hires import service
from services.employers.organisations.access import READERS
from services.employers.organisations.caller import ALWAYS, MISSING, TAKEN, CallerDep

router = APIRouter(prefix="/v1/hires", responses=ALWAYS, tags=["hires"])

WRITERS = (Role.EMPLOYER, Role.COUNSELLOR, Role.AGENT)
STAFF = (Role.COUNSELLOR, Role.AGENT)
_WRONG = MISSING | TAKEN
HireId = Annotated[UUID, Path()]
StepId = Annotated[Slug, Path()]


@router.get("")
def list_hires(
    session: SessionDep,
    caller: CallerDep,
    state: Annotated[HireState | None, Query()] = None,
    limit: Limit = 20,
    offset: Offset = 0,
) -> HirePage:
    """The files that the caller may know of, those that wait for something first."""
    require(caller.actor, *READERS)
    return service.hires(session, state=state, limit=limit, offset=offset, caller=caller)


@router.get("/stuck")
def stuck_hires(session: SessionDep, caller: CallerDep) -> StuckCounts:
    """Where files get stuck and why, counted."""
    require(caller.actor, Role.COUNSELLOR, Role.COORDINATOR, Role.ADMINISTRATOR)
    return service.stuck_counts(session, caller=caller)


@router.get("/{hire_id}", responses=MISSING)
def get_hire(hire_id: HireId, session: SessionDep, caller: CallerDep) -> Hire:
    """One file with its steps, what comes due, and its log."""
    require(caller.actor, *READERS)
    return service.hire(session, hire_id, caller=caller)


@router.put("/{hire_id}/terms", responses=_WRONG)
def set_hire_terms(
    hire_id: HireId, body: HireTermsIn, session: SessionDep, caller: CallerDep
) -> Hire:
    """Write down the contract as it is to be signed."""
    require(caller.actor, *WRITERS)
    return service.set_terms(session, hire_id, body, caller=caller)


@router.put("/{hire_id}/route", responses=_WRONG)
def set_hire_route(
    hire_id: HireId, body: RerouteIn, session: SessionDep, caller: CallerDep
) -> Hire:
    """Set the route that a counsellor found out."""
    require(caller.actor, *STAFF)
    return service.reroute(session, hire_id, body, caller=caller)


@router.put("/{hire_id}/papers", responses=MISSING)
def set_hire_papers(
    hire_id: HireId, body: PapersIn, session: SessionDep, caller: CallerDep
) -> Hire:
    """Note until when the person's papers hold, for the agency alone."""
    require(caller.actor, *STAFF)
    return service.set_papers(session, hire_id, body, caller=caller)


@router.post("/{hire_id}/steps/{step_id}/start", responses=_WRONG)
def start_hire_step(
    hire_id: HireId, step_id: StepId, body: StartStepIn, session: SessionDep, caller: CallerDep
) -> Hire:
    """Say that a step was begun."""
    require(caller.actor, *WRITERS)
    return service.start_step(session, hire_id, step_id, body, caller=caller)


@router.post("/{hire_id}/steps/{step_id}/finish", responses=_WRONG)
def finish_hire_step(
    hire_id: HireId, step_id: StepId, body: FinishStepIn, session: SessionDep, caller: CallerDep
) -> Hire:
    """Say that a step was done."""
    require(caller.actor, *WRITERS)
    return service.finish_step(session, hire_id, step_id, body, caller=caller)


@router.post("/{hire_id}/stuck", responses=_WRONG)
def mark_hire_stuck(hire_id: HireId, body: StuckIn, session: SessionDep, caller: CallerDep) -> Hire:
    """Say where the file is stuck, and why."""
    require(caller.actor, *WRITERS)
    return service.get_stuck(session, hire_id, body, caller=caller)


@router.post("/{hire_id}/resume", responses=_WRONG)
def resume_hire(hire_id: HireId, body: ResumeIn, session: SessionDep, caller: CallerDep) -> Hire:
    """Say that the file goes on."""
    require(caller.actor, *WRITERS)
    return service.resume(session, hire_id, body, caller=caller)


@router.post("/{hire_id}/abandon", responses=_WRONG)
def abandon_hire(hire_id: HireId, body: AbandonIn, session: SessionDep, caller: CallerDep) -> Hire:
    """Say that the hire does not take place."""
    require(caller.actor, *WRITERS)
    return service.abandon(session, hire_id, body, caller=caller)
