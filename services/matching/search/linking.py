"""Free words to concepts: what somebody typed, in any language, to occupations or skills.

A name that a concept really bears comes first and counts 1; then the concepts whose best label
is closest, down to a floor below which a proposal would be noise.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

import numpy as np
from numpy.typing import NDArray

from amuddu.contracts.matching.ranking import Linked, LinkedConcept, LinkedMany, LinkManyIn
from amuddu.contracts.types import Lang
from services.matching.lexicon.concepts import Kind, concepts
from services.matching.ranking.matcher import Matcher

Floats = NDArray[np.float64]
FLOOR = 0.45
"""Least cosine of a proposal with its best label."""

WORK_TOLD = 0.35
"""How far telling of a trade's work moves its closeness towards certainty."""
SKILL_FLOOR = 0.5
"""Closeness from which a skill counts as told."""
FEW = 4.0
"""Trades that may share a skill before it says less of each."""


def link(
    matcher: Matcher, text: str, *, kind: Kind, lang: Lang, limit: int
) -> tuple[LinkedConcept, ...]:
    """Concepts that `text` may stand for, best first, named in `lang`."""
    lexicon = matcher.occupations if kind == "occupation" else matcher.skills
    scores = lexicon.names.closeness(text)
    if kind == "occupation":
        scores = scores + (0.99 - scores).clip(0) * WORK_TOLD * _work_told(matcher, text)
    order = np.argsort(-scores, kind="stable")[:limit]
    return tuple(
        _linked(kind, lexicon.ids[place], float(scores[place]), lang)
        for place in order
        if scores[place] >= FLOOR
    )


def link_words(matcher: Matcher, q: str, *, kind: Kind, lang: Lang, limit: int) -> Linked:
    """What `link` finds for one text."""
    return Linked(items=link(matcher, q, kind=kind, lang=lang, limit=limit))


def link_many(matcher: Matcher, body: LinkManyIn, *, lang: Lang) -> LinkedMany:
    """What `link` finds for each of several texts."""
    return LinkedMany(
        texts=tuple(
            link_words(matcher, text, kind=body.kind, lang=lang, limit=body.limit)
            for text in body.texts
        )
    )


def _work_told(matcher: Matcher, text: str) -> Floats:
    """How far a text tells of the work of each trade, [occupations] in [0, 1].

    A skill that few trades need says much of them; several say more than one.
    """
    found = matcher.skills.names.closeness(text)
    told = np.clip((found - SKILL_FLOOR) / (1 - SKILL_FLOOR), 0.0, 1.0)
    unsaid: Floats = np.ones(len(matcher.occupations.ids))
    for skill in np.flatnonzero(told):
        needed = _needed().get(matcher.skills.ids[skill], ())
        for trade, share in needed:
            unsaid[trade] *= 1 - share * told[skill]
    return 1 - unsaid


@cache
def _needed() -> Mapping[str, tuple[tuple[int, float], ...]]:
    """For each skill the trades that use it, by place, and how much it says of them."""
    users: dict[str, list[tuple[int, float]]] = {}
    for place, trade in enumerate(concepts("occupation").values()):
        for skill in trade.essential_skills:
            users.setdefault(skill, []).append((place, 1.0))
        for skill in trade.optional_skills:
            users.setdefault(skill, []).append((place, 0.3))
    return {
        skill: tuple((place, share * min(1.0, FEW / len(trades))) for place, share in trades)
        for skill, trades in users.items()
    }


def _linked(kind: Kind, identifier: str, score: float, lang: Lang) -> LinkedConcept:
    concept = concepts(kind)[identifier]
    return LinkedConcept(
        concept=concept.id,
        label=concept.titles[lang],
        isco=concept.isco,
        esco=concept.esco,
        score=round(score, 4),
    )
