"""Dead letters: events that could not be handled, with the reason, kept until they are replayed.

The table in the consumer's own database is the truth; `amuddu deadletters` reads and replays it.
In the same transaction word of it goes into the outbox, for the topic `<consumer>.dead-letters`,
so that whoever watches the cluster sees it too and a crash loses neither. That says which event and
why, never what it says nor of whom: a topic cannot be searched when somebody is erased.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import Session

from amuddu.contracts.events.envelope import Envelope
from amuddu.contracts.events.topics import dead_letter_topic
from amuddu.kit.db import Database
from amuddu.kit.events import erased, outbox
from amuddu.kit.events.tables import dead_letters
from amuddu.kit.observability import logs

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
    """Keep an envelope with its reason, once; what names somebody who was erased is not kept."""
    if erased.mentions(session, envelope):
        log.warning("not buried: it names somebody erased", consumer=consumer, type=envelope.type)
        return
    row = insert(dead_letters).values(
        consumer=consumer,
        event_id=envelope.id,
        envelope=envelope.model_dump(mode="json"),
        reason=reason[:200],
    )
    added = row.on_conflict_do_nothing().returning(dead_letters.c.event_id)
    if session.connection().execute(added).first() is not None:
        outbox.put(session, _word_of(envelope, consumer, reason))


def _word_of(envelope: Envelope, consumer: str, reason: str) -> Envelope:
    return Envelope(
        type=DEAD_LETTER,
        version=1,
        topic=dead_letter_topic(consumer),
        key=str(envelope.id),
        correlation_id=envelope.correlation_id,
        headers={REASON: reason[:200]},
        data={"event_id": str(envelope.id), "type": envelope.type[:80], "topic": envelope.topic},
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
