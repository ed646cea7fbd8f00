"""The relay: takes rows from the outbox to the bus, in order per key, and deletes what is safe.

Rows are divided into slots by key; an advisory lock gives a slot to one relay at a time, so
several relays share the work without ever reordering a key. A slot stops at its first row
that is not safe and is tried again later; the others go on.
"""

from __future__ import annotations

import threading
import time

import psycopg
from sqlalchemy import delete, func, select
from sqlmodel import Session

from amuddu.contracts.events import Envelope
from amuddu.kit import logs
from amuddu.kit.bus import Bus
from amuddu.kit.db import Database, plain
from amuddu.kit.plumbing import CHANNEL, SLOTS, outbox

log = logs.get(__name__)

BATCH = 100
POLL_SECONDS = 1.0
_LOCKS = 7_305_120_000


def relay_once(database: Database, bus: Bus) -> int:
    """Publish what is waiting; return how many rows left the outbox."""
    return sum(_relay_slot(database, bus, slot) for slot in _waiting(database))


def _waiting(database: Database) -> list[int]:
    with database.session() as session:
        return list(session.connection().execute(select(outbox.c.slot).distinct()).scalars())


def _relay_slot(database: Database, bus: Bus, slot: int) -> int:
    with database.session() as session:
        if not _own(session, slot):
            return 0
        rows = session.connection().execute(
            select(outbox.c.id, outbox.c.envelope)
            .where(outbox.c.slot == slot)
            .order_by(outbox.c.id)
            .limit(BATCH)
        )
        ids, envelopes = [], []
        for row in rows:
            ids.append(row.id)
            envelopes.append(Envelope.model_validate(row.envelope))
        safe = bus.publish(envelopes)
        session.connection().execute(delete(outbox).where(outbox.c.id.in_(ids[:safe])))
        return safe


def _own(session: Session, slot: int) -> bool:
    lock = select(func.pg_try_advisory_xact_lock(_LOCKS + slot % SLOTS))
    return bool(session.connection().execute(lock).scalar())


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
