"""Reading topics from their beginning, without a group and without keeping a place: a rebuild."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from typing import Self

from kafka.structs import TopicPartition

from amuddu.contracts.events.envelope import Envelope
from amuddu.contracts.events.topics import Topic
from amuddu.kit.bus import clients
from amuddu.kit.bus.consuming import TopicMissing, read_record
from amuddu.kit.settings import Settings

POLL_MS = 200
SILENT_SECONDS = 30.0


class LogSilent(TimeoutError):
    """The broker did not say what it has up to its own end."""


class Log:
    """Some topics from their oldest event on. One thread uses it; close it."""

    def __init__(self, settings: Settings, topics: Sequence[Topic]) -> None:
        self._prefix = len(settings.kafka_topic_prefix)
        self._consumer = clients.consumer(settings, "rebuild", group=None)
        self._places: list[TopicPartition] = []
        for topic in topics:
            name = settings.kafka_topic_prefix + topic.name
            partitions = self._consumer.partitions_for_topic(name)
            if not partitions:
                raise TopicMissing(name)
            self._places += [TopicPartition(name, each) for each in sorted(partitions)]
        self._consumer.assign(self._places)
        self._consumer.seek_to_beginning(*self._places)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._consumer.close(autocommit=False, timeout_ms=1000)

    def catch_up(self) -> Iterator[Sequence[Envelope]]:
        """What came since the last time, up to what the topics hold at this moment.

        Raises `LogSilent` when the broker says nothing more for long before that.
        """
        ends = self._consumer.end_offsets(self._places)
        heard = time.monotonic()
        while any(self._consumer.position(place) < end for place, end in ends.items()):
            polled = self._consumer.poll(timeout_ms=POLL_MS)
            read = [read_record(each, self._prefix) for found in polled.values() for each in found]
            if polled:
                heard = time.monotonic()
                yield [envelope for envelope in read if envelope is not None]
            elif time.monotonic() - heard > SILENT_SECONDS:
                raise LogSilent
