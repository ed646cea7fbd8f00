"""News for people at work: given to each who wants an e-mail, then sent together.

Who they are is asked of the gateway each time: whoever left, moved or was suspended gets nothing,
not even what waits. Addresses are kept nowhere.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal
from uuid import UUID, uuid4

from amuddu.contracts.news import NewsKind, Who
from amuddu.kit import clock
from amuddu.kit.db import Session
from services.notifications.news import repository
from services.notifications.news.book import book
from services.notifications.news.choosing import pace_of
from services.notifications.news.tables import NewsMailRow

MOST = 200
"""Lines of one e-mail."""


@dataclass(frozen=True, slots=True)
class DueNews:
    """A line that is to be given to those at work."""

    id: UUID
    attempt: int
    who: Who
    addressee: str


@dataclass(frozen=True, slots=True)
class DueMail:
    """An e-mail to one account: what it tells, and as whom they are told it."""

    id: UUID
    attempt: int
    account_id: UUID
    told: tuple[tuple[NewsKind, Who, str], ...]


def take_news(session: Session, *, lease_seconds: float) -> DueNews | None:
    """The next line to give, taken for so many seconds."""
    lease = timedelta(seconds=lease_seconds)
    row = repository.take_due(session, now=clock.now(), lease=lease)
    return None if row is None else DueNews(row.id, row.attempts, row.who, row.addressee)


def give(session: Session, due: DueNews, accounts: Iterable[UUID]) -> None:
    """Have each get it at their pace; what was called off meanwhile goes to nobody."""
    row = repository.waiting(session, due.id)
    if row is None:
        return
    row.due_at = None
    ids = tuple(accounts)
    said = repository.choices(session, ids)
    now = clock.now()
    for account_id in ids:
        choice = said.get(account_id)
        pace = pace_of(choice, due.who, row.kind)
        if choice is not None:
            choice.used_at = now
        if pace == "none":
            continue
        due_at = now if pace == "at_once" else book().next_digest(now)
        mail = NewsMailRow(news_id=row.id, account_id=account_id, due_at=due_at)
        repository.add_mail(session, mail)


def give_up(session: Session, due: DueNews) -> None:
    """Nobody could be asked who they are; the line stays in their lists."""
    row = repository.waiting(session, due.id)
    if row is not None:
        row.due_at = None


def postpone_news(session: Session, due: DueNews, *, seconds: float) -> None:
    """It is tried again later."""
    row = repository.waiting(session, due.id)
    if row is not None:
        row.due_at = clock.now() + timedelta(seconds=seconds)


def take_mail(session: Session, *, lease_seconds: float) -> DueMail | None:
    """The next e-mail, taken for so many seconds."""
    lease = timedelta(seconds=lease_seconds)
    rows = repository.take_batch(session, now=clock.now(), lease=lease, batch=uuid4(), most=MOST)
    if not rows:
        return None
    first = rows[0][0]
    assert first.batch is not None
    return DueMail(
        first.batch,
        max(mail.attempts for mail, _ in rows),
        first.account_id,
        tuple((news.kind, news.who, news.addressee) for _, news in rows),
    )


def settle_mail(session: Session, due: DueMail, state: Literal["sent", "failed"]) -> None:
    """Write down what became of it."""
    repository.settle_batch(session, due.id, state)


def postpone_mail(session: Session, due: DueMail, *, seconds: float) -> None:
    """It is tried again later."""
    at: datetime = clock.now() + timedelta(seconds=seconds)
    repository.postpone_batch(session, due.id, at)


def newest_invitation(session: Session, candidacy_id: UUID) -> UUID | None:
    """The question behind a person's own link."""
    asked = repository.invitation(session, candidacy_id)
    return None if asked is None else asked.id
