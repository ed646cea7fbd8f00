"""The pieces of a text in which a trade or a skill may be named.

Advertisements add to a title what is no part of the trade (town, seniority, "(H/F)", "recrute"),
and people tell a story in which one word says it all. Whoever looks for a concept looks at each
piece by itself; in a mean over the whole text the trade would drown.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from amuddu.reference.places import places
from amuddu.reference.text import fold
from services.matching.lexicon.text import core_title, split_gendered
from services.matching.lexicon.words.small_words import LITTLE_WORDS

LONGEST = 2_000
"""Letters of a text that are read; a title stands well before."""
WINDOW = (2, 3)
"""Telling words of the runs that are compared within a longer piece."""
WHOLE = 6
"""Words of a piece that is short enough to be read as one."""
MOST_RUNS = 160
"""Runs read of one text at most; those of its beginning."""

_BREAK = re.compile(r"\s*(?:[,;:.!?|()\[\]\n\t،؛؟•·]|\s[-–—]\s|\s/\s|\s&\s|\s\+\s)+\s*")
_AND = re.compile(r"\s+(?:et|and|y|e|ou|or|o|puis|w|ou)\s+|\s+و\s*(?=\w{3})", re.I)

_ASIDE = re.compile(
    r"(?<!\w)(?:confirm[ée]e?s?|exp[ée]riment[ée]e?s?|d[ée]butant(?:\(e\)|e)?s?|junior|senior|sénior"
    r"|qualifi[ée]e?s?|polyvalent(?:\(e\)|e)?s?|urgent|urgence|recrut\w*|recherch\w*|embauch\w*"
    r"|cherch\w*|hiring|wanted|needed|looking for|experienced|skilled|se busca|se necesita"
    r"|con experiencia|con esperiencia|avec exp[ée]rience|with experience|sans exp[ée]rience"
    r"|bilingue|stagiaire|intérimaire|freelance|homme|femme(?! de)|مطلوب|خبرة|بخبرة)(?!\w)",
    re.I,
)
"""What tells how experienced or how urgently, not what trade. A single "senior" stays."""


def pieces(text: str) -> tuple[str, ...]:
    """The text, its core, and its parts, each once, the most informative_words first.

    ``pieces("Chef Comptable - Casablanca (H/F)")`` begins with ``"Chef Comptable"``.
    """
    return tuple(dict.fromkeys(piece for piece in _pieces(text[:LONGEST]) if piece.strip()))


def _pieces(text: str) -> Iterator[str]:
    core = core_title(text)
    whole = without_asides(core)
    yield from split_gendered(whole)
    yield from split_gendered(core)
    for part in _BREAK.split(core):
        bare = without_asides(part)
        yield from split_gendered(bare)
        yield from _AND.split(bare)


def without_asides(title: str) -> str:
    """The title without seniority words and names of towns; as it was where nothing is left."""
    kept = _ASIDE.sub(" ", title)
    words = " ".join(word for word in kept.split() if not _is_town(word))
    bare = words.strip(" ,;:/-–—|")
    return bare if any(letter.isalpha() for letter in bare) else title


def runs(piece: str) -> Iterator[str]:
    """Runs of neighbouring informative words of a piece too long to be read as one."""
    words = informative_words(piece)
    for size in WINDOW:
        if size <= len(words):
            for start in range(len(words) - size + 1):
                yield " ".join(words[start : start + size])


def informative_words(text: str) -> list[str]:
    """The words of a text that may say a trade: no "the", "in", "I was"."""
    return [word for word in text.split() if fold(word) not in LITTLE_WORDS]


def _is_town(word: str) -> bool:
    """Whether a capital and its letters make a word a town: "Salé", not the "sale" of a kitchen."""
    return word[:1].isupper() and fold(word) in _towns()


@cache
def _towns() -> frozenset[str]:
    """One-word names of places, folded."""
    names = (name for place in places().values() for name in place.names.values())
    return frozenset(folded for folded in map(fold, names) if " " not in folded)
