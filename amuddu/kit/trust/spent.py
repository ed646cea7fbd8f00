"""A token is taken once.

Writes, and every request where it matters who reads, are struck off in a table of the service's
own database, in the request's own transaction: all replicas see it, and what is rolled back may be
asked again. The table is UNLOGGED: it costs no write-ahead log, and a crash that empties it lasts
about as long as the tokens in it live. Other readings are remembered by the process alone, as a
token opens nothing there but the very same answer, for half a minute.
"""

from __future__ import annotations

from collections import OrderedDict
from datetime import UTC, datetime
from threading import Lock

from sqlalchemy import delete
from sqlalchemy.dialects.postgresql import insert

from amuddu.kit import clock
from amuddu.kit.db import Database, Session
from amuddu.kit.trust.tables import spent_token

REMEMBERED = 100_000
"""Readings that a process remembers at most, about ten times what it can answer in their life."""


_TAKE = insert(spent_token).on_conflict_do_nothing().returning(spent_token.c.jti)


def strike_off(session: Session, jti: str, *, ends: float) -> bool:
    """Take a token in this transaction; `False` where it was taken before."""
    row = {"jti": jti, "ends_at": datetime.fromtimestamp(ends, UTC)}
    return session.connection().execute(_TAKE, row).first() is not None


def sweep(database: Database) -> None:
    """Forget the tokens that have ended."""
    with database.session() as session:
        session.connection().execute(delete(spent_token).where(spent_token.c.ends_at < clock.now()))


class Remembered:
    """The tokens that this process has taken, the oldest forgotten first."""

    def __init__(self, most: int = REMEMBERED) -> None:
        self._most = most
        self._taken: OrderedDict[str, float] = OrderedDict()
        self._lock = Lock()

    def take(self, jti: str, *, ends: float) -> bool:
        """Take a token; `False` where it was taken before."""
        now = clock.now().timestamp()
        with self._lock:
            while self._taken and next(iter(self._taken.values())) < now:
                self._taken.popitem(last=False)
            if jti in self._taken:
                return False
            if len(self._taken) >= self._most:
                self._taken.popitem(last=False)
            self._taken[jti] = ends
            return True
