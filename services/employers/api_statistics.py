"""What happened, in numbers: for coordinators and administrators."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query

from amuddu.contracts.statistics import Figures
from amuddu.kit.auth import ActorDep, Role, require
from amuddu.kit.db import SessionDep
from services.employers import statistics
from services.employers.api_parts import ALWAYS
from services.employers.clock import today

router = APIRouter(prefix="/v1", responses=ALWAYS, tags=["statistics"])


@router.get("/statistics")
def count_vacancies(
    actor: ActorDep, session: SessionDep, months: Annotated[int, Query(ge=1, le=36)] = 12
) -> Figures:
    """Vacancies by region and month, and how they stand."""
    require(actor, Role.COORDINATOR, Role.ADMINISTRATOR)
    return statistics.vacancies(session, on=today(), months=months)
