"""Dead letters handled again, one by one, once what stopped them is mended."""

from __future__ import annotations

from uuid import UUID

from pydantic import ValidationError
from sqlalchemy import delete, select

from amuddu.contracts.events.envelope import Envelope
from amuddu.contracts.events.topics import UnknownEvent
from amuddu.kit.bus.records import read_again
from amuddu.kit.db import Database
from amuddu.kit.events.consumer import Consumer
from amuddu.kit.events.signing import Forged
from amuddu.kit.events.tables import dead_letters
from amuddu.kit.observability import logs

log = logs.get(__name__)


def _buried(database: Database, consumer: str, event_id: UUID) -> Envelope | None:
    with database.session() as session:
        row = select(dead_letters.c.envelope).where(
            dead_letters.c.consumer == consumer, dead_letters.c.event_id == event_id
        )
        found = session.connection().execute(row).scalar()
    return None if found is None else Envelope.model_validate(found)


def replay(database: Database, consumer: Consumer, event_id: UUID) -> str:
    """Handle a buried event again; return "" once done, else the reason why it stays buried.

    The signature is checked as if the event came now: a table can be written into as well.

    Idempotent: the inbox knows what was handled. What the event changes and the end of its
    burial are two transactions; a crash between them leaves an event that replays as nothing.
    """
    found = _buried(database, consumer.name, event_id)
    if found is None:
        return "not buried"
    envelope = read_again(found)
    logs.bind_correlation(envelope.correlation_id)
    try:
        consumer.once(envelope, consumer.opened(envelope))
    except Forged as error:
        return f"forged: {error.why}"
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
