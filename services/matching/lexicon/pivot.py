"""From ESCO's occupations to our answers: which of them speaks for which trade and unit group.

Each occupation of the index belongs to one unit group, and is one of our trades where it is named
like it. What our own names say and what ESCO's say are added up, trade by trade and group by group.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

from services.matching.lexicon.concept_index import ConceptIndex
from services.matching.lexicon.concepts import concepts, unit_groups
from services.matching.lexicon.names import NameIndex, Near

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]

OWN, OWN_IN_STORIES = 0.2, 0.75
"""What our own names count beside ESCO's: of a title, and of words in which somebody tells what
they did. ESCO knows titles; our names hold what people call things."""
ALMOST = 0.9
"""Closeness from which a text is all but a name of ours, which then counts as much as ESCO."""
LEAST_OWN = 0.3
"""Closeness of a name that says no more than chance."""
UNALIGNED = 0.05
"""What a trade of ours loses where the closest occupation of its unit group is not named so."""
ALIGNED = 0.72
"""Closeness of names from which one of ESCO's occupations is one of our trades."""
SAME_NAME = 0.99
"""Cosine of two names that are one, but for the 8 bits of the index."""
INSIDE = 0.85
"""What a name of ours that stands in a text keeps, where ESCO does not contradict."""
DOUBT_FROM, DOUBT_SPAN = 0.1, 0.25
"""How much closer ESCO's best is than the trade's own group before the name is doubted, and wholly
so."""
HEEDED_FROM, HEEDED_SPAN = 0.5, 0.2
"""How close ESCO's best must be to cast doubt: of words in Darija it knows nothing."""
NOTHING = -1.0


@dataclass(frozen=True)
class Pivot:
    """Shapes: `group_of` [trades], the unit group of each of our trades; `by_group`, `by_trade`
    which concepts speak for each."""

    groups: int
    group_of: Ints
    by_group: Owners
    by_trade: Owners
    by_own: Owners

    @classmethod
    def of(cls, index: ConceptIndex, names: NameIndex) -> Self:
        """The pivot of an index and our own names."""
        number = {group.isco: place for place, group in enumerate(unit_groups().values())}
        trades = [number[trade.isco] for trade in concepts("occupation").values()]
        group_of = np.array(trades, dtype=np.int64)
        theirs = np.array(
            [
                -1 if whole else number.get(code, -1)
                for code, whole in zip(index.codes, index.groups, strict=True)
            ],
            dtype=np.int64,
        )
        return cls(
            groups=len(number),
            group_of=group_of,
            by_group=Owners.of(theirs),
            by_trade=Owners.of(_aligned(index, names, group_of, theirs)),
            by_own=Owners.of(group_of),
        )

    def fused(self, near: Near, esco: Floats, stories: NDArray[np.bool_]) -> Floats:
        """Closeness of texts to our trades, then to the unit groups, [texts, answers]."""
        own = np.maximum(near.closeness, LEAST_OWN)
        share = np.where(stories, OWN_IN_STORIES, OWN)[:, None].astype(np.float32)
        of_group = self.by_group.best(esco, self.groups)
        of_trade = self.by_trade.best(esco, len(self.group_of))
        in_group = of_group[:, self.group_of]
        theirs = np.maximum(of_trade, in_group - UNALIGNED)
        trades = share * own + (1 - share) * theirs
        trades = np.where(near.alike >= ALMOST, np.maximum(trades, (own + theirs) / 2), trades)
        trades = np.maximum(trades, INSIDE * near.named * (1 - _doubt(of_group, in_group)))
        best_own = np.maximum(self.by_own.best(own, self.groups), LEAST_OWN)
        groups = share * best_own + (1 - share) * of_group
        both: Floats = np.concatenate((trades, groups), axis=1).astype(np.float32)
        return both


def _aligned(index: ConceptIndex, names: NameIndex, group_of: Ints, theirs: Ints) -> Ints:
    """For each concept of the index the trade of ours that it is, -1 where none is named like it:
    by the mean of their names and by the closest two of them, within one unit group."""
    owner = np.full(len(index), -1, dtype=np.int64)
    closest = np.full(len(index), ALIGNED, dtype=np.float32)
    for trade, group in enumerate(group_of):
        concepts_of = np.flatnonzero(theirs == group)
        means = index.means[concepts_of] @ names.means[trade]
        for concept, mean in zip(concepts_of, means, strict=True):
            own = index.vectors[index.first[concept] : index.first[concept + 1]]
            best = (own @ names.vectors(trade).T).max()
            alike = max(0.5 * mean + 0.5 * best, ALIGNED if best >= SAME_NAME else 0)
            if alike >= closest[concept]:
                owner[concept], closest[concept] = trade, alike
    return owner


def _doubt(of_group: Floats, in_group: Floats) -> Floats:
    """How far ESCO contradicts each trade's group, [texts, trades] in [0, 1]."""
    top = of_group.max(axis=1, keepdims=True)
    behind = np.clip((top - np.maximum(in_group, 0) - DOUBT_FROM) / DOUBT_SPAN, 0, 1)
    doubt: Floats = behind * np.clip((top - HEEDED_FROM) / HEEDED_SPAN, 0, 1)
    return doubt


@dataclass(frozen=True)
class Owners:
    """Columns sorted by their owner: `order` [columns], where each owner's `first` is, and who."""

    order: Ints
    first: Ints
    owners: Ints

    @classmethod
    def of(cls, owner: Ints) -> Self:
        """Columns without owner have -1."""
        order = np.argsort(owner, kind="stable")
        order = order[owner[order] >= 0]
        first = np.flatnonzero(np.diff(owner[order], prepend=-1))
        return cls(order, first, owner[order][first])

    def best(self, scores: Floats, size: int) -> Floats:
        """The greatest score among each owner's columns, [texts, size]; of none `NOTHING`."""
        found = np.full((len(scores), size), NOTHING, dtype=np.float32)
        if len(self.order):
            found[:, self.owners] = np.maximum.reduceat(scores[:, self.order], self.first, axis=1)
        return found

    def columns(self, owner: int) -> Ints:
        """The columns of an owner."""
        place = np.searchsorted(self.owners, owner)
        if place == len(self.owners) or self.owners[place] != owner:
            return np.zeros(0, dtype=np.int64)
        end = self.first[place + 1] if place + 1 < len(self.first) else len(self.order)
        return self.order[self.first[place] : end]
