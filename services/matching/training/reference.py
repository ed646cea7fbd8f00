"""Adds our own trades and skills to what the model learns.

``amuddu.reference`` holds the everyday words that ESCO lacks: ``طباخ`` beside ``طاهي``, and Darija
in both scripts. A trade that ESCO has as well, under the same ISCO code and one same name, lends
it its words; the others are concepts of their own.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from amuddu.reference import concepts as reference
from amuddu.reference.text import fold
from services.matching.lexicon.text import split_gendered
from services.matching.training.corpus import DARIJA, LANGUAGES, Concept, Corpus, distinct

PREFIX = "reference:"
"""Opens the key of a concept that ESCO lacks."""

Names = dict[str, tuple[str, ...]]


def with_reference(corpus: Corpus) -> Corpus:
    """The corpus with the words of the reference data, its concepts in their old order."""
    trades: list[Concept] = []
    for trade in reference.occupations().values():
        names = _names(trade)
        trades.append(Concept(PREFIX + trade.id, "occupation", trade.isco, names))
    skills = [
        Concept(PREFIX + skill.id, "skill", "", _names(skill))
        for skill in reference.skills().values()
    ]
    return replace(corpus, concepts=_merged(corpus.concepts, [*trades, *skills]))


def _merged(known: Sequence[Concept], own: Iterable[Concept]) -> tuple[Concept, ...]:
    """Lend each own concept's names to its known twin, or add it at the end."""
    twins = _by_name(known)
    concepts = {concept.key: concept for concept in known}
    for concept in own:
        labels = (concept.names[language][0] for language in ("en", "fr"))
        found = (twins.get((concept.kind, concept.group, fold(label))) for label in labels)
        key = next((key for key in found if key), concept.key)
        twin = concepts.get(key)
        concepts[key] = replace(twin, names=_joined(twin.names, concept.names)) if twin else concept
    return tuple(concepts.values())


def _by_name(known: Sequence[Concept]) -> dict[tuple[str, str, str], str]:
    """Keys of occupations and skills by kind, ISCO code and English or French name.

    The preferred names win over the other ones, whatever their order.
    """
    keys: dict[tuple[str, str, str], str] = {}
    for preferred in (True, False):
        for concept in known:
            for language in ("en", "fr"):
                names = concept.names.get(language, ())
                for name in names[:1] if preferred else names[1:]:
                    keys.setdefault((concept.kind, concept.group, fold(name)), concept.key)
    return keys


def _joined(left: Mapping[str, tuple[str, ...]], right: Mapping[str, tuple[str, ...]]) -> Names:
    keys = dict.fromkeys((*left, *right))
    return {key: distinct([*left.get(key, ()), *right.get(key, ())]) for key in keys}


def _names(item: reference.Concept) -> Names:
    """Labels (one per gender) and synonyms by language."""
    names = {
        language: distinct(
            [*split_gendered(item.labels.get(language, "")), *item.synonyms.get(language, ())]
        )
        for language in (*LANGUAGES, DARIJA)
    }
    return {language: texts for language, texts in names.items() if texts}
