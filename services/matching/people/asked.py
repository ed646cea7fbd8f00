"""One vacancy over everybody of one moment: who is of the trade, who meets what, who is outside.

What the postings tell is read there; the few slots of the tail are compared one by one. All of it
is exact, and says the same as `ranking.scoring` and `ranking.limits` do of a pool.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from services.matching.people.postings import Postings, tail
from services.matching.people.view import Flags, People, Scopes
from services.matching.ranking.limits import OF_THE_TRADE, languages_short, of_the_trade
from services.matching.ranking.pool import Floats, Ints, Ragged
from services.matching.ranking.scoring import Demand, kilometres, languages_met
from services.matching.vectors.embedding import Vector


@dataclass(frozen=True)
class Asked:
    """A vacancy's demand, with places that are entries, over a view."""

    view: People
    scopes: Scopes
    demand: Demand
    vector: Vector

    # --- of every slot ---

    @cached_property
    def trade(self) -> NDArray[np.float32]:
        """Closest trade of each slot where it is of the trade, else 0: of somebody who names none
        too."""
        found = np.zeros(self.view.count, dtype=np.float32)
        close = self.demand.occupation
        near = np.flatnonzero(close >= OF_THE_TRADE)
        near = near[np.argsort(close[near], kind="stable")]  # the closest is written last
        slots, lengths = self.view.index.trades.of_each(near)
        found[slots] = np.repeat(close[near], lengths)
        start = self.view.index.upto
        if start < self.view.count:
            listed = tail(self.view.occupations, start)
            best = listed.best(close[listed.values[: int(listed.offsets[-1])]], empty=0.0)
            found[start:] = np.where(best >= OF_THE_TRADE, best, 0.0)
        return found

    @cached_property
    def untraded(self) -> Flags:
        """Which slots name no trade."""
        found = np.zeros(self.view.count, dtype=np.bool_)
        found[self.view.index.untraded] = True
        start = self.view.index.upto
        found[start:] = tail(self.view.occupations, start).lengths == 0
        return found

    @cached_property
    def ticks(self) -> NDArray[np.uint8]:
        """How many of the essential skills each slot states."""
        return self._ticks(self.demand.skills.essential)

    @cached_property
    def wishes(self) -> NDArray[np.uint8]:
        """How many of the wanted skills."""
        return self._ticks(self.demand.skills.wanted)

    @cached_property
    def of_trade(self) -> Flags:
        """Who is shown, as `limits.of_the_trade` tells."""
        shown = (self.trade > 0) | self.untraded
        asked = len(self.demand.skills.essential)
        if not asked:
            return shown
        shares = np.arange(asked + 1) / asked
        shown |= of_the_trade(np.zeros(asked + 1), shares)[self.ticks]  # whatever their trade is
        some = np.flatnonzero((self.ticks > 0) & ~shown)
        listed = self.view.occupations.take(some)
        closest = listed.best(self.demand.occupation[listed.values], empty=0.0)
        shown[some] = of_the_trade(closest, shares[self.ticks[some]])
        return shown

    def _ticks(self, asked: Sequence[Floats]) -> NDArray[np.uint8]:
        ticks = np.zeros(self.view.count, dtype=np.uint8)
        for closeness in asked:
            postings, wanted = self.view.index.skills, np.flatnonzero(closeness > 0)
            wanted = wanted[postings.count(wanted) > 0]
            if len(wanted) == 1:  # as nearly always: nobody lists a skill twice
                ticks[postings.of(int(wanted[0]))] += 1
                self._tick_tail(ticks, closeness > 0)
            else:
                ticks += self.listing(postings, self.view.skills, closeness > 0)
        return ticks

    def _tick_tail(self, ticks: NDArray[np.uint8], wanted: Flags) -> None:
        start = self.view.index.upto
        if start < self.view.count:
            ticks[start:] += _any(tail(self.view.skills, start), wanted)

    def listing(self, postings: Postings, lists: Ragged, wanted: Flags) -> Flags:
        """Which slots list any of some entries."""
        found = np.zeros(self.view.count, dtype=np.bool_)
        found[postings.of_each(np.flatnonzero(wanted))[0]] = True
        start = self.view.index.upto
        if start < self.view.count:
            found[start:] = _any(tail(lists, start), wanted)
        return found

    # --- of places and of what is spoken, each once ---

    @cached_property
    def away(self) -> Floats:
        """Kilometres from each place."""
        points = self.view.points
        return kilometres(self.demand, points[:, 0], points[:, 1])

    @cached_property
    def speaks(self) -> Floats:
        """How far each set of languages meets what is asked."""
        return languages_met(self.demand, self.view.spoken)

    @cached_property
    def speaks_short(self) -> Flags:
        """Which sets of languages stay below it."""
        return languages_short(self.demand, self.view.spoken)

    # --- of some slots ---

    def listed(self, lists: Ragged, slots: Ints) -> NDArray[Any]:
        """How many each of these lists."""
        return lists.offsets[slots + 1] - lists.offsets[slots]

    @cached_property
    def _papers(self) -> list[Flags]:
        view = self.view
        return [
            self.listing(view.index.skills, view.skills, closeness > 0)
            for closeness in self.demand.skills.licences
        ]

    def outside(self, slots: Ints) -> dict[str, Flags]:
        """Which limits each of these stands outside of, as `limits.passed` tells."""
        view, demand = self.view, self.demand
        contracts, bits = view.contracts[slots], np.arange(256)
        other = (bits > 0) & ((bits & demand.contract) == 0)
        lacking = np.zeros(len(slots), dtype=np.bool_)
        for paper in self._papers:
            lacking |= ~paper[slots]
        if self._papers:
            lacking &= self.listed(view.skills, slots) > 0
        return {
            "distance": self.away[view.place[slots]] > view.max_km[slots],
            "languages": self.speaks_short[view.speech[slots]],
            "licence": lacking,
            "contract": other[contracts],
            "start": view.available[slots] > demand.start,
        }


def _any(lists: Ragged, wanted: Flags) -> Flags:
    """Which of some lists hold any of some entries."""
    values = lists.values[: int(lists.offsets[-1])]
    return lists.best(wanted[values].astype(np.float64), empty=0.0) > 0
