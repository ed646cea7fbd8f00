"""Handling an event exactly once in its effects: inbox row and effect in one transaction.

A handler that keeps failing is tried a few times with growing pauses, then the envelope is
buried as a dead letter with its reason, so one poisoned event blocks nobody. A database that
is away is no poison: that raises, and the event comes again.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Mapping
from typing import Any

from pydantic import ValidationError
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlmodel import Session

from amuddu.contracts.events import Envelope, Event
from amuddu.contracts.topics import UnknownEvent, open_envelope
from amuddu.kit import logs
from amuddu.kit.db import Database
from amuddu.kit.plumbing import dead_letters, inbox

log = logs.get(__name__)

Handlers = Mapping[type[Event], Callable[[Session, Any], None]]
"""What a service does for each event it consumes: `{VacancyPublished: on_vacancy_published}`."""

PAUSES = (0.05, 0.2, 0.8)
"""Seconds before the second, third and fourth try, each drawn out by up to half."""


class Consumer:
    """Applies a service's handlers to envelopes, each once."""

    def __init__(self, name: str, database: Database, handlers: Handlers) -> None:
        self.name = name
        self._database = database
        self._handlers = handlers

    def __call__(self, envelope: Envelope) -> None:
        """Handle one envelope; return once its effect is committed, or it is buried."""
        logs.bind_correlation(envelope.correlation_id)
        try:
            event = open_envelope(envelope)
        except (UnknownEvent, ValidationError) as error:
            self._bury(envelope, type(error).__name__)
            return
        handler = self._handlers.get(type(event))
        if handler is not None:
            self._with_retries(envelope, event, handler)

    def _with_retries(
        self, envelope: Envelope, event: Event, handler: Callable[[Session, Any], None]
    ) -> None:
        for pause in (*PAUSES, None):
            try:
                self._once(envelope, event, handler)
            except Exception as error:  # the edge: retried, then buried with its reason
                if _database_away(error):
                    raise
                log.warning("handler failed", type=envelope.type, exc_info=True)
                if pause is None:
                    self._bury(envelope, type(error).__name__)
                else:
                    time.sleep(pause * random.uniform(1, 1.5))  # noqa: S311 - jitter, no secret
            else:
                return

    def _once(
        self, envelope: Envelope, event: Event, handler: Callable[[Session, Any], None]
    ) -> None:
        with self._database.session() as session:
            if self._first_time(session, envelope):
                handler(session, event)

    def _first_time(self, session: Session, envelope: Envelope) -> bool:
        row = insert(inbox).values(consumer=self.name, event_id=envelope.id)
        inserted = row.on_conflict_do_nothing().returning(inbox.c.event_id)
        return session.connection().execute(inserted).first() is not None

    def _bury(self, envelope: Envelope, reason: str) -> None:
        log.error("event buried", type=envelope.type, event_id=str(envelope.id), reason=reason)
        with self._database.session() as session:
            row = insert(dead_letters).values(
                consumer=self.name,
                event_id=envelope.id,
                envelope=envelope.model_dump(mode="json"),
                reason=reason[:200],
            )
            session.connection().execute(row.on_conflict_do_nothing())


def _database_away(error: Exception) -> bool:
    if isinstance(error, DBAPIError) and error.connection_invalidated:
        return True
    return isinstance(error, OperationalError | InterfaceError | PoolTimeout)
