"""The bus of services that share one process: publishing is handling.

An envelope counts as safe only when every service that the contracts name as a consumer of
its topic has committed it. A consumer that is not attached (its service is not running here)
or that fails keeps the row in the producer's outbox, so a crash at any point loses nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby, islice
from operator import attrgetter
from threading import Lock
from uuid import UUID

from amuddu.contracts.events.envelope import TOMBSTONE, Envelope
from amuddu.contracts.events.topics import BY_NAME
from amuddu.kit.bus.interface import Handler
from amuddu.kit.observability import logs

log = logs.get(__name__)

TOGETHER = 100
"""Events handed over at once; a consumer handles them in one transaction where it can."""


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
        """Events of one topic that follow one another go to each consumer together."""
        safe: set[UUID] = set()
        stuck: set[tuple[str, str]] = set()
        for topic, following in groupby(envelopes, key=attrgetter("topic")):
            while some := tuple(islice(following, TOGETHER)):
                if not any((topic, each.key) in stuck for each in some) and self._deliver(*some):
                    safe.update(each.id for each in some)
                    continue
                for envelope in some:
                    if (topic, envelope.key) not in stuck and self._deliver(envelope):
                        safe.add(envelope.id)
                    else:
                        stuck.add((topic, envelope.key))
        return safe

    def _deliver(self, *envelopes: Envelope) -> bool:
        topic = envelopes[0].topic
        told = tuple(each for each in envelopes if each.type != TOMBSTONE)  # nothing is kept here
        attached = self._handlers.get(topic, {})
        if topic not in BY_NAME:
            return False  # no event of ours: it stays where somebody wrote it
        return not told or all(
            self._handled(told, consumer, attached.get(consumer))
            for consumer in BY_NAME[topic].consumers
        )

    def _handled(
        self, envelopes: Sequence[Envelope], consumer: str, handler: Handler | None
    ) -> bool:
        if handler is None:
            return False
        try:
            handler(*envelopes)
        except Exception:  # the edge between two services: the row stays and is tried again
            log.warning(
                "event not handled yet",
                consumer=consumer,
                type=envelopes[0].type,
                event_id=str(envelopes[0].id),
                together=len(envelopes),
                exc_info=True,
            )
            return False
        return True
