"""How close free words are to every concept of a kind: by name, by vector, by letters.

A text is read piece by piece (`titles.py`), each piece also as it would be spelt (`spelling.py`):

* a piece that **is** a name counts `BORNE`, and a name found inside a longer piece by how much
  of the piece's meaning it carries;
* otherwise the closeness of **vectors** (a concept's best name and the mean of its names) and of
  **letters** decide, long pieces run by run;
* what somebody tells of **skills** speaks, more softly, for the trades that need them.

The whole text counts most, a part of it less, a run of words within a part least. The weights
were chosen on ESCO's names of trades that we have under other names, and on free texts.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from math import log

import numpy as np
from numpy.typing import NDArray

from amuddu.reference.text import fold
from services.matching.lexicon.concepts import Kind, concepts, find
from services.matching.lexicon.letters import LexicalIndex
from services.matching.lexicon.spelling import Speller
from services.matching.lexicon.titles import MOST_RUNS, WHOLE, informative_words, pieces, runs
from services.matching.vectors.embedding import Encodes, unit

Floats = NDArray[np.float64]
Cosines = NDArray[np.float32]

BORNE = 0.97
"""Closeness of a piece that is a name of the concept, the whole text being more than it."""
MENDED = 0.88
"""What a mended spelling keeps of the closeness."""
PART, RUN = 0.9, 0.8
"""What a part of the text, and a run of words in it, keep of their closeness."""
NAMED_LEAST = 0.6
"""Closeness of a name inside a piece that says much more."""
LONGEST_NAME = 6
"""Words of the names that are looked for inside a piece."""
LONE = 0.8
"""What a part of a single word keeps: "arabic, english" are no teachers of them."""
MEAN, LETTERS = 0.15, 0.25
"""What the mean of a concept's names and the letters weigh beside its best name (the rest)."""
WHOLE_TEXT = 0.3
"""What the vector of the whole text weighs beside its most informative_words piece."""
_BLOCK = 128


@dataclass(frozen=True, slots=True)
class _Piece:
    """Some words, what they keep of a closeness, and whether their vector is looked at."""

    words: str
    share: float


class NameIndex:
    """The names of one kind of concept, in one process."""

    def __init__(
        self, kind: Kind, labels: Cosines, first: NDArray[np.int64], encoder: Encodes
    ) -> None:
        """`labels` are the vectors of all names, `first` where each concept's begin."""
        known = concepts(kind)
        names = [name for concept in known.values() for name in concept.names]
        self.kind: Kind = kind
        self._place = {identifier: place for place, identifier in enumerate(known)}
        self._labels, self._first, self._encoder = labels, first, encoder
        self._means = unit(np.add.reduceat(labels, first[:-1], axis=0))
        self._letters = LexicalIndex.fit(names)
        self._speller = _speller()
        self._rarity = _rarity(names)
        self._unknown = log(1 + len(names) / 4)

    def closeness(self, text: str) -> Floats:
        """Closeness of a text to every concept, [concepts] in [0, 1]; 1 for a name of its own."""
        found = np.zeros(len(self._place))
        read = list(self._read(text))
        for piece in read:
            for place, score in self._named(piece):
                found[place] = max(found[place], score)
        found = np.maximum(found, self._near(read))
        if read:
            found = (1 - WHOLE_TEXT) * found + WHOLE_TEXT * self._whole(read[0].words)
        exact = find(self.kind, text)
        if exact:
            found[self._place[exact]] = 1.0
        return found

    def _whole(self, text: str) -> Floats:
        """Closeness by the vector of all informative_words words together, [concepts] in [0, 1]."""
        words = informative_words(text) if len(text.split()) > WHOLE else [text]
        return np.clip(self._by_vector([" ".join(words)])[:, 0], 0.0, 1.0)

    def _read(self, text: str) -> Iterator[_Piece]:
        """The pieces with their mended spellings."""
        for number, piece in enumerate(pieces(text)):
            share = 1.0 if number == 0 else PART if " " in piece else LONE
            yield _Piece(piece, share)
            mended = self._speller.mend(piece)
            if mended != fold(piece):
                yield _Piece(mended, share * MENDED)

    def _named(self, piece: _Piece) -> Iterator[tuple[int, float]]:
        """Concepts whose names stand in the piece, the longest names first to take their words."""
        words = fold(piece.words).split()
        total = sum(self._weight(word) for word in words) or 1.0
        taken = [False] * len(words)
        for size in range(min(LONGEST_NAME, len(words)), 0, -1):
            for start in range(len(words) - size + 1):
                if any(taken[start : start + size]):
                    continue
                run = words[start : start + size]
                concept = find(self.kind, " ".join(run)) if _may_name(run) else None
                if concept is None:
                    continue
                taken[start : start + size] = [True] * size
                said = sum(self._weight(word) for word in run) / total
                score = NAMED_LEAST + (BORNE - NAMED_LEAST) * said
                # Who is introduces himself by it first: of two trades in a text the first leads.
                yield self._place[concept], piece.share * (score - 0.01 * start / len(words))

    def _near(self, read: Sequence[_Piece]) -> Floats:
        """Closeness by vectors and letters of the pieces and of the runs in them."""
        short = [one for one in read if len(one.words.split()) <= WHOLE]
        within = [
            _Piece(run, one.share * RUN)
            for one in read
            for run in runs(one.words)
            if len(one.words.split()) > 3
        ][:MOST_RUNS]
        best = np.zeros(len(self._place))
        everything = [*short, *within]
        for start in range(0, len(everything), _BLOCK):
            block = everything[start : start + _BLOCK]
            close = self._by_vector([one.words for one in block])
            shares = np.array([one.share for one in block])
            best = np.maximum(best, (close * shares).max(axis=1))
            for place, one in enumerate(block[: max(0, len(short) - start)]):
                spelt = (1 - LETTERS) * close[:, place] + LETTERS * self._by_letters(one.words)
                best = np.maximum(best, one.share * spelt)
        return np.clip(best, 0.0, 0.96)

    def _by_vector(self, texts: Sequence[str]) -> Floats:
        """Closeness by vectors alone, [concepts, texts]."""
        vectors = self._encoder.encode(texts)
        best = np.maximum.reduceat(self._labels @ vectors.T, self._first[:-1], axis=0)
        close: Floats = ((1 - MEAN) * best + MEAN * (self._means @ vectors.T)).astype(np.float64)
        return close

    def _by_letters(self, text: str) -> Floats:
        """Closeness by letters alone, [concepts]."""
        letters = np.maximum.reduceat(self._letters.scores(text), self._first[:-1])
        return np.asarray(letters, dtype=np.float64)

    def _weight(self, word: str) -> float:
        return self._rarity.get(word, self._unknown)


def _may_name(run: Sequence[str]) -> bool:
    """A single short word names too much: "van", "or", "chef" of what?"""
    return len(run) > 1 or len(run[0]) >= 4


@cache
def _speller() -> Speller:
    """Words of trades and of skills: a word of one is no error in the other."""
    kinds: tuple[Kind, ...] = ("occupation", "skill")
    return Speller(
        name for kind in kinds for concept in concepts(kind).values() for name in concept.names
    )


def _rarity(names: Sequence[str]) -> dict[str, float]:
    """How informative_words each word of the names is: frequent ones ("agent", "de") little."""
    counts: dict[str, int] = {}
    for name in names:
        for word in set(fold(name).split()):
            counts[word] = counts.get(word, 0) + 1
    return {word: log(1 + len(names) / (4 * count)) for word, count in counts.items()}
