"""Public API of the files of hires."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Path

from amuddu.contracts.hires import (
    AbandonIn,
    Claimable,
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
from amuddu.kit.web.paging import Limit, Offset
from amuddu.kit.web.problems import PROBLEMS
from gateway.clients import ServicesDep
from gateway.sessions.security import CallerDep

router = APIRouter(prefix="/api/v1", responses=PROBLEMS)

Id = Annotated[UUID, Path()]

StepId = Annotated[str, Path(pattern=r"^[a-z][a-z_]{1,39}$")]


@router.get("/hires", tags=["hires"])
def hire_files(
    caller: CallerDep,
    services: ServicesDep,
    state: HireState | None = None,
    limit: Limit = 20,
    offset: Offset = 0,
) -> HirePage:
    """Files of hires, those that wait for something first."""
    return services.employers.hires(caller, state=state, limit=limit, offset=offset)


@router.get("/hires/stuck", tags=["hires"])
def stuck_hires(caller: CallerDep, services: ServicesDep) -> StuckCounts:
    """Where files get stuck and why, counted."""
    return services.employers.stuck(caller)


@router.get("/hires/{hire_id}", tags=["hires"])
def hire_file(caller: CallerDep, services: ServicesDep, hire_id: Id) -> Hire:
    """One file with its steps, what comes due, and its log."""
    return services.employers.hire(caller, hire_id)


@router.get("/hires/{hire_id}/schemes", tags=["hires"])
def claimable(caller: CallerDep, services: ServicesDep, hire_id: Id) -> tuple[Claimable, ...]:
    """What each scheme on offer would pay for this hire."""
    return services.employers.claimable(caller, hire_id)


@router.put("/hires/{hire_id}/terms", tags=["hires"])
def set_hire_terms(
    caller: CallerDep, services: ServicesDep, hire_id: Id, body: HireTermsIn
) -> Hire:
    """Write down the contract as it is to be signed."""
    return services.employers.set_hire(caller, hire_id, "terms", body)


@router.put("/hires/{hire_id}/route", tags=["hires"])
def set_hire_route(caller: CallerDep, services: ServicesDep, hire_id: Id, body: RerouteIn) -> Hire:
    """Set the route that a counsellor found out."""
    return services.employers.set_hire(caller, hire_id, "route", body)


@router.put("/hires/{hire_id}/papers", tags=["hires"])
def set_hire_papers(caller: CallerDep, services: ServicesDep, hire_id: Id, body: PapersIn) -> Hire:
    """Note until when the person's papers hold, for the agency alone."""
    return services.employers.set_hire(caller, hire_id, "papers", body)


@router.post("/hires/{hire_id}/stuck", tags=["hires"])
def stuck_hire(caller: CallerDep, services: ServicesDep, hire_id: Id, body: StuckIn) -> Hire:
    """Say where the file is stuck, and why."""
    return services.employers.move_hire(caller, hire_id, "stuck", body)


@router.post("/hires/{hire_id}/resume", tags=["hires"])
def resume_hire(caller: CallerDep, services: ServicesDep, hire_id: Id, body: ResumeIn) -> Hire:
    """Say that the file goes on."""
    return services.employers.move_hire(caller, hire_id, "resume", body)


@router.post("/hires/{hire_id}/abandon", tags=["hires"])
def abandon_hire(caller: CallerDep, services: ServicesDep, hire_id: Id, body: AbandonIn) -> Hire:
    """Say that the hire does not take place."""
    return services.employers.move_hire(caller, hire_id, "abandon", body)


@router.post("/hires/{hire_id}/steps/{step_id}/start", tags=["hires"])
def start_step(
    caller: CallerDep, services: ServicesDep, hire_id: Id, step_id: StepId, body: StartStepIn
) -> Hire:
    """Say that a step was begun."""
    return services.employers.move_hire(caller, hire_id, f"steps/{step_id}/start", body)


@router.post("/hires/{hire_id}/steps/{step_id}/finish", tags=["hires"])
def finish_step(
    caller: CallerDep, services: ServicesDep, hire_id: Id, step_id: StepId, body: FinishStepIn
) -> Hire:
    """Say that a step was done."""
    return services.employers.move_hire(caller, hire_id, f"steps/{step_id}/finish", body)
