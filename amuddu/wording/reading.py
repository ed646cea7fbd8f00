"""Texts of a vacancy to what they must not say: sure, or for the agency to decide. Pure.

Words are compared folded, sentence by sentence, with the patterns of `data`: phrases of a kind,
and people with what is said of them (`framing`). Phone numbers are found by `phonenumbers`. What
was found points at the text as it was written.

>>> [found.words for found in read("Cherche jeune femme de 20 à 30 ans")]
['Cherche jeune femme', 'jeune femme de 20 à 30 ans']
>>> read("Femme de ménage (H/F), 2 ans d'expérience")
()
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, lru_cache

import phonenumbers

from amuddu.contracts.types import WordingKind as Kind
from amuddu.reference.text import fold
from amuddu.wording.facts import wording
from amuddu.wording.folded import Folded, Span, between, folded, overlap
from amuddu.wording.framing import framed, of_others, spared_by_words
from amuddu.wording.patterns import compiled
from amuddu.wording.pay import below

FAR = 8
"""Words after "sont bienvenus" or before it that shut nobody out."""
REGION = "MA"
OPEN_TO_ALL: frozenset[Kind] = frozenset(
    {"sex", "age", "nationality", "looks", "religion", "family", "health"}
)
"""Kinds that a sentence can open; nobody opens a fee."""

_EMAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}")
_MESSENGER = re.compile(r"\b(?:wa|t|m)\.me/\S{1,80}", re.IGNORECASE)
_LINK = re.compile(r"(?:https?://|www\.)\S{1,200}", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Found:
    """A passage, from `start` to `end` of the text, and what is wrong with it. `sure` stops a
    vacancy; otherwise the agency decides."""

    kind: Kind
    sure: bool
    start: int
    end: int
    words: str


@dataclass(frozen=True, slots=True)
class _Bare:
    pattern: re.Pattern[str] | None
    others: re.Pattern[str] | None
    crosses: bool


@dataclass(frozen=True, slots=True)
class _Patterns:
    sure: re.Pattern[str] | None
    doubtful: re.Pattern[str] | None
    bare: tuple[_Bare, ...]
    opens: re.Pattern[str] | None


@lru_cache(maxsize=512)
def read(text: str, *, minimum: Decimal | None = None) -> tuple[Found, ...]:
    """What a text says that it must not, in its order. `minimum` is the legal wage of a month."""
    words = folded(text)
    worded = [
        (kind, sure, span)
        for kind in wording().kinds
        for sure, span in _of_kind(kind, words)
        if not _is_open(kind, span, words)
    ]
    worded += [("pay", True, span) for span in below(words, minimum)]
    passages = [
        Found(kind, sure, start, end, text[start:end])
        for kind, sure, (first, last) in worded
        for start, end in [(words.places[first][0], words.places[last][1])]
    ]
    passages += _contacts(text)
    return tuple(_each_once(passages))


def _of_kind(kind: Kind, text: Folded) -> Iterator[tuple[bool, Span]]:
    patterns = _patterns()[kind]
    hits = [(True, span) for span in text.spans(patterns.sure)]
    hits += [(True, span) for span in _not_of_others(patterns, text)]
    hits += [(False, span) for span in text.spans(patterns.doubtful)]
    spared = spared_by_words(kind, text) if hits else []
    dropped = [span for _, span in hits if text.touches(span, spared)]
    yield from (
        (sure, span) for sure, span in hits if not any(overlap(span, each) for each in dropped)
    )
    yield from ((each.sure, each.span) for each in framed(kind, text))


def _not_of_others(patterns: _Patterns, text: Folded) -> Iterator[Span]:
    """What is bare, where the sentence speaks of nobody and nothing else."""
    for bare in patterns.bare:
        for span in text.spans(bare.pattern):
            if not of_others(span, bare.others, text, crosses=bare.crosses):
                yield span


def _is_open(kind: Kind, span: Span, text: Folded) -> bool:
    """Whether the sentence opens to everybody what these words seem to close."""
    if kind not in OPEN_TO_ALL:
        return False
    clause, before, after, beside, turns = _openings()
    turned = text.spans(turns)
    if any(
        text.same_sentence(one, span) and not _turns(one, span, turned)
        for one in [*text.spans(clause), *text.spans(_patterns()[kind].opens)]
    ):
        return True
    if text.touches(span, text.spans(beside)):
        return True
    opened = [one for one in text.spans(before) if one[0] <= span[1]]
    opened += [one for one in text.spans(after) if one[1] >= span[0] and not _taken_back(one, text)]
    return any(between(one, span) <= FAR and text.same_clause(one, span) for one in opened)


def _taken_back(one: Span, text: Folded) -> bool:
    """Whether "not" stands before "welcome"."""
    return not _negations().isdisjoint(text.words[max(0, one[0] - 2) : one[0]])


def _turns(one: Span, other: Span, turned: Iterable[Span]) -> bool:
    """Whether a "but" or "except" stands between two passages."""
    low, high = min(one[1], other[1]), max(one[0], other[0])
    return any(low <= each[0] <= high for each in turned)


def _contacts(text: str) -> Iterator[Found]:
    """Addresses and numbers: advice, as they are taken out before anybody is told the vacancy."""
    for pattern in (_EMAIL, _MESSENGER, _LINK):
        for match in pattern.finditer(text):
            yield Found("contact", False, *match.span(), match.group())
    for number in phonenumbers.PhoneNumberMatcher(text, REGION):
        yield Found("contact", False, number.start, number.end, number.raw_string)


def _each_once(found: Iterable[Found]) -> Iterator[Found]:
    """In the order of the text; of passages of one kind that overlap, the longest."""
    longest = sorted(found, key=lambda each: (not each.sure, each.start - each.end, each.start))
    kept: list[Found] = []
    for each in longest:
        same = (one for one in kept if one.kind == each.kind)
        if not any(one.start < each.end and each.start < one.end for one in same):
            kept.append(each)
    yield from sorted(kept, key=lambda each: (each.start, each.end))


@cache
def _patterns() -> dict[Kind, _Patterns]:
    return {name: _patterns_of(name) for name in wording().kinds}


def _patterns_of(name: Kind) -> _Patterns:
    kind, lists = wording().kinds[name], wording().lists_of(name)
    return _Patterns(
        sure=compiled(kind.sure, lists),
        doubtful=compiled(kind.doubtful, lists),
        bare=tuple(
            _Bare(compiled(each.words, lists), compiled(each.others, lists), each.crosses)
            for each in kind.bare
        ),
        opens=compiled(kind.opens, lists),
    )


@cache
def _openings() -> tuple[re.Pattern[str] | None, ...]:
    file = wording()
    return tuple(
        compiled(each, file.lists)
        for each in (
            file.open_clause,
            file.open_before,
            file.open_after,
            file.open_beside,
            file.turns,
        )
    )


@cache
def _negations() -> frozenset[str]:
    return frozenset(fold(word) for each in wording().not_open for word in each.split("|"))
