"""Who comes first: people for a vacancy, by the replica's numbers.

Nothing is explained here and no words are read: `reading` does that for the page alone. A list is
the same as if everybody were compared in full (`tests/services/matching/people` does so), whatever
is filtered; most people are counted, and few are compared.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from uuid import UUID

import numpy as np

from amuddu.contracts.employers import VacancyPublished
from amuddu.contracts.matching import CandidacyState
from amuddu.contracts.matching.ranking import LimitName, RankingPart, RankingSort
from amuddu.contracts.types import ConceptRef, Level
from amuddu.kit.clock import today
from amuddu.reference.languages import level_rank
from services.matching.facts import protection
from services.matching.people.asked import Asked
from services.matching.people.best import Found, best, highest_of_others, nearest
from services.matching.people.postings import tail
from services.matching.people.view import AGE_UNKNOWN, YOUNG, Flags, People, Scopes
from services.matching.ranking.limits import LIMITS, OF_THE_TRADE
from services.matching.ranking.matcher import EmbeddedVacancy, Matcher
from services.matching.ranking.pool import Floats, Ints, language_number
from services.matching.search.engine import Engine
from services.matching.search.narrowing import Left, Traits

NEIGHBOUR = 0.2
"""Closeness from which a trade counts as a neighbour: two leading ISCO digits."""
NEIGHBOURS = 5
"""Neighbouring trades that are named, the nearest."""

States = Mapping[UUID, tuple[UUID, CandidacyState]]
PROPOSED: tuple[UUID | None, CandidacyState] = (None, "proposed")
"""Candidacy and state of somebody about whom nobody has decided anything."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Filters of a ranking; `None` does not filter. They hide people, they never move a fit."""

    max_km: int | None = None
    language: str | None = None
    level: Level = "A1"
    state: CandidacyState | None = None
    min_fit: float | None = None
    only: frozenset[UUID] = frozenset()
    """These people alone, set aside or not; empty: everybody."""
    part: RankingPart = "inside"
    trade: str | None = None
    """A trade that people name, near to the vacancy's or not."""
    all_essentials: bool = False
    in_time: bool = False
    languages_met: bool = False
    sort: RankingSort = "fit"

    @property
    def decided(self) -> bool:
        """Whether it asks for people about whom something was decided."""
        return self.state not in (None, "proposed")

    @property
    def whole(self) -> bool:
        """Whether a list is not parted: of people who were named, or about whom was decided."""
        return self.part == "all" or self.decided or bool(self.only)


@dataclass(frozen=True, slots=True)
class Parted:
    """How many stand outside of what was said, and of one thing alone; and people of trades near
    to the one wanted, by the trade's entry."""

    outside: int = 0
    by: Mapping[LimitName, int] = field(default_factory=dict)
    trades: Mapping[int, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Order:
    """The first people that pass the filters, in the order wanted, with their fits; how many pass,
    of how many; what would bring more, and what fewer; and how many were compared in full. It holds
    no slot: they are wiped once nobody reads."""

    ids: tuple[UUID, ...]
    fits: Floats
    total: int
    considered: int
    wider: Parted
    left: Left
    compared: int


def order(
    engine: Engine, vacancy: EmbeddedVacancy, wanted: Wanted, states: States, *, most: int
) -> Order:
    """The first `most` people of a list."""
    with engine.replica.people() as view:
        return order_in(view, engine.matcher, vacancy, wanted, states, on=today(), most=most)


def order_in(
    view: People,
    matcher: Matcher,
    vacancy: EmbeddedVacancy,
    wanted: Wanted,
    states: States,
    *,
    on: date,
    most: int,
) -> Order:
    """The same of a view in hand, as of a day."""
    scopes = Scopes(matcher.occupations.whole(), matcher.skills.whole())
    none = view.pool(np.zeros(0, dtype=np.int64), scopes)
    demand = matcher.demand(vacancy.facts, none, today=on)
    asked = Asked(view, scopes, demand, vacancy.vector)
    traits = Traits(asked, on)
    listing = _Listing(asked, wanted, states, vacancy.facts, traits)
    found = listing.found(matcher, most)
    return Order(
        ids=tuple(view.id_at(slot) for slot in found.slots.tolist()),
        fits=found.fits,
        total=len(found.reached),
        considered=len(view),
        wider=listing.wider(),
        left=traits.left(found.reached),
        compared=found.compared,
    )


@dataclass(frozen=True)
class _Listing:
    """One list of one vacancy."""

    asked: Asked
    wanted: Wanted
    states: States
    facts: VacancyPublished
    traits: Traits

    # --- who passes ---

    @cached_property
    def _chosen(self) -> Ints | None:
        """The only slots that may pass, where people are named or stand at a state."""
        view, wanted, states = self.asked.view, self.wanted, self.states
        if wanted.only:
            ids = list(wanted.only)
        elif wanted.decided:
            ids = [each for each, (_, state) in states.items() if state == wanted.state]
        else:
            return None
        slots = np.unique(view.slots_of(ids))
        return slots[slots >= 0]

    @cached_property
    def _excluded(self) -> Ints:
        """Slots that do not pass for what was decided about them."""
        if self._chosen is not None:
            return np.zeros(0, dtype=np.int64)
        set_aside_only = self.wanted.state is None
        return self._in_states(lambda state: state == "set_aside" or not set_aside_only)

    @cached_property
    def _decided(self) -> Ints:
        """Slots of people about whom something was decided for this vacancy."""
        return self._in_states(lambda _: True)

    def _in_states(self, which: Callable[[CandidacyState], bool]) -> Ints:
        ids = [
            each for each, (_, state) in self.states.items() if state != "proposed" and which(state)
        ]
        slots = self.asked.view.slots_of(ids)
        return np.sort(slots[slots >= 0])

    def _passing(self, slots: Ints) -> Flags:
        """Who of these, in ascending order, may be shown at all."""
        return self._open(slots) & ~_among(slots, self._excluded)

    def _open(self, slots: Ints | slice) -> Flags:
        """Whom neither law nor filter hides. Somebody whose place is unknown is not "near"."""
        view, wanted = self.asked.view, self.wanted
        passing = view.alive[slots]
        if self._shut:
            passing &= (view.flags[slots] & self._shut) == 0
        if wanted.max_km is not None:
            passing &= (self.asked.away <= wanted.max_km)[view.place[slots]]
        if wanted.language is not None:
            have = view.spoken.level_of(language_number(wanted.language))
            passing &= (have >= level_rank(wanted.level) + 1)[view.speech[slots]]
        return passing & self.traits.among(wanted, slots)

    @cached_property
    def _shut(self) -> int:
        """To whom the law closes this vacancy."""
        closed = protection.closed(self.facts)
        return YOUNG * closed.young | AGE_UNKNOWN * closed.unknown

    # --- who is near: of the trade, or decided about ---

    @cached_property
    def _near(self) -> Ints:
        """Slots that pass and may be in a parted list, ascending."""
        if self._chosen is not None:
            slots = self._chosen
        else:
            near = self.asked.of_trade.copy()
            near[self._decided] = True
            slots = np.flatnonzero(near)
        return slots[self._passing(slots)]

    @cached_property
    def _sides(self) -> tuple[Flags, Flags, Mapping[str, Flags]]:
        """Of the near ones: who is of the trade, who stands apart, and why."""
        outside = self.asked.outside(self._near)
        decided = _among(self._near, self._decided)
        apart = ~decided & np.logical_or.reduce(list(outside.values()))
        return self.asked.of_trade[self._near], apart, outside

    def wider(self) -> Parted:
        """What would bring more people."""
        of_trade, apart, outside = self._sides
        away = of_trade & apart
        passed = np.sum([outside[name] for name in LIMITS], axis=0, dtype=np.int64)
        alone = {name: int((outside[name] & away & (passed == 1)).sum()) for name in LIMITS}
        return Parted(
            outside=int(away.sum()),
            by={name: count for name, count in alone.items() if count},
            trades=self._neighbours(),
        )

    def _neighbours(self) -> dict[int, int]:
        """People of the trades near to the one wanted who are not in the list, nearest first."""
        asked, found = self.asked, dict[int, int]()
        known = asked.scopes.trades.known
        close = asked.demand.occupation[:known]
        others = np.flatnonzero((close >= NEIGHBOUR) & (close < OF_THE_TRADE))
        named = asked.view.index.trades.count(others) > 0
        others = others[named | np.isin(others, self._tail[0])]
        for entry in others[np.argsort(-close[others], kind="stable")].tolist():
            slots = self._naming(entry)
            slots = slots[~asked.of_trade[slots] & ~_among(slots, self._decided)]
            people = int(self._passing(slots).sum())
            if people:
                found[entry] = people
            if len(found) == NEIGHBOURS:
                break
        return found

    @cached_property
    def _tail(self) -> tuple[Ints, Ints]:
        """Trades named by slots that the postings do not tell of, and by which."""
        view = self.asked.view
        start = view.index.upto
        since = tail(view.occupations, start)
        owners = np.repeat(np.arange(start, view.count), since.lengths)
        return since.values[: len(owners)], owners

    def _naming(self, entry: int) -> Ints:
        """Slots that name a trade, of those who may pass, ascending."""
        values, owners = self._tail
        held = self.asked.view.index.trades.of(entry)
        slots: Ints = np.concatenate((held, owners[values == entry]))
        if self._chosen is not None:
            slots = np.intersect1d(slots, self._chosen)
        return slots

    # --- the list ---

    def found(self, matcher: Matcher, most: int) -> Found:
        """The first of the list, and whom it holds."""
        if self.wanted.sort != "fit":
            return self._sorted(self._listed(matcher), most)
        if self.wanted.trade is not None or not self.wanted.whole:
            return self._best(self._listed(matcher), most)
        near = self._best(self._near, most)
        return near if self._chosen is not None else self._with_the_rest(near, most)

    def _best(self, slots: Ints, most: int, *, before: Found | None = None) -> Found:
        floor = self.wanted.min_fit
        return best(self.asked, slots, k=most, floor=floor, farthest=self._farthest, before=before)

    def _sorted(self, slots: Ints, most: int) -> Found:
        by = self.traits.away if self.wanted.sort == "distance" else self.traits.free_from
        floor = self.wanted.min_fit
        return nearest(self.asked, slots, by, k=most, floor=floor, farthest=self._farthest)

    def _listed(self, matcher: Matcher) -> Ints:
        """Slots of the list, whatever their fit."""
        if self.wanted.trade is not None:
            return self._of_trade_named(matcher, self.wanted.trade)
        if self.wanted.whole:
            everybody = np.flatnonzero(self._all_passing())
            return everybody if self._chosen is None else self._near
        of_trade, apart, _ = self._sides
        decided = _among(self._near, self._decided)
        outside = self.wanted.part == "outside"
        return self._near[of_trade & apart if outside else (of_trade & ~apart) | decided]

    def _with_the_rest(self, near: Found, most: int) -> Found:
        """With everybody of other trades, who are compared only where they could come in."""
        floor, highest = self.wanted.min_fit, highest_of_others(self.asked, self._farthest)
        if floor is not None and floor > highest:
            return near
        passing = self._all_passing()
        passing[self._near] = False
        rest = np.flatnonzero(passing)
        if floor is None and len(near.fits) == most and near.fits[-1] > highest:
            return replace(near, reached=np.concatenate((near.reached, rest)))
        return self._best(rest, most, before=near)

    def _all_passing(self) -> Flags:
        """Whether each slot passes."""
        passing = self._open(slice(0, self.asked.view.count))
        passing[self._excluded] = False
        return passing

    @cached_property
    def _farthest(self) -> float:
        """The closest of the trades that are another."""
        close = self.asked.demand.occupation
        others = close[close < OF_THE_TRADE]
        return float(others.max(initial=0.0))

    def _of_trade_named(self, matcher: Matcher, trade: str) -> Ints:
        entry = int(matcher.occupations.entries([ConceptRef(text=trade, concept=trade)])[0])
        if entry >= self.asked.scopes.trades.known:
            return np.zeros(0, dtype=np.int64)
        slots = self._naming(entry)
        return slots[self._passing(slots)]


def _among(slots: Ints, few: Ints) -> Flags:
    """Which of some ascending slots are among a few others, ascending too."""
    found = np.zeros(len(slots), dtype=np.bool_)
    if len(few) and len(slots):
        places = np.searchsorted(slots, few)
        places = places[places < len(slots)]
        found[places] = np.isin(slots[places], few)
    return found
