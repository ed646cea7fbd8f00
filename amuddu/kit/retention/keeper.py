"""The job that follows the table of retention: what was kept long enough goes, some rows at a time.

    KEEPER = Keeper("matching", [Sweep("bulk_decision", due, take), *common("matching")], told)
    KEEPER.periodic(database)            # in its worker
    KEEPER.preview(database, on=day)     # how many are due, by kind; nothing is done
    KEEPER.run(database, on=day)         # all that is due, once

However many processes of a service run, one of them looks at a time: it holds an advisory lock of
PostgreSQL for the length of its transaction. A batch is a transaction of its own, and so is what
is recorded of it: the kind and how many rows, never which.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from typing import Any

from sqlalchemy import ColumnElement, Table, delete, func, select, text, tuple_

from amuddu.contracts.events.tidied import TOLD_BY
from amuddu.kit import clock
from amuddu.kit.audit import recording
from amuddu.kit.audit.chain import Entry
from amuddu.kit.auth import service_actor
from amuddu.kit.db import Database, Session
from amuddu.kit.events import outbox
from amuddu.kit.events import tables as event_tables
from amuddu.kit.keeping import tables as keeping_tables
from amuddu.kit.observability import logs, metrics
from amuddu.kit.periodic import Periodic
from amuddu.kit.retention.terms import before, end_of

log = logs.get(__name__)

AT_ONCE = 500
EVERY_SECONDS = 3600.0
RETRY_SECONDS = 60.0
_LOCK = text("SELECT pg_try_advisory_xact_lock(7305122059)")

Count = Callable[[Session, datetime], int]
Take = Callable[[Session, datetime, int], int]
Record = Callable[[Session, str, int], None]


@dataclass(frozen=True, slots=True)
class Sweep:
    """What is due of a kind at a moment, and doing with some of it. Both get the moment itself:
    most ask `before(kind, at)`."""

    kind: str
    due: Count
    take: Take
    at_once: int = AT_ONCE
    """Rows of a batch: fewer where each is work of its own."""


class Keeper:
    """All sweeps of a service."""

    def __init__(self, service: str, sweeps: Sequence[Sweep], record: Record | None = None) -> None:
        """`record`: writes down that so many rows of a kind were done with; in the service's own
        audit unless it is given."""
        self.service = service
        self._sweeps = tuple(sweeps)
        self._record = record or partial(in_audit, service)

    @property
    def kinds(self) -> frozenset[str]:
        """The kinds that are looked after here."""
        return frozenset(sweep.kind for sweep in self._sweeps)

    def preview(self, database: Database, *, on: date) -> Mapping[str, int]:
        """How many rows are due by the end of a day, by kind; nothing is done."""
        at = end_of(on)
        with database.session() as session:
            return {sweep.kind: sweep.due(session, at) for sweep in self._sweeps}

    def run(self, database: Database, *, at: datetime | None = None) -> Mapping[str, int]:
        """Do all that is due; how many rows, by kind."""
        done = dict.fromkeys((sweep.kind for sweep in self._sweeps), 0)
        for sweep in self._sweeps:
            while number := self._batch(database, sweep, at or clock.now()):
                done[sweep.kind] += number
                if number < sweep.at_once:
                    break
        return done

    def turn(self, database: Database) -> int:
        """One batch of each kind; how many kinds may have more."""
        now = clock.now()
        return sum(self._batch(database, one, now) >= one.at_once for one in self._sweeps)

    def periodic(self, database: Database) -> Periodic:
        """What does so again and again."""
        turn = partial(self.turn, database)
        return Periodic("retention", turn, every=EVERY_SECONDS, retry=RETRY_SECONDS)

    def _batch(self, database: Database, sweep: Sweep, at: datetime) -> int:
        with database.session() as session:
            if not session.connection().execute(_LOCK).scalar():
                return 0  # another process is at it
            number = sweep.take(session, at, sweep.at_once)
            if number:
                self._record(session, sweep.kind, number)
        if number:
            metrics.count_tidied(self.service, sweep.kind, number)
            log.info("kept long enough", kind=sweep.kind, number=number, service=self.service)
        return number


def in_audit(service: str, session: Session, kind: str, number: int) -> None:
    """Write it in the service's own audit, with the transaction."""
    actor = service_actor(service)
    entry = Entry(
        actor_id=actor.id,
        role=actor.role.value,
        action="tidied",
        purpose="retention",
        kind=kind,
        counted=number,
    )
    recording.note(session, [entry])


def told(service: str) -> Record:
    """Have profiles write it in the audit, for a service that has none."""
    event = TOLD_BY[service]

    def tell(session: Session, kind: str, number: int) -> None:
        outbox.add(session, event(kind=kind, number=number))

    return tell


# --- rows that simply go --------------------------------------------------------------------------


def expiring(
    kind: str, table: Table, since: ColumnElement[Any], *where: ColumnElement[bool]
) -> Sweep:
    """Rows of a table that are deleted by themselves a term after `since`."""
    key = tuple(table.primary_key.columns)

    def due(session: Session, at: datetime) -> int:
        counted = select(func.count()).select_from(table).where(since <= before(kind, at), *where)
        return int(session.connection().execute(counted).scalar_one())

    def take(session: Session, at: datetime, limit: int) -> int:
        oldest = select(*key).where(since <= before(kind, at), *where).limit(limit)
        held = oldest.with_for_update(skip_locked=True)
        going = session.connection().execute(held).all()
        if going:
            chosen = tuple_(*key).in_([tuple(row) for row in going])
            session.connection().execute(delete(table).where(chosen))
        return len(going)

    return Sweep(kind, due, take)


def common(service: str) -> list[Sweep]:
    """What every service keeps: events that it handled, those that it could not, and what was
    decided on them."""
    inbox, letters = event_tables.inbox, event_tables.dead_letters
    decisions = keeping_tables.letter_decisions
    return [
        expiring(f"inbox_{service}", inbox, inbox.c.handled_at),
        expiring(f"dead_letter_{service}", letters, letters.c.buried_at),
        expiring(f"letter_decision_{service}", decisions, decisions.c.decided_at),
    ]
