"""One consumer group member: a thread that polls, has events handled, then keeps its place.

The place is kept before the next poll, and partitions change hands only within a poll: nothing
handled is unkept when that happens, so no listener is needed. A crash in between has up to one
poll's events handed over again, which the inbox absorbs.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from typing import Any

from kafka import KafkaConsumer
from kafka.errors import CommitFailedError, KafkaError, RebalanceInProgressError
from kafka.structs import OffsetAndMetadata, TopicPartition

from amuddu.contracts.events.envelope import Envelope
from amuddu.kit.bus import clients, records
from amuddu.kit.bus.interface import Handler
from amuddu.kit.bus.lag import Lag
from amuddu.kit.observability import logs
from amuddu.kit.settings import Settings

log = logs.get(__name__)

POLL_MS = 200
RETRY_SECONDS = 1.0
STOP_SECONDS = 30.0
LEAVE_MS = 3_000
COMMIT_MS = 6_000

Polled = Mapping[TopicPartition, Sequence[Any]]
"""Partition -> kafka's `ConsumerRecord`s, which have no types."""


class TopicMissing(Exception):
    """A topic that does not exist; `amuddu topics apply` creates it."""

    def __init__(self, topic: str) -> None:
        super().__init__(topic)
        self.topic = topic


class Subscription:
    """Reads some topics for one consumer until it is stopped; replicas share the partitions."""

    def __init__(
        self, settings: Settings, consumer: str, topics: Sequence[str], handler: Handler
    ) -> None:
        self._settings = settings
        self._name = consumer
        self._topics = [settings.kafka_topic_prefix + topic for topic in topics]
        self._handler = handler
        self._unkept: dict[TopicPartition, int] = {}
        """Places reached and not kept yet: the offset to go on from, by partition."""
        self._lag = Lag(consumer, prefix=settings.kafka_topic_prefix)
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name=f"consume-{consumer}", daemon=True)

    def start(self) -> None:
        """Begin to read."""
        self._thread.start()

    def stop(self) -> None:
        """Finish the events in hand, keep the place, leave the group."""
        self._stop.set()
        if self._thread.ident is not None:
            self._thread.join(timeout=STOP_SECONDS)

    def _run(self) -> None:
        while not self._stop.is_set():
            try:
                self._consume()
            except TopicMissing as error:
                log.warning("topic missing: run `amuddu topics apply`", topic=error.topic)
                self._stop.wait(RETRY_SECONDS)
            except Exception:  # the edge of the thread: it must outlive whatever goes wrong
                log.warning("not consuming, trying again", exc_info=True)
                self._stop.wait(RETRY_SECONDS)

    def _consume(self) -> None:
        consumer = clients.consumer(self._settings, self._name, group=self._group)
        self._unkept.clear()
        try:
            for topic in self._topics:
                # Asked before subscribing: without it a new member may stay without partitions.
                if not consumer.partitions_for_topic(topic):
                    raise TopicMissing(topic)
            consumer.subscribe(self._topics)
            log.info("consuming", consumer=self._name)
            while not self._stop.is_set():
                self._handle(consumer, consumer.poll(timeout_ms=POLL_MS))
                self._keep_place(consumer)
                self._lag.tell(consumer)
        finally:
            self._lag.forget()
            consumer.close(autocommit=False, timeout_ms=LEAVE_MS)

    @property
    def _group(self) -> str:
        return f"{self._settings.kafka_topic_prefix}amuddu-{self._name}"

    def _handle(self, consumer: KafkaConsumer, polled: Polled) -> None:
        if not polled:
            return
        try:
            self._handler(*self._envelopes(polled))
        except Exception:  # the edge: the database is away; the same events come again
            log.warning("events not handled yet", exc_info=True)
            for partition, found in polled.items():
                consumer.seek(partition, found[0].offset)
            self._stop.wait(RETRY_SECONDS)
            return
        self._unkept.update(
            {partition: found[-1].offset + 1 for partition, found in polled.items()}
        )

    def _envelopes(self, polled: Polled) -> list[Envelope]:
        prefix = len(self._settings.kafka_topic_prefix)
        read = (read_record(record, prefix) for found in polled.values() for record in found)
        return [envelope for envelope in read if envelope is not None]

    def _keep_place(self, consumer: KafkaConsumer) -> None:
        if not self._unkept:
            return
        places = {each: OffsetAndMetadata(at, "", -1) for each, at in self._unkept.items()}
        try:
            consumer.commit(places, timeout_ms=COMMIT_MS)
        except (CommitFailedError, RebalanceInProgressError) as error:
            # Others have these partitions by now and are handed the same events once more.
            log.info("place not kept", error=type(error).__name__)
        except KafkaError as error:
            log.warning("place not kept yet", error=type(error).__name__)
            return
        self._unkept.clear()


def read_record(record: Any, prefix: int) -> Envelope | None:
    """The envelope in a `ConsumerRecord`, whose topic begins with so many characters of prefix."""
    written = records.Written(record.key, record.value, list(record.headers))
    place = records.Place(record.topic[prefix:], record.partition, record.offset, record.timestamp)
    return records.read(written, place)
