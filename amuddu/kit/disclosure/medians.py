"""Usual delays that one person's entry does not move."""

from __future__ import annotations

from collections.abc import Iterable
from math import ceil

from amuddu.kit.disclosure.small_cells import LEAST

_WEEK, _FIVE_WEEKS, _MONTH = 7, 35, 30


def median_days(hours: Iterable[float]) -> int | None:
    """The median in whole days, in weeks beyond one, in months beyond five weeks.

    None for fewer than five cases, and where a case that comes, goes or changes would move it.
    """
    found = sorted(hours)
    if len(found) < LEAST:
        return None
    # Wherever one entry is put, the median stays between these two.
    lowest, highest = found[(len(found) - 1) // 2 - 1], found[len(found) // 2 + 1]
    told = _rounded(lowest)
    return told if told == _rounded(highest) else None


def _rounded(hours: float) -> int:
    days = max(1, ceil(hours / 24))
    if days <= _WEEK:
        return days
    step = _WEEK if days <= _FIVE_WEEKS else _MONTH
    return ceil(days / step) * step
