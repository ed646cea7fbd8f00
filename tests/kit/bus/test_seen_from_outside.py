"""What the bus shows to Prometheus and to a tracer, over the real protocol."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from prometheus_client import REGISTRY
from sqlmodel import Session

from amuddu.contracts.employers import VacancyClosed
from amuddu.kit.bus.kafka import KafkaBus
from amuddu.kit.db import Database
from amuddu.kit.events.consumer import Consumer
from amuddu.kit.observability import logs, tracing
from amuddu.kit.settings import Settings
from tests.keys import signed
from tests.kit.bus.conftest import (
    PARTITIONS,
    TOPIC,
    Rig,
    closed,
    effects,
    eventually,
    record,
    relay_all,
    tell,
)


@pytest.fixture
def spans() -> Iterator[InMemorySpanExporter]:
    kept = InMemorySpanExporter()
    provider = TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(kept))
    tracing.use(provider)
    yield kept
    tracing.use(None)


def test_a_trace_goes_on_behind_the_bus(
    database: Database, rig: Rig, spans: InMemorySpanExporter
) -> None:
    with tracing.span("POST /form", kind="server"):
        tell(database, closed())
    relay_all(database, rig.whole(database, record))
    eventually(lambda: len(effects(database)) == 1)
    eventually(lambda: len(spans.get_finished_spans()) == 2)
    form, handled = spans.get_finished_spans()
    assert handled.name == "handle vacancy.closed"
    assert handled.parent is not None
    assert form.context is not None
    assert handled.parent.span_id == form.context.span_id
    assert handled.context is not None
    assert handled.context.trace_id == form.context.trace_id
    assert handled.attributes is not None
    assert handled.attributes["messaging.destination.name"] == TOPIC.name


def test_events_told_outside_of_a_trace_begin_their_own(
    database: Database, rig: Rig, spans: InMemorySpanExporter
) -> None:
    tell(database, closed(), closed())
    relay_all(database, rig.whole(database, record))
    eventually(lambda: len(spans.get_finished_spans()) == 2)
    first, second = spans.get_finished_spans()
    assert first.parent is None
    assert second.parent is None


def lag(service: str) -> dict[str, float]:
    """What `/metrics` says of each partition."""
    return {
        sample.labels["partition"]: sample.value
        for family in REGISTRY.collect()
        if family.name == "amuddu_consumer_lag"
        for sample in family.samples
        if sample.labels["service"] == service and sample.labels["topic"] == TOPIC.name
    }


def test_the_lag_of_a_consumer_is_what_it_has_yet_to_handle(
    database: Database, kafka_settings: Settings
) -> None:
    name = TOPIC.consumers[0]
    held, free = threading.Event(), threading.Event()

    def slow(_: Session, __: VacancyClosed) -> None:
        held.set()
        assert free.wait(20)

    bus = KafkaBus(kafka_settings)
    bus.subscribe(name, [TOPIC.name], Consumer(name, database, {VacancyClosed: slow}))
    bus.start()
    try:
        eventually(lambda: len(lag(name)) == PARTITIONS and not any(lag(name).values()))
        tell(database, *(closed() for _ in range(30)))
        relay_all(database, bus)
        assert held.wait(20)
        free.set()
        eventually(lambda: not any(lag(name).values()))
    finally:
        free.set()
        bus.stop()
    assert lag(name) == {}  # whoever left tells nothing any more


def test_a_handler_speaks_in_its_own_story_and_what_follows_does_not(database: Database) -> None:
    told: list[str] = []

    def listens(_: Session, __: VacancyClosed) -> None:
        told.append(logs.correlation_id())

    envelopes = [signed(closed(), correlation_id=f"story-{n}") for n in range(3)]
    consumer = Consumer(TOPIC.consumers[0], database, {VacancyClosed: listens})
    consumer(*envelopes)
    consumer(signed(closed(), correlation_id="story-of-another"))
    assert told == ["story-0", "story-1", "story-2", "story-of-another"]
    assert logs.correlation_id() == ""
