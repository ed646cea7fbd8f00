"""How a service's events stand, as its own database tells: what waits and what was buried.

Asked of the database and of nobody else: an API process need not know the broker to say that
its events wait.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, func, select

from amuddu.contracts.events.topics import TOPICS
from amuddu.kit.db import Database
from amuddu.kit.events.tables import dead_letters, outbox

COUNTED = 100_000
"""Rows are counted up to here: behind a long outage, how many more is no longer news."""


@dataclass(frozen=True, slots=True)
class Backlog:
    """Events waiting, seconds since the oldest was written, events buried."""

    waiting: int
    oldest_seconds: float
    buried: int


def has_events(service: str) -> bool:
    """Whether a process tells or hears events, and so has the tables for them."""
    return any(service == topic.producer or service in topic.consumers for topic in TOPICS)


def of(service: str, database: Database) -> Backlog | None:
    """How a service's events stand; `None` for one that has none (the gateway)."""
    if not has_events(service):
        return None
    with database.engine.connect() as connection:
        return counted(connection)


def counted(connection: Connection) -> Backlog:
    """How the events in a database stand."""
    some = select(outbox.c.id).limit(COUNTED).subquery()
    buried = select(dead_letters.c.event_id).limit(COUNTED).subquery()
    return Backlog(
        waiting=connection.execute(select(func.count()).select_from(some)).scalar_one(),
        oldest_seconds=connection.execute(_AGE).scalar() or 0.0,
        buried=connection.execute(select(func.count()).select_from(buried)).scalar_one(),
    )


def oldest_seconds(service: str, database: Database) -> float:
    """Seconds since the oldest waiting event was written, 0 where none waits."""
    if not has_events(service):
        return 0.0
    with database.engine.connect() as connection:
        return connection.execute(_AGE).scalar() or 0.0


# By id: the index answers at once, however many rows wait.
_AGE = (
    select(func.date_part("epoch", func.clock_timestamp() - outbox.c.created_at))
    .order_by(outbox.c.id)
    .limit(1)
)
