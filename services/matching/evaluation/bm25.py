"""BM25 (Robertson and Zaragoza 2009): words in common, weighed by rarity. A peer to measure by."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from math import log

from amuddu.reference.text import fold

SATURATION = 1.2
"""k1: how soon a repeated word stops to count more."""
LENGTH = 0.75
"""b: how much a long document is held against its words."""


class Bm25:
    """Some documents, ready to be scored against a query. Words are folded, not stemmed."""

    def __init__(self, documents: Sequence[str]) -> None:
        self._counts = [Counter(fold(document).split()) for document in documents]
        lengths = [sum(counts.values()) for counts in self._counts]
        average = sum(lengths) / len(lengths) if lengths else 1.0
        self._norms = [
            SATURATION * (1 - LENGTH + LENGTH * length / (average or 1.0)) for length in lengths
        ]
        self._found_in = Counter(word for counts in self._counts for word in counts)

    def scores(self, query: str) -> list[float]:
        """Score of every document; 0 where no word is shared."""
        rarity = {word: self._rarity(word) for word in set(fold(query).split())}
        return [
            sum(
                rare * counts[word] * (SATURATION + 1) / (counts[word] + norm)
                for word, rare in rarity.items()
                if word in counts
            )
            for counts, norm in zip(self._counts, self._norms, strict=True)
        ]

    def _rarity(self, word: str) -> float:
        """Inverse document frequency, never below zero."""
        found, total = self._found_in[word], len(self._counts)
        return log(1 + (total - found + 0.5) / (found + 0.5))
