"""Sessions of an account, for the page on which they are listed and ended."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from amuddu.kit import clock
from amuddu.kit.audit import recording
from amuddu.kit.auth import Actor
from amuddu.kit.db import Session
from amuddu.kit.errors import known
from gateway.credentials import repository
from gateway.sessions import trail
from gateway.sessions.tables import Account

ALL = "all"


@dataclass(frozen=True, slots=True)
class Open:
    """A session as its owner knows it again. `handle` names it and opens nothing."""

    handle: str
    kind: str
    browser: str
    began: datetime
    ends: datetime
    here: bool


def handle(digest: str) -> str:
    """What names a session on a page."""
    return digest[:16]


def account(session: Session, account_id: UUID) -> Account:
    """The account of whoever looks. Raises `NotFound` where it has just gone."""
    return known(repository.account(session, account_id))


def standing(session: Session, account_id: UUID, *, now_in: str) -> tuple[Open, ...]:
    """The sessions of an account, the newest first."""
    return tuple(
        Open(
            handle(row.digest),
            row.kind,
            row.browser,
            row.created_at,
            row.expires_at,
            row.digest == now_in,
        )
        for row in repository.open_sessions(session, account_id, now=clock.now())
    )


def end(session: Session, actor: Actor, which: str, *, keep: str) -> None:
    """End the session that is named, or all but the one in which this is asked."""
    if which == ALL:
        repository.end_sessions(session, actor.id, but=keep)
    else:
        repository.end_named(session, actor.id, which)
    trail.told(recording.of(session), actor, "sessions_ended")
