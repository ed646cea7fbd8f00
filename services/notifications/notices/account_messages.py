"""Messages about accounts of the gateway: queue, take, write down."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Literal
from uuid import UUID

from amuddu.contracts.notifications import AccountMessageIn
from amuddu.kit import clock
from amuddu.kit.db import Session
from services.notifications.notices import account_messages_repository as repository
from services.notifications.notices.tables import AccountMessageRow


@dataclass(frozen=True, slots=True)
class DueMessage:
    """A message that a sender has taken."""

    id: UUID
    attempt: int


def queue(session: Session, body: AccountMessageIn) -> AccountMessageIn:
    """Send a message; the same id a second time is the same message."""
    repository.add(session, AccountMessageRow(id=body.id))
    return body


def take_next(session: Session, *, lease_seconds: float) -> DueMessage | None:
    """The next message, taken for so many seconds."""
    row = repository.take(session, now=clock.now(), lease=timedelta(seconds=lease_seconds))
    return None if row is None else DueMessage(row.id, row.attempts)


def settled(session: Session, message_id: UUID, state: Literal["sent", "failed"]) -> None:
    """Write down what became of a message."""
    repository.settle(session, message_id, state, None)


def postponed(session: Session, message_id: UUID, *, seconds: float) -> None:
    """It is tried again later."""
    repository.settle(session, message_id, "queued", clock.now() + timedelta(seconds=seconds))
