"""A reader who reckons: what a release leaves possible, found by linear programmes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linprog

from amuddu.contracts.statistics import Table

Key = tuple[str, str, str]
"""Dimension, row, column; `total` for either. The totals of the columns are of no dimension."""
TOTAL = "total"


def read(tables: Sequence[Table]) -> dict[Key, int | None]:
    """Every number of a release by its name."""
    found: dict[Key, int | None] = {}
    for table in tables:
        for row, cells, total in zip(table.rows, table.cells, table.row_totals, strict=True):
            for column, value in zip((*table.columns, TOTAL), (*cells, total), strict=True):
                found[table.dimension, row, column] = value
        for column, value in zip(
            (*table.columns, TOTAL), (*table.column_totals, table.total), strict=True
        ):
            found["", TOTAL, column] = value
    return found


class Reader:
    """Somebody who knows all tables of a release, and that counts are not negative."""

    def __init__(self, tables: Sequence[Table]) -> None:
        self.tables = tables
        self.numbers = read(tables)
        self.hidden = [key for key, value in self.numbers.items() if value is None]
        self._at = {key: place for place, key in enumerate(self.hidden)}
        self._ranges: dict[Key, tuple[float, float]] = {}

    def range(self, key: Key) -> tuple[float, float]:
        """The least and the most that a number can be; nobody is in a row that is not there."""
        value = self.numbers.get(key, 0)
        if value is not None:
            return value, value
        if key not in self._ranges:
            goal = np.zeros(len(self.hidden))
            goal[self._at[key]] = 1
            self._ranges[key] = (self._extreme(goal), -self._extreme(-goal))
        return self._ranges[key]

    def _extreme(self, goal: NDArray[np.float64]) -> float:
        factors, sums = self._equations
        solved = linprog(goal, A_eq=factors, b_eq=sums, bounds=(0, None))
        return float(solved.fun) if solved.status == 0 else -np.inf

    @cached_property
    def _equations(self) -> tuple[NDArray[np.float64], list[float]]:
        factors, sums = [], []
        for *parts, total in self._lines():
            row, known = np.zeros(len(self.hidden)), 0.0
            for key, sign in [*((part, 1) for part in parts), (total, -1)]:
                value = self.numbers[key]
                if value is None:
                    row[self._at[key]] += sign
                else:
                    known += sign * value
            factors.append(row)
            sums.append(-known)
        return np.array(factors), sums

    def _lines(self) -> Iterator[list[Key]]:
        for table in self.tables:
            columns = (*table.columns, TOTAL)
            for row in table.rows:
                yield [(table.dimension, row, column) for column in columns]
            for column in columns:
                yield [
                    *((table.dimension, row, column) for row in table.rows),
                    ("", TOTAL, column),
                ]
        yield [("", TOTAL, column) for column in (*self.tables[0].columns, TOTAL)]


def came_out(true: Mapping[Key, int], reader: Reader, least: int) -> list[Key]:
    """Small numbers of a release that its reader is left no choice about."""
    small = [key for key, value in true.items() if 0 < value < least]
    return [key for key in small if is_known(reader.range(key))]


def moves_came_out(
    before: Mapping[Key, int],
    after: Mapping[Key, int],
    readers: tuple[Reader, Reader],
    least: int,
) -> list[Key]:
    """Small differences between two releases that whoever reads both is left no choice about."""
    first, second = readers
    moved = [key for key in before if 0 < abs(after[key] - before[key]) < least]
    return [key for key in moved if is_known(first.range(key)) and is_known(second.range(key))]


def told_of_all(true: Mapping[Key, int], reader: Reader) -> list[tuple[str, str]]:
    """Rows of which it is certain that everybody in them is in one column, where not all are."""
    found: list[tuple[str, str]] = []
    if len([key for key in true if key[0] == "" and key[2] != TOTAL and true[key]]) < 2:
        return found
    for table in reader.tables:
        for row in table.rows:
            keys = [(table.dimension, row, column) for column in table.columns]
            possible = [key for key in keys if reader.range(key)[1] > 0]
            if len(keys) > 1 and any(true[key] for key in keys) and len(possible) == 1:
                found.append((table.dimension, row))
    return found


def is_known(bounds: tuple[float, float]) -> bool:
    """Whether a range leaves one whole number."""
    return bounds[1] - bounds[0] < 0.5
