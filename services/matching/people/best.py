"""The best of many people, found without comparing all of them; exactly.

The fit is a weighted sum of values in [0, 1] times what the essential skills leave of it. Most
values are known at a glance (trade, distance, languages, contract, day), the others have a most
that they can be. So everybody has a bound; people are compared in the order of their bounds, and
the rest is left out once the last one wanted is better than any of them can be. Who could only be
equal is compared too: equal fits stand by slot, whoever is looked at first.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

import numpy as np

from amuddu.contracts.matching.ranking import FeatureName
from services.matching.people.asked import Asked
from services.matching.people.columns import MOST_MONTHS
from services.matching.people.view import TOLD
from services.matching.ranking.pool import Floats, Ints
from services.matching.ranking.scoring import (
    EXPERIENCE_MONTHS,
    FEATURES,
    NEUTRAL,
    SKILLS_AS_TRADE,
    UNSTATED,
    best_first,
    contract_taken,
    nearness,
    promptness,
    score,
    weights_for,
)

FIRST, MOST = 256, 8_192
"""People who are compared at first, and at once at most."""
_SLACK = 1e-6
"""Bounds are summed in another order than fits; rounding swallows the rest."""
_DECIMALS = 4
"""To which fits are rounded."""


@dataclass(frozen=True, slots=True)
class Found:
    """The first slots in the order wanted, with their fits; all that reach the floor, in no order;
    and how many were compared."""

    slots: Ints
    fits: Floats
    reached: Ints
    compared: int


def bounds(asked: Asked, slots: Ints, *, farthest: float | None = None) -> Floats:
    """The most that the fit of each can be, rounded as fits are.

    `farthest`: the closest trade that any of these may have who is not of the trade.
    """
    weights = dict(zip(FEATURES, weights_for(asked.demand).tolist(), strict=True))
    sums = np.zeros(len(slots))
    for name, most in _most(asked, slots, 0.0 if farthest is None else farthest).items():
        if weights[name]:
            sums += weights[name] * most()
    essential = len(asked.demand.skills.essential)
    if essential:
        sums *= (UNSTATED + (1 - UNSTATED) * np.arange(essential + 1) / essential)[
            asked.ticks[slots]
        ]
    return np.minimum(sums + _SLACK, 1.0).round(_DECIMALS)


def highest_of_others(asked: Asked, farthest: float) -> float:
    """The most that the fit can be of anybody whose trades are all another."""
    weights = dict(zip(FEATURES, weights_for(asked.demand).tolist(), strict=True))
    most: float = 1.0 - weights["occupation"] * (1.0 - farthest) + _SLACK
    return min(1.0, round(most, _DECIMALS))


def _most(asked: Asked, slots: Ints, farthest: float) -> Mapping[FeatureName, Callable[[], Floats]]:
    """The most that each value can be; unknown ones count as neutral, as in the fit."""
    view, demand = asked.view, asked.demand
    months = np.arange(MOST_MONTHS + 1)
    gained = NEUTRAL + (1 - NEUTRAL) * (1 - np.exp(-months / EXPERIENCE_MONTHS))
    gained[MOST_MONTHS] = 1.0
    taken = contract_taken(demand, np.arange(256))

    def trade() -> Floats:
        from_skills = NEUTRAL + (SKILLS_AS_TRADE if demand.skills.trade_skills else 0.0)
        near = asked.trade[slots]
        return np.where(
            asked.untraded[slots], from_skills, np.where(near > 0, near, farthest)
        ).astype(np.float64)

    def met(ticks: Ints, of: int) -> Floats:
        share: Floats = (ticks + (of - ticks) * NEUTRAL) / max(of, 1)
        return share

    essential, wanted = len(demand.skills.essential), len(demand.skills.wanted)
    return {
        "occupation": trade,
        "essential_skills": lambda: met(np.arange(essential + 1), essential)[asked.ticks[slots]],
        "wanted_skills": lambda: met(np.arange(wanted + 1), wanted)[asked.wishes[slots]],
        "text": lambda: np.where(view.are(TOLD, slots), 1.0, NEUTRAL),
        "experience": lambda: gained[view.worked[slots]],
        "languages": lambda: _neutral(asked.speaks)[view.speech[slots]],
        "distance": lambda: _neutral(nearness(asked.away[view.place[slots]], view.max_km[slots])),
        "availability": lambda: _neutral(promptness(demand, view.available[slots])),
        "contract": lambda: _neutral(taken)[view.contracts[slots]],
    }


def _neutral(values: Floats) -> Floats:
    return np.where(np.isnan(values), NEUTRAL, values)


def best(
    asked: Asked,
    slots: Ints,
    *,
    k: int,
    floor: float | None = None,
    farthest: float | None = None,
    before: Found | None = None,
) -> Found:
    """The k best of some slots, and of those found before; with a `floor` those whose fit reaches
    it, else everybody."""
    known = before or Found(slots[:0], np.zeros(0), slots[:0], 0)
    slots_known, fits, reached = [known.slots], [known.fits], [known.reached]
    compared = known.compared
    most = bounds(asked, slots, farthest=farthest)
    left = np.arange(len(slots))
    size = min(max(FIRST, k + k // 4), MOST)
    while True:
        wanted = _least(np.concatenate(fits), k) if floor is None else floor
        left = left[most[left] >= wanted]
        if not len(left):
            break
        some = _highest(most, left, size)
        now = slots[left[some]]
        found = fits_of(asked, now)
        compared += len(now)
        keep = found >= (-1.0 if floor is None else floor)
        fits.append(found[keep])
        slots_known.append(now[keep])
        left = np.delete(left, some)
        size = min(size * 2, MOST)
    reached += [slots] if floor is None else slots_known[1:]
    all_fits, all_slots = np.concatenate(fits), np.concatenate(slots_known)
    order = best_first(all_fits, all_slots)[:k]
    return Found(all_slots[order], all_fits[order], np.concatenate(reached), compared)


def nearest(
    asked: Asked,
    slots: Ints,
    by: Callable[[Ints], Floats],
    *,
    k: int,
    floor: float | None = None,
    farthest: float | None = None,
) -> Found:
    """The first k of some slots by a value, the smallest first and what is not known last; of equal
    ones the best. Only those whom the last value shown leaves in doubt are compared by bounds."""
    if floor is not None:
        every = best(asked, slots, k=max(len(slots), 1), floor=floor, farthest=farthest)
        order = np.lexsort((every.slots, -every.fits, by(every.slots)))[:k]
        return replace(every, slots=every.slots[order], fits=every.fits[order])
    values = np.nan_to_num(by(slots), nan=np.inf)
    last = np.partition(values, k - 1)[k - 1] if k < len(slots) else np.inf
    before = slots[values < last]
    fits = fits_of(asked, before)
    order = np.lexsort((before, -fits, values[values < last]))
    rest = max(k - len(before), 1)  # there may be nobody left
    ties = best(asked, slots[values == last], k=rest, farthest=farthest)
    return Found(
        np.concatenate((before[order], ties.slots)),
        np.concatenate((fits[order], ties.fits)),
        slots,
        len(before) + ties.compared,
    )


def fits_of(asked: Asked, slots: Ints) -> Floats:
    """The fit of each of some slots, in full."""
    pool = asked.view.pool(slots, asked.scopes)
    similarity = asked.view.similarity(slots, asked.vector)
    return score(asked.demand, pool, similarity).fits


def _least(fits: Floats, k: int) -> float:
    """The k-th best fit; nothing is too little while there are fewer."""
    return float(np.partition(fits, len(fits) - k)[len(fits) - k]) if len(fits) >= k else -1.0


def _highest(most: Floats, left: Ints, size: int) -> Ints:
    """Places in `left` of those with the highest bounds."""
    if len(left) <= size:
        return np.arange(len(left))
    return np.argpartition(-most[left], size)[:size]
