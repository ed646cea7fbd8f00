"""A list made the slow way: everybody compared in full, then filtered, parted and sorted."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from amuddu.contracts.matching.ranking import NEAR_KM
from amuddu.contracts.types import ConceptRef
from amuddu.reference.languages import level_rank
from services.matching.facts import protection
from services.matching.people.columns import Candidate
from services.matching.ranking.limits import LIMITS, of_the_trade, passed
from services.matching.ranking.matcher import EmbeddedVacancy, Matcher, cosines
from services.matching.ranking.pool import Floats, Ints, Pool, day_number, language_number
from services.matching.ranking.scoring import FEATURES, Demand, Scores, best_first, distances, score
from services.matching.search.ordering import NEIGHBOUR, NEIGHBOURS, States, Wanted
from services.matching.vectors.embedding import Vector, pack, unpack

TRAITS = ("all_essentials", "in_time", "languages_met")


@dataclass(frozen=True, slots=True)
class Kept:
    """Somebody as the house holds them."""

    id: UUID
    held: Candidate
    vector: Vector


@dataclass(frozen=True, slots=True)
class Whole:
    """A whole list: ids in the order wanted, what would bring more, and what fewer."""

    ids: list[UUID]
    fits: list[float]
    outside: int
    by: dict[str, int]
    trades: dict[int, int]
    left: dict[str, int]


def listed(
    matcher: Matcher,
    people: list[Kept],
    vacancy: EmbeddedVacancy,
    wanted: Wanted,
    states: States,
    *,
    today: date,
) -> Whole:
    """People in the order in which they came or changed last."""
    now = [states[one.id][1] if one.id in states else "proposed" for one in people]
    closed = protection.closed(vacancy.facts)
    some = [
        place
        for place, one in enumerate(people)
        if _stands(wanted, one.id, now[place])
        and not (closed.young and one.held.young)
        and not (closed.unknown and one.held.age_unknown)
    ]
    pool = matcher.pool([people[place].held.person for place in some])
    demand = matcher.demand(vacancy.facts, pool, today=today)
    passing = np.ones(len(some), dtype=np.bool_)
    if wanted.max_km is not None:
        passing &= distances(demand, pool) <= wanted.max_km
    if wanted.language is not None:
        spoken = pool.level_of(language_number(wanted.language))
        passing &= spoken >= level_rank(wanted.level) + 1
    some = [place for place, passes in zip(some, passing, strict=True) if passes]
    pool = pool.take(np.flatnonzero(passing))
    vectors = np.array([unpack(pack(people[place].vector)) for place in some], dtype=np.float32)
    similarity = cosines(vectors.reshape(len(some), -1), vacancy.vector) if some else np.zeros(0)
    scores = score(demand, pool, similarity)
    decided = np.array([now[place] != "proposed" for place in some], dtype=np.bool_)
    traits = _traits(demand, pool, scores, today=today)
    asked = [traits[name] for name in TRAITS if getattr(wanted, name)]
    among = np.logical_and.reduce([np.ones(len(some), dtype=np.bool_), *asked])
    outside = passed(demand, pool)
    of_trade = of_the_trade(scores.values[:, FEATURES.index("occupation")], scores.stated)
    apart = outside.any(axis=1) & ~decided
    alone = outside & (outside.sum(axis=1) == 1)[:, None] & (of_trade & apart & among)[:, None]
    keep = np.ones(len(some), dtype=np.bool_)
    if not wanted.whole:
        keep = of_trade & apart if wanted.part == "outside" else (of_trade & ~apart) | decided
    occupations = [people[place].held.person.occupations for place in some]
    if wanted.trade is not None:
        ref = ConceptRef(text=wanted.trade, concept=wanted.trade)
        entry = int(matcher.occupations.entries([ref])[0])
        known = entry < len(matcher.occupations.ids)
        keep = np.array([known and entry in one for one in occupations], dtype=np.bool_)
    keep &= among
    if wanted.min_fit is not None:
        keep &= scores.fits >= wanted.min_fit
    order = _sorted(wanted, demand, pool, scores.fits, today=today)
    order = order[keep[order]]
    elsewhere = np.flatnonzero(~of_trade & ~decided & among)
    known = len(matcher.occupations.ids)
    beside = _beside(demand.occupation[:known], [occupations[place] for place in elsewhere])
    return Whole(
        ids=[people[some[place]].id for place in order],
        fits=scores.fits[order].tolist(),
        outside=int((of_trade & apart & among).sum()),
        by={name: int(n) for name, n in zip(LIMITS, alone.sum(axis=0), strict=True) if n},
        trades=beside,
        left={name: int((keep & has).sum()) for name, has in traits.items()},
    )


def _beside(close: Floats, named: list[Ints]) -> dict[int, int]:
    """How many name each trade that is near, the nearest first."""
    trades = [trade for one in named for trade in one.tolist() if trade < len(close)]
    counts = Counter(trade for trade in trades if close[trade] >= NEIGHBOUR)
    nearest = sorted(counts, key=lambda trade: (-close[trade], trade))[:NEIGHBOURS]
    return {trade: counts[trade] for trade in nearest}


def _traits(
    demand: Demand, pool: Pool, scores: Scores, *, today: date
) -> dict[str, NDArray[np.bool_]]:
    """By what is asked or by kilometres, who would stay."""
    start = day_number(today) if np.isnan(demand.start) else demand.start
    speak = np.ones(len(pool), dtype=np.bool_)
    for language, asked in demand.languages:
        speak &= pool.level_of(language) >= asked
    return {
        "all_essentials": np.isnan(scores.stated) | (scores.stated >= 1),
        "in_time": pool.available <= start,
        "languages_met": speak,
        **{f"within {km}": distances(demand, pool) <= km for km in NEAR_KM},
    }


def _sorted(wanted: Wanted, demand: Demand, pool: Pool, fits: Floats, *, today: date) -> Ints:
    came = np.arange(len(fits))
    if wanted.sort == "fit":
        return best_first(fits, came)
    free = np.maximum(pool.available, day_number(today))
    return np.lexsort((came, -fits, distances(demand, pool) if wanted.sort == "distance" else free))


def _stands(wanted: Wanted, person: UUID, now: str) -> bool:
    if wanted.only:
        return person in wanted.only
    return now != "set_aside" if wanted.state is None else now == wanted.state
