"""Both buses behind one rig: what holds for one must hold for the other."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text
from sqlmodel import Session

from amuddu.contracts.employers import VacancyClosed
from amuddu.contracts.events.topics import BY_NAME
from amuddu.kit.bus import Bus, Handler
from amuddu.kit.bus.kafka import KafkaBus
from amuddu.kit.bus.memory import MemoryBus
from amuddu.kit.db import Database
from amuddu.kit.events import consumer as consumer_module
from amuddu.kit.events import outbox
from amuddu.kit.events.consumer import Consumer
from amuddu.kit.events.relay import relay_once
from amuddu.kit.settings import Settings
from tests.kafka_mock import KafkaMock, kafka_mock
from tests.support import outbox_envelopes

TOPIC = BY_NAME[VacancyClosed.topic]
PARTITIONS = 3
PATIENCE_SECONDS = 20.0


@pytest.fixture(autouse=True)
def _quick_retries(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(consumer_module, "PAUSES", (0.001, 0.001, 0.001))


@pytest.fixture
def cluster() -> Iterator[KafkaMock]:
    """A mock cluster that has the one topic of these tests."""
    with kafka_mock() as mock:
        mock.do("topic", name=TOPIC.name, partitions=PARTITIONS)
        yield mock


@pytest.fixture
def kafka_settings(cluster: KafkaMock, monkeypatch: pytest.MonkeyPatch) -> Settings:
    for name, value in cluster.environment().items():
        monkeypatch.setenv(name, value)
    return Settings()


class Rig:
    """Starts buses of one kind: with Kafka each stands for a process of its own."""

    def __init__(self, make: Callable[[], Bus], stack: ExitStack) -> None:
        self._make = make
        self._stack = stack

    def bus(self, handlers: Mapping[str, Handler]) -> Bus:
        """A started bus on which these consumers are attached."""
        bus = self._make()
        for name, handler in handlers.items():
            bus.subscribe(name, [TOPIC.name], handler)
        bus.start()
        self._stack.callback(bus.stop)
        return bus

    def whole(self, database: Database, handler: Callable[[Session, Any], None]) -> Bus:
        """A bus where the topic's first consumer applies `handler` and the others just agree."""
        first, *others = TOPIC.consumers
        handlers: dict[str, Handler] = {
            first: Consumer(first, database, {VacancyClosed: handler}),
            **{name: Consumer(name, database, {}) for name in others},
        }
        return self.bus(handlers)


@pytest.fixture(params=["memory", "kafka"])
def rig(request: pytest.FixtureRequest) -> Iterator[Rig]:
    with ExitStack() as stack:
        if request.param == "memory":
            yield Rig(MemoryBus, stack)
        else:
            settings: Settings = request.getfixturevalue("kafka_settings")
            yield Rig(lambda: KafkaBus(settings), stack)


def closed(vacancy_id: UUID | None = None, revision: int = 1) -> VacancyClosed:
    return VacancyClosed(vacancy_id=vacancy_id or uuid4(), revision=revision, reason="filled")


def tell(database: Database, *events: VacancyClosed) -> None:
    with database.session() as session:
        for event in events:
            outbox.add(session, event)


def record(session: Session, event: VacancyClosed) -> None:
    session.connection().execute(
        text("INSERT INTO effect VALUES (:key, :revision)"),
        {"key": event.key, "revision": event.revision},
    )


def effects(database: Database) -> list[tuple[str, int]]:
    with database.engine.connect() as connection:
        rows = connection.execute(text("SELECT key, revision FROM effect"))
        return [(row.key, row.revision) for row in rows]


def buried(database: Database) -> list[str]:
    with database.engine.connect() as connection:
        return list(connection.execute(text("SELECT reason FROM dead_letters")).scalars())


def relay_all(database: Database, bus: Bus) -> None:
    """Relay until nothing but copies of dead letters waits."""
    eventually(lambda: not relay_once(database, bus) and not _waiting(database))


def _waiting(database: Database) -> Sequence[str]:
    return [each.type for each in outbox_envelopes(database) if each.type != "dead.letter"]


def eventually(holds: Callable[[], bool]) -> None:
    """Wait until something holds; fail with what it was if it never does."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not holds():
        assert time.monotonic() < deadline, "never came true"
        time.sleep(0.02)
