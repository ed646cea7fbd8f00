"""Free text, made fit to leave this service: nothing that tells who somebody is, or their status.

Out go e-mail addresses, links, phone and document numbers, the person's own names, and the words
of `telling_words.py` with the names of countries. What stays is what a trade is made of. When in
doubt a word goes: the links to occupations and skills are kept beside the text anyway.

Pure: text in, text out. `redact(redact(x)) == redact(x)`.

>>> redact("Je suis Fatou, réfugiée, maçonne. 06 12 34 56 78", names=("Fatou",))
'Je suis …, …, maçonne. …'
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import groupby

from amuddu.reference.countries import countries
from amuddu.reference.text import fold
from services.profiles.redaction.status_words import MOROCCO, expressions

MARK = "…"
LONGEST = 8000
"""Characters of a long text of the contracts."""

# Every repetition is bounded: a text of one endless word must not take seconds to read.
_EMAIL = re.compile(r"[^\s@]{0,80}\s{0,2}@\s{0,2}\S*")
_SPOKEN_EMAIL = re.compile(
    r"\S{1,80}\s{0,3}[(\[]?\s{0,3}\b(?:at|arobase|arroba|chez)\b\s{0,3}[)\]]?\s{0,3}"
    r"(?:gmail|hotmail|yahoo|outlook|icloud|live|proton\w{0,9})\b\S*"
    r"(?:\s{0,3}(?:dot|point|punto)\s{0,3}\w+)?",
    re.IGNORECASE,
)
_LINK = re.compile(
    r"(?:\bhttps?:|\bwww\.)\S*"
    r"|\b[\w-]{1,63}(?:\.[\w-]{1,63}){0,4}"
    r"\.(?:com|net|org|info|io|me|co|app|ma|fr|es|be|sn|ci|sy|eu)\b(?:/\S*)?",
    re.IGNORECASE,
)
# Seven digits or more, however they are spaced: phone numbers, dates of birth.
_SPACED_DIGITS = re.compile(r"[+(]{0,2}\d(?:[\s().\-/·,:]{0,3}\d){6,}")
_YEARS = re.compile(r"(?:19|20)\d\d\W+(?:19|20)\d\d")
# Five digits in a row, letters around them too: numbers of papers and files.
_LONG_NUMBER = re.compile(r"\b\w*\d{5,}\w*")
_MARKS = re.compile(rf"{MARK}[\s{MARK}]*{MARK}")
# Marks that are not seen, and would cut a word in two for whoever compares it.
_UNSEEN = re.compile("[\u034f\u180b-\u180f\ufe00-\ufe0f\U000e0100-\U000e01ef]")

# Arabic writes "and", "with", "to", "as" and "the" onto the word that follows.
_CLITICS = "(?:و|ف)?(?:ب|ل|ك)?(?:ال|ل)?"
_CLITIC = re.compile(f"^{_CLITICS}(?=..)")
_ARTICLE = re.compile("^ال(?=...)")
_SHORTEST_COUNTRY = 4
"""Shorter aliases of countries ("car", "us") are words of their own."""


@dataclass(frozen=True, slots=True)
class _Word:
    start: int
    end: int
    key: str
    """The word as it is compared."""
    parts: frozenset[str]
    """What a name is looked for in: the word, its letters without its digits and clitics."""


def redact(
    text: str, *, names: Iterable[str | None] = (), phone: str | None = None, limit: int = LONGEST
) -> str:
    """The text without what tells who the person is; cut at `limit` characters.

    `names` are the person's own; `phone` is theirs, found in whatever way it is spaced.
    """
    own = frozenset().union(*(_name_keys(name) for name in names if name))
    kept = _readable(text)
    while (shorter := _once(kept, own=own, phone=phone)) != kept:
        kept = shorter
    return kept[:limit].strip()


def _readable(text: str) -> str:
    """One form for each character, and none that is not seen."""
    # The mark itself would become three points: what lies between marks is composed.
    return MARK.join(_composed(between) for between in text.split(MARK))


def _composed(text: str) -> str:
    plain = unicodedata.normalize("NFKC", text)
    seen = "".join(c for c in plain if unicodedata.category(c) != "Cf")
    return unicodedata.normalize("NFKC", _UNSEEN.sub("", seen))


def _once(text: str, *, own: frozenset[str], phone: str | None) -> str:
    for pattern in (_EMAIL, _SPOKEN_EMAIL, _LINK):
        text = pattern.sub(MARK, text)
    text = _SPACED_DIGITS.sub(_unless_years, text)
    if phone:
        text = _own_number(phone).sub(MARK, text)
    text = _LONG_NUMBER.sub(MARK, text)
    return _MARKS.sub(MARK, _without_words(text, own=own))


@cache
def _own_number(phone: str) -> re.Pattern[str]:
    # The last eight digits: the same number is written with or without its country code.
    digits = [c for c in phone if c.isdecimal()][-8:]
    return re.compile(r"(?:[+(\d][\d\s().\-]{0,6})?" + r"\D{0,4}".join(digits))


def _unless_years(match: re.Match[str]) -> str:
    return match[0] if _YEARS.fullmatch(match[0]) else MARK


def _without_words(text: str, *, own: frozenset[str]) -> str:
    words = list(_words(text))
    spans = [(word.start, word.end) for word in words if word.parts & own]
    spans += _telling_spans(words)
    return _blanked(text, spans)


def _blanked(text: str, spans: list[tuple[int, int]]) -> str:
    kept, done = [], 0
    for start, end in sorted(spans):
        if start >= done:
            kept += [text[done:start], MARK]
        done = max(done, end)
    return "".join([*kept, text[done:]])


def _words(text: str) -> Iterator[_Word]:
    start = 0
    for in_word, group in groupby(text, key=_in_word):
        run = "".join(group)
        if in_word:
            yield _Word(start, start + len(run), fold(run).replace(" ", ""), _parts(run))
        start += len(run)


def _in_word(character: str) -> bool:
    return character.isalnum() or unicodedata.category(character).startswith("M")


def _parts(word: str) -> frozenset[str]:
    folded = fold(word)
    found = {folded.replace(" ", ""), *folded.split()}
    for part in tuple(found):
        found.update(re.findall(r"[^\W\d_]+", part))
    found.update(_CLITIC.sub("", part) for part in tuple(found))
    return frozenset(found)


@cache
def _name_keys(name: str) -> frozenset[str]:
    """What a name is recognised by; an initial alone is a letter like another."""
    keys: set[str] = set()
    for word in _words(_readable(name)):
        keys.update(word.parts)
    keys.update(fold(name).split())
    return frozenset(key for key in keys if len(key) > 1)


def _telling_spans(words: list[_Word]) -> list[tuple[int, int]]:
    words = [word for word in words if word.key]
    line = " "
    starts: dict[int, int] = {}
    ends: dict[int, int] = {}
    for place, word in enumerate(words):
        starts[len(line)] = place
        line += word.key
        ends[len(line)] = place
        line += " "
    return [
        (words[starts[match.start()]].start, words[ends[match.end()]].end)
        for match in _telling().finditer(line)
    ]


@cache
def _telling() -> re.Pattern[str]:
    """One pattern for all expressions, longest first, over folded words with single spaces."""
    known = {_pattern(line) for line in (*expressions(), *_country_names())}
    longest_first = sorted(known, key=lambda pattern: (-len(pattern), pattern))
    return re.compile(rf"(?<= )(?:{'|'.join(longest_first)})(?= )")


def _country_names() -> Iterator[str]:
    for country in countries().values():
        if country.code != MOROCCO:
            for name in (*country.names.values(), *country.aliases):
                if _is_arabic(name) or len(fold(name)) >= _SHORTEST_COUNTRY:
                    yield name


def _pattern(expression: str) -> str:
    # Folding makes a space of an apostrophe, as the words of the text are split there too.
    words = []
    for word in expression.split():
        stem = " ".join(re.escape(part) for part in fold(word).split())
        words.append(stem + (r"\w*" if word.endswith("*") else ""))
    joined = " ".join(words)
    return _CLITICS + _ARTICLE.sub("", joined) if _is_arabic(expression) else joined


def _is_arabic(text: str) -> bool:
    return "\u0600" <= fold(text)[0] <= "\u06ff"
