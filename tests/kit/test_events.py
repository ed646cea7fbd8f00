"""Outbox, relay, bus and inbox together: nothing is lost, doubled or put out of order."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
import time
from collections.abc import Callable, Sequence
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text
from sqlmodel import Session

from amuddu.contracts.employers import VacancyClosed
from amuddu.contracts.events.envelope import Envelope
from amuddu.contracts.events.topics import BY_NAME
from amuddu.kit.bus.memory import MemoryBus
from amuddu.kit.db import Database
from amuddu.kit.events import consumer as consumer_module
from amuddu.kit.events import outbox
from amuddu.kit.events.consumer import Consumer
from amuddu.kit.events.relay import Relay, relay_once
from tests.keys import keys, sealed, signed
from tests.support import outbox_envelopes

TOPIC = BY_NAME[VacancyClosed.topic]


@pytest.fixture(autouse=True)
def _quick_retries(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(consumer_module, "PAUSES", (0.001, 0.001, 0.001))


def closed(vacancy_id: UUID, revision: int) -> VacancyClosed:
    return VacancyClosed(vacancy_id=vacancy_id, revision=revision, reason="filled")


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


def bus_with(database: Database, handler: Callable[[Session, VacancyClosed], None]) -> MemoryBus:
    """A bus where the topic's first consumer applies `handler` and the others just agree."""
    bus = MemoryBus()
    first, *others = TOPIC.consumers
    bus.subscribe(first, [TOPIC.name], Consumer(first, database, {VacancyClosed: handler}))
    for name in others:
        bus.subscribe(name, [TOPIC.name], Consumer(name, database, {}))
    return bus


def test_an_event_of_a_change_that_rolled_back_is_never_told(database: Database) -> None:
    def change_and_fail() -> None:
        with database.session() as session:
            outbox.add(session, closed(uuid4(), 1))
            raise RuntimeError

    with pytest.raises(RuntimeError):
        change_and_fail()
    assert outbox_envelopes(database) == []


def test_events_arrive_once_and_in_order_per_key(database: Database) -> None:
    keys = [uuid4() for _ in range(20)]
    for revision in range(1, 6):
        tell(database, *(closed(key, revision) for key in keys))
    bus = bus_with(database, record)
    while relay_once(database, bus):
        pass
    seen = effects(database)
    for key in keys:
        assert [revision for each, revision in seen if each == str(key)] == [1, 2, 3, 4, 5]
    assert outbox_envelopes(database) == []


def test_a_row_stays_until_every_consumer_is_attached(database: Database) -> None:
    tell(database, closed(uuid4(), 1))
    lonely = MemoryBus()
    first = TOPIC.consumers[0]
    lonely.subscribe(first, [TOPIC.name], Consumer(first, database, {VacancyClosed: record}))
    assert relay_once(database, lonely) == 0
    assert len(outbox_envelopes(database)) == 1
    assert relay_once(database, bus_with(database, record)) == 1
    assert len(effects(database)) == 1  # the first consumer had handled it; it does so once


def test_the_same_envelope_twice_has_one_effect(database: Database) -> None:
    envelope = signed(closed(uuid4(), 1))
    handle = Consumer("matching", database, {VacancyClosed: record})
    handle(envelope)
    handle(envelope)
    assert len(effects(database)) == 1


def test_a_handler_that_fails_for_a_while_is_tried_again(database: Database) -> None:
    tries = []

    def sometimes(session: Session, event: VacancyClosed) -> None:
        tries.append(event)
        if len(tries) < 3:
            raise ValueError
        record(session, event)

    Consumer("matching", database, {VacancyClosed: sometimes})(signed(closed(uuid4(), 1)))
    assert len(effects(database)) == 1
    assert buried(database) == []


def test_a_poisoned_event_is_buried_with_its_reason_and_blocks_nobody(database: Database) -> None:
    bad, good = uuid4(), uuid4()

    def refuse_one(session: Session, event: VacancyClosed) -> None:
        record(session, event)
        if event.vacancy_id == bad:
            raise ValueError("a secret somebody typed")

    tell(database, closed(bad, 1), closed(good, 1))
    bus = bus_with(database, refuse_one)
    while relay_once(database, bus):
        pass
    assert effects(database) == [(str(good), 1)]
    assert buried(database) == ["ValueError"]


@pytest.mark.parametrize(
    ("change", "reason"),
    [({"version": 99}, "UnknownEvent"), ({"data": {"vacancy_id": 3}}, "ValidationError")],
)
def test_an_unreadable_event_is_buried(
    database: Database, change: dict[str, object], reason: str
) -> None:
    envelope = sealed(signed(closed(uuid4(), 1)).model_copy(update=change))
    Consumer("matching", database, {VacancyClosed: record})(envelope)
    assert buried(database) == [reason]


def test_what_cannot_be_read_leaves_the_rest_in_one_transaction(database: Database) -> None:
    used: list[Session] = []

    def note(session: Session, event: VacancyClosed) -> None:
        used.append(session)
        record(session, event)

    good = [signed(closed(uuid4(), 1)) for _ in range(4)]
    junk = sealed(good[0].model_copy(update={"id": uuid4(), "data": {"vacancy_id": 3}}))
    later = sealed(good[0].model_copy(update={"id": uuid4(), "version": 99}))
    Consumer("matching", database, {VacancyClosed: note})(*good[:2], junk, later, *good[2:])
    assert len(effects(database)) == 4
    assert len({id(each) for each in used}) == 1
    assert sorted(buried(database)) == ["UnknownEvent", "ValidationError"]


def test_two_relays_share_the_work_without_doubling_it(database: Database) -> None:
    tell(database, *(closed(uuid4(), 1) for _ in range(60)))
    bus = bus_with(database, record)
    relays = [Relay(f"r{i}", database, bus) for i in range(2)]
    for relay in relays:
        relay.start()
    deadline = time.monotonic() + 10
    while outbox_envelopes(database) and time.monotonic() < deadline:
        time.sleep(0.02)
    for relay in relays:
        relay.stop()
    assert len(effects(database)) == 60


def test_the_relay_wakes_at_commit(database: Database) -> None:
    arrived = threading.Event()

    def note(session: Session, event: VacancyClosed) -> None:
        arrived.set()

    relay = Relay("r", database, bus_with(database, note))
    relay.start()
    time.sleep(0.2)  # it listens by now; without the wake-up it would poll a second later
    tell(database, closed(uuid4(), 1))
    assert arrived.wait(5)
    relay.stop()


def _relay_and_die(url: str, die_after: int) -> None:
    database = Database(url, keys=keys("employers"))
    handled = 0

    def record_then_die(session: Session, event: VacancyClosed) -> None:
        nonlocal handled
        handled += 1
        record(session, event)
        if handled == die_after:
            os.kill(os.getpid(), signal.SIGKILL)

    relay_once(database, bus_with(database, record_then_die))


@pytest.mark.parametrize("die_after", [1, 7, 15])
def test_a_relay_killed_in_the_middle_loses_and_doubles_nothing(
    database: Database, die_after: int
) -> None:
    tell(database, *(closed(uuid4(), 1) for _ in range(20)))
    context = multiprocessing.get_context("spawn")
    process = context.Process(target=_relay_and_die, args=(database.url, die_after))
    process.start()
    process.join(timeout=30)
    assert process.exitcode == -signal.SIGKILL
    bus = bus_with(database, record)
    while relay_once(database, bus):
        pass
    seen = effects(database)
    assert len(seen) == len(set(seen)) == 20


def test_a_relay_outlives_whatever_goes_wrong(database: Database) -> None:
    failures = iter([RuntimeError("once"), ValueError("twice")])

    class Stumbling(MemoryBus):
        def publish(self, envelopes: Sequence[Envelope]) -> set[UUID]:
            for failure in failures:
                raise failure
            return super().publish(envelopes)

    bus = Stumbling()
    for name in TOPIC.consumers:
        bus.subscribe(name, [TOPIC.name], Consumer(name, database, {VacancyClosed: record}))
    relay = Relay("r", database, bus)
    relay.start()
    tell(database, closed(uuid4(), 1))
    deadline = time.monotonic() + 15
    while outbox_envelopes(database) and time.monotonic() < deadline:
        time.sleep(0.05)
    relay.stop()
    assert outbox_envelopes(database) == []
