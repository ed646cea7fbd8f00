"""Trades by the work that somebody tells of: skills speak, more softly, for who needs them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache

import numpy as np
from numpy.typing import NDArray

from services.matching.lexicon.concepts import concepts
from services.matching.lexicon.names import NameIndex

Floats = NDArray[np.float32]

SKILL_FLOOR = 0.5
"""Closeness from which a skill counts as told."""
FEW = 4.0
"""Trades that may share a skill before it says less of each."""
OPTIONAL = 0.3
"""What a skill says of a trade that can do without it."""


def work_told(skills: NameIndex, texts: Sequence[str]) -> Floats:
    """How far texts tell of the work of each trade, [texts, trades] in [0, 1].

    A skill that few trades need says much of them; several say more than one.
    """
    close = skills.near(texts).closeness
    told = np.clip((close - SKILL_FLOOR) / (1 - SKILL_FLOOR), 0.0, 1.0)
    unsaid = np.ones((len(texts), len(concepts("occupation"))), dtype=np.float32)
    places = {identifier: place for place, identifier in enumerate(concepts("skill"))}
    for skill, trades in _needed().items():
        said = told[:, places[skill]] if skill in places else np.zeros(len(texts))
        if said.any():
            for trade, share in trades:
                unsaid[:, trade] *= 1 - share * said
    whole: Floats = 1 - unsaid
    return whole


@cache
def _needed() -> Mapping[str, tuple[tuple[int, float], ...]]:
    """For each skill the trades that use it, by place, and how much it says of them."""
    users: dict[str, list[tuple[int, float]]] = {}
    for place, trade in enumerate(concepts("occupation").values()):
        for skill in trade.essential_skills:
            users.setdefault(skill, []).append((place, 1.0))
        for skill in trade.optional_skills:
            users.setdefault(skill, []).append((place, OPTIONAL))
    return {
        skill: tuple((place, share * min(1.0, FEW / len(trades))) for place, share in trades)
        for skill, trades in users.items()
    }
