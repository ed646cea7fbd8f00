"""What only the Kafka bus has: a broker that may be away, bytes of others, places kept."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from kafka import KafkaConsumer, KafkaProducer

from amuddu.contracts.employers import VacancyClosed
from amuddu.contracts.matching import CandidateHired
from amuddu.contracts.profiles import ProfileUpdated, ProfileWithdrawn
from amuddu.kit.bus import clients
from amuddu.kit.bus.kafka import KafkaBus
from amuddu.kit.bus.log import Log
from amuddu.kit.db import Database
from amuddu.kit.events import outbox
from amuddu.kit.events.consumer import Consumer
from amuddu.kit.events.relay import Relay
from amuddu.kit.settings import Settings
from tests.kafka_mock import OFFSET_COMMIT, PRODUCE, KafkaMock
from tests.keys import signed
from tests.kit.bus.conftest import (
    TOPIC,
    buried,
    closed,
    effects,
    eventually,
    record,
    relay_all,
    tell,
)
from tests.support import outbox_envelopes

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture
def make(kafka_settings: Settings) -> Iterator[Callable[..., KafkaBus]]:
    """A started bus, with a consumer of the topic that writes effects down unless told not to."""
    buses: list[KafkaBus] = []

    def started(database: Database | None = None) -> KafkaBus:
        bus = KafkaBus(kafka_settings)
        if database is not None:
            handler = Consumer("matching", database, {VacancyClosed: record})
            bus.subscribe("matching", [TOPIC.name], handler)
        bus.start()
        buses.append(bus)
        return bus

    yield started
    for bus in buses:
        bus.stop()


def test_an_outage_loses_nothing_and_ends_within_seconds(
    cluster: KafkaMock, database: Database, make: Callable[..., KafkaBus]
) -> None:
    bus = make(database)
    tell(database, closed())
    relay_all(database, bus)
    relay = Relay("r", database, bus)
    relay.start()
    cluster.do("down", broker=1)
    for _ in range(20):
        tell(database, closed())
    time.sleep(1.5)
    assert len(outbox_envelopes(database)) == 20
    cluster.do("up", broker=1)
    eventually(lambda: len(effects(database)) == 21)
    relay.stop()
    assert outbox_envelopes(database) == []


def test_a_broker_that_froze_for_longer_than_a_record_waits_is_noticed_when_it_is_back(
    cluster: KafkaMock, make: Callable[..., KafkaBus], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clients, "REQUEST_MS", 1_500)
    monkeypatch.setattr(clients, "DELIVERY_MS", 2_000)
    bus = make()
    assert len(bus.publish([signed(closed())])) == 1
    with cluster.frozen():
        assert len(bus.publish([signed(closed())])) == 0
    begun = time.monotonic()
    eventually(lambda: len(bus.publish([signed(closed())])) == 1)
    assert time.monotonic() - begun < 10


def test_answers_that_fail_are_tried_again_without_doubling(
    cluster: KafkaMock, database: Database, make: Callable[..., KafkaBus]
) -> None:
    bus = make(database)
    not_leader, timed_out, rebalancing, dropped = 6, 7, 27, -195
    cluster.do("errors", api=PRODUCE, codes=[not_leader, timed_out, dropped])
    cluster.do("errors", api=OFFSET_COMMIT, codes=[rebalancing, timed_out])
    tell(database, *(closed() for _ in range(30)))
    relay_all(database, bus)
    eventually(lambda: len(effects(database)) == 30)


def test_stopping_does_not_wait_for_a_broker_that_is_away(
    cluster: KafkaMock, make: Callable[..., KafkaBus]
) -> None:
    bus = make()
    assert len(bus.publish([signed(closed())])) == 1
    cluster.do("down", broker=1)
    published: list[int] = []
    publishing = threading.Thread(
        target=lambda: published.append(len(bus.publish([signed(closed())])))
    )
    publishing.start()
    time.sleep(0.5)
    bus.stop()
    publishing.join(timeout=10)
    assert published == [0]


def test_bytes_that_hold_no_event_are_buried_whole_and_block_nobody(
    kafka_settings: Settings, database: Database, make: Callable[..., KafkaBus]
) -> None:
    producer: KafkaProducer = clients.producer(kafka_settings, "stranger")
    garbage = (b"\xff\xfe", b"{}", b"[" * 5000, b'{"vacancy_id": "\\u0000"}', b'{"a": 1e999}')
    for each in garbage:
        producer.send(TOPIC.name, key=b"k", value=each).get(10)
    producer.close(timeout=5)
    bus = make(database)
    tell(database, closed())
    eventually(lambda: len(buried(database)) == len(garbage))
    relay_all(database, bus)
    eventually(lambda: len(effects(database)) == 1)
    assert {reason.split(":")[0] for reason in buried(database)} == {"Unreadable"}


def test_what_ends_a_state_is_followed_by_a_tombstone(
    cluster: KafkaMock, kafka_settings: Settings, make: Callable[..., KafkaBus]
) -> None:
    cluster.do("topic", name=ProfileUpdated.topic, partitions=1)
    bus = make()
    profile_id = uuid4()
    events = [
        ProfileUpdated(profile_id=profile_id, revision=1),
        ProfileWithdrawn(profile_id=profile_id, revision=2, reason="erased"),
    ]
    assert len(bus.publish([signed(event) for event in events])) == 2
    reader: KafkaConsumer = clients.consumer(kafka_settings, "reader", group=None)
    assert reader.partitions_for_topic(ProfileUpdated.topic)
    reader.subscribe([ProfileUpdated.topic])
    read = []
    eventually(
        lambda: (
            read.extend(r for found in reader.poll(200).values() for r in found) or len(read) == 3
        )
    )
    reader.close()
    assert {each.key for each in read} == {str(profile_id).encode()}
    assert [each.value is None for each in read] == [False, False, True]
    assert ("event-type", b"profile.updated") in read[0].headers


def test_a_key_that_is_to_be_forgotten_gets_a_tombstone_and_nothing_else(
    cluster: KafkaMock, kafka_settings: Settings, make: Callable[..., KafkaBus], database: Database
) -> None:
    topic = CandidateHired.topic
    cluster.do("topic", name=topic, partitions=1)
    bus = make()
    erasure_id = uuid4()
    with database.session() as session:
        outbox.forget(session, topic, ["one", "two"], because=erasure_id)
        assert outbox.wait(session, erasure_id)
    relay_all(database, bus)
    with database.session() as session:
        assert not outbox.wait(session, erasure_id)
    reader: KafkaConsumer = clients.consumer(kafka_settings, "reader", group=None)
    assert reader.partitions_for_topic(topic)
    reader.subscribe([topic])
    read = []
    eventually(
        lambda: (
            read.extend(r for found in reader.poll(200).values() for r in found) or len(read) == 2
        )
    )
    reader.close()
    assert {(each.key, each.value) for each in read} == {(b"one", None), (b"two", None)}


def test_the_log_is_read_from_its_beginning_and_on(
    kafka_settings: Settings, make: Callable[..., KafkaBus]
) -> None:
    bus = make()
    first = [signed(closed()) for _ in range(7)]
    bus.publish(first)
    with Log(kafka_settings, [TOPIC]) as log:
        ids = {each.id for batch in log.catch_up() for each in batch}
        assert ids == {each.id for each in first}
        assert list(log.catch_up()) == []
        later = signed(closed())
        bus.publish([later])
        assert [each.id for batch in log.catch_up() for each in batch] == [later.id]


CONSUMER = """
import os, signal, sys
from sqlalchemy import text
from amuddu.contracts.employers import VacancyClosed
from amuddu.kit.bus.kafka import KafkaBus
from amuddu.kit.events import outbox
from amuddu.kit.events.consumer import Consumer
from amuddu.kit.db import Database
from amuddu.kit.identity import Keys
from amuddu.kit.settings import Settings
from tests.kit.bus.conftest import TOPIC, record
database, handled = Database(sys.argv[1], keys=Keys(Settings(), "matching")), 0
def record_then_die(session, event):
    global handled
    handled += 1
    record(session, event)
    if handled == int(sys.argv[2]):
        os.kill(os.getpid(), signal.SIGKILL)
bus = KafkaBus(Settings())
handler = Consumer("matching", database, {VacancyClosed: record_then_die})
bus.subscribe("matching", [TOPIC.name], handler)
bus.start()
signal.pause()
"""


def test_a_consumer_killed_in_the_middle_loses_and_doubles_nothing(
    database: Database, make: Callable[..., KafkaBus]
) -> None:
    publisher = make()
    publisher.publish([signed(closed()) for _ in range(40)])
    command = [sys.executable, "-c", CONSUMER, database.url, "25"]
    died = subprocess.run(command, cwd=ROOT, env=os.environ.copy(), timeout=60, check=False)
    assert died.returncode == -signal.SIGKILL
    make(database)
    eventually(lambda: len(effects(database)) >= 40)
    seen = effects(database)
    assert len(seen) == len(set(seen)) == 40
