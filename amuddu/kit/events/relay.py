"""The relay: takes rows from the outbox to the bus, in order per key, and deletes what is safe.

Rows are divided into slots by key; an advisory lock gives a slot to one relay at a time, so
several relays share the work without ever reordering a key. The oldest rows of every slot that
is ours travel together. A key stops at its first row that is not safe and is tried again later;
the others go on.

The lock belongs to the connection, not to a transaction: none is open while the bus is waited
for, and a relay that dies or loses its connection leaves its slots to the others. Should one
go on publishing after that, rows come twice, which the inbox absorbs, but never early.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from sqlalchemy import Connection, delete, func, select, text

from amuddu.contracts.events.envelope import Envelope
from amuddu.kit.bus import Bus
from amuddu.kit.db import Database
from amuddu.kit.events.tables import CHANNEL, SLOTS, outbox
from amuddu.kit.observability import metrics
from amuddu.kit.periodic import Periodic

BATCH = 250
"""Rows of one slot that travel together; a slot whose first rows are stuck holds up no other."""
POLL_SECONDS = 1.0
_LOCKS = 7_305_120_000
_OLDEST = text(
    "SELECT o.id, CAST(o.envelope AS text) AS envelope"
    " FROM unnest(CAST(:slots AS int[])) AS ours (slot) CROSS JOIN LATERAL"
    " (SELECT id, envelope FROM outbox WHERE slot = ours.slot ORDER BY id LIMIT :limit) AS o"
    " ORDER BY o.id"
)


def relay_once(database: Database, bus: Bus) -> int:
    """Publish what is waiting; return how many rows left the outbox."""
    engine = database.engine.execution_options(isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        waiting = connection.execute(select(outbox.c.slot).distinct()).scalars().all()
        ours = [slot for slot in waiting if _take(connection, slot)]
        try:
            return _relay(connection, bus, ours) if ours else 0
        finally:
            for slot in ours:
                connection.execute(select(func.pg_advisory_unlock(_LOCKS + slot % SLOTS)))


def _take(connection: Connection, slot: int) -> bool:
    """Whether the slot is ours now; no other relay has it then."""
    found = connection.execute(select(func.pg_try_advisory_lock(_LOCKS + slot % SLOTS)))
    return bool(found.scalar())


def _relay(connection: Connection, bus: Bus, slots: Sequence[int]) -> int:
    rows = connection.execute(_OLDEST, {"slots": slots, "limit": BATCH}).all()
    envelopes = [Envelope.model_validate_json(row.envelope) for row in rows]
    safe = bus.publish(envelopes)
    published = [
        row.id for row, envelope in zip(rows, envelopes, strict=True) if envelope.id in safe
    ]
    if published:
        connection.execute(delete(outbox).where(outbox.c.id.in_(published)))
    metrics.count_published(envelopes, safe=safe)
    return len(published)


class Relay(Periodic):
    """A thread that relays one service's outbox until it is stopped, woken at each commit.

    Rows that could not be published wait for the poll: no spinning on them.
    """

    def __init__(self, name: str, database: Database, bus: Bus) -> None:
        super().__init__(
            f"relay-{name}",
            partial(relay_once, database, bus),
            every=POLL_SECONDS,
            woken_by=(database, CHANNEL),
        )
