"""What this service does with messages about accounts: queue, take, write down, forget."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal
from uuid import UUID

from amuddu.contracts.news import NewsKind
from amuddu.contracts.profiles import ProfileWithdrawn
from amuddu.contracts.profiles.account import AccountNoted
from amuddu.kit import clock
from amuddu.kit.db import Session
from services.notifications.invitations import service as invitations
from services.notifications.notices import repository
from services.notifications.notices.tables import NoticeRow


@dataclass(frozen=True, slots=True)
class DueNotice:
    """A message that a sender has taken."""

    id: UUID
    attempt: int
    profile_id: UUID
    kind: NewsKind | None = None
    vacancy_id: UUID | None = None
    candidacy_id: UUID | None = None
    reason: str | None = None
    day: date | None = None


def queue(session: Session, event: AccountNoted) -> None:
    """Tell somebody what happened with their account."""
    repository.add(session, NoticeRow(id=event.notice_id, profile_id=event.profile_id))


def forget(session: Session, event: ProfileWithdrawn) -> None:
    """Who was erased is told nothing more; who only pauses still hears of their account."""
    invitations.forget(session, event)
    if event.reason == "erased":
        repository.forget(session, event.profile_id)


def take_next(session: Session, *, lease_seconds: float, quiet: bool = False) -> DueNotice | None:
    """The next message, taken for so many seconds; where it is `quiet`, none of news."""
    lease = timedelta(seconds=lease_seconds)
    row = repository.take(session, now=clock.now(), lease=lease, quiet=quiet)
    return None if row is None else _due(row)


def _due(row: NoticeRow) -> DueNotice:
    # A process of the version before writes word of taken places without its kind.
    kind: NewsKind | None = row.kind or ("filled" if row.vacancy_id else None)
    return DueNotice(
        row.id,
        row.attempts,
        row.profile_id,
        kind,
        row.vacancy_id,
        row.candidacy_id,
        row.reason,
        row.day,
    )


def settled(session: Session, notice_id: UUID, state: Literal["sent", "failed", "muted"]) -> None:
    """Write down what became of a message."""
    repository.settle(session, notice_id, state, None)


def postponed(session: Session, notice_id: UUID, *, seconds: float) -> None:
    """It is tried again later."""
    repository.settle(session, notice_id, "queued", clock.now() + timedelta(seconds=seconds))
