"""Turns text into vectors, by the bundled model or by one that a setting names.

A model that is one table is read as such (`static`), in a tenth of a second; any other by
sentence-transformers (`library`), which takes seconds to import.
"""

import hashlib
import json
import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol, Self

import numpy as np
from numpy.typing import NDArray

from services.matching.vectors.library import LibraryModel
from services.matching.vectors.static import StaticModel, digest

BUNDLED_MODEL = Path(__file__).resolve().parent.parent / "model"
_IDENTITY_FILE = "model.json"
_HASHED_FILES = ("model.safetensors", "tokenizer.json")


class ModelMismatch(RuntimeError):
    """The weights of a model folder are not the ones its ``model.json`` names."""


class Model(Protocol):
    """What an encoder asks of a loaded model."""

    @property
    def dimension(self) -> int: ...

    def parameters(self) -> Mapping[str, NDArray[Any]]: ...

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]: ...


class Encoder:
    """A loaded embedding model.

    ``dimension`` is the length of a vector. ``model_id`` is ``name:hash`` and changes when the
    weights change: vectors of two ids must never be compared. ``folder`` is where the model was
    read, if it was a folder.
    """

    def __init__(self, model: Model, *, model_id: str, folder: Path | None = None) -> None:
        self._model = model
        self.dimension = model.dimension
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
            model_id=identity or f"{source.name}:{digest(model.parameters())}",
            folder=source if source.is_dir() else None,
        )

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Encode texts as unit vectors, shape [n, dimension]; a text without words is all zero.

        The cosine of two texts is the dot product of their rows.
        """
        if not texts:
            return np.zeros((0, self.dimension), dtype=np.float32)
        vectors = self._model.encode(texts)
        vectors[[not text.strip() for text in texts]] = 0.0
        return vectors


def _open(source: str, *, local: bool) -> Model:
    # Requests run beside one another: a text is cut up on the thread that asks.
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
    table = StaticModel.read(Path(source)) if local else None
    return table or LibraryModel.load(source, local=local)


def _identity(folder: Path) -> str | None:
    """The id of a folder that carries a ``model.json``, checked against its weights."""
    path = folder / _IDENTITY_FILE
    if not path.is_file():
        return None
    told = json.loads(path.read_text(encoding="utf-8"))
    weighed = hashlib.sha256()
    for name in _HASHED_FILES:
        weighed.update((folder / name).read_bytes())
    found = weighed.hexdigest()[:8]
    if found != told["hash"]:
        raise ModelMismatch(f"{folder.name}: weights are {found}, model.json says {told['hash']}")
    return f"{told['name']}:{found}"
