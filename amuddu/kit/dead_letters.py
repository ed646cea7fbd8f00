"""Dead letters: events that could not be handled, with the reason, kept until they are replayed.

The table in the consumer's own database is the truth; `amuddu deadletters` reads and replays it.
In the same transaction a copy goes into the outbox, for the topic `<consumer>.dead-letters`, so
that whoever watches the cluster sees it too and a crash loses neither.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from pydantic import ValidationError
from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import Session

from amuddu.contracts.events import Envelope
from amuddu.contracts.topics import UnknownEvent, dead_letter_topic, open_envelope
from amuddu.kit import logs, outbox
from amuddu.kit.bus.records import read_again
from amuddu.kit.db import Database
from amuddu.kit.plumbing import dead_letters

if TYPE_CHECKING:
    from amuddu.kit.consumer import Consumer

log = logs.get(__name__)

DEAD_LETTER = "dead.letter"
REASON = "dead-letter-reason"


@dataclass(frozen=True, slots=True)
class DeadLetter:
    """One event that could not be handled."""

    consumer: str
    reason: str
    buried_at: datetime
    envelope: Envelope


def bury(session: Session, consumer: str, envelope: Envelope, *, reason: str) -> None:
    """Keep an envelope with its reason, once."""
    row = insert(dead_letters).values(
        consumer=consumer,
        event_id=envelope.id,
        envelope=envelope.model_dump(mode="json"),
        reason=reason[:200],
    )
    added = row.on_conflict_do_nothing().returning(dead_letters.c.event_id)
    if session.connection().execute(added).first() is not None:
        outbox.put(session, _copy(envelope, consumer, reason))


def _copy(envelope: Envelope, consumer: str, reason: str) -> Envelope:
    return Envelope(
        type=DEAD_LETTER,
        version=1,
        topic=dead_letter_topic(consumer),
        key=envelope.key,
        correlation_id=envelope.correlation_id,
        headers={**envelope.headers, REASON: reason[:200]},
        data=envelope.model_dump(mode="json"),
    )


def waiting(database: Database) -> Sequence[DeadLetter]:
    """What is buried in a database, oldest first."""
    with database.session() as session:
        rows = session.connection().execute(
            select(dead_letters).order_by(dead_letters.c.buried_at, dead_letters.c.event_id)
        )
        return [
            DeadLetter(
                row.consumer, row.reason, row.buried_at, Envelope.model_validate(row.envelope)
            )
            for row in rows
        ]


def _buried(database: Database, consumer: str, event_id: UUID) -> Envelope | None:
    with database.session() as session:
        row = select(dead_letters.c.envelope).where(
            dead_letters.c.consumer == consumer, dead_letters.c.event_id == event_id
        )
        found = session.connection().execute(row).scalar()
    return None if found is None else Envelope.model_validate(found)


def replay(database: Database, consumer: Consumer, event_id: UUID) -> str:
    """Handle a buried event again; return "" once done, else the reason why it stays buried.

    Idempotent: the inbox knows what was handled. What the event changes and the end of its
    burial are two transactions; a crash between them leaves an event that replays as nothing.
    """
    found = _buried(database, consumer.name, event_id)
    if found is None:
        return "not buried"
    envelope = read_again(found)
    logs.bind_correlation(envelope.correlation_id)
    try:
        consumer.once(envelope, open_envelope(envelope))
    except (UnknownEvent, ValidationError) as error:
        return type(error).__name__
    except Exception as error:  # the edge: it stays buried, and the caller says why
        log.warning("dead letter failed again", exc_info=True)
        return type(error).__name__
    with database.session() as session:
        session.connection().execute(
            delete(dead_letters).where(
                dead_letters.c.consumer == consumer.name, dead_letters.c.event_id == event_id
            )
        )
    return ""
