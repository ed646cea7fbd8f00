"""Which words of a person and of a vacancy become their vector, and how a vector is kept.

Skills are compared one by one (`ranking.py`), so they stay out of the vector: whoever adds a
skill to their profile must never lose by it. A profile that holds nothing but skills is
embedded by them all the same, so that it is found; its text then counts as unknown.

Each part (occupations, experience, what they say of themselves) is encoded alone and the parts
are added by weight: in a mean over all words a long text would drown a short job title.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Vector = NDArray[np.float32]


RECIPE = 2
"""How the words of a person and of a vacancy are put together (`ranking/parts.py`). Vectors of
another recipe are made anew, as those of another model are."""


class Encodes(Protocol):
    """What turns texts into vectors: `services.matching.encoder.Encoder`, or a test's own."""

    @property
    def dimension(self) -> int: ...

    @property
    def model_id(self) -> str: ...

    def __hash__(self) -> int: ...

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Vectors of length 1, one a text; the zero vector for an empty text."""


def made_by(encoder: Encodes) -> str:
    """What a kept vector is marked with: it is compared with none of another mark."""
    return f"{encoder.model_id}/{RECIPE}"


@dataclass(frozen=True, slots=True)
class Part:
    """Some words and how much they weigh."""

    words: str
    weight: float


def embed(encoder: Encodes, documents: Sequence[Sequence[Part]]) -> NDArray[np.float32]:
    """Vectors, one a document, of length 1; zero for a document without words. One encoder call."""
    parts = [part for document in documents for part in document]
    sums = np.zeros((len(documents), encoder.dimension), dtype=np.float32)
    if not parts:
        return sums
    vectors = encoder.encode([part.words for part in parts])
    owner = np.repeat(np.arange(len(documents)), [len(document) for document in documents])
    weights = np.array([part.weight for part in parts], dtype=np.float32)
    np.add.at(sums, owner, vectors * weights[:, None])
    return unit(sums)


def unit(vectors: NDArray[np.float32]) -> NDArray[np.float32]:
    """Rows scaled to length 1; a zero row stays zero."""
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    return (vectors / np.where(lengths > 0, lengths, 1)).astype(np.float32)


def pack(vector: Vector) -> bytes:
    """A vector as the tables keep it: little-endian float16, 2 bytes a dimension.

    Half precision moves a cosine by less than 0.001, which no ranking notices.
    """
    return vector.astype("<f2").tobytes()


def unpack(kept: bytes) -> Vector:
    """A kept vector as float32."""
    return np.frombuffer(kept, dtype="<f2").astype(np.float32)
