"""Workers say that they are there: a row each, written every half minute."""

from __future__ import annotations

import os
import socket
from contextlib import suppress
from datetime import timedelta

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import Session

from amuddu.contracts.events.keeping import AtWork
from amuddu.kit import clock
from amuddu.kit.db import DATABASE_AWAY, Database
from amuddu.kit.keeping.tables import at_work
from amuddu.kit.periodic import Periodic

EVERY_SECONDS = 30.0
SILENT = timedelta(minutes=2)
"""A worker of which nothing was heard for so long is stuck, or gone without a word."""
FORGOTTEN = timedelta(days=1)


def saying(database: Database, service: str) -> Periodic:
    """The thread of a worker that says so."""
    name = _name(service)
    started = clock.now()

    def say() -> None:
        now = clock.now()
        row = insert(at_work).values(name=name, started_at=started, seen_at=now)
        known = row.on_conflict_do_update(
            index_elements=["name"], set_={"seen_at": now, "started_at": started}
        )
        with database.session() as session:
            session.connection().execute(known)
            gone = at_work.c.seen_at < now - FORGOTTEN
            session.connection().execute(delete(at_work).where(gone))

    return Periodic("at-work", say, every=EVERY_SECONDS)


def left(database: Database, service: str) -> None:
    """A worker that ends as it should is not missed."""
    with suppress(*DATABASE_AWAY), database.session() as session:
        session.connection().execute(delete(at_work).where(at_work.c.name == _name(service)))


def _name(service: str) -> str:
    return f"{service} {socket.gethostname()[:60]} {os.getpid()}"


def seen(session: Session) -> tuple[AtWork, ...]:
    """Every worker that was heard of in a day, the newest first."""
    rows = session.connection().execute(select(at_work).order_by(at_work.c.started_at.desc()))
    over = clock.now() - SILENT
    return tuple(AtWork.of(row, silent=row.seen_at < over) for row in rows)
