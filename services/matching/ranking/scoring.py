"""How well people fit a vacancy: a weighted sum of features in [0, 1], each with its evidence.

Pure: numbers in, numbers out. Nationality, sex, residence title, hiring route, subsidy, agency
and identity are not among the numbers.

What is not known is neutral:

* What the vacancy does not ask (no language, no start day) takes no part: the weights of the
  other features are scaled up to 1, alike for everybody.
* What it asks and the profile does not say counts as `NEUTRAL`, midway: silence is no dislike.

    fit = sum(w[f] * (value[f] or NEUTRAL) for f asked) / sum(w[f] for f asked)

An essential skill that the profile does not state takes its share of the whole: the figure never
says "very well" beside an empty tick.

    fit = that sum * (UNSTATED + (1 - UNSTATED) * essential skills stated / asked)

Skills follow the same thought one by one. A wanted skill that no listed skill meets is worth
`NEUTRAL` to somebody who lists none, and less the more skills they list that have nothing to do
with the vacancy or its trade: who tells much of other things would have told. So adding a skill
that meets one never lowers the fit. All that is presumed of skills and experience is presumed of
people of the trade or near to it; of those whose trade is another, less the farther it is.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import get_args

import numpy as np
from numpy.typing import NDArray

from amuddu.contracts.matching.ranking import FeatureName
from amuddu.reference.places import EARTH_RADIUS_KM
from services.matching.lexicon.lexicon import Comparison
from services.matching.ranking.pool import Floats, Ints, Pool, Speaking

WEIGHTS: Mapping[FeatureName, float] = MappingProxyType(
    {
        "occupation": 0.35,
        "essential_skills": 0.17,
        "wanted_skills": 0.05,
        "text": 0.05,
        "experience": 0.08,
        "languages": 0.09,
        "distance": 0.16,
        "availability": 0.03,
        "contract": 0.02,
    }
)
"""Share of each feature where a vacancy asks for everything.

The trade and what one can do in it weigh two thirds, so that somebody of another trade who lives
next door and speaks the language stays below a third, and pages can say that nobody fits. Distance
comes next: a journey of two hours undoes the best match. Text weighs little because its words are
nobody's evidence."""

FEATURES: tuple[FeatureName, ...] = get_args(FeatureName)
NEUTRAL = 0.5

ISCO_TIERS = (0.0, 0.08, 0.20, 0.40, 0.70)
"""Least closeness of two trades by the leading ISCO-08 digits they share: from the same major
group (1) to the same unit group (4). Vectors add up to `ISCO_SPAN` within a tier."""
ISCO_SPAN = 0.2
ELEMENTARY = 0.4
"""Least closeness of two elementary trades of one sub-major group (93: labourers of building,
making and transport): who carried on the docks can carry on a building site."""
NEAR_TRADE = 0.5
"""Closeness from which experience in another trade counts for this one."""
RELATED_FULL = NEUTRAL
"""Closeness of somebody's trade from which they are presumed to know the work as well as anybody;
below it, the presumption shrinks in proportion. Who names no trade is presumed in full."""
UNRELATED_HALF = 4.0
"""Unrelated skills that halve the presumption that an unlisted skill is there."""
SKILLS_AS_TRADE = 0.4
"""What a trade's skills add for somebody who names no trade."""
EXPERIENCE_MONTHS = 24.0
"""Months after which experience has brought about two thirds of what it can."""
DISTANCE_KM = 30.0
"""Reach in kilometres of somebody who did not say how far they go."""
LEAST_REACH_KM = 10.0
BEYOND_KM = 10.0
"""Kilometres beyond the distance somebody set after which nothing is left of closeness."""
LATE_DAYS = 30.0
OTHER_CONTRACT = 0.2
LEVEL_STEP = 0.25
"""What each missing language level takes away."""
LEAST_LEVEL = 0.1
UNSTATED = 0.7
"""What is left of a fit where no essential skill is stated; each one that is raises it, to 1."""


@dataclass(frozen=True, slots=True)
class Scale:
    """What a cosine of this model means: unrelated below `floor`, the same words at 1."""

    floor: float

    def __call__(self, cosines: Floats) -> Floats:
        """Cosines as closeness in [0, 1]."""
        scaled: Floats = np.clip((cosines - self.floor) / (1 - self.floor), 0.0, 1.0)
        return scaled


SKILL_SCALE = Scale(0.68)
TRADE_SCALE = Scale(0.3)
TEXT_SCALE = Scale(0.1)


@dataclass(frozen=True, slots=True)
class SkillsAsked:
    """The skills that count for a vacancy: for each, the closeness of every skill in the pool.

    `trade_skills` are those the trade cannot do without; `of_trade` tells all that belong to the
    trade. All arrays have the places of the pool's skill scope.
    """

    essential: tuple[Floats, ...]
    wanted: tuple[Floats, ...]
    trade_skills: tuple[Floats, ...]
    of_trade: NDArray[np.bool_]
    licences: tuple[Floats, ...] = ()
    """Those of the essential ones that take a paper."""


@dataclass(frozen=True, slots=True)
class Demand:
    """What a vacancy asks of one pool, as numbers.

    `occupation` holds the closeness of every trade in the pool. `languages` pairs a language's
    number with the level asked (1 to 7). Unknown numbers are NaN.
    """

    occupation: Floats
    skills: SkillsAsked
    languages: tuple[tuple[int, int], ...]
    lat: float
    lng: float
    start: float
    contract: int


@dataclass(frozen=True, slots=True)
class Scores:
    """`values[person, feature]` in the order of `FEATURES`, NaN where unknown; `weights` sum to
    1 over what the vacancy asks; `fits` in [0, 1] to four places.

    `stated` is each person's share of the essential skills that have a tick, NaN where none is
    asked; `factors` what it leaves of the weighted sum.
    """

    values: Floats
    weights: Floats
    stated: Floats
    factors: Floats
    fits: Floats


def skill_closeness(against: Comparison) -> Floats:
    """Closeness of skills to a wanted one: 1 for itself, `NEUTRAL` to 0.9 for its like.

    A match is never worth less than not knowing; what is no match is worth 0.
    """
    likeness = SKILL_SCALE(against.cosines)
    close = np.where(likeness > 0, NEUTRAL + 0.4 * likeness, 0.0)
    return np.where(against.same, 1.0, close)


def occupation_closeness(against: Comparison) -> Floats:
    """Closeness of trades to the wanted one: 1 for itself, else ISCO tier and vectors."""
    likeness = TRADE_SCALE(against.cosines)
    tier = np.array(ISCO_TIERS)[against.shared_digits]
    close = np.maximum(tier + ISCO_SPAN * likeness, 0.9 * likeness)
    return np.where(against.same, 1.0, close)


def score(demand: Demand, pool: Pool, similarity: Floats) -> Scores:
    """Everybody in the pool against one vacancy.

    `similarity` holds the cosine of each person's vector with the vacancy's.
    """
    values = features(demand, pool, similarity)
    weights = weights_for(demand)
    known = np.where(np.isnan(values), NEUTRAL, values)
    # Row by row, as in `matcher.cosines`: nobody's last bit depends on who else is looked at.
    sums = np.clip(np.vecdot(known, weights), 0.0, 1.0).astype(np.float64)
    stated = _stated(demand, pool)
    factors = UNSTATED + (1 - UNSTATED) * np.where(np.isnan(stated), 1.0, stated)
    return Scores(values, weights, stated, factors, (sums * factors).round(4))


def _stated(demand: Demand, pool: Pool) -> Floats:
    """Share of the essential skills that something the person lists meets; NaN: none asked."""
    asked = demand.skills.essential
    if not asked:
        return np.full(len(pool), np.nan)
    ticks = np.zeros(len(pool))
    for closeness in asked:
        ticks += pool.skills.best(closeness[pool.skills.values], empty=0.0) > 0
    return ticks / len(asked)


def weights_for(demand: Demand) -> Floats:
    """Weights of what the vacancy asks, summing to 1; 0 for what it does not."""
    asks: Mapping[FeatureName, bool] = {
        "essential_skills": bool(demand.skills.essential),
        "wanted_skills": bool(demand.skills.wanted),
        "languages": bool(demand.languages),
        "distance": not np.isnan(demand.lat),
        "availability": not np.isnan(demand.start),
    }
    weights = np.array([WEIGHTS[name] if asks.get(name, True) else 0.0 for name in FEATURES])
    shares: Floats = weights / weights.sum()
    return shares


def features(demand: Demand, pool: Pool, similarity: Floats) -> Floats:
    """Value of each feature for each person; NaN where the profile or the vacancy is silent."""
    occupation = _occupation(demand, pool)
    related = _relatedness(occupation)
    essential, wanted = _coverages(demand, pool, related)
    columns: Mapping[FeatureName, Floats] = {
        "occupation": occupation,
        "essential_skills": essential,
        "wanted_skills": wanted,
        "text": np.where(pool.told, TEXT_SCALE(similarity), np.nan),
        "experience": _experience(demand, pool, related),
        "languages": languages_met(demand, pool),
        "distance": nearness(distances(demand, pool), pool.max_km),
        "availability": promptness(demand, pool.available),
        "contract": contract_taken(demand, pool.contracts),
    }
    return np.column_stack([columns[name] for name in FEATURES])


def _occupation(demand: Demand, pool: Pool) -> Floats:
    """Closest trade of each person, whether they want it or have done it.

    Of somebody who names no trade, the skills of this one speak: from neutral upwards.
    """
    closest = pool.occupations.best(demand.occupation[pool.occupations.values], empty=np.nan)
    if not demand.skills.trade_skills or not np.isnan(closest).any():
        return closest
    share = _mean_met(demand.skills.trade_skills, pool, 0.0)
    from_skills = np.where(share > 0, NEUTRAL + SKILLS_AS_TRADE * share, np.nan)
    return np.where(np.isnan(closest), from_skills, closest)


def _relatedness(occupation: Floats) -> Floats:
    """How far the work may be presumed to be known: from 0, another world, to 1."""
    known = np.where(np.isnan(occupation), RELATED_FULL, occupation)
    share: Floats = np.clip(known / RELATED_FULL, 0.0, 1.0)
    return share


def _presumed(value: Floats, *, told: NDArray[np.bool_], related: Floats) -> Floats:
    """`value` where it was told; else unknown, or below neutral for people of another trade."""
    untold = np.where(related < 1, NEUTRAL * related, np.nan)
    return np.where(told, value, untold)


def _coverages(demand: Demand, pool: Pool, related: Floats) -> tuple[Floats, Floats]:
    """How far essential and wanted skills are met."""
    unrelated = ~demand.skills.of_trade
    for closeness in (*demand.skills.essential, *demand.skills.wanted):
        unrelated = unrelated & (closeness == 0)
    others = pool.skills.sum(unrelated[pool.skills.values].astype(np.float64))
    presumed = NEUTRAL * related / (1 + others / UNRELATED_HALF)

    def coverage(asked: Sequence[Floats]) -> Floats:
        if not asked:
            return np.full(len(pool), np.nan)
        met = _mean_met(asked, pool, presumed)
        return _presumed(met, told=pool.skills.lengths > 0, related=related)

    return coverage(demand.skills.essential), coverage(demand.skills.wanted)


def _mean_met(asked: Sequence[Floats], pool: Pool, least: Floats | float) -> Floats:
    """Mean over the skills asked of each person's closest skill, each worth `least` at least."""
    met = np.zeros(len(pool))
    for closeness in asked:
        met += np.maximum(pool.skills.best(closeness[pool.skills.values], empty=0.0), least)
    return met / len(asked)


def relevant_months(demand: Demand, pool: Pool) -> Floats:
    """Months worked in the trade or one near to it, each counted by its closeness."""
    closeness = demand.occupation[pool.jobs.values]
    counted = np.where(closeness >= NEAR_TRADE, closeness, 0.0)
    return pool.jobs.sum(counted * pool.months.values)


def _experience(demand: Demand, pool: Pool, related: Floats) -> Floats:
    """From neutral upwards: time worked elsewhere speaks against nobody of the trade."""
    worked = pool.months.sum(pool.months.values.astype(np.float64)) > 0
    gained = 1 - np.exp(-relevant_months(demand, pool) / EXPERIENCE_MONTHS)
    value = NEUTRAL * related + (1 - NEUTRAL) * gained  # gained > 0 only where related is 1
    return _presumed(value, told=worked, related=related)


def languages_met(demand: Demand, pool: Speaking) -> Floats:
    """Mean over the languages asked; a language not listed beside others counts 0."""
    if not demand.languages:
        return np.full(len(pool), np.nan)
    met = np.zeros(len(pool))
    for language, asked in demand.languages:
        have = pool.level_of(language)
        short = np.maximum(1 - LEVEL_STEP * np.maximum(asked - have, 0.0), LEAST_LEVEL)
        met += np.where(have > 0, short, 0.0)
    return np.where(pool.languages.lengths > 0, met / len(demand.languages), np.nan)


def distances(demand: Demand, pool: Pool) -> Floats:
    """Great-circle kilometres from each person to the vacancy; NaN where a place is unknown."""
    return kilometres(demand, pool.lat, pool.lng)


def kilometres(demand: Demand, lat: Floats, lng: Floats) -> Floats:
    """Great-circle kilometres from some points to the vacancy; NaN where either is unknown.

    Haversine formula, as in `amuddu.reference.places.distance_km`.
    """
    north, east = np.radians(lat), np.radians(lng)
    here_north, here_east = np.radians(demand.lat), np.radians(demand.lng)
    chord = (
        np.sin((north - here_north) / 2) ** 2
        + np.cos(north) * np.cos(here_north) * np.sin((east - here_east) / 2) ** 2
    )
    away: Floats = 2 * EARTH_RADIUS_KM * np.arcsin(np.minimum(1.0, np.sqrt(chord)))
    return away


def nearness(away: Floats, max_km: Floats) -> Floats:
    """Falls smoothly with distance, against the reach of the person, and to nothing beyond it."""
    limited = ~np.isnan(max_km)
    reach = np.where(limited, np.maximum(max_km, LEAST_REACH_KM), DISTANCE_KM)
    near = np.exp(-0.5 * away / reach)
    beyond = np.where(limited, np.maximum(away - max_km, 0.0), 0.0)
    return near * np.maximum(1 - beyond / BEYOND_KM, 0.0)


def promptness(demand: Demand, available: Floats) -> Floats:
    """Falls with the days that somebody is free after the start."""
    return np.exp(-np.maximum(available - demand.start, 0.0) / LATE_DAYS)


def contract_taken(demand: Demand, contracts: Ints) -> Floats:
    """Whether the contract is among those that somebody takes."""
    takes = (contracts & demand.contract) > 0
    return np.where(contracts > 0, np.where(takes, 1.0, OTHER_CONTRACT), np.nan)


def best_first(fits: Floats, tie_break: NDArray[np.int64]) -> NDArray[np.int64]:
    """Places of the fits from best to worst; equal fits stand by `tie_break`."""
    return np.lexsort((tie_break, -fits))
