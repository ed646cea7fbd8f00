"""Tries that are counted: each one is written down before the secret is looked at.

A try takes one from its counter in a transaction of its own, with one statement, so that fifty
sent at once are fifty; whoever was right gets theirs back. After the free ones each next try has
to wait longer than the last. Nobody is shut out for good, and what is refused while it waits
makes nobody wait longer.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil

from starlette.types import Scope

from amuddu.kit import clock, retention
from amuddu.kit.db import Database, Session
from amuddu.kit.errors import TooManyRequests
from amuddu.kit.i18n import N_
from amuddu.kit.web import limits
from amuddu.kit.web.limits import Limit
from gateway.sessions import repository

FIRST_WAIT = timedelta(minutes=1)
LONGEST_WAIT = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class Counted:
    """A counter: what it counts, as a digest, and how many tries are free."""

    name: str
    free: int


def take(database: Database, counters: Sequence[Counted], *, scope: Scope | None = None) -> None:
    """Count a try. Raises `TooManyRequests` where one of the counters has to wait.

    `scope`: of the request whose answer tells what is left, of the counter that has least."""
    least: Limit | None = None
    with database.session() as session:
        for each in counters:
            limit = _take(session, each, scope)
            least = limit if least is None or limit.left < least.left else least
    if scope is not None and least is not None:
        limits.note(scope, least)


def _take(session: Session, counted: Counted, scope: Scope | None) -> Limit:
    now = clock.now()
    taken = repository.take_try(
        session,
        counted.name,
        free=counted.free,
        now=now,
        # A counter that nobody touched for so long begins again.
        forgotten=retention.before("try", now),
        first=FIRST_WAIT,
        longest=LONGEST_WAIT,
    )
    if taken is not None:
        tries, opens_at = taken
        return Limit("tries", counted.free, counted.free - tries, again=_seconds(opens_at - now))
    wait = max(repository.try_opens_at(session, counted.name, now=now) - now, timedelta(seconds=1))
    if scope is not None:
        limits.note(scope, Limit("tries", counted.free, 0, again=_seconds(wait)))
    minutes = -(-int(wait.total_seconds() + 1) // 60)
    raise TooManyRequests(
        N_("Trop d'essais. Prochain essai possible dans {minutes} min."),
        minutes=minutes,
        retry_after=int(wait.total_seconds()) + 1,
    )


def give_back(session: Session, counters: Sequence[Counted]) -> None:
    """A try was right: it counts against nobody."""
    for each in counters:
        repository.give_try_back(session, each.name, free=each.free, now=clock.now())


def _seconds(wait: timedelta) -> int:
    return max(ceil(wait.total_seconds()), 0)


# --- so many in a time ----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Share:
    """What is left of so many requests in a time, in all processes together."""

    left: int
    ends_at: datetime

    @property
    def seconds(self) -> int:
        """Until there are all of them again."""
        return max(_seconds(self.ends_at - clock.now()), 1)


def take_share(session: Session, name: str, *, most: int, window: timedelta) -> Share:
    """Count a request of somebody who may make `most` in a time; `left` is below zero where they
    made more. Nobody waits longer for asking too much."""
    made, ends_at = repository.take_share(session, name, most=most, now=clock.now(), window=window)
    return Share(most - made, ends_at)
