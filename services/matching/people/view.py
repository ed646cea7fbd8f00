"""Everybody of one moment: what a request reads from start to end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from services.matching.lexicon.lexicon import Scope
from services.matching.people.interned import Spoken
from services.matching.people.postings import Index
from services.matching.people.slots import Alive, Keys, SlotTable, id_of, keys_of
from services.matching.ranking.pool import Floats, Ints, Pool, Ragged
from services.matching.vectors.embedding import Vector

Flags = NDArray[np.bool_]

LATEST = np.iinfo(np.int64).max
"""The version in which the living will die."""
TOGETHER = 4_096
"""Vectors that are unpacked at once."""

YOUNG, AGE_UNKNOWN, TOLD = 1, 2, 4


@dataclass(frozen=True, slots=True)
class Scopes:
    """All that is known of words at one moment: places are entries."""

    trades: Scope
    skills: Scope


@dataclass(frozen=True, slots=True, eq=False)
class People:
    """Slots `0..count-1`, of which those that `alive` tells are people who may be proposed.

    Slots ascend in the order in which people came or changed last: of equal fits the smaller slot
    comes first.
    """

    count: int
    living: int
    alive: Alive
    keys: Keys
    table: SlotTable
    index: Index
    occupations: Ragged
    jobs: Ragged
    months: Ragged
    skills: Ragged
    speech: NDArray[Any]
    spoken: Spoken
    place: NDArray[Any]
    points: NDArray[Any]
    max_km: NDArray[Any]
    available: NDArray[Any]
    contracts: NDArray[Any]
    worked: NDArray[Any]
    """Months told in all, as far as they count."""
    flags: NDArray[Any]
    vectors: NDArray[Any]

    def __len__(self) -> int:
        return self.living

    @property
    def slots(self) -> Ints:
        """Slots of everybody."""
        return np.flatnonzero(self.alive[: self.count])

    @property
    def ids(self) -> tuple[UUID, ...]:
        """Everybody, in the order of their slots."""
        return tuple(id_of(key) for key in self.keys[self.slots])

    @property
    def young(self) -> Flags:
        """Of everybody, who is under 18."""
        return self.are(YOUNG, self.slots)

    def id_at(self, slot: int) -> UUID:
        """Who stands at a slot."""
        return id_of(self.keys[slot])

    def slots_of(self, ids: Sequence[UUID]) -> Ints:
        """The slot of each, -1 for nobody."""
        if not ids:
            return np.zeros(0, dtype=np.int64)
        return self.table.find(keys_of(ids), self.keys, self.alive)

    def are(self, flag: int, slots: Ints) -> Flags:
        """Of whom a flag is said."""
        said: Flags = (self.flags[slots] & flag) > 0
        return said

    def pool(self, slots: Ints, scopes: Scopes) -> Pool:
        """Numbers of some people, in this order."""
        speech, points = self.speech[slots], self.points[self.place[slots]]
        return Pool(
            trade_scope=scopes.trades,
            skill_scope=scopes.skills,
            occupations=self.occupations.take(slots),
            jobs=self.jobs.take(slots),
            months=self.months.take(slots),
            skills=self.skills.take(slots),
            languages=self.spoken.languages.take(speech),
            levels=self.spoken.levels.take(speech),
            lat=points[:, 0],
            lng=points[:, 1],
            max_km=self.max_km[slots].astype(np.float64),
            available=self.available[slots].astype(np.float64),
            contracts=self.contracts[slots].astype(np.int64),
            told=self.are(TOLD, slots),
        )

    def similarity(self, slots: Ints, vector: Vector) -> Floats:
        """Cosine of each one's vector with another, alike whoever else is looked at."""
        found = np.zeros(len(slots))
        for first in range(0, len(slots), TOGETHER):
            some = slice(first, first + TOGETHER)
            rows = self.vectors[slots[some]].astype(np.float32)
            found[some] = np.vecdot(rows, vector)
        return found
