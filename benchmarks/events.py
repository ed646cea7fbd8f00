"""Events a second from outbox to inbox; a bare producer and consumer of kafka-python beside it.

Ours: rows in the outbox of one PostgreSQL database, a relay, the broker, a consumer that notes
each event in the inbox of another, all acknowledged, nothing lost by a crash at any point. The
peer: kafka-python alone, the same bytes and settings of the client, no database at either end.
Both run against the same broker: the tests' mock cluster, or the one that `KAFKA=host:port` names.
"""

from __future__ import annotations

import multiprocessing
import os
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

from sqlalchemy import func, insert, select, text
from sqlmodel import Session

from amuddu.contracts.employers import VacancyClosed
from amuddu.contracts.events.envelope import Envelope
from amuddu.contracts.events.topics import BY_NAME
from amuddu.contracts.profiles import ProfileUpdated
from amuddu.kit import embedded
from amuddu.kit.bus import clients, records
from amuddu.kit.bus.kafka import KafkaBus
from amuddu.kit.bus.topics import apply
from amuddu.kit.db import Database
from amuddu.kit.events import outbox
from amuddu.kit.events import tables as plumbing
from amuddu.kit.events.consumer import Consumer
from amuddu.kit.events.outbox import slot
from amuddu.kit.events.relay import Relay
from amuddu.kit.events.signing import signed
from amuddu.kit.identity import Keys
from amuddu.kit.observability import logs
from amuddu.kit.settings import Settings
from benchmarks.table import Row
from tests.kafka_mock import kafka_mock

EVENTS = 10_000
RUNS = 3
WARM = 100
TOPIC = BY_NAME[VacancyClosed.topic]
BARE = BY_NAME[ProfileUpdated.topic]
"""A topic like the other, so that neither side reads what the other wrote."""


def measure() -> Iterator[Row]:
    """Ours and the peer by turns, so that a busy moment meets both."""
    ours, bare, keyed = [], [], []
    with _broker() as settings, _databases(settings) as (sending, receiving):
        apply(settings)
        for _ in range(RUNS):
            bare.append(_bare(settings, _envelopes(keys=EVENTS)))
            ours.append(_ours(settings, sending, receiving, _envelopes(keys=EVENTS)))
            keyed.append(_ours(settings, sending, receiving, _envelopes(keys=EVENTS // 20)))
    yield Row("Amuddu: outbox to inbox, each event of another entity", ours, "/s")
    yield Row("Amuddu: outbox to inbox, 20 events of each entity", keyed, "/s")
    yield Row("peer: kafka-python alone, producer to consumer", bare, "/s")


@contextmanager
def _broker() -> Iterator[Settings]:
    with ExitStack() as stack:
        variables = {
            "AMUDDU_BUS": "kafka",
            "AMUDDU_LOG_LEVEL": "ERROR",
            "AMUDDU_IDENTITIES_DIR": stack.enter_context(tempfile.TemporaryDirectory()),
            "AMUDDU_KAFKA_TOPIC_PREFIX": f"bench-{uuid4().hex[:6]}.",
        }
        if named := os.environ.get("KAFKA"):
            variables["AMUDDU_KAFKA_SERVERS"] = named
        else:
            variables |= stack.enter_context(kafka_mock()).environment()
        # The client's own defaults in place of the impatience that suits tests.
        variables |= {
            "AMUDDU_KAFKA_SESSION_TIMEOUT_MS": "10000",
            "AMUDDU_KAFKA_HEARTBEAT_MS": "2000",
        }
        before = dict(os.environ)
        os.environ.update(variables)
        stack.callback(os.environ.update, before)
        settings = Settings()
        logs.configure(settings)
        yield settings


@contextmanager
def _databases(settings: Settings) -> Iterator[tuple[Database, Database]]:
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        names = ("sending", "receiving")
        pair = [
            Database(embedded.database_url(Path(folder), name), keys=Keys(settings, TOPIC.producer))
            for name in names
        ]
        for database in pair:
            with database.engine.begin() as connection:
                plumbing.create_tables(connection)
        yield pair[0], pair[1]
        for database in pair:
            database.close()
        embedded.stop(Path(folder))


def _envelopes(*, keys: int) -> list[Envelope]:
    ids = [uuid4() for _ in range(keys)]
    return [
        Envelope.wrap(
            VacancyClosed(vacancy_id=ids[n % keys], revision=1 + n // keys, reason="filled")
        )
        for n in range(EVENTS)
    ]


def _ours(
    settings: Settings, sending: Database, receiving: Database, envelopes: list[Envelope]
) -> float:
    """Relay and consumer in processes of their own, as workers are; the clock starts when the
    rows are in the outbox."""
    context = multiprocessing.get_context("spawn")
    stop = context.Event()
    consuming = context.Process(target=_consume, args=(settings, receiving.url, stop))
    consuming.start()
    bus = KafkaBus(settings)
    relay = Relay("bench", sending, bus)
    _empty(receiving)
    _put(sending, _envelopes(keys=WARM)[:WARM])
    relay.start()
    _wait_until_handled(receiving, WARM)  # connected, joined, every partition: not measured
    identity = Keys(settings, TOPIC.producer).own
    rows = [
        {"slot": slot(e.key), "envelope": signed(e, identity).model_dump(mode="json")}
        for e in envelopes
    ]
    with sending.engine.begin() as connection:
        connection.execute(insert(plumbing.outbox), rows)
        connection.execute(select(func.pg_notify(plumbing.CHANNEL, "")))
    begun = time.perf_counter()
    _wait_until_handled(receiving, WARM + len(envelopes))
    took = time.perf_counter() - begun
    relay.stop()
    bus.stop()
    stop.set()
    consuming.join(timeout=30)
    return len(envelopes) / took


def _consume(settings: Settings, url: str, stop: Any) -> None:
    logs.configure(settings)
    database, bus = Database(url, keys=Keys(settings, "bench")), KafkaBus(settings)
    consumer = Consumer("bench", database, {VacancyClosed: _note_nothing})
    bus.subscribe("bench", [TOPIC.name], consumer)
    bus.start()
    stop.wait()
    bus.stop()
    database.close()


def _note_nothing(_session: Session, _event: VacancyClosed) -> None:
    """The inbox row is all there is."""


def _empty(database: Database) -> None:
    with database.engine.begin() as connection:
        connection.execute(text("TRUNCATE inbox"))


def _put(database: Database, envelopes: list[Envelope]) -> None:
    with database.session() as session:
        for envelope in envelopes:
            outbox.put(session, envelope)


def _wait_until_handled(database: Database, target: int) -> None:
    while _handled(database) < target:
        time.sleep(0.05)


def _handled(database: Database) -> int:
    with database.engine.connect() as connection:
        return connection.execute(select(func.count()).select_from(plumbing.inbox)).scalar() or 0


def _bare(settings: Settings, envelopes: list[Envelope]) -> float:
    topic = settings.kafka_topic_prefix + BARE.name
    written = [records.write(envelope) for envelope in envelopes]
    producer = clients.producer(settings, "bare")
    consumer = clients.consumer(settings, "bare", group="bare")
    assert consumer.partitions_for_topic(topic)
    consumer.subscribe([topic])
    producer.send(topic, key=b"first", value=b"").get(timeout=60)
    while not consumer.poll(timeout_ms=200):
        pass
    begun = time.perf_counter()
    sent = [
        producer.send(topic, key=each.key, value=each.value, headers=each.headers)
        for each in written
    ]
    for each in sent:
        each.get(timeout=60)
    got = 0
    while got < len(envelopes):
        got += sum(len(found) for found in consumer.poll(timeout_ms=200).values())
        consumer.commit()
    took = time.perf_counter() - begun
    producer.close()
    consumer.close()
    return len(envelopes) / took
