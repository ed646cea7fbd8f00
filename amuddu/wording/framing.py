"""Whom a sentence is about, and what it does with them: refused, required, looked for, preferred.

>>> from amuddu.wording.folded import folded
>>> [each.sure for each in framed("nationality", folded("We do not take refugees"))]
[True, True]
>>> framed("nationality", folded("You help refugees"))
[]
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from amuddu.contracts.types import WordingKind as Kind
from amuddu.reference.text import fold
from amuddu.wording.facts import Frame, Reach, wording
from amuddu.wording.folded import Folded, Span, between, hull, overlap
from amuddu.wording.patterns import compiled

OTHERS_WITHIN = 9
"""Words between an age and the children, customers or houses it is of."""


@dataclass(frozen=True, slots=True)
class Framed:
    """Words of a kind with the words that close the door."""

    span: Span
    sure: bool


@dataclass(frozen=True, slots=True)
class _Group:
    """Marks of a kind that the same frames close."""

    pattern: re.Pattern[str] | None
    frames: frozenset[str]
    others: re.Pattern[str] | None


@dataclass(frozen=True, slots=True)
class _Reach:
    """Words that stand before or after those they speak of, at most some words away."""

    frame: str
    sure: bool
    after: bool
    gap: int
    crosses: bool
    parted_by: frozenset[str]
    pattern: re.Pattern[str] | None


def framed(kind: Kind, text: Folded) -> list[Framed]:
    """What is said of the people or marks of a kind."""
    groups = _groups(kind)
    marks = [(span, group) for group in groups for span in text.spans(group.pattern)]
    if not marks:
        return []
    spared = spared_by_words(kind, text)
    return [
        found
        for span, group in marks
        if not any(overlap(span, each) for each in spared)
        if not of_others(span, group.others, text)
        for found in _found(span, group.frames, text)
    ]


def spared_by_words(kind: Kind, text: Folded) -> list[Span]:
    """What is something else: a cleaner's title, the years of an experience."""
    crosses = wording().kinds[kind].unless_crosses
    return [span for span in text.spans(_spared(kind)) if crosses or text.unbroken(span)]


def of_others(
    span: Span, others: re.Pattern[str] | None, text: Folded, *, crosses: bool = True
) -> bool:
    """Whether the sentence speaks of somebody or something else: children, customers, cars."""
    together = text.same_sentence if crosses else text.same_clause
    return any(
        between(span, each) <= OTHERS_WITHIN and together(span, each) for each in text.spans(others)
    )


def _found(mark: Span, frames: frozenset[str], text: Folded) -> Iterator[Framed]:
    for reach, span in _frames_in(text):
        if reach.frame in frames and _reaches(reach, span, mark, text):
            yield Framed(hull([mark, span]), reach.sure)


def _reaches(reach: _Reach, frame: Span, mark: Span, text: Folded) -> bool:
    follows = frame[0] > mark[1] if reach.after else frame[1] < mark[0]
    if not follows or between(frame, mark) > reach.gap:
        return False
    together = text.same_sentence if reach.crosses else text.same_clause
    low, high = min(frame[1], mark[1]), max(frame[0], mark[0])
    return together(frame, mark) and reach.parted_by.isdisjoint(text.words[low + 1 : high])


def _frames_in(text: Folded) -> Iterator[tuple[_Reach, Span]]:
    for reach in _reaches_of_all():
        yield from ((reach, span) for span in text.spans(reach.pattern))


@cache
def _reaches_of_all() -> tuple[_Reach, ...]:
    return tuple(
        _reach(name, frame, each, after=after)
        for name, frame in wording().frames.items()
        for after, places in ((False, frame.before), (True, frame.after))
        for each in places
    )


def _reach(name: str, frame: Frame, each: Reach, *, after: bool) -> _Reach:
    return _Reach(
        name,
        frame.sure,
        after,
        each.gap,
        each.crosses,
        frozenset(fold(word) for word in each.parted_by),
        compiled(each.words, wording().lists),
    )


@cache
def _groups(kind: Kind) -> tuple[_Group, ...]:
    lists = wording().lists_of(kind)
    return tuple(
        _Group(compiled(each.words, lists), frozenset(each.frames), compiled(each.others, lists))
        for each in wording().kinds[kind].marks
    )


@cache
def _spared(kind: Kind) -> re.Pattern[str] | None:
    return compiled(wording().kinds[kind].unless, wording().lists_of(kind))
