"""The bus of services that are separate processes: Kafka keeps what was published.

Publishing waits for the broker's word on each wave of a batch; `consuming.py` is the other side.
"""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Any
from uuid import UUID

from kafka import KafkaProducer
from kafka.errors import KafkaError, KafkaTimeoutError

from amuddu.contracts.events.envelope import TOMBSTONE, Envelope
from amuddu.contracts.events.topics import EVENTS
from amuddu.kit.bus import clients, records
from amuddu.kit.bus.consuming import Subscription
from amuddu.kit.bus.interface import Handler
from amuddu.kit.observability import logs
from amuddu.kit.settings import Settings

log = logs.get(__name__)

STUCK_SECONDS = clients.DELIVERY_MS / 1000 + 10
"""A producer gives up by itself before that: one that has not is beyond help."""
CLOSE_SECONDS = 3.0
GLANCE_SECONDS = 0.2
"""How long a stop may go unnoticed while the broker is waited for."""

Acknowledgement = Any
"""kafka's `FutureRecordMetadata`, which has no types."""


class KafkaBus:
    """Bus over a Kafka cluster. See `amuddu.kit.bus.Bus` for the promises it keeps."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._producer: KafkaProducer | None = None
        self._publishing = threading.Lock()
        self._stopping = threading.Event()
        self._subscriptions: list[Subscription] = []
        clients.calm_logs()

    # --- publishing ---------------------------------------------------------------------------

    def publish(self, envelopes: Sequence[Envelope]) -> set[UUID]:
        """See `Bus`. One batch at a time, so what waits for a broker that is away is bounded."""
        safe: set[UUID] = set()
        with self._publishing:
            for wave in waves(envelopes):
                done = set() if self._stopping.is_set() else self._publish_wave(wave)
                safe |= done
                if len(done) < len(wave):
                    break
        return safe

    def _publish_wave(self, wave: Sequence[Envelope]) -> set[UUID]:
        sent: dict[UUID, tuple[Acknowledgement, ...]] = {}
        try:
            producer = self._connected()
            for envelope in wave:
                sent[envelope.id] = self._send(producer, envelope)
            with suppress(KafkaTimeoutError):
                producer.flush(timeout=GLANCE_SECONDS)
        except KafkaError as error:
            log.warning("broker takes nothing now", error=type(error).__name__)
        return self._acknowledged(sent)

    def _send(self, producer: KafkaProducer, envelope: Envelope) -> tuple[Acknowledgement, ...]:
        record = records.write(envelope)
        topic = self._settings.kafka_topic_prefix + envelope.topic
        if envelope.type == TOMBSTONE:
            return (producer.send(topic, key=record.key, value=None),)
        first = producer.send(topic, key=record.key, value=record.value, headers=record.headers)
        event = EVENTS.get((envelope.type, envelope.version))
        if event is None or not event.ends_state:
            return (first,)
        # The tombstone: compaction then keeps nothing at all of whom this was about.
        return (first, producer.send(topic, key=record.key, value=None))

    def _acknowledged(self, sent: Mapping[UUID, tuple[Acknowledgement, ...]]) -> set[UUID]:
        """Which of them the broker has kept. After one that failed no other is waited for."""
        deadline = time.monotonic() + STUCK_SECONDS
        try:
            for parts in sent.values():
                for part in parts:
                    self._wait(part, deadline)
        except KafkaError as error:
            log.warning("event not published yet", error=type(error).__name__)
            kept = {each for each, parts in sent.items() if all(p.succeeded() for p in parts)}
            # An idempotent producer that gave up a record in flight may never send again:
            # it waits for an answer about it. What waits goes with the next producer.
            if not self._stopping.is_set():
                self._discard()
            return kept
        return set(sent)

    def _wait(self, acknowledgement: Acknowledgement, deadline: float) -> None:
        while True:
            try:
                acknowledgement.get(timeout=GLANCE_SECONDS)
            except KafkaTimeoutError:
                late = time.monotonic() >= deadline or self._stopping.is_set()
                if late or acknowledgement.is_done:
                    raise
            else:
                return

    def _connected(self) -> KafkaProducer:
        """The producer; made at the first event, so that a process starts without a broker."""
        if self._producer is None:
            self._producer = clients.producer(self._settings, "relay")
        return self._producer

    def _discard(self) -> None:
        producer, self._producer = self._producer, None
        if producer is not None:
            log.warning("producer replaced")
            _close(producer, seconds=0)

    # --- consuming ----------------------------------------------------------------------------

    def subscribe(self, consumer: str, topics: Sequence[str], handler: Handler) -> None:
        self._subscriptions.append(Subscription(self._settings, consumer, topics, handler))

    def start(self) -> None:
        for subscription in self._subscriptions:
            subscription.start()

    def stop(self) -> None:
        self._stopping.set()
        for subscription in self._subscriptions:
            subscription.stop()
        with self._publishing:
            producer, self._producer = self._producer, None
        if producer is not None:
            _close(producer, seconds=CLOSE_SECONDS)


def waves(envelopes: Sequence[Envelope]) -> list[list[Envelope]]:
    """The envelopes in waves: of each key the first, then of each key the second, and so on.

    What is in flight together may arrive in any order once something fails and is sent again;
    of one key only one event is ever in flight, so no later one arrives before it.
    """
    found: list[list[Envelope]] = []
    met: Counter[tuple[str, str]] = Counter()
    for envelope in envelopes:
        key = (envelope.topic, envelope.key)
        if met[key] == len(found):
            found.append([])
        found[met[key]].append(envelope)
        met[key] += 1
    return found


def _close(producer: KafkaProducer, *, seconds: float) -> None:
    try:
        producer.close(timeout=seconds)
    except KafkaError:
        # `close` leaves its thread behind when it cannot flush: it would go on trying to send
        # what the outbox still has, next to the producer that comes after it.
        producer._sender.force_close()
        log.warning("producer closed without the broker's word")
