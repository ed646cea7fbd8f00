"""Everybody who may be proposed, in typed columns: no Python object a person.

A person is a slot. Who comes gets the next one; who changes gets a new one and the old one dies;
who leaves dies. So a change writes its own slots and nothing else, and a reader's view is a count
of slots and a version: slots to come and later deaths do not touch it. Once nobody reads, what the
dead were is wiped; when many are dead, the living are put together anew.
"""

from __future__ import annotations

import threading
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import numpy as np

from services.matching.people.growing import Column, Lists
from services.matching.people.interned import Places, Speech
from services.matching.people.postings import Index
from services.matching.people.slots import WIPED, Alive, SlotTable, Wiped, keys_of
from services.matching.people.view import AGE_UNKNOWN, LATEST, TOLD, YOUNG, People
from services.matching.ranking.pool import Ints, Person
from services.matching.vectors.embedding import Vector

TAIL = 4_096
"""Slots that are looked at one by one before they are taken into the postings."""
MOST_MONTHS = 600
"""Months beyond which more work tells nothing more."""
FEW_DEAD, SHARE_DEAD = 1_024, 4
"""The living are put together anew when more than these, and than this part, are dead."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """What is held of somebody: their numbers, and what decides whether they are shown."""

    person: Person
    young: bool
    age_unknown: bool


Change = tuple[UUID, int, Candidate | None, Vector | None]
"""Id, the transaction that wrote it, and numbers and vector: none for somebody who is gone."""


class _Slots:
    """The columns themselves."""

    def __init__(self, dimension: int) -> None:
        self.keys = Column(np.uint64, width=2)
        self.changed, self.died = Column(np.int64), Column(np.int64)
        self.occupations, self.jobs = Lists(np.int32), Lists(np.int32)
        self.months, self.skills = Lists(np.int16), Lists(np.int32)
        self.speech, self.place = Column(np.int32), Column(np.int32)
        self.max_km, self.available = Column(np.float32), Column(np.float32)
        self.contracts, self.flags = Column(np.uint8), Column(np.uint8)
        self.worked = Column(np.int16)
        self.vectors = Column(np.float16, width=dimension)

    def __len__(self) -> int:
        return len(self.died)

    def columns(self) -> dict[str, Column]:
        return {name: it for name, it in vars(self).items() if isinstance(it, Column)}

    def lists(self) -> dict[str, Lists]:
        return {name: it for name, it in vars(self).items() if isinstance(it, Lists)}

    @property
    def nbytes(self) -> int:
        columns = sum(each.nbytes for each in self.columns().values())
        return columns + sum(each.nbytes for each in self.lists().values())

    def wipe(self, slots: Ints) -> None:
        """Nothing is left of what these were; that they are dead, `died` still says."""
        for lists in self.lists().values():
            lists.wipe(slots)
        for column in self.columns().values():
            column.all[slots] = WIPED

    def take(self, slots: Ints, dimension: int) -> _Slots:
        """These alone, in this order."""
        taken, count = _Slots(dimension), len(self)
        for name, column in taken.columns().items():
            column.append(getattr(self, name).all[slots])
        for name, lists in taken.lists().items():
            found = getattr(self, name).upto(count).take(slots)
            lists.add(found.values, found.lengths)
        return taken


class Columns:
    """People by slot. One thread writes, any number read."""

    def __init__(self, dimension: int) -> None:
        self._dimension = dimension
        self._slots = _Slots(dimension)
        self._places, self._speech = Places(), Speech()
        self._table = SlotTable()
        self._index = Index.empty()
        self._count, self._living, self._version = 0, 0, 1
        """What a view to come shows; written under the lock."""
        self._dead: list[Ints] = []
        """Slots that died and are not wiped."""
        self._view: People | None = None
        self._lock = threading.Lock()
        self._readers = 0

    def __len__(self) -> int:
        return self._living

    @property
    def nbytes(self) -> int:
        """Memory that the columns and what finds them take."""
        return self._slots.nbytes + self._index.nbytes + self._table.nbytes

    @property
    def vectors_held(self) -> int:
        """Slots whose vector is kept, the dead whom somebody reads included."""
        return int((self._slots.died.all != WIPED).sum())

    @contextmanager
    def reading(self) -> Iterator[People]:
        """Everybody of now; nothing of it is wiped until the block ends."""
        with self._lock:
            self._readers += 1
            view = self._view = self._view or self._seen()
        try:
            yield view
        finally:
            with self._lock:
                self._readers -= 1
                self._forget()

    def changed(self, ids: Sequence[UUID]) -> list[int | None]:
        """For each the transaction that wrote what is held, `None` for nobody."""
        slots = self._find(ids)
        known = self._slots.changed.all
        return [None if slot < 0 else int(known[slot]) for slot in slots.tolist()]

    def held_but(self, known: Collection[UUID]) -> list[UUID]:
        """Who is held and no row names any more."""
        with self.reading() as view:
            absent = view.alive[: view.count]
            found = view.slots_of(list(known))
            absent[found[found >= 0]] = False
            return [view.id_at(slot) for slot in np.flatnonzero(absent).tolist()]

    def apply(self, changes: Sequence[Change]) -> set[UUID]:
        """Take in rows, each id once; who is gone, and in no view to come."""
        if not changes:
            return set()
        before = self._find([identifier for identifier, *_ in changes])
        new = [change for change in changes if change[2] is not None and change[3] is not None]
        here = {identifier for identifier, *_ in new}
        lost = {
            change[0]
            for change, slot in zip(changes, before.tolist(), strict=True)
            if slot >= 0 and change[0] not in here
        }
        first = len(self._slots)
        if new:
            self._append(new)
            self._enter(first)
        dying = before[before >= 0]
        with self._lock:
            self._version += 1
            # Those who came live from now on; whoever reads an earlier view counts fewer slots.
            self._slots.died.all[dying] = self._version
            self._count, self._living = len(self._slots), self._living + len(new) - len(dying)
            self._dead += [dying] if len(dying) else []
            self._view = None
            self._forget()
        if self._count - self._index.upto > TAIL:
            self._reindex()
        self._tidy()
        return lost

    def _append(self, new: Sequence[Change]) -> None:
        """Write the slots of those who come; `died` last, for it counts them."""
        held = [candidate for _, _, candidate, _ in new if candidate is not None]
        people = [each.person for each in held]
        slots = self._slots
        slots.keys.append(keys_of([identifier for identifier, *_ in new]))
        slots.changed.append([version for _, version, _, _ in new])
        slots.occupations.append([each.occupations for each in people])
        slots.jobs.append([each.jobs for each in people])
        slots.months.append([each.months for each in people])
        slots.skills.append([each.skills for each in people])
        slots.speech.append([self._speech.number(one.languages, one.levels) for one in people])
        slots.place.append([self._places.number(each) for each in people])
        slots.max_km.append([each.max_km for each in people])
        slots.available.append([each.available for each in people])
        slots.contracts.append([each.contracts for each in people])
        slots.flags.append([_flags(each) for each in held])
        slots.worked.append([min(int(each.months.sum()), MOST_MONTHS) for each in people])
        slots.vectors.append(np.stack([vector for *_, vector in new if vector is not None]))
        slots.died.append(np.full(len(new), LATEST))

    def _enter(self, first: int) -> None:
        """Let those from a slot on be found by id."""
        slots = self._slots
        keys = slots.keys.all
        came = np.arange(first, len(slots))
        self._table.put(keys[first:], came, all_keys=keys, reusable=Wiped(slots.died.all))

    def _reindex(self) -> None:
        slots, count = self._slots, self._count
        index = self._index.grown(slots.occupations.upto(count), slots.skills.upto(count))
        with self._lock:
            self._index, self._view = index, None

    def _tidy(self) -> None:
        """Put the living together where many are dead."""
        dead = len(self._slots) - self._living
        if dead <= max(FEW_DEAD, len(self._slots) // SHARE_DEAD):
            return
        living = np.flatnonzero(self._slots.died.all == LATEST)
        slots, table = self._slots.take(living, self._dimension), SlotTable()
        keys = slots.keys.all
        none = np.zeros(len(living), dtype=np.bool_)
        table.put(keys, np.arange(len(living)), all_keys=keys, reusable=none)
        count = len(living)
        index = Index.empty().grown(slots.occupations.upto(count), slots.skills.upto(count))
        with self._lock:
            self._slots, self._table, self._index = slots, table, index
            self._view, self._dead, self._count = None, [], count

    def _forget(self) -> None:
        """Wipe the dead, where nobody reads; under the lock."""
        if self._dead and not self._readers:
            self._slots.wipe(np.concatenate(self._dead))
            self._dead = []

    def _find(self, ids: Sequence[UUID]) -> Ints:
        """The slot of each, -1 for nobody: for the one who writes."""
        if not ids:
            return np.zeros(0, dtype=np.int64)
        slots = self._slots
        alive = Alive(slots.died.all, LATEST - 1)
        return self._table.find(keys_of(ids), slots.keys.all, alive)

    def _seen(self) -> People:
        """The view of now; under the lock."""
        slots, count = self._slots, self._count
        columns: dict[str, Any] = {
            name: column.upto(count)
            for name, column in slots.columns().items()
            if name not in ("changed", "died")
        } | {name: lists.upto(count) for name, lists in slots.lists().items()}
        return People(
            count=count,
            living=self._living,
            alive=Alive(slots.died.upto(count), self._version),
            table=self._table,
            index=self._index,
            spoken=self._speech.spoken(),
            points=self._places.points(),
            **columns,
        )


def _flags(held: Candidate) -> int:
    said = YOUNG * held.young | AGE_UNKNOWN * held.age_unknown
    return said | TOLD * held.person.told
