"""What both buses promise: nothing lost, nothing doubled, order per key, nobody blocked."""

from __future__ import annotations

import threading
from uuid import uuid4

import pytest
from sqlalchemy.exc import OperationalError
from sqlmodel import Session

from amuddu.contracts.employers import VacancyClosed
from amuddu.kit.db import Database
from amuddu.kit.events.consumer import Consumer
from tests.keys import sealed, signed
from tests.kit.bus.conftest import (
    TOPIC,
    Rig,
    buried,
    closed,
    effects,
    eventually,
    record,
    relay_all,
    tell,
)


def test_events_arrive_once_and_in_order_per_key(database: Database, rig: Rig) -> None:
    keys = [uuid4() for _ in range(12)]
    for revision in range(1, 6):
        tell(database, *(closed(key, revision) for key in keys))
    relay_all(database, rig.whole(database, record))
    eventually(lambda: len(effects(database)) == 60)
    seen = effects(database)
    for key in keys:
        assert [revision for each, revision in seen if each == str(key)] == [1, 2, 3, 4, 5]


def test_what_is_published_again_has_one_effect(database: Database, rig: Rig) -> None:
    envelopes = [signed(closed()) for _ in range(6)]
    bus = rig.whole(database, record)
    for _ in range(3):
        assert len(bus.publish(envelopes)) == 6
    last = signed(closed())
    assert len(bus.publish([*envelopes, last])) == 7
    eventually(lambda: (last.key, 1) in effects(database))
    relay_all(database, bus)
    eventually(lambda: len(set(effects(database))) == 7)
    assert len(effects(database)) == 7


def test_every_consumer_gets_every_event(database: Database, rig: Rig) -> None:
    heard: dict[str, set[str]] = {name: set() for name in TOPIC.consumers}

    def hears(name: str) -> Consumer:
        def handler(_: Session, event: VacancyClosed) -> None:
            heard[name].add(event.key)

        return Consumer(name, database, {VacancyClosed: handler})

    bus = rig.bus({name: hears(name) for name in TOPIC.consumers})
    events = [closed() for _ in range(9)]
    tell(database, *events)
    relay_all(database, bus)
    expected = {event.key for event in events}
    eventually(lambda: all(keys == expected for keys in heard.values()))


def test_a_consumer_that_comes_later_misses_nothing(database: Database, rig: Rig) -> None:
    first, *others = TOPIC.consumers
    silent = {name: Consumer(name, database, {}) for name in others}
    lonely = rig.bus(silent)
    envelopes = [signed(closed()) for _ in range(5)]
    lonely.publish(envelopes)
    bus = rig.bus({first: Consumer(first, database, {VacancyClosed: record}), **silent})
    bus.publish(envelopes)
    eventually(lambda: len(effects(database)) == 5)


def test_a_poisoned_event_is_buried_and_blocks_nobody(database: Database, rig: Rig) -> None:
    bad = closed()

    def refuse_one(session: Session, event: VacancyClosed) -> None:
        record(session, event)
        if event.vacancy_id == bad.vacancy_id:
            raise ValueError("a secret somebody typed")

    good = [closed() for _ in range(8)]
    tell(database, *good[:4], bad, *good[4:], closed(bad.vacancy_id, 2))
    relay_all(database, rig.whole(database, refuse_one))
    eventually(lambda: len(buried(database)) == 2 and len(effects(database)) == 8)
    assert {key for key, _ in effects(database)} == {event.key for event in good}
    assert buried(database) == ["ValueError", "ValueError"]


@pytest.mark.parametrize(
    ("change", "reason"),
    [({"version": 99}, "UnknownEvent"), ({"data": {"vacancy_id": 3}}, "ValidationError")],
)
def test_an_event_that_fits_no_contract_is_buried(
    database: Database, rig: Rig, change: dict[str, object], reason: str
) -> None:
    envelope = sealed(signed(closed()).model_copy(update=change))
    after = signed(closed())
    bus = rig.whole(database, record)
    assert len(bus.publish([envelope, after])) == 2
    eventually(lambda: effects(database) == [(after.key, 1)] and reason in buried(database))
    assert set(buried(database)) == {reason}


def test_a_handler_that_fails_for_a_while_is_tried_again(database: Database, rig: Rig) -> None:
    tries: list[str] = []

    def sometimes(session: Session, event: VacancyClosed) -> None:
        tries.append(event.key)
        if len(tries) < 3:
            raise ValueError
        record(session, event)

    tell(database, closed())
    relay_all(database, rig.whole(database, sometimes))
    eventually(lambda: len(effects(database)) == 1)
    assert buried(database) == []


def test_a_database_that_is_away_buries_nothing(database: Database, rig: Rig) -> None:
    tries = [0]

    def away_at_first(session: Session, event: VacancyClosed) -> None:
        tries[0] += 1
        if tries[0] <= 2:
            raise OperationalError("SELECT 1", {}, Exception("the server is gone"))
        record(session, event)

    key = uuid4()
    tell(database, closed(key, 1), closed(key, 2), closed())
    relay_all(database, rig.whole(database, away_at_first))
    eventually(lambda: len(effects(database)) == 3)
    assert [revision for each, revision in effects(database) if each == str(key)] == [1, 2]
    assert buried(database) == []


def test_stopping_finishes_the_event_in_hand(database: Database, rig: Rig) -> None:
    begun, go_on = threading.Event(), threading.Event()

    def slow(session: Session, event: VacancyClosed) -> None:
        begun.set()
        assert go_on.wait(10)
        record(session, event)

    bus = rig.whole(database, slow)
    publishing = threading.Thread(target=bus.publish, args=([signed(closed())],))
    publishing.start()
    assert begun.wait(20)
    stopping = threading.Thread(target=bus.stop)
    stopping.start()
    go_on.set()
    stopping.join(timeout=20)
    publishing.join(timeout=20)
    assert len(effects(database)) == 1
