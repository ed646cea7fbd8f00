"""The periodic thread: at once, then after a pause or when woken, whatever goes wrong."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator

import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from amuddu.kit.db import Database
from amuddu.kit.periodic import Finished, Periodic

LONG = 60.0


class Turns:
    """What a thread does, noted; `answers` are given or raised in turn, then `False`."""

    def __init__(self, *answers: bool | Exception) -> None:
        self._answers = list(answers)
        self.at: list[float] = []

    def __call__(self) -> bool:
        self.at.append(time.monotonic())
        answer = self._answers.pop(0) if self._answers else False
        if isinstance(answer, Exception):
            raise answer
        return answer

    def reach(self, count: int, *, seconds: float = 5.0) -> bool:
        until = time.monotonic() + seconds
        while len(self.at) < count and time.monotonic() < until:
            time.sleep(0.01)
        return len(self.at) >= count


Start = Callable[..., Periodic]


@pytest.fixture
def start() -> Iterator[Start]:
    started: list[Periodic] = []

    def _start(turn: Callable[[], object], **how: object) -> Periodic:
        started.append(Periodic("test", turn, **how))  # type: ignore[arg-type]
        started[-1].start()
        return started[-1]

    yield _start
    for each in started:
        each.stop()


def away() -> OperationalError:
    return OperationalError("SELECT 1", {}, Exception("gone"))


def test_it_looks_at_once_then_pauses(start: Start) -> None:
    turns = Turns()
    start(turns, every=0.2)
    assert turns.reach(3)
    assert all(b - a >= 0.19 for a, b in zip(turns.at, turns.at[1:], strict=False))


def test_a_turn_that_found_work_is_followed_at_once(start: Start) -> None:
    turns = Turns(True, True, False)
    start(turns, every=LONG)
    assert turns.reach(3)
    time.sleep(0.1)
    assert len(turns.at) == 3


@pytest.mark.parametrize("error", [away(), RuntimeError("unforeseen")])
def test_it_outlives_what_goes_wrong_and_tries_again(start: Start, error: Exception) -> None:
    turns = Turns(error, error)
    start(turns, every=LONG, retry=0.1)
    assert turns.reach(3)
    assert turns.at[1] - turns.at[0] >= 0.09


def test_it_is_woken_by_a_commit(start: Start, database: Database) -> None:
    turns = Turns()
    start(turns, every=LONG, woken_by=(database, "news"))
    assert turns.reach(1)
    with database.engine.begin() as connection:
        connection.execute(text("NOTIFY news"))
    assert turns.reach(2)


def test_it_looks_by_itself_where_nothing_wakes_it(start: Start, database: Database) -> None:
    turns = Turns()
    start(turns, every=0.25, woken_by=(database, "news"))
    assert turns.reach(3)
    assert turns.at[2] - turns.at[1] >= 0.24


def test_a_database_that_cannot_be_listened_to_is_tried_again(
    start: Start, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    right = database.url
    monkeypatch.setattr(database, "url", "postgresql://localhost:1/nobody")
    turns = Turns()
    start(turns, every=0.05, woken_by=(database, "news"))
    assert not turns.reach(1, seconds=0.2)
    monkeypatch.setattr(database, "url", right)
    assert turns.reach(1)


def test_a_stop_is_noticed_in_a_pause(start: Start, database: Database) -> None:
    for woken_by in (None, (database, "news")):
        turns = Turns()
        running = start(turns, every=LONG, woken_by=woken_by)
        assert turns.reach(1)
        asked = time.monotonic()
        running.stop()
        assert time.monotonic() - asked < 1
        assert len(turns.at) == 1


def test_a_stop_does_not_wait_for_ever_for_a_turn(start: Start) -> None:
    release, entered = threading.Event(), threading.Event()

    def turn() -> None:
        entered.set()
        release.wait(5)

    running = start(turn, every=LONG, stop_seconds=0.1)
    assert entered.wait(5)
    asked = time.monotonic()
    running.stop()
    assert time.monotonic() - asked < 2
    release.set()


def test_a_turn_may_be_the_last(start: Start) -> None:
    turns = Turns(Finished())
    start(turns, every=0.01)
    assert turns.reach(1)
    assert not turns.reach(2, seconds=0.1)
