"""The relay: takes rows from the outbox to the bus, in order per key, and deletes what is safe.

Rows are divided into slots by key; an advisory lock gives a slot to one relay at a time, so
several relays share the work without ever reordering a key. A slot stops at its first row
that is not safe and is tried again later; the others go on.

The lock belongs to the connection, not to a transaction: none is open while the bus is waited
for, and a relay that dies or loses its connection leaves its slots to the others. Should one
go on publishing after that, rows come twice, which the inbox absorbs, but never early.
"""

from __future__ import annotations

import threading
import time

import psycopg
from sqlalchemy import Connection, delete, func, select

from amuddu.contracts.events import Envelope
from amuddu.kit import logs
from amuddu.kit.bus import Bus
from amuddu.kit.db import Database, plain
from amuddu.kit.plumbing import CHANNEL, SLOTS, outbox

log = logs.get(__name__)

BATCH = 500
POLL_SECONDS = 1.0
_LOCKS = 7_305_120_000


def relay_once(database: Database, bus: Bus) -> int:
    """Publish what is waiting; return how many rows left the outbox."""
    engine = database.engine.execution_options(isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        waiting = connection.execute(select(outbox.c.slot).distinct()).scalars().all()
        return sum(_relay_slot(connection, bus, slot) for slot in waiting)


def _relay_slot(connection: Connection, bus: Bus, slot: int) -> int:
    lock = _LOCKS + slot % SLOTS
    if not connection.execute(select(func.pg_try_advisory_lock(lock))).scalar():
        return 0
    try:
        return _relay_batch(connection, bus, slot)
    finally:
        connection.execute(select(func.pg_advisory_unlock(lock)))


def _relay_batch(connection: Connection, bus: Bus, slot: int) -> int:
    rows = connection.execute(
        select(outbox.c.id, outbox.c.envelope)
        .where(outbox.c.slot == slot)
        .order_by(outbox.c.id)
        .limit(BATCH)
    ).all()
    safe = bus.publish([Envelope.model_validate(row.envelope) for row in rows])
    if safe:
        published = [row.id for row in rows[:safe]]
        connection.execute(delete(outbox).where(outbox.c.id.in_(published)))
    return safe


class Relay:
    """A thread that relays one service's outbox until it is stopped."""

    def __init__(self, name: str, database: Database, bus: Bus) -> None:
        self._database = database
        self._bus = bus
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name=f"relay-{name}", daemon=True)

    def start(self) -> None:
        """Begin relaying."""
        self._thread.start()

    def stop(self) -> None:
        """Finish the batch in hand, then stop."""
        self._stop.set()
        self._thread.join(timeout=10)

    def _run(self) -> None:
        while not self._stop.is_set():
            try:
                self._relay_as_woken()
            except Exception:  # the edge of the thread: it must outlive whatever went wrong
                log.warning("outbox out of reach, trying again", exc_info=True)
                self._stop.wait(POLL_SECONDS)

    def _relay_as_woken(self) -> None:
        with psycopg.connect(plain(self._database.url), autocommit=True) as listener:
            listener.execute(f"LISTEN {CHANNEL}")
            while not self._stop.is_set():
                started = time.monotonic()
                # Rows that could not be published wait for the poll: no spinning on them.
                while relay_once(self._database, self._bus) and not self._stop.is_set():
                    pass
                elapsed = time.monotonic() - started
                log.debug("relayed", seconds=round(elapsed, 3))
                for _ in listener.notifies(timeout=POLL_SECONDS, stop_after=1):
                    pass
