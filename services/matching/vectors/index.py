"""Nearest vectors, found exactly. The only module that imports faiss.

Flat storage in half precision: at the sizes of a country an exact search takes milliseconds and
honours any filter, where a graph index loses people under filters. The index is a cache of the
tables; it is never written to disk.
"""

from __future__ import annotations

from collections.abc import Iterable
from threading import Lock
from typing import Any

import faiss as _faiss
import numpy as np
from numpy.typing import NDArray

from services.matching.vectors.embedding import Vector

# faiss tells of its C++ signatures, not of the numpy ones that it really takes.
faiss: Any = _faiss

Numbers = NDArray[np.int64]


class StaleModel(SystemExit):
    """The tables hold vectors of another model; comparing them would rank people at random."""


def refuse_other_models(found: Iterable[str], *, ours: str) -> None:
    """Raise `StaleModel` when vectors of another model than ours are found."""
    others = sorted(set(found) - {ours})
    if others:
        raise StaleModel(
            f"matching: vectors were made by {', '.join(others)}, this process has {ours}: "
            "run `amuddu reindex`"
        )


class VectorIndex:
    """Vectors under numbers (small, not negative), searched by inner product."""

    def __init__(self, dimension: int) -> None:
        half = faiss.ScalarQuantizer.QT_fp16
        flat = faiss.IndexScalarQuantizer(dimension, half, faiss.METRIC_INNER_PRODUCT)
        self._index = faiss.IndexIDMap2(flat)
        self._held: set[int] = set()
        self._lock = Lock()

    def __len__(self) -> int:
        return len(self._held)

    def put(self, numbers: Numbers, vectors: NDArray[np.float32]) -> None:
        """Add vectors, or replace those that their numbers hold already."""
        if not len(numbers):
            return
        with self._lock:
            self._drop(numbers)
            self._index.add_with_ids(np.ascontiguousarray(vectors, dtype=np.float32), numbers)
            self._held.update(numbers.tolist())

    def drop(self, numbers: Numbers) -> None:
        """Forget vectors; numbers not held are no error."""
        with self._lock:
            self._drop(numbers)

    def search(
        self, vector: Vector, *, k: int, allowed: Numbers | None = None
    ) -> tuple[Numbers, NDArray[np.float64]]:
        """Numbers of the k nearest with their inner products, best first; only `allowed` ones."""
        with self._lock:
            k = min(k, len(self._held) if allowed is None else len(allowed))
            if k == 0:
                return np.zeros(0, dtype=np.int64), np.zeros(0)
            bitmap = None if allowed is None else _bitmap(allowed)
            scores, numbers = self._index.search(
                vector.reshape(1, -1), k, params=_parameters(bitmap)
            )
        found = numbers[0] >= 0
        return numbers[0][found], scores[0][found].astype(np.float64)

    def _drop(self, numbers: Numbers) -> None:
        present = self._held.intersection(numbers.tolist())
        if present:
            self._index.remove_ids(np.fromiter(present, dtype=np.int64))
            self._held -= present


def _parameters(bitmap: NDArray[np.uint8] | None) -> Any:
    if bitmap is None:
        return None
    return faiss.SearchParameters(sel=faiss.IDSelectorBitmap(bitmap))


def _bitmap(numbers: Numbers) -> NDArray[np.uint8]:
    """One bit a number, lowest bit first, as `IDSelectorBitmap` reads it."""
    flags = np.zeros(int(numbers.max()) + 1, dtype=np.uint8)
    flags[numbers] = 1
    return np.packbits(flags, bitorder="little")
