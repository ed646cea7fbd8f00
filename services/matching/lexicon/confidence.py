"""Closeness as the probability that an answer lies in the right unit group of ISCO-08.

A logistic curve (Platt 1999) of an answer's closeness and of how far it is ahead of the best answer
in another unit group. It was fitted on job titles of ROME that neither the model nor the index has
seen; the figures that are published are of other titles (the model card says which).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]

BIAS, CLOSENESS, LEAD = -2.37, 3.2, 5.16
MOST = 0.97
"""What a guess can be worth: only a name counts as certain."""


def confidence(closeness: Floats, lead: Floats) -> Floats:
    """Probability for each answer, given how far ahead of the others' best it is (or behind)."""
    told = BIAS + CLOSENESS * closeness + LEAD * lead
    likely: Floats = np.minimum(1 / (1 + np.exp(-told)), MOST)
    return likely


BORNE_AGAINST = 0.35
"""Probability that the unit group of a trade is right whose very name the text is, while ESCO knows
the name in another group: two classifications disagree on what the word means."""
AGREES, AGAINST = 0.02, 0.2
"""How far ESCO's best group is ahead of the trade's own where they agree, and where they do not."""
HEEDED_FROM, HEEDED_SPAN = 0.5, 0.2
"""Closeness from which ESCO's best is heeded: of words in Darija it knows nothing."""


def of_a_name(sure: float, *, top: float, own: float) -> float:
    """Probability of a trade named outright, given ESCO's closest group and the trade's own."""
    heed = min(max((top - HEEDED_FROM) / HEEDED_SPAN, 0.0), 1.0)
    against = min(max((top - own - AGREES) / (AGAINST - AGREES), 0.0), 1.0)
    return sure * (1 - heed * against * (1 - BORNE_AGAINST))
