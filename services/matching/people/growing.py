"""Columns that grow at their end: what was written stays where it is, for whoever reads it.

A reader takes `upto(n)` and goes on with it, whatever is appended later: an array that is full
is copied to a larger one, and the old one lives as long as somebody reads it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import DTypeLike, NDArray

from services.matching.ranking.pool import Ints, Ragged

_LEAST = 64
_SPARE = 8
"""A full column gets an eighth more room: memory counts for more than the copies."""


class Column:
    """Values of one type, one a row."""

    def __init__(self, dtype: DTypeLike, *, width: int | None = None) -> None:
        shape = (_LEAST,) if width is None else (_LEAST, width)
        self._values: NDArray[Any] = np.zeros(shape, dtype=dtype)
        self._count = 0

    def __len__(self) -> int:
        return self._count

    @property
    def nbytes(self) -> int:
        return self._values.nbytes

    def append(self, values: Any) -> None:
        """Add rows."""
        added = np.asarray(values)
        after = self._count + len(added)
        if after > len(self._values):
            room = max(after, len(self._values) + len(self._values) // _SPARE + _LEAST)
            wider = np.zeros((room, *self._values.shape[1:]), dtype=self._values.dtype)
            wider[: self._count] = self._values[: self._count]
            self._values = wider
        self._values[self._count : after] = added
        self._count = after

    def upto(self, count: int) -> NDArray[Any]:
        """The first rows; rows to come do not change them."""
        return self._values[:count]

    @property
    def all(self) -> NDArray[Any]:
        """Every row, to be read or wiped by the one who writes."""
        return self._values[: self._count]


class Lists:
    """Lists of numbers of any length, one a row, kept end to end."""

    def __init__(self, dtype: DTypeLike) -> None:
        self._values = Column(dtype)
        self._ends = Column(np.int64)
        self._ends.append([0])

    def __len__(self) -> int:
        return len(self._ends) - 1

    @property
    def nbytes(self) -> int:
        return self._values.nbytes + self._ends.nbytes

    def append(self, rows: Sequence[Ints]) -> None:
        """Add lists."""
        lengths = np.fromiter(map(len, rows), dtype=np.int64, count=len(rows))
        self.add(np.concatenate(rows) if len(rows) else np.zeros(0), lengths)

    def add(self, values: NDArray[Any], lengths: Ints) -> None:
        """Add lists that stand end to end."""
        self._values.append(values)
        self._ends.append(self._ends.all[-1] + np.cumsum(lengths))

    def upto(self, count: int) -> Ragged:
        """The first lists."""
        ends = self._ends.upto(count + 1)
        return Ragged(self._values.upto(int(ends[-1])), ends)

    def wipe(self, rows: Ints) -> None:
        """Set every number of some lists to 0."""
        ends, values = self._ends.all, self._values.all
        for row in rows.tolist():
            values[ends[row] : ends[row + 1]] = 0
