"""How far a consumer is behind, as Prometheus reads it."""

from __future__ import annotations

import time
from contextlib import suppress

from kafka import KafkaConsumer
from kafka.errors import KafkaError
from kafka.structs import TopicPartition

from amuddu.kit.observability.metrics import CONSUMER_LAG

TELL_SECONDS = 1.0


class Lag:
    """The messages of each partition that a consumer has yet to handle.

    Told by the thread that consumes, between two polls, from what the broker said with the last
    messages it gave: while no broker answers the figure stands still, and the age of the oldest
    outbox row of its producers grows instead.
    """

    def __init__(self, service: str, *, prefix: str) -> None:
        self._service = service
        self._prefix = prefix
        self._reported: set[TopicPartition] = set()
        self._next = 0.0

    def tell(self, consumer: KafkaConsumer) -> None:
        """Note where the consumer stands, once a second at most."""
        if time.monotonic() < self._next:
            return
        self._next = time.monotonic() + TELL_SECONDS
        held = set(consumer.assignment() or ())
        self._forget(self._reported - held)
        for partition in held:
            self._note(consumer, partition)

    def forget(self) -> None:
        """The consumer left: its partitions are somebody else's to tell of."""
        self._forget(set(self._reported))

    def _note(self, consumer: KafkaConsumer, partition: TopicPartition) -> None:
        with suppress(KafkaError, AssertionError):  # given to another replica this very moment
            end = consumer.highwater(partition)
            at = consumer.position(partition, timeout_ms=0) if end is not None else None
            if end is not None and at is not None:
                CONSUMER_LAG.labels(*self._labels(partition)).set(max(0, end - at))
                self._reported.add(partition)

    def _forget(self, gone: set[TopicPartition]) -> None:
        for partition in gone:
            CONSUMER_LAG.remove(*self._labels(partition))
        self._reported -= gone

    def _labels(self, partition: TopicPartition) -> tuple[str, str, str]:
        topic = str(partition.topic).removeprefix(self._prefix)
        return self._service, topic, str(partition.partition)
