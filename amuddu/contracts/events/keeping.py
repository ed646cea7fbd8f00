"""How a service stands, for who keeps the house: what waits, what was buried, who works.

Every service answers the same two calls. Nothing here says what an event told, or of whom.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Literal, get_args
from uuid import UUID

from pydantic import Field

from amuddu.contracts.operations import Operation, Operations, Service
from amuddu.contracts.types import Contract, Role

Decision = Literal["replay", "drop"]
DropReason = Literal["by_hand", "forged", "no_longer_true", "trial"]
"""Why an event that could not be handled is given up; what it told stays unheard."""


class LetterDecisionIn(Contract):
    """What becomes of a buried event: handled again, or given up for a reason."""

    decision: Decision
    why: DropReason | None = None


class Letter(Contract):
    """An event that could not be handled."""

    event_id: UUID
    type: str
    topic: str
    reason: str
    buried_at: datetime
    asked: Decision | None = None
    """What was decided and is not done yet."""
    outcome: str | None = None
    """Why it stayed buried when it was last handled again."""


class AtWork(Contract):
    """A process that moves events, as it last wrote."""

    name: str
    started_at: datetime
    seen_at: datetime
    silent: bool
    """Nothing was heard of it for longer than it ever pauses."""


class ServiceState(Contract):
    """How one service stands."""

    service: Service
    waiting: int
    """Events that wait to be told; counted up to a bound."""
    oldest_seconds: float
    buried: int
    letters: Annotated[tuple[Letter, ...], Field(max_length=50)]
    """The oldest of them."""
    at_work: tuple[AtWork, ...]


SERVICES: tuple[Service, ...] = get_args(Service)
KEEPERS = (Role.ADMINISTRATOR,)

READ_STATE: Mapping[Service, Operation[ServiceState]] = {
    name: Operations(name, tag="keeping").get(
        "/keeping",
        ServiceState,
        "keeping_state",
        "What waits, what was buried, and which processes work.",
        roles=KEEPERS,
    )
    for name in SERVICES
}
DECIDE_LETTER: Mapping[Service, Operation[ServiceState]] = {
    name: Operations(name, tag="keeping").post(
        "/keeping/letters/{event_id}",
        ServiceState,
        "decide_letter",
        "Have a buried event handled again, or give it up for a reason.",
        body=LetterDecisionIn,
        roles=KEEPERS,
    )
    for name in SERVICES
}
