"""Handling an event exactly once in its effects: inbox row and effect in one transaction.

Events that come together share a transaction, the quick way: what a service wraps `around` its
handlers reads before them, and writes after them, for all at once. Should anything be wrong with
one of them, each is handled alone, as a transaction of one. A handler that keeps failing is tried
a few times with growing pauses, then the envelope is buried as a dead letter with its reason
(`dead_letters.py`), so one poisoned event blocks nobody. A database that is away is no poison:
that raises, and the events come again. What the producer of its topic did not sign is buried
unheard (`signing.py`).
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from contextvars import ContextVar
from datetime import datetime
from typing import Any
from uuid import UUID, uuid5

from pydantic import ValidationError
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlmodel import Session

from amuddu.contracts.events.envelope import FORGED, UNREADABLE, Envelope, Event
from amuddu.contracts.events.erasures import ErasureBegun
from amuddu.contracts.events.restored import ErasureAgain
from amuddu.contracts.events.topics import UnknownEvent
from amuddu.kit.db import Database
from amuddu.kit.events import dead_letters, erased
from amuddu.kit.events.signing import Checks, Forged
from amuddu.kit.observability import logs, metrics, tracing

log = logs.get(__name__)

Handlers = Mapping[type[Event], Callable[[Any, Any], object]]
"""What a service does for each event it consumes: `{VacancyPublished: on_vacancy_published}`.
A handler gets the session, or what `Around` makes of it, and the event."""

Around = Callable[[Session, Sequence[Event]], AbstractContextManager[Any]]
"""Entered before the handlers of a transaction's events, one or many, and left after them. What
it yields is given to each handler in place of the session."""

PAUSES = (0.05, 0.2, 0.8)
"""Seconds before the second, third and fourth try, each drawn out by up to half."""

ENTER = text(
    "INSERT INTO inbox (consumer, event_id)"
    " SELECT :consumer, unnest(CAST(:ids AS uuid[])) ON CONFLICT DO NOTHING RETURNING event_id"
)
"""One statement for one event or many: what came before is not returned."""

PATIENCE = text("SET LOCAL lock_timeout = '200ms'")
"""A transaction of many events holds many locks: it gives way, before PostgreSQL takes its wait
and somebody's request for a deadlock and ends one of the two."""


_NAMESPACE = UUID("b4d1f0a2-0f43-4c0e-9f0a-6f1f2a6f7c31")


def _nothing(session: Session, _: Sequence[Event]) -> AbstractContextManager[Session]:
    return nullcontext(session)


_written_at: ContextVar[datetime | None] = ContextVar("written_at", default=None)


def written_at() -> datetime | None:
    """When the event in hand was written by its producer; `None` outside of a handler."""
    return _written_at.get()


class Consumer:
    """Applies a service's handlers to envelopes, each once."""

    def __init__(
        self,
        name: str,
        database: Database,
        handlers: Handlers,
        *,
        around: Around | None = None,
    ) -> None:
        self.name = name
        self._database = database
        self._handlers = handlers
        self._around = around or _nothing
        if database.keys is None:
            raise RuntimeError("a consumer needs a `Database` that has its service's keys")
        self._checks = Checks(database.keys.known)

    def __call__(self, *envelopes: Envelope) -> None:
        """Handle envelopes in order; return once each is committed or buried."""
        try:
            wanted = list(self._opened(envelopes))
            if len(wanted) > 1 and self._together(wanted):
                return
            for envelope, event in wanted:
                logs.bind_correlation(envelope.correlation_id)
                self._with_retries(envelope, event)
        finally:
            logs.forget_correlation()

    def _opened(self, envelopes: Iterable[Envelope]) -> Iterator[tuple[Envelope, Event]]:
        """The events that this service handles. What cannot be read is buried here, before it
        would have the others of its transaction handled one by one."""
        for envelope in envelopes:
            if envelope.type == UNREADABLE:
                self._bury(envelope, f"Unreadable: {_reason(envelope)}")
                continue
            try:
                event = self.opened(envelope)
            except Forged as error:
                self._refuse(envelope, error.why)
            except (UnknownEvent, ValidationError) as error:
                logs.bind_correlation(envelope.correlation_id)
                self._bury(envelope, type(error).__name__)
            else:
                if type(event) in self._handlers:
                    yield envelope, event

    def opened(self, envelope: Envelope) -> Event:
        """The event in an envelope; raises as `Checks.opened`."""
        return self._checks.opened(envelope)

    def _together(self, wanted: Sequence[tuple[Envelope, Event]]) -> bool:
        """Handle all in one transaction; `False` where something stands in the way."""
        try:
            with self._database.session() as session:
                session.connection().execute(PATIENCE)
                done = self._handle(session, wanted)
        except Exception as error:  # the edge: whatever it is, it is looked at one by one
            if _database_away(error):
                raise
            log.info("events are handled one by one", error=type(error).__name__)
            return False
        self._count([envelope for envelope, _ in wanted], done=done)
        return True

    def _with_retries(self, envelope: Envelope, event: Event) -> None:
        for pause in (*PAUSES, None):
            try:
                self.once(envelope, event)
            except Forged as error:  # a handler knows better: trying again makes it no truer
                self._refuse(envelope, error.why)
                return
            except Exception as error:  # the edge: retried, then buried with its reason
                if _database_away(error):
                    raise
                log.warning("handler failed", type=envelope.type, exc_info=True)
                metrics.count_event(self.name, envelope.type, "failed")
                if pause is None:
                    self._bury(envelope, type(error).__name__)
                else:
                    time.sleep(pause * random.uniform(1, 1.5))  # noqa: S311 - jitter, no secret
            else:
                return

    def once(self, envelope: Envelope, event: Event) -> None:
        """Apply an event that this service handles, unless it was applied before."""
        with self._database.session() as session:
            done = self._handle(session, [(envelope, event)])
        self._count([envelope], done=done)

    def _handle(
        self, session: Session, wanted: Sequence[tuple[Envelope, Event]]
    ) -> Sequence[Envelope]:
        """Note in the inbox that these came and apply those that had not before; return them."""
        first: dict[UUID, tuple[Envelope, Event]] = {}
        for envelope, event in wanted:
            first.setdefault(envelope.id, (envelope, event))
        entering = {"consumer": self.name, "ids": list(first)}
        entered = set(session.connection().execute(ENTER, entering).scalars())
        fresh = _of_the_living(session, [pair for key, pair in first.items() if key in entered])
        if fresh:
            gone: set[str] = set()
            with self._around(session, [event for _, event in fresh]) as work:
                for envelope, event in fresh:
                    if not gone.isdisjoint(map(erased.digest, erased.named(event))):
                        continue  # erased by an event before it in this transaction
                    self._apply(work, envelope, event)
                    if isinstance(event, ErasureBegun):
                        gone.update(map(erased.digest, event.profile_ids))
                    elif isinstance(event, ErasureAgain) and event.service == self.name:
                        gone.update(event.marks)
        return [envelope for envelope, _ in fresh]

    def _apply(self, work: Any, envelope: Envelope, event: Event) -> None:
        logs.bind_correlation(envelope.correlation_id)
        token = _written_at.set(envelope.occurred_at)
        try:
            with tracing.extracting(
                envelope.headers,
                f"handle {event.type}",
                {
                    "messaging.operation.type": "process",
                    "messaging.destination.name": envelope.topic,
                    "messaging.message.id": str(envelope.id),
                    "amuddu.service": self.name,
                    "amuddu.correlation_id": envelope.correlation_id,
                },
            ):
                self._handlers[type(event)](work, event)
        finally:
            _written_at.reset(token)

    def _count(self, envelopes: Iterable[Envelope], *, done: Sequence[Envelope]) -> None:
        """Once committed: those done, and those that had come before."""
        fresh = {id(envelope) for envelope in done}
        for envelope in envelopes:
            if id(envelope) not in fresh:
                metrics.count_event(self.name, envelope.type, "repeated")
                continue
            metrics.count_event(self.name, envelope.type, "handled")
            metrics.observe_handled(self.name, envelope.type, envelope.occurred_at)

    def _refuse(self, envelope: Envelope, why: str) -> None:
        """Keep, whole and under an id of its own, what claims to be an event: a true one may
        come under the id it bears. Nothing that it says is logged."""
        logs.forget_correlation()
        metrics.count_forged(self.name, envelope.topic, why)
        letter = Envelope(
            id=uuid5(_NAMESPACE, envelope.model_dump_json()),
            type=FORGED,
            version=0,
            topic=envelope.topic,
            key=envelope.key,
            data=envelope.model_dump(mode="json"),
        )
        self._bury(letter, f"forged: {why}")

    def _bury(self, envelope: Envelope, reason: str) -> None:
        log.error("event buried", type=envelope.type, event_id=str(envelope.id), reason=reason)
        with self._database.session() as session:
            dead_letters.bury(session, self.name, envelope, reason=reason)
        metrics.count_event(self.name, envelope.type, "buried")


def _of_the_living(
    session: Session, fresh: Sequence[tuple[Envelope, Event]]
) -> list[tuple[Envelope, Event]]:
    """Those of the events that name nobody who was erased here: such ones are late."""
    gone = erased.marked(session, {each for _, event in fresh for each in erased.named(event)})
    return [pair for pair in fresh if gone.isdisjoint(erased.named(pair[1]))]


def _reason(unreadable: Envelope) -> str:
    """Why bytes could not be read: the name of an error, and nothing else that stands there."""
    said = str(unreadable.data.get("reason"))
    return said if said.isidentifier() else "unknown"


_NOT_AWAY = ("40", "55", "57014")
"""PostgreSQL's codes for what a database that is there may answer: given up for the sake of
another transaction, a lock not had in time, a statement cancelled."""


def _database_away(error: Exception) -> bool:
    if isinstance(error, DBAPIError) and error.connection_invalidated:
        return True
    if isinstance(error, OperationalError):
        code = getattr(error.orig, "sqlstate", None) or ""
        return not code.startswith(_NOT_AWAY)
    return isinstance(error, InterfaceError | PoolTimeout)
