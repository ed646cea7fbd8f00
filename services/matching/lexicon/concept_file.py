"""The concept index as a file beside the model: read by services, written by training.

`concepts.safetensors` holds number rows (vectors in 8 bits, hashed runs of letters), concept ids
and ISCO-08 codes, and no name.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from safetensors import safe_open
from safetensors.numpy import save_file

from services.matching.lexicon.concept_index import ConceptIndex, Encodes, unit
from services.matching.lexicon.letters import LexicalIndex
from services.matching.vectors.encoder import Encoder

CONCEPTS_FILE = "concepts.safetensors"
_STEPS = 127
"""Largest number of an 8-bit coordinate."""


class OtherModel(RuntimeError):
    """The index was made by another model than the one in use."""


def save(index: ConceptIndex, folder: Path, *, model_id: str) -> None:
    """Write the index beside its model; the same index gives the same bytes."""
    letters = index.letters
    arrays: dict[str, NDArray[Any]] = {
        "vectors": _eight_bits(index.vectors),
        "means": _eight_bits(index.means),
        "sizes": np.diff(index.first).astype(np.uint8),
        "groups": index.groups.astype(np.uint8),
        "rarity": letters.rarity.astype(np.float16),
        "spread": np.diff(letters.starts).astype(np.uint16),
        "rows": letters.rows.astype(np.uint16),
        "weights": np.rint(letters.weights * 255).astype(np.uint8),
    }
    told = {"model": model_id, "keys": list(index.keys), "codes": list(index.codes)}
    path = folder / CONCEPTS_FILE
    save_file(arrays, path, metadata={"index": json.dumps(told)})
    # safetensors writes for its owner only; a service runs as another user than the builder.
    path.chmod(0o644)


def load(folder: Path, *, model_id: str) -> ConceptIndex | None:
    """Read the index of a model folder, `None` where it has none.

    Raises `OtherModel` where another model made it: its vectors would mean nothing.
    """
    path = folder / CONCEPTS_FILE
    if not path.is_file():
        return None
    with safe_open(path, framework="numpy") as stream:
        told = json.loads(stream.metadata()["index"])
        arrays = {name: stream.get_tensor(name) for name in stream.keys()}  # noqa: SIM118 - no dict
    if told["model"] != model_id:
        raise OtherModel(f"{path.name} was made by {told['model']}, the model is {model_id}")
    return ConceptIndex(
        keys=tuple(told["keys"]),
        codes=tuple(told["codes"]),
        groups=arrays["groups"].astype(np.bool_),
        first=_starts(arrays["sizes"]),
        vectors=unit(arrays["vectors"].astype(np.float32)),
        means=unit(arrays["means"].astype(np.float32)),
        letters=LexicalIndex(
            size=len(told["keys"]),
            rarity=arrays["rarity"].astype(np.float32),
            starts=_starts(arrays["spread"]),
            rows=arrays["rows"].astype(np.int64),
            weights=arrays["weights"].astype(np.float32) / 255,
        ),
    )


def index_beside(encoder: Encodes) -> ConceptIndex | None:
    """The index that lies beside an encoder's model; `None` of a model that has none, or of an
    encoder that is no model."""
    if not isinstance(encoder, Encoder) or encoder.folder is None:
        return None
    return load(encoder.folder, model_id=encoder.model_id)


def _eight_bits(rows: NDArray[np.float32]) -> NDArray[np.int8]:
    """Coordinates in steps of 1/127 of the largest of the row: cosines move by about 0.003."""
    largest = np.abs(rows).max(axis=1, keepdims=True)
    return np.rint(rows / np.where(largest > 0, largest, 1) * _STEPS).astype(np.int8)


def _starts(sizes: NDArray[np.unsignedinteger]) -> NDArray[np.int64]:
    return np.concatenate(([0], np.cumsum(sizes, dtype=np.int64)))
