"""The bus of services that share one process: publishing is handling.

An envelope counts as safe only when every service that the contracts name as a consumer of
its topic has committed it. A consumer that is not attached (its service is not running here)
or that fails keeps the row in the producer's outbox, so a crash at any point loses nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from threading import Lock
from uuid import UUID

from amuddu.contracts.events.envelope import Envelope
from amuddu.contracts.events.topics import BY_NAME
from amuddu.kit.bus.interface import Handler
from amuddu.kit.observability import logs

log = logs.get(__name__)


class MemoryBus:
    """In-process bus. See `amuddu.kit.bus.Bus` for the promises it keeps."""

    def __init__(self) -> None:
        self._handlers: dict[str, dict[str, Handler]] = {}
        self._lock = Lock()

    def subscribe(self, consumer: str, topics: Sequence[str], handler: Handler) -> None:
        with self._lock:
            for topic in topics:
                self._handlers.setdefault(topic, {})[consumer] = handler

    def start(self) -> None:
        """Nothing to begin: a subscription is live from the moment that it is made."""

    def stop(self) -> None:
        """Nothing to leave: a relay that has stopped publishes nothing."""

    def publish(self, envelopes: Sequence[Envelope]) -> set[UUID]:
        safe: set[UUID] = set()
        stuck: set[tuple[str, str]] = set()
        for envelope in envelopes:
            key = (envelope.topic, envelope.key)
            if key not in stuck and self._deliver(envelope):
                safe.add(envelope.id)
            else:
                stuck.add(key)
        return safe

    def _deliver(self, envelope: Envelope) -> bool:
        attached = self._handlers.get(envelope.topic, {})
        return all(
            self._handled(envelope, consumer, attached.get(consumer))
            for consumer in BY_NAME[envelope.topic].consumers
        )

    def _handled(self, envelope: Envelope, consumer: str, handler: Handler | None) -> bool:
        if handler is None:
            return False
        try:
            handler(envelope)
        except Exception:  # the edge between two services: the row stays and is tried again
            log.warning(
                "event not handled yet",
                consumer=consumer,
                type=envelope.type,
                event_id=str(envelope.id),
                exc_info=True,
            )
            return False
        return True
