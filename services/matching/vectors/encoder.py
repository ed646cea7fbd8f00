"""Turns text into vectors. The only module that imports sentence_transformers.

Importing this module is quick; the library (and torch under it) is imported when a model is
loaded, which takes some seconds once per process.
"""

import hashlib
import json
import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Self

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

BUNDLED_MODEL = Path(__file__).resolve().parent.parent / "model"
_IDENTITY_FILE = "model.json"
_HASHED_FILES = ("model.safetensors", "tokenizer.json")
_BATCH = 512
_THREADS = 1
"""A lookup and a mean gain nothing from more threads, which would slow the HTTP workers."""


class ModelMismatch(RuntimeError):
    """The weights of a model folder are not the ones its ``model.json`` names."""


class Encoder:
    """A loaded embedding model.

    ``dimension`` is the length of a vector. ``model_id`` is ``name:hash`` and changes when the
    weights change: vectors of two ids must never be compared. ``folder`` is where the model was
    read, if it was a folder.
    """

    dimension: int
    model_id: str
    folder: Path | None

    def __init__(
        self, model: "SentenceTransformer", *, model_id: str, folder: Path | None = None
    ) -> None:
        dimension = model.get_embedding_dimension()
        if dimension is None:
            raise ValueError(f"{model_id} does not say how long its vectors are")
        self._model = model
        self.dimension = dimension
        self.model_id = model_id
        self.folder = folder

    @classmethod
    def load(cls, path: str | Path | None = None) -> Self:
        """Load the bundled model, or any sentence-transformers folder or hub name.

        A folder, the bundled one included, is read without touching the network. Raises
        ``ModelMismatch`` where a folder's weights contradict its ``model.json``.
        """
        source = Path(path) if path is not None else BUNDLED_MODEL
        identity = _identity(source)
        model = _open(str(path) if path is not None else str(source), local=source.is_dir())
        return cls(
            model,
            model_id=identity or f"{source.name}:{_hash_weights(model)}",
            folder=source if source.is_dir() else None,
        )

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Encode texts as unit vectors, shape [n, dimension]; a text without words is all zero.

        The cosine of two texts is the dot product of their rows.
        """
        if not texts:
            return np.zeros((0, self.dimension), dtype=np.float32)
        rows = self._model.encode(
            list(texts),
            batch_size=_BATCH,
            show_progress_bar=False,
            convert_to_numpy=True,
            normalize_embeddings=True,
        )
        vectors = np.asarray(rows, dtype=np.float32)
        vectors[[not text.strip() for text in texts]] = 0.0
        return vectors


def _open(source: str, *, local: bool) -> "SentenceTransformer":
    """Import the library and load the model on the CPU in single precision."""
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
    import torch
    from sentence_transformers import SentenceTransformer

    torch.set_num_threads(_THREADS)
    model = SentenceTransformer(source, device="cpu", local_files_only=local)
    # Half-precision files stay half in memory otherwise, and an empty text would become NaN.
    return model.float()


def _identity(folder: Path) -> str | None:
    """The id of a folder that carries a ``model.json``, checked against its weights."""
    path = folder / _IDENTITY_FILE
    if not path.is_file():
        return None
    told = json.loads(path.read_text(encoding="utf-8"))
    digest = hashlib.sha256()
    for name in _HASHED_FILES:
        digest.update((folder / name).read_bytes())
    found = digest.hexdigest()[:8]
    if found != told["hash"]:
        raise ModelMismatch(f"{folder.name}: weights are {found}, model.json says {told['hash']}")
    return f"{told['name']}:{found}"


def _hash_weights(model: "SentenceTransformer") -> str:
    """Eight hexadecimal digits over all parameters, for models that carry no id of their own."""
    digest = hashlib.sha256()
    for name, values in sorted(model.state_dict().items()):
        digest.update(name.encode())
        digest.update(values.contiguous().numpy().tobytes())
    return digest.hexdigest()[:8]
