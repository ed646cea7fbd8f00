"""People as numbers: what ranking reads, column by column.

Nothing here tells who somebody is: no id or agency, so none can enter the fit.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol, Self

import numpy as np
from numpy.typing import NDArray

from services.matching.lexicon.lexicon import Lexicon, Scope

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Ragged:
    """Lists of numbers of any length, one a row, kept end to end: row i is
    `values[offsets[i]:offsets[i + 1]]`."""

    values: NDArray[Any]
    """Integers of any width."""
    offsets: Ints

    @classmethod
    def of(cls, rows: Sequence[Ints]) -> Self:
        """Join the rows."""
        lengths = np.fromiter((len(row) for row in rows), dtype=np.int64, count=len(rows))
        values = np.concatenate(rows) if rows else np.zeros(0, dtype=np.int64)
        return cls(values.astype(np.int64), _offsets(lengths))

    @property
    def lengths(self) -> Ints:
        return self.offsets[1:] - self.offsets[:-1]

    def best(self, numbers: Floats, *, empty: float) -> Floats:
        """Largest of each row's `numbers` (one for each of `values`); `empty` for no value."""
        return self._reduced(np.maximum, numbers, empty)

    def sum(self, numbers: Floats) -> Floats:
        """Sum of each row's `numbers`; 0 for no value."""
        return self._reduced(np.add, numbers, 0.0)

    def _reduced(self, operation: np.ufunc, numbers: Floats, empty: float) -> Floats:
        result = np.full(len(self.offsets) - 1, empty)
        filled = self.lengths > 0
        if filled.any():
            # Empty rows take no space, so the next filled row's start ends the one before it.
            result[filled] = operation.reduceat(numbers, self.offsets[:-1][filled])
        return result

    def take(self, rows: Ints) -> Ragged:
        """These rows, in this order."""
        lengths = self.offsets[rows + 1] - self.offsets[rows]
        offsets = _offsets(lengths)
        within = np.arange(offsets[-1]) - np.repeat(offsets[:-1], lengths)
        return Ragged(self.values[np.repeat(self.offsets[rows], lengths) + within], offsets)

    def placed(self, scope: Scope) -> Ragged:
        """The same with places of a scope for entries."""
        return Ragged(scope.places(self.values), self.offsets)

    def entries(self, scope: Scope) -> Ragged:
        """The same with entries for places of a scope."""
        return Ragged(scope.entries(self.values), self.offsets)


@dataclass(frozen=True, slots=True)
class Person:
    """One person's numbers. Unknown numbers are NaN, unknown lists empty, unknown contracts 0.

    `occupations` and `skills` are entries of the lexicons, each once; experience counts among
    the occupations. `jobs` and `months` go together, so do `languages` and `levels`.
    """

    occupations: Ints
    jobs: Ints
    months: Ints
    skills: Ints
    languages: Ints
    levels: Ints
    lat: float
    lng: float
    max_km: float
    available: float
    """Day from which the person can start, as a proleptic ordinal."""
    contracts: int
    """Contract types they take, one bit each."""
    told: bool
    """Whether their vector speaks of more than their skills."""


@dataclass(frozen=True, slots=True)
class Pool:
    """Many people's numbers, person by person in every column.

    Trades and skills are places in the pool's own scopes rather than entries of the lexicons.
    """

    trade_scope: Scope
    skill_scope: Scope
    occupations: Ragged
    jobs: Ragged
    months: Ragged
    skills: Ragged
    languages: Ragged
    levels: Ragged
    lat: Floats
    lng: Floats
    max_km: Floats
    available: Floats
    contracts: Ints
    told: NDArray[np.bool_]

    @classmethod
    def of(cls, people: Sequence[Person], *, trades: Lexicon, skills: Lexicon) -> Self:
        """Columns of some people, with the scopes of their trades and skills."""
        wished = Ragged.of([person.occupations for person in people])
        listed = Ragged.of([person.skills for person in people])
        trade_scope, skill_scope = trades.scope(wished.values), skills.scope(listed.values)
        return cls(
            trade_scope=trade_scope,
            skill_scope=skill_scope,
            occupations=wished.placed(trade_scope),
            jobs=Ragged.of([person.jobs for person in people]).placed(trade_scope),
            months=Ragged.of([person.months for person in people]),
            skills=listed.placed(skill_scope),
            languages=Ragged.of([person.languages for person in people]),
            levels=Ragged.of([person.levels for person in people]),
            lat=np.array([person.lat for person in people], dtype=np.float64),
            lng=np.array([person.lng for person in people], dtype=np.float64),
            max_km=np.array([person.max_km for person in people], dtype=np.float64),
            available=np.array([person.available for person in people], dtype=np.float64),
            contracts=np.array([person.contracts for person in people], dtype=np.int64),
            told=np.array([person.told for person in people], dtype=np.bool_),
        )

    def __len__(self) -> int:
        return len(self.lat)

    def take(self, rows: Ints) -> Pool:
        """These people, in this order."""
        return Pool(
            trade_scope=self.trade_scope,
            skill_scope=self.skill_scope,
            occupations=self.occupations.take(rows),
            jobs=self.jobs.take(rows),
            months=self.months.take(rows),
            skills=self.skills.take(rows),
            languages=self.languages.take(rows),
            levels=self.levels.take(rows),
            lat=self.lat[rows],
            lng=self.lng[rows],
            max_km=self.max_km[rows],
            available=self.available[rows],
            contracts=self.contracts[rows],
            told=self.told[rows],
        )

    def level_of(self, language: int) -> Floats:
        """Best level of each person in one language, 1 to 7; 0 where they do not list it."""
        ranks = np.where(self.languages.values == language, self.levels.values, 0)
        return self.languages.best(ranks.astype(np.float64), empty=0.0)


class Speaking(Protocol):
    """People or sets of languages, one a row: what is asked of languages is asked of these."""

    @property
    def languages(self) -> Ragged: ...

    def __len__(self) -> int: ...

    def level_of(self, language: int) -> Floats: ...


def language_number(code: str) -> int:
    """A number of its own for each language code of two or three letters."""
    return int.from_bytes(code.encode(), "big")


def day_number(day: date | None) -> float:
    """A day as a number; NaN for none."""
    return float(day.toordinal()) if day else float("nan")


def _offsets(lengths: Ints) -> Ints:
    return np.concatenate((np.zeros(1, dtype=np.int64), np.cumsum(lengths)))
