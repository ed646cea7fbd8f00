"""How close free words are to every concept of a kind: by name, by vector, by letters.

A text is read piece by piece (`titles.py`), each piece also as it would be spelt (`spelling.py`):

* a piece that **is** a name counts `BORNE`, and a name found inside a longer piece by how much
  of the piece's meaning it carries;
* otherwise the closeness of **vectors** (a concept's best name and the mean of its names) and of
  **letters** decide, long pieces run by run.

The whole text counts most, a part of it less, a run of words within a part least. The weights
were chosen on ESCO's names of trades that we have under other names, and on free texts. Many texts
are read in one go: their pieces are encoded together and compared block by block.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from math import log

import numpy as np
from numpy.typing import NDArray

from amuddu.reference.text import fold
from services.matching.lexicon import exact
from services.matching.lexicon.concepts import Kind, concepts, find, named_so
from services.matching.lexicon.letters import LexicalIndex
from services.matching.lexicon.words.spelling import Speller
from services.matching.lexicon.words.titles import MOST_RUNS, WHOLE, informative_words, pieces, runs
from services.matching.vectors.embedding import Encodes, unit

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]

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
MOST = 0.96
"""Closest that vectors and letters come: nearer is only a name."""
_BLOCK = 256


@dataclass(frozen=True, slots=True)
class _Piece:
    """Some words, what they keep of a closeness, and whether they are few enough for letters."""

    words: str
    share: float
    short: bool = True


@dataclass(frozen=True, slots=True)
class Near:
    """Closeness of texts to every concept, both [texts, concepts] in [0, 1]: by a name that stands
    in the text, and by names like it."""

    named: Floats
    alike: Floats

    def tell(self, rows: NDArray[np.bool_], work: Floats) -> None:
        """Move some texts' closeness towards certainty by how far they tell of the work."""
        self.alike[rows] += (0.99 - self.alike[rows]).clip(0) * work

    @property
    def closeness(self) -> Floats:
        """The greater of the two."""
        greater: Floats = np.maximum(self.named, self.alike)
        return greater


class NameIndex:
    """The names of one kind of concept, in one process."""

    def __init__(self, kind: Kind, labels: Floats, first: Ints, encoder: Encodes) -> None:
        """`labels` are the vectors of all names, `first` where each concept's begin."""
        known = concepts(kind)
        names = [name for concept in known.values() for name in concept.names]
        self.kind: Kind = kind
        self._place = {identifier: place for place, identifier in enumerate(known)}
        self._labels, self._first, self._encoder = exact.of_names(labels), first, encoder
        self.means = exact.of_names(unit(np.add.reduceat(labels, first[:-1], axis=0)))
        self._letters = LexicalIndex.fit(names)
        self._speller = speller()
        self._rarity = _rarity(names)
        self._unknown = log(1 + len(names) / 4)

    def __len__(self) -> int:
        return len(self._place)

    def closeness(self, text: str) -> Floats:
        """Closeness of a text to every concept, [concepts] in [0, 1]; 1 for a name of its own."""
        close: Floats = self.near([text]).closeness[0]
        return close

    def near(self, texts: Sequence[str]) -> Near:
        """Closeness of several texts to every concept."""
        if not texts:
            return Near(np.zeros((0, len(self)), np.float32), np.zeros((0, len(self)), np.float32))
        read = [list(self._read(text)) for text in texts]
        named = np.zeros((len(texts), len(self)), dtype=np.float32)
        for row, found in enumerate(read):
            for piece in found:
                for place, score in self._named(piece):
                    named[row, place] = max(named[row, place], score)
        alike, whole = self._alike(read)
        named[:] = (1 - WHOLE_TEXT) * named + WHOLE_TEXT * np.where(named > 0, whole, 0)
        alike[:] = (1 - WHOLE_TEXT) * alike + WHOLE_TEXT * whole
        for row, text in enumerate(texts):
            exact = find(self.kind, text)
            if exact:
                named[row, self._place[exact]] = 1.0
        return Near(named, alike)

    def by_vector(self, vectors: Floats) -> Floats:
        """Closeness by vectors alone, [texts, concepts]."""
        rows = exact.of_texts(vectors)
        best = np.maximum.reduceat(rows @ self._labels.T, self._first[:-1], axis=1)
        close: Floats = (1 - MEAN) * best + MEAN * (rows @ self.means.T)
        return close

    def vectors(self, concept: int) -> Floats:
        """The vectors of a concept's names, by its place."""
        own: Floats = self._labels[self._first[concept] : self._first[concept + 1]]
        return own

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
                concept = named_so(self.kind, " ".join(run)) if may_name(run) else None
                if concept is None:
                    continue
                taken[start : start + size] = [True] * size
                said = sum(self._weight(word) for word in run) / total
                score = NAMED_LEAST + (BORNE - NAMED_LEAST) * said
                # Who is introduces himself by it first: of two trades in a text the first leads.
                yield self._place[concept], piece.share * (score - 0.01 * start / len(words))

    def _alike(self, read: Sequence[Sequence[_Piece]]) -> tuple[Floats, Floats]:
        """Closeness by vectors and letters of the pieces and of the runs in them, and that by the
        vector of all informative words together, both [texts, concepts]. The same words are
        looked at once, however many texts have them."""
        looked = [(row, one) for row, found in enumerate(read) for one in _looked_at(found)]
        heads = [_informative(each[0].words) if each else "" for each in read]
        place: dict[str, int] = {}
        for words in (*heads, *(one.words for _, one in looked)):
            place.setdefault(words, len(place))
        short = [False] * len(place)
        for _, one in looked:
            short[place[one.words]] |= one.short
        by_vector, spelt = self._of_words(tuple(place), np.array(short, dtype=np.bool_))
        whole: Floats = np.clip(by_vector[[place[head] for head in heads]], 0.0, 1.0)
        alike = np.zeros((len(read), len(self)), dtype=np.float32)
        if looked:
            at = np.array([place[one.words] for _, one in looked])
            few = np.array([one.short for _, one in looked])[:, None]
            shares = np.array([one.share for _, one in looked], dtype=np.float32)[:, None]
            rows = np.array([row for row, _ in looked])
            close = np.where(few, spelt[at], by_vector[at]) * shares
            begins = np.flatnonzero(np.diff(rows, prepend=-1))
            alike[rows[begins]] = np.maximum.reduceat(close, begins, axis=0)
        return np.clip(alike, 0.0, MOST), whole

    def _of_words(self, words: Sequence[str], short: NDArray[np.bool_]) -> tuple[Floats, Floats]:
        """Closeness of words by their vectors, and with their letters where they are few."""
        vectors = self._encoder.encode(words)
        blocks = [
            self.by_vector(vectors[start : start + _BLOCK])
            for start in range(0, len(words), _BLOCK)
        ]
        close: Floats = np.concatenate(blocks).astype(np.float32)
        spelt = close.copy()
        few = np.flatnonzero(short)
        for start in range(0, len(few), _BLOCK):
            block = few[start : start + _BLOCK]
            letters = self._by_letters([words[place] for place in block])
            both = (1 - LETTERS) * close[block] + LETTERS * letters
            spelt[block] = np.maximum(close[block], both)
        return close, spelt

    def _by_letters(self, texts: Sequence[str]) -> Floats:
        """Closeness by letters alone, [texts, concepts]."""
        closest: Floats = np.maximum.reduceat(
            self._letters.scores_many(texts), self._first[:-1], axis=1
        )
        return closest

    def _weight(self, word: str) -> float:
        return self._rarity.get(word, self._unknown)


def _informative(text: str) -> str:
    """The informative words of a long text, else the text."""
    return " ".join(informative_words(text)) if len(text.split()) > WHOLE else text


def _looked_at(read: Sequence[_Piece]) -> list[_Piece]:
    """The pieces short enough to be read as one, then the runs within the longer ones."""
    short = [one for one in read if len(one.words.split()) <= WHOLE]
    within = [
        _Piece(run, one.share * RUN, short=False)
        for one in read
        if len(one.words.split()) > 3
        for run in runs(one.words)
    ]
    return [*short, *within[:MOST_RUNS]]


def may_name(run: Sequence[str]) -> bool:
    """A single short word names too much: "van", "or", "chef" of what?"""
    return len(run) > 1 or len(run[0]) >= 4


@cache
def speller() -> Speller:
    """Mends towards words of trades and of skills: a word of one is no error in the other."""
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
