"""Route of what happened, in numbers."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query

from amuddu.contracts.statistics import Figures
from amuddu.kit.auth import ActorDep
from amuddu.kit.clock import today
from amuddu.kit.db import SessionDep
from services.profiles.common.dependencies import RESPONSES
from services.profiles.statistics import service

router = APIRouter(prefix="/v1", responses=RESPONSES)


@router.get("/statistics", tags=["statistics"])
def count_people(
    actor: ActorDep, session: SessionDep, months: Annotated[int, Query(ge=1, le=36)] = 12
) -> Figures:
    """People by region, sex, language and month, and how far they got; small numbers hidden."""
    return service.people(session, actor=actor, on=today(), months=months)
