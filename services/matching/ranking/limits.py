"""What a person or a vacancy said is a limit: who stands outside of it, and who is of the trade.

A limit hides nobody and moves no fit. It parts a list: those within what both said come first, the
others stand apart, each with what is passed and by how much. What nobody said limits nobody: a
place, a level or a day that is not known is asked, not presumed. Pure.
"""

from __future__ import annotations

from typing import get_args

import numpy as np
from numpy.typing import NDArray

from amuddu.contracts.matching.ranking import LimitName
from services.matching.ranking.pool import Floats, Pool, Speaking
from services.matching.ranking.scoring import Demand, distances

Flags = NDArray[np.bool_]

LIMITS: tuple[LimitName, ...] = get_args(LimitName)
OF_THE_TRADE = 0.35
"""Closeness of trades from which somebody is shown for a vacancy: nearly three leading ISCO
digits."""
ESSENTIALS_STAND_FOR = 0.8
"""Closeness of trades that stating all essential skills stands for: who states half of them is
shown though their trade is called something else."""
LICENCES = frozenset(
    {
        "drive-car",
        "drive-van",
        "drive-rigid-truck",
        "drive-articulated-truck",
        "drive-bus",
        "ride-motorcycle",
        "driving-licence-professional",
    }
)
"""Skills that take a paper: where one is essential, to list others and not this one is a limit."""


def passed(demand: Demand, pool: Pool) -> Flags:
    """Which limits each person stands outside of, [people, limits] in the order of `LIMITS`."""
    columns = {
        "distance": distances(demand, pool) > pool.max_km,  # unknown on either side: not passed
        "languages": languages_short(demand, pool),
        "licence": _licences(demand, pool),
        "contract": (pool.contracts > 0) & ((pool.contracts & demand.contract) == 0),
        "start": pool.available > demand.start,
    }
    return np.column_stack([columns[name] for name in LIMITS])


def of_the_trade(occupation: Floats, stated: Floats) -> Flags:
    """Who is shown: people of the trade or near to it, those of whom no trade is known, and those
    who state what is essential: the farther the trade, the more of it."""
    near = occupation + ESSENTIALS_STAND_FOR * np.nan_to_num(stated) >= OF_THE_TRADE
    return np.isnan(occupation) | near


def languages_short(demand: Demand, pool: Speaking) -> Flags:
    """A language that is asked and not listed beside others, or below the level asked."""
    short = np.zeros(len(pool), dtype=np.bool_)
    for language, asked in demand.languages:
        short |= pool.level_of(language) < asked
    return short & (pool.languages.lengths > 0)


def _licences(demand: Demand, pool: Pool) -> Flags:
    lacking = np.zeros(len(pool), dtype=np.bool_)
    for closeness in demand.skills.licences:
        lacking |= pool.skills.best(closeness[pool.skills.values], empty=0.0) == 0
    return lacking & (pool.skills.lengths > 0)
