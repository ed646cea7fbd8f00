"""Bodies that only this service's own API has; the shared ones are `amuddu.contracts`."""

from __future__ import annotations

from datetime import datetime
from typing import Literal
from uuid import UUID

from amuddu.contracts.employers import VacancyStatus
from amuddu.contracts.types import Contract

TransitionName = Literal["create", "publish", "revise", "confirm", "close"]


class TransitionOut(Contract):
    """One thing done to a vacancy. The actor is an id and a role, never a name."""

    name: TransitionName
    from_status: VacancyStatus | None
    to_status: VacancyStatus
    revision: int
    actor_id: UUID
    actor_role: str
    reason: str | None
    at: datetime
