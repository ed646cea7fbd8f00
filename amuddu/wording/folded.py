"""A text as it is compared: folded words, where each stood, where sentences and clauses end."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from amuddu.reference.text import fold
from amuddu.wording.patterns import END

Span = tuple[int, int]
"""First and last word of a passage."""

_TOKEN = re.compile(r"\w+|(?<!\d)\.|\.(?!\d)|[;!?؟؛\n\r•·|]|[,،:()«»\"]|[ \t][-–—][ \t]")
_ENDS = frozenset(".;!?\n\r•·|؟؛")
_SOFT = frozenset(',،:()«»"-–—')


@dataclass(frozen=True)
class Folded:
    """The folded words, one space between them, and where each stood in the text."""

    text: str
    places: tuple[Span, ...]
    """Beginning and end of every word in the text as it was written."""
    breaks: frozenset[int]
    """Numbers of the words with a comma, colon, dash or bracket before them."""

    @cached_property
    def words(self) -> list[str]:
        return self.text.split()

    @cached_property
    def ends(self) -> list[int]:
        return [place for place, word in enumerate(self.words) if word == END]

    @cached_property
    def _read(self) -> dict[int, list[Span]]:
        """By the identity of the pattern, which lives as long as the program: to hash one is to
        go through all of it."""
        return {}

    def spans(self, pattern: re.Pattern[str] | None) -> list[Span]:
        """Where the words match; read once."""
        if pattern is None:
            return []
        if id(pattern) not in self._read:
            self._read[id(pattern)] = [
                self.span(match.start(), match[1]) for match in pattern.finditer(self.text)
            ]
        return self._read[id(pattern)]

    def span(self, start: int, words: str) -> Span:
        """First and last of some words that stand after the space at a place of the text."""
        first = self.text.count(" ", 0, start)
        return first, first + words.strip().count(" ")

    def same_sentence(self, one: Span, other: Span) -> bool:
        low, high = min(one[1], other[1]), max(one[0], other[0])
        return not any(low < end < high for end in self.ends)

    def same_clause(self, one: Span, other: Span) -> bool:
        """Whether no comma stands between two passages either."""
        low, high = min(one[1], other[1]), max(one[0], other[0])
        return self.same_sentence(one, other) and not any(
            place in self.breaks for place in range(low + 1, high + 1)
        )

    def unbroken(self, span: Span) -> bool:
        """Whether no comma, colon, dash or bracket stands within a passage."""
        return not any(place in self.breaks for place in range(span[0] + 1, span[1] + 1))

    def touches(self, found: Span, spared: Iterable[Span]) -> bool:
        """Whether an exception shares words with what was found, or stands right beside it."""
        return any(
            overlap(found, each) or (between(found, each) == 0 and self.same_clause(found, each))
            for each in spared
        )


def folded(text: str) -> Folded:
    """The text, ready to be compared."""
    words: list[str] = []
    places: list[Span] = []
    breaks: set[int] = set()
    for match in _TOKEN.finditer(text):
        token = match.group()
        sign = token if len(token) == 1 else token.strip()
        if sign in _SOFT:
            breaks.add(len(words))
            continue
        parts = [END] if sign in _ENDS or not token.strip() else fold(token).split()
        words += parts
        places += [match.span()] * len(parts)
    return Folded(f" {' '.join(words)} ", tuple(places), frozenset(breaks))


def overlap(one: Span, other: Span) -> bool:
    """Whether two passages share a word."""
    return one[0] <= other[1] and other[0] <= one[1]


def between(one: Span, other: Span) -> int:
    """How many words stand between two passages; -1 where they share one."""
    return -1 if overlap(one, other) else max(one[0], other[0]) - min(one[1], other[1]) - 1


def hull(spans: Sequence[Span]) -> Span:
    """From the first to the last word of some passages."""
    return min(each[0] for each in spans), max(each[1] for each in spans)
