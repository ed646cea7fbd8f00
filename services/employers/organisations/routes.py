"""Routes of employers: parse, authorise by role, make one call."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Path, status

from amuddu.contracts.employers import (
    Employer,
    EmployerIn,
)
from amuddu.kit.auth import require
from amuddu.kit.db import SessionDep
from amuddu.kit.web.paging import Limit, Offset
from services.employers.organisations import service
from services.employers.organisations.access import POSTERS, WRITERS
from services.employers.organisations.caller import ALWAYS, MISSING, TAKEN, CallerDep, Words

router = APIRouter(prefix="/v1", responses=ALWAYS)

EmployerId = Annotated[UUID, Path()]


@router.post("/employers", status_code=status.HTTP_201_CREATED, tags=["employers"], responses=TAKEN)
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


@router.get("/employers/{employer_id}", tags=["employers"], responses=MISSING)
def get_employer(employer_id: EmployerId, session: SessionDep, caller: CallerDep) -> Employer:
    """One employer."""
    require(caller.actor, *WRITERS)
    return service.employer(session, employer_id, caller=caller)
