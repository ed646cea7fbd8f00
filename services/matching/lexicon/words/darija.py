"""Names in Darija written in Latin letters, however their vowels are written.

Nobody agrees on how to write Darija: `7ellaq`, `hallaq`, `hellaq`; `moul l7anout`, `moul lhanout`.
What stays is the consonants. Words that no name holds are compared by these alone with the names in
Darija, and taken for a trade where exactly one sounds so.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from functools import cache

from amuddu.reference import concepts as reference
from amuddu.reference.text import fold
from services.matching.lexicon.concepts import concepts

LEAST = 3
"""Consonants that tell a name from a chance."""

_SOUNDS = (
    (re.compile(r"3|2"), ""),
    (re.compile(r"7"), "h"),
    (re.compile(r"9|k(?!h)|c(?!h)"), "q"),
    (re.compile(r"5|kh|8"), "x"),
    (re.compile(r"4|gh"), "g"),
    (re.compile(r"ch|sh"), "c"),
    (re.compile(r"ou|w"), "u"),
    (re.compile(r"j"), "g"),
    (re.compile(r"(.)\1+"), r"\1"),
    (re.compile(r"(?<=[a-z])h\b"), ""),
    (re.compile(r"[aeiouy]"), ""),
)
_ARTICLE = re.compile(r"^(?:el|al|l)(?=[a-z0-9]{3})")


def heard(text: str) -> str | None:
    """The one trade whose name in Darija has the consonants of a text, if there is one.

    Only a text with a word that no name holds is listened to: others are French or Spanish.
    """
    words = fold(text).split()
    if not text.isascii() or len(words) > 4 or all(word in _written() for word in words):
        return None
    key = consonants(text)
    return _trades().get(key) if len(key.replace(" ", "")) >= LEAST else None


def consonants(text: str) -> str:
    """What is heard of each word without its vowels and its article."""
    return " ".join(kept for word in fold(text).split() if (kept := _consonants(word)))


def _consonants(word: str) -> str:
    bare = _ARTICLE.sub("", word)
    for pattern, letters in _SOUNDS:
        bare = pattern.sub(letters, bare)
    return bare


@cache
def _written() -> frozenset[str]:
    """Folded words of the names in languages that are written in one way."""
    trades = concepts("occupation").values()
    names = (name for trade in trades for names in trade.names_in.values() for name in names)
    return frozenset(word for name in names for word in fold(name).split())


@cache
def _trades() -> Mapping[str, str]:
    """Trades by the consonants of their names in Darija; what two share tells neither."""
    owners: dict[str, set[str]] = defaultdict(set)
    for trade in reference.occupations().values():
        for name in trade.synonyms.get("ary", ()):
            if name.isascii():
                owners[consonants(name)].add(trade.id)
    return {key: next(iter(trades)) for key, trades in owners.items() if key and len(trades) == 1}
