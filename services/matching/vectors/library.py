"""Any model of sentence-transformers. The only module that imports it.

Importing this module is quick; the library (and torch under it) is imported when a model is
loaded, which takes some seconds once per process.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Self

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

_BATCH = 512
_THREADS = 1
"""One text gains nothing from more threads, which would slow the HTTP workers."""


class LibraryModel:
    """A model that sentence-transformers has loaded."""

    def __init__(self, model: SentenceTransformer, *, dimension: int) -> None:
        self._model = model
        self.dimension = dimension

    @classmethod
    def load(cls, source: str, *, local: bool) -> Self:
        """Import the library and load the model on the CPU in single precision."""
        os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
        import torch
        from sentence_transformers import SentenceTransformer

        torch.set_num_threads(_THREADS)
        model = SentenceTransformer(source, device="cpu", local_files_only=local)
        dimension = model.get_embedding_dimension()
        if dimension is None:
            raise ValueError(f"{source} does not say how long its vectors are")
        # Half-precision files stay half in memory otherwise, and an empty text would become NaN.
        return cls(model.float(), dimension=dimension)

    def parameters(self) -> Mapping[str, NDArray[Any]]:
        """The weights by name."""
        return {name: values.numpy() for name, values in self._model.state_dict().items()}

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Unit vectors, one a text."""
        rows = self._model.encode(
            list(texts),
            batch_size=_BATCH,
            show_progress_bar=False,
            convert_to_numpy=True,
            normalize_embeddings=True,
        )
        return np.asarray(rows, dtype=np.float32)
