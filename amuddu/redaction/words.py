"""The words of a text as redaction compares them: each with its place and its forms. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby

from amuddu.reference.text import fold

# Marks that are not seen, and would cut a word in two for whoever compares it.
_UNSEEN = re.compile("[\u034f\u180b-\u180f\ufe00-\ufe0f\U000e0100-\U000e01ef]")

# Arabic writes "and", "with", "to", "as" and "the" onto the word that follows.
CLITICS = "(?:و|ف)?(?:ب|ل|ك)?(?:ال|ل)?"
_CLITIC = re.compile(f"^{CLITICS}(?=..)")


@dataclass(frozen=True, slots=True)
class Word:
    start: int
    end: int
    key: str
    """The word as it is compared."""
    parts: frozenset[str]
    """What a name is looked for in: the word, its letters without its digits and clitics."""


def composed(text: str) -> str:
    """One form for each character, and none that is not seen."""
    plain = unicodedata.normalize("NFKC", text)
    if not plain.isprintable():  # no mark of formatting (Cf) is
        plain = "".join(c for c in plain if unicodedata.category(c) != "Cf")
    return unicodedata.normalize("NFKC", _UNSEEN.sub("", plain))


def words_of(text: str) -> Iterator[Word]:
    """The words, in their order."""
    start = 0
    for in_word, group in groupby(text, key=_in_word):
        run = "".join(group)
        if in_word:
            yield Word(start, start + len(run), fold(run).replace(" ", ""), _parts(run))
        start += len(run)


def name_parts(name: str) -> frozenset[str]:
    """What a name is recognised by; an initial alone is a letter like another."""
    keys: set[str] = set()
    for word in words_of(composed(name)):
        keys.update(word.parts)
    keys.update(fold(name).split())
    return frozenset(key for key in keys if len(key) > 1)


@lru_cache(maxsize=4096)
def _in_word(character: str) -> bool:
    return character.isalnum() or unicodedata.category(character).startswith("M")


def _parts(word: str) -> frozenset[str]:
    folded = fold(word)
    if folded.isascii() and folded.isalpha():
        return frozenset((folded,))
    found = {folded.replace(" ", ""), *folded.split()}
    for part in tuple(found):
        found.update(re.findall(r"[^\W\d_]+", part))
    found.update(_CLITIC.sub("", part) for part in tuple(found))
    return frozenset(found)
