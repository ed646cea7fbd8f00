"""Numbers for words: each concept, and each text that no concept names, is one entry.

Entries `0..k-1` are the concepts that words may be linked to (of trades also the unit groups of
ISCO-08), later ones the texts met since the process started. Closeness of two entries is a cosine:
of a text and a concept, that of the concept's best label in any language; of two concepts, that of
their mean labels. A text also stands for the concepts that the linker finds in it, as far as each
can be trusted, and so shares their kin: "plombier, maçon" stands for both. An entry only ever comes
after the others and keeps its number.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import blake2b
from threading import Lock

import numpy as np
from numpy.typing import NDArray

from amuddu.contracts.types import ConceptRef
from amuddu.reference.text import fold
from services.matching.lexicon.concept_index import ConceptIndex
from services.matching.lexicon.concepts import Kind, answers, concepts, resolve
from services.matching.lexicon.linker import MEANINGS, Linker
from services.matching.lexicon.names import NameIndex
from services.matching.vectors.embedding import Encodes, Vector, unit

Cosines = NDArray[np.float32]
Ints = NDArray[np.int64]
Meanings = tuple[tuple[int, float], ...]
"""Places of concepts, and how far each is trusted."""
_ROOM = 256
"""Texts there is room for at first; doubled when full."""
_BLOCK = 256
"""Texts that are compared with every name at once."""
SURE, TRUSTED_FROM = 0.6, 0.25
"""Probability from which a text is taken for the trade it is linked to, and for nothing below
which: more likely than all others together, the trade is what the person said in their words."""
SKILL_FROM = 0.5
"""Closeness from which a text is taken to stand for a skill."""


@dataclass(frozen=True, slots=True)
class Scope:
    """Every concept, then the texts that some people use: the places of closeness arrays.

    `stands_for` and `trust`, [texts, meanings], tell which concepts each text stands for, and how
    far (0 to 1); a text of fewer meanings has places of trust 0.
    """

    known: int
    texts: Ints
    """Entries of the texts, ascending; `vectors` are theirs."""
    vectors: NDArray[np.float32]
    stands_for: Ints
    trust: NDArray[np.float64]
    whole: bool = False
    """Whether it holds every text there is, so that places are entries."""

    def __len__(self) -> int:
        return self.known + len(self.texts)

    def places(self, entries: Ints) -> Ints:
        """Place of each entry; the texts among them must be of this scope."""
        after = self.known + np.searchsorted(self.texts, entries)
        return np.where(entries < self.known, entries, after)

    def entries(self, places: Ints) -> Ints:
        """Entry at each place."""
        if not len(self.texts):
            return places
        text = self.texts[np.maximum(places - self.known, 0)]
        return np.where(places < self.known, places, text)


@dataclass(frozen=True, slots=True)
class Comparison:
    """One entry against several others: cosines, leading ISCO digits shared (0 to 4; 0 where one
    is a text), and which of them is the entry itself."""

    cosines: NDArray[np.float64]
    shared_digits: Ints
    same: NDArray[np.bool_]


class Lexicon:
    """The entries of one kind in one process."""

    def __init__(
        self,
        kind: Kind,
        encoder: Encodes,
        *,
        skills: NameIndex | None = None,
        index: ConceptIndex | None = None,
    ) -> None:
        """`skills` and `index` are what else the linker of trades reads by."""
        self.kind: Kind = kind
        known = answers(kind)
        self.ids: tuple[str, ...] = tuple(known)
        self._position = {identifier: place for place, identifier in enumerate(self.ids)}
        sizes = [len(concept.names) for concept in known.values()]
        self._first = np.concatenate(([0], np.cumsum(sizes))).astype(np.int64)
        self._labels = encoder.encode([n for concept in known.values() for n in concept.names])
        self._means = unit(np.add.reduceat(self._labels, self._first[:-1], axis=0))
        self._isco = _digits([concept.isco for concept in known.values()])
        self._encoder = encoder
        own = self._first[: len(concepts(kind)) + 1]
        self.names = NameIndex(kind, self._labels[: own[-1]], own, encoder)
        self.linker = (
            Linker(self.names, encoder, skills=skills, index=index)
            if kind == "occupation"
            else None
        )
        self._texts: dict[bytes, int] = {}
        self._vectors = np.zeros((_ROOM, encoder.dimension), dtype=np.float32)
        self._stands_for = np.zeros((_ROOM, MEANINGS), dtype=np.int64)
        self._trust = np.zeros((_ROOM, MEANINGS))
        self._lock = Lock()

    @property
    def linker_of_trades(self) -> Linker:
        """What words of trades are linked with; skills have none."""
        assert self.linker is not None
        return self.linker

    def entries(self, refs: Sequence[ConceptRef]) -> Ints:
        """Entry of each reference, in their order; new texts are encoded in one call."""
        linked = [resolve(self.kind, ref) for ref in refs]
        strange = [ref for ref, concept in zip(refs, linked, strict=True) if concept is None]
        numbers = iter(self._text_entries([ref.text for ref in strange]))
        return np.array(
            [next(numbers) if c is None else self._position[c.id] for c in linked], dtype=np.int64
        )

    def scope(self, entries: Ints) -> Scope:
        """The scope of the people who use these entries."""
        known = len(self.ids)
        texts = np.unique(entries[entries >= known])
        with self._lock:
            return Scope(
                known=known,
                texts=texts,
                vectors=self._vectors[texts - known],
                stands_for=self._stands_for[texts - known],
                trust=self._trust[texts - known],
            )

    def whole(self) -> Scope:
        """The scope of everybody: every text met so far. Nothing is copied."""
        with self._lock:
            known, count = len(self.ids), len(self._texts)
            return Scope(
                known=known,
                texts=np.arange(known, known + count),
                vectors=self._vectors[:count],
                stands_for=self._stands_for[:count],
                trust=self._trust[:count],
                whole=True,
            )

    def compare_known(self, entry: int) -> Comparison:
        """One entry against each concept."""
        digits = np.zeros(len(self.ids), dtype=np.int64)
        same = np.zeros(len(self.ids), dtype=np.bool_)
        if entry >= len(self.ids):
            cosines = self.best_labels(self._vectors[entry - len(self.ids)]).astype(np.float64)
            return Comparison(cosines, digits, same)
        cosines = np.vecdot(self._means, self._means[entry]).astype(np.float64)
        cosines[entry], same[entry] = 1.0, True
        alike = (self._isco == self._isco[entry]) & (self._isco >= 0)
        return Comparison(cosines, np.cumprod(alike, axis=1).sum(axis=1), same)

    def compare_texts(self, entry: int, scope: Scope) -> Comparison:
        """One entry against each text of a scope."""
        same = scope.texts == entry
        if entry >= len(self.ids):
            cosines = np.vecdot(scope.vectors, self._vectors[entry - len(self.ids)])
        else:
            labels = self._labels[self._first[entry] : self._first[entry + 1]]
            cosines = (labels @ scope.vectors.T).max(axis=0)
        exact = np.where(same, 1.0, cosines.astype(np.float64))
        return Comparison(exact, np.zeros(len(scope.texts), dtype=np.int64), same)

    def meanings(self, entry: int) -> tuple[tuple[int, float], ...]:
        """The concepts an entry stands for, and how far each can be trusted."""
        if entry < len(self.ids):
            return ((entry, 1.0),)
        text = entry - len(self.ids)
        known = zip(self._stands_for[text].tolist(), self._trust[text].tolist(), strict=True)
        return tuple((concept, trust) for concept, trust in known if trust > 0)

    def best_labels(self, vector: Vector) -> Cosines:
        """Cosine of a vector with each concept's best label."""
        best: Cosines = np.maximum.reduceat(self._labels @ vector, self._first[:-1])
        return best

    def _text_entries(self, texts: Sequence[str]) -> list[int]:
        """Entries of texts that no concept names. Only a digest is kept: words of a person who
        withdraws do not live on here."""
        if not texts:
            return []
        keys = [blake2b(fold(text).encode(), digest_size=16).digest() for text in texts]
        unseen = {
            key: text for key, text in zip(keys, texts, strict=True) if key not in self._texts
        }
        learnt = self._learnt(list(unseen.values()))
        with self._lock:
            for key, text in zip(unseen, learnt, strict=True):
                self._add(key, *text)
            return [len(self.ids) + self._texts[key] for key in keys]

    def _learnt(self, texts: Sequence[str]) -> list[tuple[Vector, Meanings]]:
        """Vector of each text, and the concepts it stands for with how far to trust that.

        A trade decides a ranking and is read word by word. Skills are many, and one counts
        little: of them the best name's cosine is enough, at a hundredth of the time.
        """
        found: list[tuple[Vector, Meanings]] = []
        for start in range(0, len(texts), _BLOCK):
            block = texts[start : start + _BLOCK]
            vectors = self._encoder.encode(block)
            found += zip(vectors, self._meant(block, vectors), strict=True)
        return found

    def _meant(self, texts: Sequence[str], vectors: NDArray[np.float32]) -> list[Meanings]:
        if self.linker is not None:
            return [
                tuple((place, trusted(likely)) for place, likely in found)
                for found in self.linker.meanings(texts)
            ]
        close = np.maximum.reduceat(self._labels @ vectors.T, self._first[:-1], axis=0)
        nearest = close.argmax(axis=0).tolist()
        return [
            ((place, _skill_trust(float(score))),)
            for place, score in zip(nearest, close.max(axis=0), strict=True)
        ]

    def _add(self, key: bytes, vector: Vector, meanings: Meanings) -> None:
        if key in self._texts:  # another thread met the same words meanwhile
            return
        place = len(self._texts)
        if place == len(self._vectors):
            self._grow()
        self._vectors[place] = vector
        for number, (concept, trust) in enumerate(meanings[:MEANINGS]):
            self._stands_for[place, number] = concept
            self._trust[place, number] = trust
        self._texts[key] = place

    def _grow(self) -> None:
        """Twice the room."""
        self._vectors = np.concatenate((self._vectors, np.zeros_like(self._vectors)))
        self._stands_for = np.concatenate((self._stands_for, np.zeros_like(self._stands_for)))
        self._trust = np.concatenate((self._trust, np.zeros_like(self._trust)))


def trusted(likely: float) -> float:
    """How far a text is taken for a trade that it stands for with this probability."""
    if likely < TRUSTED_FROM:
        return 0.0
    return min(1.0, 0.5 + 0.5 * (likely - TRUSTED_FROM) / (SURE - TRUSTED_FROM))


def _skill_trust(closeness: float) -> float:
    """How far a closeness may be trusted of a skill, read by vector alone: never quite."""
    return 0.6 + 0.7 * (min(closeness, 1.0) - SKILL_FROM) if closeness >= SKILL_FROM else 0.0


def _digits(codes: Sequence[str | None]) -> NDArray[np.int64]:
    """ISCO codes digit by digit, -1 where a digit is missing: `7112` -> `[7, 1, 1, 2]`."""
    rows = [[int(digit) for digit in (code or "")[:4]] for code in codes]
    return np.array([row + [-1] * (4 - len(row)) for row in rows], dtype=np.int64).reshape(-1, 4)
