"""Who comes first: people for a vacancy, vacancies for a person, by the replica's numbers.

Nothing is explained here and no words are read: `reading` does that for the page alone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from amuddu.contracts.matching import CandidacyState
from amuddu.contracts.matching.ranking import NEAR_KM, LimitName, RankingPart, RankingSort
from amuddu.contracts.types import ConceptRef, Level
from amuddu.kit.clock import today
from amuddu.kit.db import Session
from amuddu.reference.languages import level_rank
from services.matching.facts import protection
from services.matching.facts import repository as facts_repository
from services.matching.facts.reading import profile_of, vacancy_of
from services.matching.facts.tables import CandidateRow
from services.matching.ranking.limits import LIMITS, Flags, of_the_trade, passed
from services.matching.ranking.matcher import EmbeddedProfile, EmbeddedVacancy, Matcher
from services.matching.ranking.pool import Floats, Ints, Pool, day_number, language_number
from services.matching.ranking.scoring import FEATURES, Demand, Scores, best_first, distances, score
from services.matching.search.engine import Engine, Fit
from services.matching.search.replica import People
from services.matching.vectors.index import VectorIndex

DEPTH = 20_000
"""How many people, nearest by vector, are compared in full. Below it everybody is."""
VACANCY_DEPTH = 200
"""How many vacancies, nearest by vector, are compared with a person; those of their trades too."""

OCCUPATION = FEATURES.index("occupation")
NEIGHBOUR = 0.2
"""Closeness from which a trade counts as a neighbour: two leading ISCO digits."""
NEIGHBOURS = 5
"""Neighbouring trades that are named, the nearest."""

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
    def whole(self) -> bool:
        """Whether a list is not parted: of people who were named, or about whom was decided."""
        decided = self.state not in (None, "proposed")
        return self.part == "all" or decided or bool(self.only)


@dataclass(frozen=True, slots=True)
class Parted:
    """How many stand outside of what was said, and of one thing alone; and people of trades near
    to the one wanted, by the trade's entry."""

    outside: int = 0
    by: Mapping[LimitName, int] = field(default_factory=dict)
    trades: Mapping[int, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Left:
    """How many people of a list would stay with one filter more."""

    all_essentials: int
    in_time: int
    languages_met: int
    within: tuple[int, ...]
    """For each of `NEAR_KM`."""


@dataclass(frozen=True, slots=True)
class Order:
    """People that pass the filters, in the order wanted, by place in the view, with their fits;
    what would bring more, and what fewer."""

    places: Ints
    fits: Floats
    view: People
    wider: Parted
    left: Left


def order(
    engine: Engine,
    vacancy: EmbeddedVacancy,
    wanted: Wanted,
    states: dict[UUID, tuple[UUID, CandidacyState]],
) -> Order:
    with engine.replica.people() as (view, index):
        return order_in(view, index, engine.matcher, vacancy, wanted, states, on=today())


def order_in(
    view: People,
    index: VectorIndex,
    matcher: Matcher,
    vacancy: EmbeddedVacancy,
    wanted: Wanted,
    states: dict[UUID, tuple[UUID, CandidacyState]],
    *,
    on: date,
) -> Order:
    """The order of the people in a view, as of a day."""
    demand = matcher.demand(vacancy.facts, view.pool, today=on)
    passing = _passing(view, demand, wanted) & _in_state(view, wanted, states)
    if view.young.any() or view.age_unknown.any():
        closed = protection.closed(vacancy.facts)
        passing &= ~(view.young & closed.young) & ~(view.age_unknown & closed.unknown)
    # The index may hold more than the view: what came since, and what another request still reads.
    exact = passing.all() and len(index) == len(view.ids)
    allowed = None if exact else view.numbers[passing]
    numbers, similarity = index.search(vacancy.vector, k=DEPTH, allowed=allowed)
    places, known = _places(view.numbers, numbers)
    by_place = np.argsort(places)
    places, similarity = places[by_place], similarity[known][by_place]
    everybody = len(places) == len(view.ids)
    pool = view.pool if everybody else view.pool.take(places)
    scores = score(demand, pool, similarity)
    traits = _traits(demand, pool, scores)
    among = traits.among(wanted)
    keep, wider = _parted(demand, pool, scores, wanted, _decided(view, places, states), among)
    if wanted.trade is not None:
        keep = _names(matcher, pool, wanted.trade)
    keep &= among
    if wanted.min_fit is not None:
        keep &= scores.fits >= wanted.min_fit
    best = _sorted(wanted.sort, pool, scores.fits, traits.away, view.numbers[places])
    best = best[keep[best]]
    return Order(places[best], scores.fits[best], view, wider, traits.left(keep))


@dataclass(frozen=True, slots=True)
class _Traits:
    """What lists are narrowed by, person by person. What nobody said is no trait."""

    all_essentials: Flags
    in_time: Flags
    languages_met: Flags
    away: Floats

    def among(self, wanted: Wanted) -> Flags:
        """Who has every trait that is wanted."""
        found = np.ones(len(self.away), dtype=np.bool_)
        if wanted.all_essentials:
            found &= self.all_essentials
        if wanted.in_time:
            found &= self.in_time
        if wanted.languages_met:
            found &= self.languages_met
        return found

    def left(self, keep: Flags) -> Left:
        """How many of some people have each."""
        return Left(
            all_essentials=int((keep & self.all_essentials).sum()),
            in_time=int((keep & self.in_time).sum()),
            languages_met=int((keep & self.languages_met).sum()),
            within=tuple(int((keep & (self.away <= km)).sum()) for km in NEAR_KM),
        )


def _traits(demand: Demand, pool: Pool, scores: Scores) -> _Traits:
    start = day_number(today()) if np.isnan(demand.start) else demand.start
    speak = np.ones(len(pool), dtype=np.bool_)
    for language, asked in demand.languages:
        speak &= pool.level_of(language) >= asked
    return _Traits(
        all_essentials=np.isnan(scores.stated) | (scores.stated >= 1),
        in_time=pool.available <= start,
        languages_met=speak,
        away=distances(demand, pool),
    )


def _sorted(sort: RankingSort, pool: Pool, fits: Floats, away: Floats, tie_break: Ints) -> Ints:
    """Places in the order wanted; who is free already is free today."""
    if sort == "fit":
        return best_first(fits, tie_break)
    by = away if sort == "distance" else np.maximum(pool.available, day_number(today()))
    return np.lexsort((tie_break, -fits, by))  # NaN, which is not known, comes last


def _parted(
    demand: Demand, pool: Pool, scores: Scores, wanted: Wanted, decided: Flags, among: Flags
) -> tuple[Flags, Parted]:
    """Who is in the part that is wanted, and what would bring more of those `among` whom one
    looks. Whoever something was decided about stays in the first part, whatever it says."""
    outside = passed(demand, pool)
    of_trade = of_the_trade(scores.values[:, OCCUPATION], scores.stated)
    apart = outside.any(axis=1) & ~decided
    looked_at = of_trade & apart & among
    alone = outside & (outside.sum(axis=1) == 1)[:, None] & looked_at[:, None]
    wider = Parted(
        outside=int(looked_at.sum()),
        by={name: int(n) for name, n in zip(LIMITS, alone.sum(axis=0), strict=True) if n},
        trades=_neighbours(demand, pool, ~of_trade & ~decided & among),
    )
    if wanted.whole:
        return np.ones(len(pool), dtype=np.bool_), wider
    if wanted.part == "outside":
        return of_trade & apart, wider
    return (of_trade & ~apart) | decided, wider


def _neighbours(demand: Demand, pool: Pool, people: Flags) -> dict[int, int]:
    """Of some people, how many are of each trade near to the one wanted, the nearest first."""
    owners = np.repeat(np.arange(len(pool)), pool.occupations.lengths)
    values = pool.occupations.values
    close = demand.occupation[values]
    near = people[owners] & (values < pool.trade_scope.known) & (close >= NEIGHBOUR)
    trades, counts = np.unique(values[near], return_counts=True)
    order = np.argsort(-demand.occupation[trades], kind="stable")[:NEIGHBOURS]
    return {int(trades[place]): int(counts[place]) for place in order}


def _names(matcher: Matcher, pool: Pool, trade: str) -> Flags:
    """Who names a trade."""
    entry = int(matcher.occupations.entries([ConceptRef(text=trade, concept=trade)])[0])
    if entry >= pool.trade_scope.known:
        return np.zeros(len(pool), dtype=np.bool_)
    named = (pool.occupations.values == entry).astype(np.float64)
    return pool.occupations.best(named, empty=0.0) > 0


def _decided(view: People, places: Ints, states: dict[UUID, tuple[UUID, CandidacyState]]) -> Flags:
    """About whom something was decided for this vacancy."""
    if not states:
        return np.zeros(len(places), dtype=np.bool_)
    found = (states.get(view.ids[place], PROPOSED)[1] != "proposed" for place in places)
    return np.fromiter(found, dtype=np.bool_, count=len(places))


def _passing(view: People, demand: Demand, wanted: Wanted) -> NDArray[np.bool_]:
    """Who passes the filters on facts. Somebody whose place is unknown is not "near"."""
    passing = np.ones(len(view.ids), dtype=np.bool_)
    if wanted.max_km is not None:
        passing &= distances(demand, view.pool) <= wanted.max_km
    if wanted.language is not None:
        have = view.pool.level_of(language_number(wanted.language))
        passing &= have >= level_rank(wanted.level) + 1
    return passing


def _in_state(
    view: People,
    wanted: Wanted,
    states: dict[UUID, tuple[UUID, CandidacyState]],
) -> NDArray[np.bool_]:
    """Who stands at the state wanted; without one, everybody who was not set aside."""
    if wanted.only:
        named = (identifier in wanted.only for identifier in view.ids)
        return np.fromiter(named, dtype=np.bool_, count=len(view.ids))
    state = wanted.state
    if not states:
        return np.full(len(view.ids), state in (None, "proposed"))
    found = (states.get(identifier, PROPOSED)[1] for identifier in view.ids)
    passing = (now != "set_aside" if state is None else now == state for now in found)
    return np.fromiter(passing, dtype=np.bool_, count=len(view.ids))


def _places(held: Ints, numbers: Ints) -> tuple[Ints, NDArray[np.bool_]]:
    """Place of each number in the ascending `held`, and which are there.

    The index may be a moment ahead of the view: what the view does not know yet is left out.
    """
    places = np.searchsorted(held, numbers)
    known = places < len(held)
    known[known] = held[places[known]] == numbers[known]
    return places[known], known


def vacancies_by_fit(session: Session, engine: Engine, row: CandidateRow) -> Sequence[Fit]:
    """The open vacancies that a person is compared with, best first; of equals the smaller id."""
    with engine.replica.jobs() as (jobs, index):
        state = (row.changed, today())
        known = engine.cache.get(row.profile_id, jobs, state)
        if known is not None:
            return known
        profile = profile_of(row)
        person = engine.matcher.person(profile.facts, vector=profile.vector)
        allowed = jobs.numbers if len(jobs.ids) else None
        nearest, _ = index.search(profile.vector, k=VACANCY_DEPTH, allowed=allowed)
        same_trade = jobs.numbers[np.isin(jobs.trades, person.occupations)]
        places, _ = _places(jobs.numbers, np.union1d(nearest, same_trade))
        ids = [jobs.ids[place] for place in places]
    pool = engine.matcher.pool([person])
    open_now = map(vacancy_of, facts_repository.vacancies(session, ids).values())
    found = [
        _fit(engine.matcher, pool, profile, vacancy)
        for vacancy in open_now
        if protection.allowed(profile.facts, vacancy.facts)
    ]
    found.sort(key=lambda each: (-each.fit, each.vacancy_id))
    engine.cache.keep(row.profile_id, jobs, state, found)
    return found


def _fit(matcher: Matcher, pool: Pool, profile: EmbeddedProfile, vacancy: EmbeddedVacancy) -> Fit:
    """Fit of the one person in a pool, and whether the vacancy is within what was said."""
    demand = matcher.demand(vacancy.facts, pool, today=today())
    similarity: Floats = np.array([vacancy.vector @ profile.vector], dtype=np.float64)
    scores = score(demand, pool, similarity)
    of_trade = of_the_trade(scores.values[:, OCCUPATION], scores.stated)[0]
    inside = bool(of_trade and not passed(demand, pool).any())
    return Fit(vacancy.facts.vacancy_id, float(scores.fits[0]), inside)
