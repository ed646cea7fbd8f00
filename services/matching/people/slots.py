"""Where somebody stands: slots by id, without a Python object a person.

A table of open addresses that holds slots alone; whose they are is read in the column of ids. Each
state of somebody has a slot of its own, so several may be found for an id: the reader takes the one
that is alive in what it reads.
"""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

Slots = NDArray[np.int64]
Keys = NDArray[np.uint64]
"""Ids as two numbers a row."""

WIPED = 0
"""The version in which a slot died of which nothing is left."""
_EMPTY = -1
_LEAST = 256
_FILLED = 2
"""Rows of the table for each slot, at least."""
_STIR, _FOLD = np.uint64(0x9E3779B97F4A7C15), np.uint64(0xBF58476D1CE4E5B9)


def keys_of(ids: Sequence[UUID]) -> Keys:
    """Ids as numbers."""
    joined = b"".join(each.bytes for each in ids)
    return np.frombuffer(joined, dtype=">u8").astype(np.uint64).reshape(-1, 2)


def id_of(key: Keys) -> UUID:
    """The id that two numbers are."""
    return UUID(int=int(key[0]) << 64 | int(key[1]))


class SlotTable:
    """Slots found by key."""

    def __init__(self) -> None:
        self._table: NDArray[np.int32] = np.full(_LEAST, _EMPTY, dtype=np.int32)
        self._used = 0

    @property
    def nbytes(self) -> int:
        return self._table.nbytes

    def put(
        self, keys: Keys, slots: Slots, *, all_keys: Keys, reusable: NDArray[np.bool_] | Wiped
    ) -> None:
        """Enter slots under their keys, in the place of a `reusable` slot where one is met.

        `all_keys` and `reusable` tell of every slot there is.
        """
        if (self._used + len(slots)) * _FILLED > len(self._table):
            kept = np.sort(self._table[self._table != _EMPTY])
            kept = kept[~reusable[kept]].astype(np.int64)
            size = _LEAST
            while size < (len(kept) + len(slots)) * _FILLED * 5 // 4:
                size *= 2
            fresh = SlotTable()
            fresh._table = np.full(size, _EMPTY, dtype=np.int32)
            fresh._enter(all_keys[kept], kept, reusable)
            fresh._enter(keys, slots, reusable)
            self._table, self._used = fresh._table, fresh._used  # read whole by whoever looks
        else:
            self._enter(keys, slots, reusable)

    def _enter(self, keys: Keys, slots: Slots, reusable: NDArray[np.bool_] | Wiped) -> None:
        table, mask = self._table, len(self._table) - 1
        places = _hashes(keys) & np.uint64(mask)
        places = places.astype(np.int64)
        while len(slots):
            there = table[places]
            empty = there == _EMPTY
            free = empty | reusable[np.maximum(there, 0)] & ~empty
            table[places[free]] = slots[free]
            entered = table[places] == slots
            self._used += int((entered & empty).sum())
            keys, slots = keys[~entered], slots[~entered]
            places = (places[~entered] + 1) & mask

    def find(self, keys: Keys, all_keys: Keys, alive: NDArray[np.bool_] | Alive) -> Slots:
        """The living slot of each key, -1 where there is none."""
        table = self._table
        mask = len(table) - 1
        found = np.full(len(keys), _EMPTY, dtype=np.int64)
        asked = np.arange(len(keys))
        places = (_hashes(keys) & np.uint64(mask)).astype(np.int64)
        while len(asked):
            there = table[places].astype(np.int64)
            held = (there != _EMPTY) & (there < len(all_keys))
            slots = np.where(held, there, 0)
            if len(all_keys):
                held &= (all_keys[slots] == keys[asked]).all(axis=1)
                held &= alive[slots]
            else:
                held[:] = False
            found[asked[held]] = there[held]
            more = ~held & (there != _EMPTY)
            asked, places = asked[more], (places[more] + 1) & mask
        return found


class Alive:
    """Which slots live in a version: `alive[slots]`."""

    def __init__(self, died: NDArray[np.int64], version: int) -> None:
        self._died, self._version = died, version

    def __getitem__(self, slots: Slots | slice) -> NDArray[np.bool_]:
        living: NDArray[np.bool_] = self._died[slots] > self._version
        return living


class Wiped:
    """Which slots are wiped: `wiped[slots]`."""

    def __init__(self, died: NDArray[np.int64]) -> None:
        self._died = died

    def __getitem__(self, slots: Slots) -> NDArray[np.bool_]:
        wiped: NDArray[np.bool_] = self._died[slots] == WIPED
        return wiped


def _hashes(keys: Keys) -> Keys:
    """Well mixed, whatever the ids are."""
    mixed = (keys[:, 0] ^ (keys[:, 1] * _STIR)) * _FOLD
    mixed ^= mixed >> np.uint64(29)
    hashes: Keys = (mixed * _STIR) >> np.uint64(17)
    return hashes
