"""A model that is one table of subwords, read without PyTorch.

A text's vector is the mean of its subwords' rows, scaled to length 1. Such a folder of
sentence-transformers (`StaticEmbedding`, `Normalize` or nothing after it) needs its tokenizer and
its weights, no library of neural networks: importing that takes seconds and 440 MB.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

import numpy as np
from numpy.typing import NDArray
from safetensors import safe_open
from tokenizers import Tokenizer

from services.matching.vectors.embedding import unit

if TYPE_CHECKING:
    from collections.abc import Mapping

Rows = NDArray[np.float32]
Ints = NDArray[np.int64]

_MODULES, _CONFIG = "modules.json", "config_sentence_transformers.json"
_WEIGHTS, _TOKENIZER = "model.safetensors", "tokenizer.json"
_TABLE = "embedding.weight"
_AFTER = {"Normalize"}
_TOGETHER = 512
"""Texts whose rows are added at once: as many as stay in the processor's cache."""


class StaticModel:
    """A table `[subwords, dimension]` and its tokenizer."""

    def __init__(self, table: Rows, tokenizer: Tokenizer, *, name: str) -> None:
        self._table = table
        self._tokenizer = tokenizer
        self._name = name

    @classmethod
    def read(cls, folder: Path) -> Self | None:
        """The model of a folder; `None` where it is of another kind."""
        place = _place(folder)
        if place is None or not (place / _TOKENIZER).is_file():
            return None
        with safe_open(place / _WEIGHTS, framework="numpy") as weights:
            if list(weights.keys()) != [_TABLE]:
                return None
            table = weights.get_tensor(_TABLE).astype(np.float32)
        tokenizer = Tokenizer.from_file(str(place / _TOKENIZER))
        tokenizer.no_padding()
        return cls(table, tokenizer, name=f"0.{_TABLE}")

    @property
    def dimension(self) -> int:
        return int(self._table.shape[1])

    def parameters(self) -> Mapping[str, NDArray[Any]]:
        """The weights under the names that sentence-transformers gives them."""
        return {self._name: self._table}

    def encode(self, texts: Sequence[str]) -> Rows:
        """Unit vectors, one a text; zeros where no word is known.

        Each text's rows are added first to last, whatever it stands beside: its vector is the same
        to the last bit, alone or among others.
        """
        encoded = self._tokenizer.encode_batch_fast(list(texts), add_special_tokens=False)
        subwords = [each.ids for each in encoded]
        lengths = np.fromiter(map(len, subwords), dtype=np.int64, count=len(subwords))
        flat = np.fromiter(chain.from_iterable(subwords), dtype=np.int64, count=int(lengths.sum()))
        return unit(self._sums(flat, lengths))

    def _sums(self, flat: Ints, lengths: Ints) -> Rows:
        """Sum of the rows of each text, of subwords that stand end to end."""
        sums = np.zeros((len(lengths), self.dimension), dtype=np.float32)
        starts = np.cumsum(lengths) - lengths
        longest_first = np.argsort(-lengths, kind="stable")
        for first in range(0, int(np.count_nonzero(lengths)), _TOGETHER):
            places = longest_first[first : first + _TOGETHER]
            for word, longer in _columns(lengths[places]):
                sums[places[:longer]] += self._table[flat[starts[places[:longer]] + word]]
        return sums


def _columns(lengths: Ints) -> Iterator[tuple[int, int]]:
    """Each position of a word, and how many of these texts, the longest first, have one there."""
    for word in range(int(lengths[0])):
        yield word, int(np.searchsorted(-lengths, -word))


def digest(parameters: Mapping[str, NDArray[Any]]) -> str:
    """Eight hexadecimal digits over all weights, for models that carry no id of their own."""
    found = hashlib.sha256()
    for name, values in sorted(parameters.items()):
        found.update(name.encode())
        found.update(np.ascontiguousarray(values).tobytes())
    return found.hexdigest()[:8]


def _place(folder: Path) -> Path | None:
    """Where the table of a folder lies that holds one, and nothing that changes its vectors."""
    modules = _json(folder / _MODULES)
    if not isinstance(modules, list) or not modules:
        return None
    kinds = [str(module["type"]).rsplit(".", 1)[-1] for module in modules]
    config = _json(folder / _CONFIG) or {}
    if kinds[0] != "StaticEmbedding" or set(kinds[1:]) - _AFTER or _prompted(config):
        return None
    place = folder / modules[0]["path"]
    return place if (place / _WEIGHTS).is_file() else None


def _prompted(config: Any) -> bool:
    """Whether words are put before each text."""
    return config.get("default_prompt_name") is not None


def _json(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8")) if path.is_file() else None
