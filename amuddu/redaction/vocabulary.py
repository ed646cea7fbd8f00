"""Words that a text keeps even where somebody bears them as a name: of trades, skills and tools,
of the towns of Morocco, of languages.

A baker is called Boulanger more often than another; what she says of her trade must weigh the
same. Pure.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from functools import cache

from amuddu.reference import concepts
from amuddu.reference.languages import Language, languages
from amuddu.reference.places import Place, places
from amuddu.reference.text import fold

LONGEST = 6
"""Words of an expression that is looked for."""


def is_word(parts: Collection[str]) -> bool:
    """Whether one of these forms of a word stands in any name of a trade, a town, a language."""
    return not _words().isdisjoint(parts) or any(_singular(part) in _words() for part in parts)


def is_used(line: Sequence[Collection[str]], place: int) -> bool:
    """Whether the word at this place is, or is part of, the whole name of one of them.

    `line` holds the forms of each word of a text.
    """
    if any(part in _names() or _singular(part) in _names() for part in line[place]):
        return True
    return not _of_expressions().isdisjoint(line[place]) and any(
        is_expression(line[start:end])
        for start in range(max(0, place - LONGEST + 1), place + 1)
        for end in range(max(place, start + 1) + 1, min(len(line), start + LONGEST) + 1)
    )


def is_expression(words: Sequence[Collection[str]]) -> bool:
    """Whether these words together are the whole name of one of them."""
    return any(said in _names() for said in _said(words))


def _said(words: Sequence[Collection[str]]) -> Iterator[str]:
    shortest = (min(word, key=len, default="") for word in words)
    longest = (max(word, key=len, default="") for word in words)
    yield " ".join(longest)
    yield " ".join(shortest)


def _singular(word: str) -> str:
    return word[:-1] if len(word) > 3 and word.endswith("s") else word


@cache
def _names() -> frozenset[str]:
    return frozenset(filter(None, map(fold, (*_trades(), *_towns_and_languages()))))


@cache
def _of_expressions() -> frozenset[str]:
    return frozenset(word for name in _names() if " " in name for word in name.split())


@cache
def _words() -> frozenset[str]:
    """Single words of trades; a town is called after somebody too often to be taken apart."""
    trades = (word for name in _trades() for word in fold(name).split())
    return frozenset(trades) | {name for name in _names() if " " not in name}


def _trades() -> Iterator[str]:
    every: list[concepts.Concept] = [*concepts.occupations().values(), *concepts.skills().values()]
    for concept in every:
        for label in concept.labels.values():
            yield from label.split(" / ")
        for synonyms in concept.synonyms.values():
            yield from synonyms
    for trade in concepts.occupations().values():
        for lang in trade.labels:
            yield from concepts.title(trade, lang).split(" / ")


def _towns_and_languages() -> Iterator[str]:
    every: list[Place | Language] = [*places().values(), *languages().values()]
    for named in every:
        for name in (*named.names.values(), *named.aliases):
            yield name
            yield name.removeprefix("ال")
