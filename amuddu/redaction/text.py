"""Free text, made fit to leave this service: nothing that tells who somebody is, or their status.

Out go e-mail addresses, links, phone and document numbers, the person's own names
(`own_names.py`), and the words of `status_words.py` with the names of countries. What stays is
what a trade is made of. When in doubt a word goes: the links to occupations and skills are kept
beside the text anyway.

Pure: text in, text out. `redact(redact(x)) == redact(x)`.

>>> redact("Je suis Fatou, réfugiée, maçonne. 06 12 34 56 78", names=("Fatou",))
'Je suis …, …, maçonne. …'
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache

from amuddu.redaction import intimate_words
from amuddu.redaction.own_names import Own, own_names
from amuddu.redaction.own_names import spans as own_spans
from amuddu.redaction.status_words import MOROCCO, expressions
from amuddu.redaction.words import CLITICS, Word, composed, words_of
from amuddu.reference.countries import countries
from amuddu.reference.text import fold

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
_PROVIDER = re.compile("gmail|hotmail|yahoo|outlook|icloud|live|proton", re.IGNORECASE)
_LINK = re.compile(
    r"(?:\bhttps?:|\bwww\.)\S*"
    r"|\b[\w-]{1,63}(?:\.[\w-]{1,63}){0,4}"
    r"\.(?:com|net|org|info|io|me|co|app|ma|fr|es|be|sn|ci|sy|eu)\b(?:/\S*)?",
    re.IGNORECASE,
)
_LINKED = re.compile(r"\.\w|:|w\.", re.IGNORECASE)
"""What a link has at least."""
# Seven digits or more, however they are spaced: phone numbers, dates of birth.
_SPACED_DIGITS = re.compile(r"[+(]{0,2}\d(?:[\s().\-/·,:]{0,3}\d){6,}")
_YEARS = re.compile(r"(?:19|20)\d\d\W+(?:19|20)\d\d")
# A number that can be called, not an amount and not a day.
_PHONE = re.compile(r"(?<![\w.,/])(?:\+|00?)[1-9](?:[\s().\-]{0,3}\d){7,13}(?!\w)")
# Five digits in a row, letters around them too: numbers of papers and files.
_LONG_NUMBER = re.compile(r"\b\w*\d{5,}\w*")
_DIGITS, _FIVE_DIGITS = re.compile(r"\d"), re.compile(r"\d{5}")
_MARKS = re.compile(rf"{MARK}[\s'’\-{MARK}]*{MARK}")
_ARTICLE = re.compile("^ال(?=...)")
_ARABIC_LETTER = "[\u0600-\u06ff]"
_SHORTEST_COUNTRY = 4
"""Shorter aliases of countries ("car", "us") are words of their own."""


def redact(
    text: str,
    *,
    names: Iterable[str | None] = (),
    phone: str | None = None,
    limit: int = LONGEST,
    of_trade: bool = False,
) -> str:
    """The text without what tells who the person is; cut at `limit` characters.

    `names` are the person's own; `phone` is theirs, found in whatever way it is spaced. A text
    `of_trade` (a job title, a skill) keeps a name that is a trade too, a full name apart.
    """
    own = own_names(tuple(name for name in names if name))
    kept = _readable(text)
    while (shorter := _once(kept, own=own, phone=phone, of_trade=of_trade)) != kept:
        kept = shorter
    return kept[:limit].strip()


def _readable(text: str) -> str:
    # The mark itself would become three points: what lies between marks is composed.
    return MARK.join(composed(between) for between in text.split(MARK))


def _once(text: str, *, own: Own, phone: str | None, of_trade: bool) -> str:
    text = _without_addresses(text)
    if _DIGITS.search(text):
        text = _without_numbers(text, phone)
    text = _without_words(text, own=own, of_trade=of_trade)
    return _MARKS.sub(MARK, text) if MARK in text else text


def _without_addresses(text: str) -> str:
    """A pattern goes through a text only where the text has what it cannot do without: most texts
    have no address, and are read quickly."""
    if "@" in text:
        text = _EMAIL.sub(MARK, text)
    if _PROVIDER.search(text):
        text = _SPOKEN_EMAIL.sub(MARK, text)
    return _LINK.sub(MARK, text) if _LINKED.search(text) else text


def _without_numbers(text: str, phone: str | None) -> str:
    text = _SPACED_DIGITS.sub(_unless_years, text)
    if phone and (own := _own_number(phone, text)):
        text = own.sub(MARK, text)
    return _LONG_NUMBER.sub(MARK, text) if _FIVE_DIGITS.search(text) else text


def _own_number(phone: str, text: str) -> re.Pattern[str] | None:
    """What finds somebody's number, where the digits of the text hold its last eight: it is
    written with or without its country code."""
    digits = "".join(c for c in phone if c.isdecimal())[-8:]
    return _spaced(digits) if digits in "".join(c for c in text if c.isdecimal()) else None


@lru_cache(maxsize=16)
def _spaced(digits: str) -> re.Pattern[str]:
    return re.compile(r"(?:[+(\d][\d\s().\-]{0,6})?" + r"\D{0,4}".join(digits))


def _unless_years(match: re.Match[str]) -> str:
    return match[0] if _YEARS.fullmatch(match[0]) else MARK


def _without_words(text: str, *, own: Own, of_trade: bool) -> str:
    words = [word for word in words_of(text) if word.key]
    spans = [
        *own_spans(words, text, own, of_trade=of_trade),
        *_telling_spans(words, of_trade=of_trade),
    ]
    return _blanked(text, spans)


def passages(
    text: str, *, names: Iterable[str | None] = (), phone: str | None = None
) -> tuple[str, ...]:
    """What a text tells that it must not, as it is written there, each once and in its order."""
    text = _readable(text)
    own = own_names(tuple(name for name in names if name))
    words = [word for word in words_of(text) if word.key]
    spans = [*own_spans(words, text, own, of_trade=False), *_telling_spans(words, of_trade=False)]
    own_number = _own_number(phone, text) if phone else None
    for pattern in (_EMAIL, _SPOKEN_EMAIL, _PHONE, *([own_number] if own_number else [])):
        spans += [match.span() for match in pattern.finditer(text) if match[0].strip()]
    found: list[str] = []
    done = 0
    for start, end in sorted(spans):
        if start >= done:
            found.append(text[start:end].strip())
            done = end
    return tuple(dict.fromkeys(found))


def _blanked(text: str, spans: list[tuple[int, int]]) -> str:
    kept, done = [], 0
    for start, end in sorted(spans):
        if start >= done:
            kept += [text[done:start], MARK]
        done = max(done, end)
    return "".join([*kept, text[done:]])


def _telling_spans(words: list[Word], *, of_trade: bool) -> list[tuple[int, int]]:
    begin = [place for place, word in enumerate(words) if _begins(word.key, of_trade=of_trade)]
    if not begin:
        return []
    line = " "
    starts: list[int] = []
    ends: dict[int, int] = {}
    for place, word in enumerate(words):
        starts.append(len(line))
        line += word.key
        ends[len(line)] = place
        line += " "
    pattern = _telling(of_trade=of_trade)
    found, done = [], 0
    for place in begin:
        if place >= done and (match := pattern.match(line, starts[place])):
            last = ends[match.end()]
            found.append((words[place].start, words[last].end))
            done = last + 1
    return found


@lru_cache(maxsize=32_768)
def _begins(word: str, *, of_trade: bool) -> bool:
    """Whether a word is the first of an expression: most are of none, and are asked but once."""
    return _first_words(of_trade=of_trade).fullmatch(word) is not None


@cache
def _first_words(*, of_trade: bool) -> re.Pattern[str]:
    return re.compile("|".join({each.partition(" ")[0] for each in _expressions(of_trade)}))


@cache
def _telling(*, of_trade: bool) -> re.Pattern[str]:
    """One pattern for all expressions, longest first, over folded words with single spaces.

    They stand by their first letters, so that a word is compared with a few of them alone.
    """
    by_letter: dict[str, list[str]] = {}
    for pattern in _expressions(of_trade):
        first = _ARABIC_LETTER if pattern.startswith(CLITICS) else pattern[0]
        by_letter.setdefault(first, []).append(pattern)
    some = (f"(?={first})(?:{'|'.join(found)})" for first, found in by_letter.items())
    return re.compile(rf"(?<= )(?:{'|'.join(some)})(?= )")


@cache
def _expressions(of_trade: bool) -> tuple[str, ...]:
    """A pattern for each expression, longest first. A job title or a skill says nothing of
    anybody's health or family: those words are of the trade."""
    intimate = () if of_trade else intimate_words.expressions()
    known = {_pattern(line) for line in (*expressions(), *intimate, *_country_names())}
    return tuple(sorted(known, key=lambda pattern: (-len(pattern), pattern)))


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
        if stem:  # a sign alone, as in "Antigua & Barbuda", is no word
            words.append(stem + (r"\w*" if word.endswith("*") else ""))
    joined = " ".join(words)
    return CLITICS + _ARTICLE.sub("", joined) if _is_arabic(expression) else joined


def _is_arabic(text: str) -> bool:
    return "\u0600" <= fold(text)[0] <= "\u06ff"
