"""Medians and shares that one person's entry does not move."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from amuddu.kit.disclosure.medians import median_days
from amuddu.kit.disclosure.shares import share
from amuddu.kit.disclosure.small_cells import LEAST

HOURS = st.lists(st.integers(0, 400), max_size=30)


@given(HOURS, st.integers(0, 10_000), st.data())
def test_one_entry_more_less_or_other_moves_no_median_to_another(
    hours: list[int], other: int, data: st.DataObject
) -> None:
    told = median_days(hours)
    if told is None:
        return
    assert len(hours) >= LEAST
    at = data.draw(st.integers(0, len(hours) - 1))
    left = hours[:at] + hours[at + 1 :]
    for moved in (left, [*left, other], [*hours, other]):
        assert median_days(moved) in (told, None)


def test_a_median_is_told_in_days_then_weeks_then_months() -> None:
    told = [median_days([hours] * LEAST) for hours in (1, 24, 25, 7 * 24, 8 * 24, 36 * 24)]
    assert told == [1, 1, 2, 7, 14, 60]
    assert median_days([1] * (LEAST - 1)) is None
    assert median_days([1, 1, 30, 50, 50]) is None, "one entry more would move it"


def test_a_share_is_told_where_part_whole_and_rest_may_be() -> None:
    assert share(20, 80) == 25
    assert share(0, 80) == 0
    assert share(80, 80) == 100
    assert [share(78, 80), share(3, 80), share(None, 80), share(20, None), share(0, 0)] == [
        None
    ] * 5
