"""How alike texts are written: runs of letters weighed by their rarity, no meaning.

Vectors know that a bricklayer is a mason; letters know that ``tuyautteur`` is a ``tuyauteur``
and that a rare word in common says more than a frequent one. Texts become bags of character
n-grams inside their words (word borders count as a letter), each weighed (1 + log of its count)
times its inverse document frequency, at length 1; closeness is the cosine (Salton and Buckley
1988). N-grams are hashed into buckets: nothing of the texts themselves is kept, and the arrays
are small enough to travel with the model.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from amuddu.reference.text import fold

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]

SIZES = (2, 3, 4, 5)
"""Lengths of the runs of letters."""

BUCKETS = 1 << 17
_PRIME = np.uint64(0x9E3779B97F4A7C15)
_SHIFT = np.uint64(64 - 17)
_SPACE = 32


@dataclass(frozen=True, slots=True)
class LexicalIndex:
    """Rows of n-gram weights, laid out by bucket so that a query touches only its own.

    Bucket ``b`` occurs in the rows ``rows[starts[b] : starts[b + 1]]`` with the weights at the
    same places. Shapes: ``rarity`` [BUCKETS], ``starts`` [BUCKETS + 1], ``rows`` and
    ``weights`` [entries]; ``size`` is the number of rows.
    """

    size: int
    rarity: Floats
    starts: Ints
    rows: Ints
    weights: Floats

    @classmethod
    def fit(
        cls, texts: Sequence[str], *, owners: Ints | None = None, keep: int | None = None
    ) -> Self:
        """Index texts, one row each, or one row for all texts of an owner.

        ``owners`` [texts] numbers the owner of each text from 0 without gap; a row is then the
        mean of its texts. ``keep`` is the most n-grams a row keeps, the heaviest.
        """
        texts_of, buckets, counts = _bags(texts)
        seen = np.bincount(buckets, minlength=BUCKETS)
        rarity = (np.log((1 + len(texts)) / (1 + seen)) + 1).astype(np.float32)
        weights = _unit(texts_of, (1 + np.log(counts)) * rarity[buckets], len(texts))
        if owners is None:
            rows, size = texts_of, len(texts)
        else:
            size = int(owners.max()) + 1 if len(owners) else 0
            rows, buckets, weights = _summed(owners[texts_of], buckets, weights)
        weights = _unit(rows, weights, size)
        if keep is not None:
            kept = _heaviest(rows, weights, keep)
            rows, buckets, weights = rows[kept], buckets[kept], weights[kept]
        order = np.lexsort((rows, buckets))
        starts = np.concatenate(([0], np.cumsum(np.bincount(buckets, minlength=BUCKETS))))
        return cls(size, rarity, starts, rows[order], weights[order].astype(np.float32))

    def scores(self, text: str) -> Floats:
        """Cosine of a text with every row, [size]; all zero for a text without letters."""
        alone: Floats = self.scores_many([text])[0]
        return alone

    def scores_many(self, texts: Sequence[str]) -> Floats:
        """Cosine of each text with every row, [texts, size]."""
        owners, buckets, counts = _bags(texts)
        weights = _unit(owners, (1 + np.log(counts)) * self.rarity[buckets], len(texts))
        asked = csr_matrix((weights, (owners, buckets)), shape=(len(texts), BUCKETS))
        known = csr_matrix((self.weights, self.rows, self.starts), shape=(BUCKETS, self.size))
        scores: Floats = np.asarray((asked @ known).toarray(), dtype=np.float32)
        return scores


def _bags(texts: Sequence[str]) -> tuple[Ints, Ints, Ints]:
    """N-grams of the texts: number of the text, bucket and count, sorted by text then bucket.

    All texts are hashed in one array of letters: at 100,000 labels a loop over n-grams would
    take a minute, this takes two seconds.
    """
    padded = [f" {fold(text)} " for text in texts]
    letters = np.frombuffer("".join(padded).encode("utf-32-le"), dtype=np.uint32).astype(np.uint64)
    owners = np.repeat(np.arange(len(padded)), [len(text) for text in padded])
    keys = [_grams(letters, owners, size) for size in SIZES]
    pairs, counts = np.unique(np.concatenate(keys), return_counts=True)
    return pairs // BUCKETS, pairs % BUCKETS, counts.astype(np.int64)


def _grams(letters: NDArray[np.uint64], owners: Ints, size: int) -> Ints:
    """Text and bucket of each run of ``size`` letters, as ``text * BUCKETS + bucket``."""
    places = len(letters) - size + 1
    if places <= 0:
        return np.zeros(0, dtype=np.int64)
    hashed = np.full(places, size, dtype=np.uint64)
    for shift in range(size):
        hashed = (hashed ^ letters[shift : shift + places]) * _PRIME
        hashed ^= hashed >> np.uint64(29)
    inside = owners[:places] == owners[size - 1 :]
    for shift in range(1, size - 1):
        inside &= letters[shift : shift + places] != _SPACE
    buckets = ((hashed * _PRIME) >> _SHIFT).astype(np.int64)
    keys: Ints = owners[:places] * BUCKETS + buckets
    # A space followed by a space belongs to an empty text, not to a word.
    blank = (letters[:places] == _SPACE) & (letters[size - 1 :] == _SPACE)
    words = inside & ~blank if size == SIZES[0] else inside
    kept: Ints = keys[words]
    return kept


def _summed(rows: Ints, buckets: Ints, weights: Floats) -> tuple[Ints, Ints, Floats]:
    """Add up the weights of one bucket in one row."""
    pairs, place = np.unique(rows * BUCKETS + buckets, return_inverse=True)
    total = np.bincount(place, weights).astype(np.float32)
    return pairs // BUCKETS, pairs % BUCKETS, total


def _unit(rows: Ints, weights: NDArray[np.floating], size: int) -> Floats:
    """Scale the weights of each row to length 1."""
    lengths = np.sqrt(np.bincount(rows, weights**2, minlength=size))
    scaled: Floats = (weights / np.maximum(lengths[rows], 1e-12)).astype(np.float32)
    return scaled


def _heaviest(rows: Ints, weights: Floats, keep: int) -> Ints:
    """Places of the ``keep`` heaviest entries of each row."""
    order = np.lexsort((-weights, rows))
    first = np.searchsorted(rows[order], rows[order], side="left")
    kept: Ints = np.sort(order[np.arange(len(order)) - first < keep])
    return kept
