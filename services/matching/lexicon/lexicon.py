"""Numbers for words: each concept, and each text that no concept names, is one entry.

Entries `0..k-1` are the concepts of the reference data, later ones the texts met since the
process started. Closeness of two entries is a cosine: of a text and a concept, that of the
concept's best label in any language; of two concepts, that of their mean labels. A text also
stands for the concept it is closest to, as far as that can be trusted, and so shares its kin.
An entry only ever comes after the others and keeps its number.
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
from services.matching.lexicon.concepts import Kind, concepts, resolve
from services.matching.lexicon.names import NameIndex
from services.matching.vectors.embedding import Encodes, Vector, unit

Cosines = NDArray[np.float32]
Ints = NDArray[np.int64]
_ROOM = 256
"""Texts there is room for at first; doubled when full."""
_BLOCK = 256
"""Texts that are compared with every name at once."""
TRUST_FROM = 0.5
"""Closeness from which a text is taken to stand for a concept. Of ESCO's names of trades that we
have under other names, 4 in 10 lie in the right unit group above it, 9 in 10 near `CERTAIN`."""
CERTAIN = 0.92
"""Closeness from which a text is the concept: "Chef Comptable - Casablanca (H/F)"."""


@dataclass(frozen=True, slots=True)
class Scope:
    """Every concept, then the texts that some people use: the places of closeness arrays.

    `stands_for` and `trust` tell of each text which concept it stands for, and how far (0 to 1).
    """

    known: int
    texts: Ints
    """Entries of the texts, ascending; `vectors` are theirs."""
    vectors: NDArray[np.float32]
    stands_for: Ints
    trust: NDArray[np.float64]

    def __len__(self) -> int:
        return self.known + len(self.texts)

    def places(self, entries: Ints) -> Ints:
        """Place of each entry; the texts among them must be of this scope."""
        after = self.known + np.searchsorted(self.texts, entries)
        return np.where(entries < self.known, entries, after)


@dataclass(frozen=True, slots=True)
class Comparison:
    """One entry against several others: cosines, leading ISCO digits shared (0 to 4; 0 where one
    is a text), and which of them is the entry itself."""

    cosines: NDArray[np.float64]
    shared_digits: Ints
    same: NDArray[np.bool_]


class Lexicon:
    """The entries of one kind in one process."""

    def __init__(self, kind: Kind, encoder: Encodes) -> None:
        self.kind: Kind = kind
        known = concepts(kind)
        self.ids: tuple[str, ...] = tuple(known)
        self._position = {identifier: place for place, identifier in enumerate(self.ids)}
        sizes = [len(concept.names) for concept in known.values()]
        self._first = np.concatenate(([0], np.cumsum(sizes))).astype(np.int64)
        self._labels = encoder.encode([n for concept in known.values() for n in concept.names])
        self._means = unit(np.add.reduceat(self._labels, self._first[:-1], axis=0))
        self._isco = _digits([concept.isco for concept in known.values()])
        self._encoder = encoder
        self.names = NameIndex(kind, self._labels, self._first, encoder)
        self._texts: dict[bytes, int] = {}
        self._vectors = np.zeros((_ROOM, encoder.dimension), dtype=np.float32)
        self._stands_for = np.zeros(_ROOM, dtype=np.int64)
        self._trust = np.zeros(_ROOM)
        self._lock = Lock()

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

    def meaning(self, entry: int) -> tuple[int, float]:
        """The concept an entry stands for, and how far that can be trusted."""
        if entry < len(self.ids):
            return entry, 1.0
        text = entry - len(self.ids)
        return int(self._stands_for[text]), float(self._trust[text])

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

    def _learnt(self, texts: Sequence[str]) -> list[tuple[Vector, int, float]]:
        """Vector of each text, the concept it most likely names, and how far to trust that."""
        found: list[tuple[Vector, int, float]] = []
        for start in range(0, len(texts), _BLOCK):
            block = texts[start : start + _BLOCK]
            vectors = self._encoder.encode(block)
            close = self._closeness(block, vectors)
            nearest = close.argmax(axis=0).tolist()
            trust = [_trust(float(score), self.kind) for score in close.max(axis=0)]
            found += zip(vectors, nearest, trust, strict=True)
        return found

    def _closeness(
        self, texts: Sequence[str], vectors: NDArray[np.float32]
    ) -> NDArray[np.floating]:
        """Closeness of texts to each concept, [concepts, texts].

        A trade decides a ranking and is read word by word. Skills are many, and one counts
        little: of them the best name's cosine is enough, at a hundredth of the time.
        """
        if self.kind == "occupation":
            return np.stack([self.names.closeness(text) for text in texts], axis=1)
        cosines: Cosines = np.maximum.reduceat(self._labels @ vectors.T, self._first[:-1], axis=0)
        return cosines

    def _add(self, key: bytes, vector: Vector, nearest: int, trust: float) -> None:
        if key in self._texts:  # another thread met the same words meanwhile
            return
        place = len(self._texts)
        if place == len(self._vectors):
            self._grow()
        self._vectors[place] = vector
        self._stands_for[place] = nearest
        self._trust[place] = trust
        self._texts[key] = place

    def _grow(self) -> None:
        """Twice the room."""
        self._vectors = np.concatenate((self._vectors, np.zeros_like(self._vectors)))
        self._stands_for = np.concatenate((self._stands_for, np.zeros_like(self._stands_for)))
        self._trust = np.concatenate((self._trust, np.zeros_like(self._trust)))


def _trust(closeness: float, kind: Kind) -> float:
    """How far a closeness may be trusted: from half at `TRUST_FROM` to all at `CERTAIN`; skills,
    read by vector alone, never quite."""
    if closeness < TRUST_FROM:
        return 0.0
    if kind == "skill":
        return 0.6 + 0.7 * (min(closeness, 1.0) - TRUST_FROM)
    return min(1.0, 0.5 + 0.5 * (closeness - TRUST_FROM) / (CERTAIN - TRUST_FROM))


def _digits(codes: Sequence[str | None]) -> NDArray[np.int64]:
    """ISCO codes digit by digit, -1 where a digit is missing: `7112` -> `[7, 1, 1, 2]`."""
    rows = [[int(digit) for digit in (code or "")[:4]] for code in codes]
    return np.array([row + [-1] * (4 - len(row)) for row in rows], dtype=np.int64).reshape(-1, 4)
