"""Free words to concepts: what somebody typed, in any language, to occupations or skills.

A name that a concept really bears comes first and counts 1; then the concepts whose best label
is closest, down to a floor below which a proposal would be noise.
"""

from __future__ import annotations

import numpy as np

from amuddu.contracts.matching import LinkedConcept
from amuddu.contracts.types import Lang
from services.matching.lexicon import Lexicon
from services.matching.matcher import Matcher
from services.matching.words import Kind, concepts, find

FLOOR = 0.45
"""Least cosine of a proposal with its best label."""


def link(
    matcher: Matcher, text: str, *, kind: Kind, lang: Lang, limit: int
) -> tuple[LinkedConcept, ...]:
    """Concepts that `text` may stand for, best first, named in `lang`."""
    lexicon = matcher.occupations if kind == "occupation" else matcher.skills
    scores = _scores(matcher, lexicon, text)
    order = np.argsort(-scores, kind="stable")[:limit]
    return tuple(
        _linked(kind, lexicon.ids[place], float(scores[place]), lang)
        for place in order
        if scores[place] >= FLOOR
    )


def _scores(
    matcher: Matcher, lexicon: Lexicon, text: str
) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    scores = np.clip(lexicon.best_labels(matcher.encoder.encode([text])[0]), 0.0, 0.999)
    exact = find(lexicon.kind, text)
    if exact:
        scores[lexicon.ids.index(exact)] = 1.0
    return scores.astype(np.float64)


def _linked(kind: Kind, identifier: str, score: float, lang: Lang) -> LinkedConcept:
    concept = concepts(kind)[identifier]
    return LinkedConcept(
        concept=concept.id,
        label=concept.labels[lang],
        isco=concept.isco,
        score=round(score, 4),
    )
