"""Texts as bags of subword numbers in flat arrays, so that a batch is drawn without a loop."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Bags:
    """All texts, one after another.

    Text ``i`` owns ``tokens[starts[i] : starts[i + 1]]``.

    Shapes: ``tokens`` [sum of lengths], ``starts`` [number of texts + 1].
    """

    tokens: Ints
    starts: Ints

    def take(self, texts: Ints) -> tuple[Ints, Ints]:
        """Give the tokens of the chosen texts [sum of lengths] and their offsets [n]."""
        lengths = self.starts[texts + 1] - self.starts[texts]
        offsets = np.concatenate(([0], np.cumsum(lengths)))
        within = np.arange(offsets[-1]) - np.repeat(offsets[:-1], lengths)
        return self.tokens[np.repeat(self.starts[texts], lengths) + within], offsets[:-1]


def bag(texts: Sequence[str], tokenizer: Tokenizer, *, longest: int) -> Bags:
    """Tokenise every text and keep its first ``longest`` subwords."""
    encodings = tokenizer.encode_batch(list(texts), add_special_tokens=False)
    ids = [encoding.ids[:longest] for encoding in encodings]
    lengths = np.fromiter((len(one) for one in ids), dtype=np.int64, count=len(ids))
    tokens = np.fromiter((token for one in ids for token in one), dtype=np.int64)
    return Bags(tokens, np.concatenate(([0], np.cumsum(lengths))))


def frequencies(bags: Bags, *, size: int) -> NDArray[np.float64]:
    """Give the share of each subword among all subwords, [size], smoothed so that none is 0."""
    counts = np.bincount(bags.tokens, minlength=size) + 0.5
    return np.asarray(counts / counts.sum(), dtype=np.float64)
