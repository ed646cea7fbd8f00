"""The concept index as a file, and the concepts of an ESCO download.

The bundled index, `model/concepts.safetensors`, is derived from ESCO and ROME when the model is
trained. It holds number rows (vectors in 8 bits, hashed runs of letters), concept ids and ISCO-08
codes, and no name: it finds an occupation without any download, and cannot print its name.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from safetensors import safe_open
from safetensors.numpy import save_file

from services.matching.lexicon.concept_index import ConceptIndex, Encodes, Named, unit
from services.matching.lexicon.letters import LexicalIndex
from services.matching.lexicon.text import split_gendered
from services.matching.training.corpus import Concept, Corpus, distinct, read_corpus, rome_beside
from services.matching.training.reference import PREFIX, with_reference

CONCEPTS_FILE = "concepts.safetensors"
_STEPS = 127
"""Largest number of an 8-bit coordinate."""


class OtherModel(RuntimeError):
    """The index was made by another model than the one in use."""


def esco_index(esco: Path, encoder: Encodes, *, rome: Path | None = None) -> ConceptIndex:
    """Index the occupations and ISCO groups of an ESCO folder, with our own words.

    `rome` adds the French titles that the ROME folder links to them; a folder `rome` beside the
    ESCO folder is read where none is named.
    """
    corpus = read_corpus(esco, rome=rome or rome_beside(esco))
    return ConceptIndex.build(occupations_of(with_reference(corpus)), encoder)


def occupations_of(corpus: Corpus) -> list[Named]:
    """The occupations and ISCO groups that have an official id."""
    return [
        _named(concept)
        for concept in corpus.concepts
        if concept.kind in ("occupation", "group") and not concept.key.startswith(PREFIX)
    ]


def _named(concept: Concept) -> Named:
    """The labels of the four languages come first, then all other names."""
    labels = [texts[0] for texts in concept.names.values()]
    labels += [texts[1] for texts in concept.names.values() if _second_gender(texts)]
    others = (name for texts in concept.names.values() for name in texts)
    names = distinct([*labels, *others])
    group = concept.kind == "group"
    key = f"C{concept.group}" if group else concept.key
    return Named(key, names, isco=concept.group, group=group, main=len(distinct(labels)))


def _second_gender(texts: Sequence[str]) -> bool:
    """Whether the second name is the first one's other gender: the training split them."""
    return len(texts) > 1 and len(split_gendered(f"{texts[0]}/{texts[1]}")) > 1


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


def _eight_bits(rows: NDArray[np.float32]) -> NDArray[np.int8]:
    """Coordinates in steps of 1/127 of the largest of the row: cosines move by about 0.003."""
    largest = np.abs(rows).max(axis=1, keepdims=True)
    return np.rint(rows / np.where(largest > 0, largest, 1) * _STEPS).astype(np.int8)


def _starts(sizes: NDArray[np.unsignedinteger]) -> NDArray[np.int64]:
    return np.concatenate(([0], np.cumsum(sizes, dtype=np.int64)))
