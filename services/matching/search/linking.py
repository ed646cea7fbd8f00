"""Free words to concepts: what somebody typed, in any language, to occupations or skills.

Trades are linked by `lexicon.linker`, the one path that ranking and evaluation take too. Skills are
linked by their names: one that is really borne comes first and counts 1; then the concepts whose
best label is closest, down to a floor below which a proposal would be noise.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from amuddu.contracts.matching.linking import (
    Linked,
    LinkedConcept,
    LinkedMany,
    LinkJobIn,
    LinkManyIn,
)
from amuddu.contracts.types import Lang
from services.matching.lexicon.concepts import Kind, answers
from services.matching.lexicon.linker import Job, Linker
from services.matching.lexicon.names import NameIndex
from services.matching.lexicon.words.setaside import told
from services.matching.ranking.matcher import Matcher

FLOOR = 0.45
"""Least closeness of a skill that is proposed."""


def link(
    matcher: Matcher, text: str, *, kind: Kind, lang: Lang, limit: int
) -> tuple[LinkedConcept, ...]:
    """Concepts that `text` may stand for, best first, named in `lang`."""
    return link_each(matcher, [text], kind=kind, lang=lang, limit=limit)[0]


def link_each(
    matcher: Matcher, texts: Sequence[str], *, kind: Kind, lang: Lang, limit: int
) -> list[tuple[LinkedConcept, ...]]:
    """The same for several texts, read in one go."""
    if kind == "occupation":
        return _trades(matcher.linker, texts, lang, limit)
    return _skills(matcher.skills.names, matcher.skills.ids, texts, lang, limit)


def link_words(matcher: Matcher, q: str, *, kind: Kind, lang: Lang, limit: int) -> Linked:
    """What `link` finds for one text."""
    return Linked(items=link(matcher, q, kind=kind, lang=lang, limit=limit))


def link_job(matcher: Matcher, body: LinkJobIn, *, lang: Lang) -> Linked:
    """Trades that a vacancy may be about."""
    job = Job(body.title, body.skills, body.description)
    return Linked(items=_trades(matcher.linker, [job], lang, body.limit)[0])


def link_many(matcher: Matcher, body: LinkManyIn, *, lang: Lang) -> LinkedMany:
    """What `link` finds for each of several texts."""
    found = link_each(matcher, body.texts, kind=body.kind, lang=lang, limit=body.limit)
    return LinkedMany(texts=tuple(Linked(items=items) for items in found))


def _trades(
    linker: Linker, texts: Sequence[str | Job], lang: Lang, limit: int
) -> list[tuple[LinkedConcept, ...]]:
    return [
        tuple(
            _linked("occupation", linker.ids[one.place], one.score, lang, esco=one.esco)
            for one in found
        )
        for found in linker.link(texts, limit=limit)
    ]


def _skills(
    names: NameIndex, ids: Sequence[str], texts: Sequence[str], lang: Lang, limit: int
) -> list[tuple[LinkedConcept, ...]]:
    clauses = [told(text, "skill") for text in texts]
    close = names.near([", ".join(each) for each in clauses]).closeness
    close[[not each for each in clauses]] = 0
    return [
        tuple(
            _linked("skill", ids[place], float(scores[place]), lang)
            for place in np.argsort(-scores, kind="stable")[:limit]
            if scores[place] >= FLOOR
        )
        for scores in close
    ]


def _linked(
    kind: Kind, identifier: str, score: float, lang: Lang, *, esco: str | None = None
) -> LinkedConcept:
    concept = answers(kind)[identifier]
    return LinkedConcept(
        concept=concept.id,
        label=concept.titles[lang],
        isco=concept.isco,
        esco=concept.esco or esco,
        score=round(score, 4),
    )
