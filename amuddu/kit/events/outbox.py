"""The outbox: an event is written in the transaction of the change it tells of.

`add` never commits: change and event are kept together or not at all. It is signed here, with the
key of the process (`signing.py`). The relay (`relay.py`) publishes the rows in order per key as
they stand, and deletes each once it is safe elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID
from zlib import crc32

from sqlalchemy import func, insert, select
from sqlmodel import Session

from amuddu.contracts.events.envelope import TOMBSTONE, Envelope, Event
from amuddu.kit.db import insert_many
from amuddu.kit.events.signing import signed
from amuddu.kit.events.tables import CHANNEL, SLOTS, outbox
from amuddu.kit.identity import Identity, Keys
from amuddu.kit.observability import logs, tracing

ERASURE = "erasure"
"""Header of a tombstone: the erasure that it belongs to."""


def add(session: Session, event: Event) -> Envelope:
    """Tell the other services about `event` once this transaction commits.

    The caller must hold the entity's row locked, so that events of one key are written in
    the order in which they happened.
    """
    envelope = Envelope.wrap(event, correlation_id=logs.correlation_id(), headers=_headers())
    return put(session, envelope)


def add_all(session: Session, events: Iterable[Event]) -> None:
    """The same for many events, in their order, with one statement."""
    headers, correlation_id, identity = _headers(), logs.correlation_id(), _identity(session)
    rows = []
    for event in events:
        envelope = Envelope.wrap(event, correlation_id=correlation_id, headers=headers)
        kept = signed(envelope, identity).model_dump(mode="json")
        rows.append({"slot": slot(envelope.key), "envelope": kept})
    if rows:
        insert_many(session, outbox, rows)
        session.connection().execute(select(func.pg_notify(CHANNEL, "")))


def _headers() -> dict[str, str]:
    headers: dict[str, str] = {}
    tracing.inject(headers)
    return headers


def put(session: Session, envelope: Envelope) -> Envelope:
    """Sign and write an envelope that is made already: `add` is for a service's own events."""
    envelope = signed(envelope, _identity(session))
    session.connection().execute(
        insert(outbox).values(slot=slot(envelope.key), envelope=envelope.model_dump(mode="json"))
    )
    session.connection().execute(select(func.pg_notify(CHANNEL, "")))
    return envelope


def forget(session: Session, topic: str, keys: Iterable[str], *, because: UUID) -> None:
    """Have a broker forget what a topic of ours holds of these keys. `because`: the erasure."""
    for key in keys:
        about = {ERASURE: str(because)}
        put(
            session,
            Envelope(type=TOMBSTONE, version=1, topic=topic, key=key, headers=about, data={}),
        )


def wait(session: Session, because: UUID) -> bool:
    """Whether a tombstone of an erasure waits to be published."""
    header = outbox.c.envelope["headers"][ERASURE].astext
    found = select(outbox.c.id).where(header == str(because)).limit(1)
    return session.connection().execute(found).first() is not None


def _identity(session: Session) -> Identity:
    """As whom the service signs; `Database.session` says it."""
    keys: Keys | None = session.info.get("keys")
    if keys is None:
        raise RuntimeError("events are written in a session of a `Database` that has its keys")
    return keys.own


def slot(key: str) -> int:
    """Slot of a key, the same on every machine."""
    return crc32(key.encode()) % SLOTS
