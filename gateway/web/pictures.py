"""What pages draw: parts of a whole as a bar, steps of a way as a funnel. Pure; drawn as SVG.

A picture repeats what the table beside it says, so it is hidden from who cannot see it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Segment:
    """A part of a bar: which, where it begins and how long it is, in hundredths of the whole."""

    number: int
    start: float
    width: float


def segments(values: Sequence[Decimal | int | str]) -> tuple[Segment, ...]:
    """Parts of a whole, end to end; what is nothing, or less, is not drawn.

    >>> [(each.number, each.start, each.width) for each in segments((1, 0, 3))]
    [(0, 0.0, 25.0), (2, 25.0, 75.0)]
    """
    amounts = [max(Decimal(value), Decimal(0)) for value in values]
    whole = sum(amounts)
    found, start = [], Decimal(0)
    for number, amount in enumerate(amounts):
        if amount > 0:
            width = 100 * amount / whole
            found.append(Segment(number, round(float(start), 2), round(float(width), 2)))
            start += width
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Band:
    """A step of a funnel: how many got as far, and how many in a hundred of the step before."""

    name: str
    count: int
    share: int | None
    start: float
    width: float


def funnel(steps: Sequence[tuple[str, int]]) -> tuple[Band, ...]:
    """Steps, each as wide as its count to the first, around one middle.

    >>> [(each.count, each.share, each.width) for each in funnel([("a", 4), ("b", 1), ("c", 0)])]
    [(4, None, 100.0), (1, 25, 25.0), (0, 0, 0.0)]
    """
    found: list[Band] = []
    first = steps[0][1] if steps else 0
    before: int | None = None
    for name, count in steps:
        width = round(100 * count / first, 2) if first else 0.0
        share = round(100 * count / before) if before else None
        found.append(Band(name, count, share, round(50 - width / 2, 2), width))
        before = count
    return tuple(found)
