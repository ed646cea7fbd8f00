"""The table of a model, read without PyTorch: what sentence-transformers would give."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.matching.vectors.encoder import BUNDLED_MODEL, Encoder
from services.matching.vectors.library import LibraryModel
from services.matching.vectors.static import StaticModel, digest

WORDS = st.sampled_from(["maçon", "بناء", "cook", "soudeur TIG", "(h/f)", "é", "!?", "plombier-"])
TEXTS = st.one_of(st.text(max_size=40), st.lists(WORDS, max_size=80).map(" ".join))


@pytest.fixture(scope="module")
def table() -> StaticModel:
    read = StaticModel.read(BUNDLED_MODEL)
    assert read is not None
    return read


@settings(max_examples=60, deadline=None)
@given(st.lists(TEXTS, min_size=1, max_size=12))
def test_a_text_is_alike_alone_and_among_others(table: StaticModel, texts: list[str]) -> None:
    together = table.encode(texts)
    for text, row in zip(texts, together, strict=True):
        assert table.encode([text])[0].tobytes() == row.tobytes()


def test_more_texts_than_are_added_at_once(table: StaticModel) -> None:
    texts = [f"maçon {number} " * (number % 7) for number in range(1_300)]
    together = table.encode(texts)
    for place in (0, 1, 511, 512, 1_024, 1_299):
        assert table.encode([texts[place]])[0].tobytes() == together[place].tobytes()


def test_its_vectors_and_its_id_are_those_of_sentence_transformers(table: StaticModel) -> None:
    library = LibraryModel.load(str(BUNDLED_MODEL), local=True)
    texts = ["maçon", "بناء", "a cook who also drives", "plombier " * 300, "x" * 200, "(h/f)", ""]
    np.testing.assert_allclose(table.encode(texts), library.encode(texts), atol=1e-6)
    assert digest(table.parameters()) == digest(library.parameters())


def _copy(tmp_path: Path) -> Path:
    copy = tmp_path / "theirs"
    shutil.copytree(BUNDLED_MODEL, copy)
    return copy


@pytest.mark.parametrize("kind", ["Pooling", "Dense"])
def test_a_folder_with_other_modules_is_left_to_the_library(tmp_path: Path, kind: str) -> None:
    copy = _copy(tmp_path)
    modules = json.loads((copy / "modules.json").read_text())
    modules[1]["type"] = f"sentence_transformers.models.{kind}"
    (copy / "modules.json").write_text(json.dumps(modules))
    assert StaticModel.read(copy) is None


def test_a_folder_that_puts_words_before_texts_is_left_to_the_library(tmp_path: Path) -> None:
    copy = _copy(tmp_path)
    path = copy / "config_sentence_transformers.json"
    told = {"prompts": {"query": "trade: "}, "default_prompt_name": "query"}
    path.write_text(json.dumps({**json.loads(path.read_text()), **told}))
    assert StaticModel.read(copy) is None


def test_a_folder_without_modules_is_left_to_the_library(tmp_path: Path) -> None:
    (tmp_path / "model.safetensors").write_bytes(b"")
    assert StaticModel.read(tmp_path) is None


def test_matching_starts_without_torch() -> None:
    """Importing its processes, and all that `create` makes beside the database."""
    check = """
import sys
import services.matching.app, services.matching.worker
from services.matching.ranking.matcher import matcher_of
from services.matching.vectors.encoder import Encoder
matcher_of(Encoder.load())
print(sorted({"torch", "sentence_transformers", "transformers", "sklearn"} & set(sys.modules)))
"""
    command = [sys.executable, "-c", check]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=120)
    assert done.stdout.strip() == "[]"
    assert Encoder.load().model_id.startswith("amuddu-static-1:")
