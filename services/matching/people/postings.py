"""Who names what: for each trade and each skill the slots of those who list it.

The postings tell of the first slots only; the few that came since (the tail) are looked at one by
one, and are taken in together. What is published never changes.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from services.matching.ranking.pool import Ints, Ragged

Slots = NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Postings:
    """Slots by entry, ascending: those of entry e are `slots[first[e]:first[e + 1]]`."""

    slots: Slots
    first: Ints

    @classmethod
    def empty(cls) -> Postings:
        return cls(np.zeros(0, dtype=np.int32), np.zeros(1, dtype=np.int64))

    @property
    def nbytes(self) -> int:
        return self.slots.nbytes + self.first.nbytes

    def of(self, entry: int) -> Slots:
        """Slots that list one entry."""
        if entry + 1 >= len(self.first):
            return self.slots[:0]
        return self.slots[self.first[entry] : self.first[entry + 1]]

    def count(self, entries: Ints) -> Ints:
        """How many slots list each of some entries."""
        known = entries + 1 < len(self.first)
        found = np.zeros(len(entries), dtype=np.int64)
        found[known] = self.first[entries[known] + 1] - self.first[entries[known]]
        return found

    def of_each(self, entries: Ints) -> tuple[Slots, Ints]:
        """Slots of several entries, in their order, and how many each has."""
        lengths = self.count(entries)
        return Ragged(self.slots, self.first).take(entries[lengths > 0]).values, lengths

    def with_tail(self, listed: Ragged, start: int) -> Postings:
        """The same with the lists of slots `start` and on, which come after all that is held."""
        owners = np.repeat(np.arange(start, start + len(listed.offsets) - 1), listed.lengths)
        entries = listed.values[int(listed.offsets[0]) :][: len(owners)].astype(np.int64)
        order = np.argsort(entries, kind="stable")
        entries, owners = entries[order], owners[order].astype(np.int32)
        size = max(len(self.first) - 1, int(entries[-1]) + 1 if len(entries) else 0)
        first = np.full(size + 1, self.first[-1], dtype=np.int64)
        first[: len(self.first)] = self.first
        slots = np.insert(self.slots, first[entries + 1], owners)
        came = np.bincount(entries, minlength=size)
        first[1:] += np.cumsum(came)
        return Postings(slots, first)


@dataclass(frozen=True, slots=True)
class Index:
    """Postings of the first `upto` slots."""

    upto: int
    trades: Postings
    skills: Postings
    untraded: Slots
    """Those who name no trade."""

    @classmethod
    def empty(cls) -> Index:
        return cls(0, Postings.empty(), Postings.empty(), np.zeros(0, dtype=np.int32))

    @property
    def nbytes(self) -> int:
        return self.trades.nbytes + self.skills.nbytes + self.untraded.nbytes

    def grown(self, occupations: Ragged, skills: Ragged) -> Index:
        """The same over all of these slots."""
        upto = len(occupations.offsets) - 1
        trades_since, skills_since = tail(occupations, self.upto), tail(skills, self.upto)
        none = np.flatnonzero(trades_since.lengths == 0) + self.upto
        return Index(
            upto,
            self.trades.with_tail(trades_since, self.upto),
            self.skills.with_tail(skills_since, self.upto),
            np.concatenate((self.untraded, none.astype(np.int32))),
        )


def tail(lists: Ragged, start: int) -> Ragged:
    """The lists of slot `start` and on, without a copy of their numbers."""
    offsets = lists.offsets[start:]
    first = int(offsets[0])
    return Ragged(lists.values[first:], offsets - first)
