"""The job that ends holds whose day has passed: their seats are held for the next."""

from __future__ import annotations

from amuddu.kit import clock
from amuddu.kit.db import Database
from amuddu.kit.observability import logs
from amuddu.kit.periodic import Periodic
from services.support.catalogue import repository as catalogue
from services.support.places import repository, steps

log = logs.get(__name__)

EVERY_SECONDS = 600.0
_RETRY_SECONDS = 30.0
_AT_ONCE = 50


def look(database: Database, *, days: int) -> int:
    """End what has ended; how many holds. A session is a transaction of its own."""
    on = clock.today()
    with database.session() as session:
        due = repository.sessions_with_ended_holds(session, on, limit=_AT_ONCE)
    ended = 0
    for session_id in due:
        with database.session() as session:
            of = catalogue.lock_session(session, session_id)
            ended += steps.expire(session, of, on=on, days=days) if of else 0
    if ended:
        log.info("holds ended", number=ended)
    return ended


def holder(database: Database, *, days: int) -> Periodic:
    """What does so again and again."""
    return Periodic(
        "holds", lambda: look(database, days=days), every=EVERY_SECONDS, retry=_RETRY_SECONDS
    )
