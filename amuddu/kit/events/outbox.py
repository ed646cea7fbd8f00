"""The outbox: an event is written in the transaction of the change it tells of.

`add` never commits: change and event are kept together or not at all. The relay
(`relay.py`) publishes the rows in order per key and deletes each once it is safe elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterable
from zlib import crc32

from sqlalchemy import func, insert, select
from sqlmodel import Session

from amuddu.contracts.events.envelope import Envelope, Event
from amuddu.kit.db import insert_many
from amuddu.kit.events.tables import CHANNEL, SLOTS, outbox
from amuddu.kit.observability import logs, tracing


def add(session: Session, event: Event) -> Envelope:
    """Tell the other services about `event` once this transaction commits.

    The caller must hold the entity's row locked, so that events of one key are written in
    the order in which they happened.
    """
    envelope = Envelope.wrap(event, correlation_id=logs.correlation_id(), headers=_headers())
    put(session, envelope)
    return envelope


def add_all(session: Session, events: Iterable[Event]) -> None:
    """The same for many events, in their order, with one statement."""
    headers, correlation_id = _headers(), logs.correlation_id()
    rows = []
    for event in events:
        envelope = Envelope.wrap(event, correlation_id=correlation_id, headers=headers)
        rows.append({"slot": slot(envelope.key), "envelope": envelope.model_dump(mode="json")})
    if rows:
        insert_many(session, outbox, rows)
        session.connection().execute(select(func.pg_notify(CHANNEL, "")))


def _headers() -> dict[str, str]:
    headers: dict[str, str] = {}
    tracing.inject(headers)
    return headers


def put(session: Session, envelope: Envelope) -> None:
    """Write an envelope that is made already: `add` is for a service's own events."""
    session.connection().execute(
        insert(outbox).values(slot=slot(envelope.key), envelope=envelope.model_dump(mode="json"))
    )
    session.connection().execute(select(func.pg_notify(CHANNEL, "")))


def slot(key: str) -> int:
    """Slot of a key, the same on every machine."""
    return crc32(key.encode()) % SLOTS
