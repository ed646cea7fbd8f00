"""Tries that are counted: each one is written down before the secret is looked at.

A try takes one from its counter in a transaction of its own, with one statement, so that fifty
sent at once are fifty; whoever was right gets theirs back. After the free ones each next try has
to wait longer than the last. Nobody is shut out for good, and what is refused while it waits
makes nobody wait longer.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from amuddu.kit import clock, retention
from amuddu.kit.db import Database, Session
from amuddu.kit.errors import TooManyRequests
from amuddu.kit.i18n import N_
from gateway.sessions import repository

FIRST_WAIT = timedelta(minutes=1)
LONGEST_WAIT = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class Counted:
    """A counter: what it counts, as a digest, and how many tries are free."""

    name: str
    free: int


def take(database: Database, counters: Sequence[Counted]) -> None:
    """Count a try. Raises `TooManyRequests` where one of the counters has to wait."""
    with database.session() as session:
        for each in counters:
            _take(session, each)


def _take(session: Session, counted: Counted) -> None:
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
    if taken:
        return
    wait = max(repository.try_opens_at(session, counted.name, now=now) - now, timedelta(seconds=1))
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
