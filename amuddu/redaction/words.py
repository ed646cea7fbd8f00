"""The words of a text as redaction compares them: each with its place and its forms. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from itertools import groupby
from typing import NamedTuple

from amuddu.reference.names import NameWord, name_word
from amuddu.reference.text import fold

# Marks that are not seen, and would cut a word in two for whoever compares it.
_UNSEEN = re.compile("[\u034f\u180b-\u180f\ufe00-\ufe0f\U000e0100-\U000e01ef]")

# Arabic writes "and", "with", "to", "as" and "the" onto the word that follows.
CLITICS = "(?:و|ف)?(?:ب|ل|ك)?(?:ال|ل)?"
_CLITIC = re.compile(f"^{CLITICS}(?=..)")


class Word(NamedTuple):
    start: int
    end: int
    key: str
    """The word as it is compared."""
    parts: frozenset[str]
    """What a name is looked for in: the word, its letters without its digits and clitics."""


class Forms(NamedTuple):
    """How the parts of a word may sound as names, and the consonants of each."""

    words: tuple[NameWord, ...]
    skeletons: frozenset[str]


def composed(text: str) -> str:
    """One form for each character, and none that is not seen."""
    plain = unicodedata.normalize("NFKC", text)
    if not plain.isprintable():  # no mark of formatting (Cf) is
        plain = "".join(c for c in plain if unicodedata.category(c) != "Cf")
    if plain.isascii():
        return plain
    return unicodedata.normalize("NFKC", _UNSEEN.sub("", plain))


def words_of(text: str) -> Iterator[Word]:
    """The words, in their order."""
    return (Word(start, start + len(run), *_compared(run)) for start, run in _runs(text))


def _runs(text: str) -> Iterator[tuple[int, str]]:
    """Letters and digits that stand together, with the marks on them, and where they begin."""
    if not any(map(_in_word, set(_SIGN.findall(text)))):
        yield from ((run.start(), run[0]) for run in _RUN.finditer(text))
        return
    start = 0
    for in_word, group in groupby(text, key=_in_word):
        run = "".join(group)
        if in_word:
            yield start, run
        start += len(run)


def name_parts(name: str) -> frozenset[str]:
    """What a name is recognised by; an initial alone is a letter like another."""
    keys: set[str] = set()
    for word in words_of(composed(name)):
        keys.update(word.parts)
    keys.update(fold(name).split())
    return frozenset(key for key in keys if len(key) > 1)


_RUN = re.compile(r"[^\W_]+")
_SIGN = re.compile(r"[^\w\x00-\x7f]")
"""What is no letter; some are marks, which a word has within itself."""


@lru_cache(maxsize=4096)
def _in_word(character: str) -> bool:
    return character.isalnum() or unicodedata.category(character).startswith("M")


@lru_cache(maxsize=16_384)
def _compared(word: str) -> tuple[str, frozenset[str]]:
    """A word's key and parts: a text says most of its words more than once, and so do others."""
    return fold(word).replace(" ", ""), _parts(word)


@lru_cache(maxsize=16_384)
def name_forms(parts: frozenset[str]) -> Forms:
    """What the parts of a word are as names."""
    words = tuple(name_word(part) for part in parts if part)
    return Forms(words, frozenset(word.skeleton for word in words))


def _parts(word: str) -> frozenset[str]:
    folded = fold(word)
    if folded.isascii() and folded.isalpha():
        return frozenset((folded,))
    found = {folded.replace(" ", ""), *folded.split()}
    for part in tuple(found):
        found.update(re.findall(r"[^\W\d_]+", part))
    found.update(_CLITIC.sub("", part) for part in tuple(found))
    return frozenset(found)
