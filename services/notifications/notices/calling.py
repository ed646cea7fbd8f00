"""Calls of the officer: queue, take, write down.

An emergency is told at once. Erasures are told together after a quarter of an hour, so that an
agency that tidies up does not bury the one message that matters.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal
from uuid import UUID

from amuddu.contracts.profiles.oversight import CallKind, OfficerCalled
from amuddu.kit import clock
from amuddu.kit.db import Session
from services.notifications.notices import calls_repository as repository
from services.notifications.notices.tables import CallRow

_TOGETHER: dict[CallKind, timedelta] = {
    "emergency": timedelta(0),
    "erasure": timedelta(minutes=15),
}


@dataclass(frozen=True, slots=True)
class DueCall:
    """A call that a sender has taken, and when."""

    id: UUID
    kind: CallKind
    attempt: int
    taken_at: datetime


def queue(session: Session, event: OfficerCalled) -> None:
    """Call the officer."""
    due = clock.now() + _TOGETHER[event.kind]
    repository.add(session, CallRow(id=event.call_id, kind=event.kind, due_at=due))


def take_next(session: Session, *, lease_seconds: float) -> DueCall | None:
    """The next call, taken for so many seconds."""
    now = clock.now()
    row = repository.take(session, now=now, lease=timedelta(seconds=lease_seconds))
    return None if row is None else DueCall(row.id, row.kind, row.attempts, now)


def settled(session: Session, due: DueCall, state: Literal["sent", "failed"]) -> None:
    """Write down what became of a call; those of its kind that waited too went with it."""
    repository.settle(session, due.id, state, None)
    if state == "sent" and _TOGETHER[due.kind]:
        repository.settle_alike(session, due.kind, due.taken_at)


def postponed(session: Session, due: DueCall, *, seconds: float) -> None:
    """It is tried again later."""
    repository.settle(session, due.id, "queued", clock.now() + timedelta(seconds=seconds))
