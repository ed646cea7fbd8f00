"""People in columns: stable slots, snapshots, nothing left of who is gone, and their size."""

from __future__ import annotations

from uuid import UUID, uuid4

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.matching.people import columns as module
from services.matching.people.columns import Candidate, Columns
from services.matching.people.slots import SlotTable, keys_of
from services.matching.ranking.pool import Person

SIZE = 256
BYTES_A_PERSON = 1_200


def person(*, trade: int = 3, skills: tuple[int, ...] = (5, 9, 12, 40, 41, 42)) -> Person:
    """A typical profile: a trade, two jobs, six skills, three languages."""
    ints = lambda *values: np.array(values, dtype=np.int64)  # noqa: E731 # a name for one line
    return Person(
        occupations=ints(trade, trade + 1),
        jobs=ints(trade, trade + 1),
        months=ints(12, 30),
        skills=ints(*skills),
        languages=ints(26226, 24946, 25966),
        levels=ints(3, 7, 2),
        lat=34.0,
        lng=-6.8,
        max_km=30.0,
        available=739_000.0,
        contracts=3,
        told=True,
    )


def held(**facts: int) -> Candidate:
    return Candidate(person(**facts), young=False, age_unknown=False)  # type: ignore[arg-type]


def vector(number: int) -> np.ndarray:
    return np.full(SIZE, (number % 7 + 1) / 16, dtype=np.float32)


def test_a_person_takes_so_many_bytes_at_most() -> None:
    """With their vector, their share of the postings, and the room that is kept for others."""
    columns = Columns(SIZE)
    for start in range(0, 30_000, 5_000):
        columns.apply(
            [
                (uuid4(), 1, held(trade=number % 800), vector(number))
                for number in range(start, start + 5_000)
            ]
        )
    assert columns.nbytes / len(columns) <= BYTES_A_PERSON


def test_a_change_touches_its_own_slots_alone() -> None:
    columns = Columns(SIZE)
    ids = [uuid4() for _ in range(300)]
    columns.apply([(each, 1, held(), vector(0)) for each in ids])
    columns.apply([(uuid4(), 1, held(), vector(0))])  # there is room for the next ones now
    with columns.reading() as before:
        where = before.slots_of(ids)
        vectors = before.vectors
    columns.apply([(ids[7], 2, held(trade=9), vector(3))])
    with columns.reading() as after:
        now = after.slots_of(ids)
        assert np.flatnonzero(now != where).tolist() == [7]
        assert np.shares_memory(after.vectors, vectors)
        assert after.occupations.take(now[[7]]).values.tolist() == [9, 10]
        assert after.id_at(int(now[7])) == ids[7]


def test_nothing_is_left_of_who_is_gone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Once nobody reads them any more: no vector, no id, no word, and nothing to be found by."""
    columns = Columns(SIZE)
    gone, stays = uuid4(), uuid4()
    columns.apply([(gone, 1, held(), vector(1)), (stays, 1, held(trade=20), vector(2))])
    with columns.reading() as view:
        slot = int(view.slots_of([gone])[0])
        assert columns.apply([(gone, 2, None, None)]) == {gone}
        assert view.vectors[slot].any()  # somebody reads them
        assert view.id_at(slot) == gone
    with columns.reading() as after:
        assert after.ids == (stays,)
        assert after.slots_of([gone]).tolist() == [-1]
        for name in ("vectors", "keys", "place", "speech", "max_km", "available", "flags"):
            assert not np.any(getattr(after, name)[slot])
        for name in ("occupations", "jobs", "months", "skills"):
            assert not getattr(after, name).take(np.array([slot])).values.any()
    assert columns.vectors_held == 1


def test_versions_of_one_person_do_not_pile_up() -> None:
    columns = Columns(SIZE)
    one, others = uuid4(), [uuid4() for _ in range(50)]
    columns.apply([(each, 1, held(), vector(0)) for each in others])
    for version in range(5_000):
        columns.apply([(one, version, held(trade=version % 90), vector(version))])
    with columns.reading() as view:
        assert view.count < 2_500
        assert set(view.ids) == {one, *others}
        assert columns.changed([one]) == [4_999]
    assert columns.vectors_held == 51


def test_who_is_held_and_not_named() -> None:
    columns = Columns(SIZE)
    ids = [uuid4() for _ in range(9)]
    columns.apply([(each, 1, held(), vector(0)) for each in ids])
    assert set(columns.held_but([*ids[:4], uuid4()])) == set(ids[4:])
    assert columns.changed([ids[0], uuid4()]) == [1, None]


STEPS = st.lists(st.tuples(st.integers(0, 12), st.booleans()), max_size=80)


@settings(max_examples=80, deadline=None)
@given(steps=STEPS)
def test_every_view_stays_what_it_was(steps: list[tuple[int, bool]]) -> None:
    """Readers who began at any time see those of that time, whatever came since."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "TAIL", 3)
        patch.setattr(module, "FEW_DEAD", 3)
        columns, now = Columns(SIZE), dict[UUID, int]()
        seen = []
        for number, (which, comes) in enumerate(steps):
            one = UUID(int=which)
            change = held(trade=number % 50) if comes else None
            columns.apply([(one, number, change, vector(number) if comes else None)])
            now.pop(one, None)
            if comes:
                now[one] = number
            opened = columns.reading()
            seen.append((opened, opened.__enter__(), dict(now)))
        for opened, view, expected in seen:
            slots = view.slots_of(list(expected))
            assert set(view.ids) == set(expected)
            assert view.ids == tuple(expected)  # in the order in which they came
            trades = view.occupations.take(slots).values[::2].tolist()
            assert trades == [number % 50 for number in expected.values()]
            first = [float(vector(number)[0]) for number in expected.values()]
            assert view.vectors[slots][:, 0].tolist() == first
            opened.__exit__(None, None, None)
        assert columns.vectors_held == len(now)


@given(st.lists(st.integers(0, 2**128 - 1), unique=True, max_size=300))
@settings(max_examples=40, deadline=None)
def test_any_ids_are_found(numbers: list[int]) -> None:
    ids = [UUID(int=number) for number in numbers]
    keys, table = keys_of(ids), SlotTable()
    everybody = np.ones(len(ids), dtype=np.bool_)
    for start in range(0, len(ids), 7):
        some = np.arange(start, min(start + 7, len(ids)))
        table.put(keys[some], some, all_keys=keys, reusable=~everybody)
    assert table.find(keys, keys, everybody).tolist() == list(range(len(ids)))
    strangers = keys_of([UUID(int=(number + 1) % 2**128) for number in numbers])
    found = table.find(strangers, keys, everybody)
    for number, place in zip(numbers, found.tolist(), strict=True):
        other = (number + 1) % 2**128
        assert place == (numbers.index(other) if other in numbers else -1)
