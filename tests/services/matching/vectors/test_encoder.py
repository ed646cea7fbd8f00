"""The bundled model, through the only door other code uses."""

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.matching.vectors.encoder import BUNDLED_MODEL, Encoder, ModelMismatch

BUDGET_BYTES = 32 * 1024 * 1024
ALIKE = [
    ("mason", "maçon", "بناء", "albañil"),
    ("cook", "cuisinier", "طاهي", "cocinero"),
    ("nurse", "infirmière", "ممرضة", "enfermera"),
    ("tailor", "tailleur", "خياط", "sastre"),
    ("hairdresser", "coiffeuse", "مصفف شعر", "peluquera"),
]
STRANGERS = ("accountant", "comptable", "محاسب", "contable")


@pytest.fixture(scope="module")
def encoder() -> Iterator[Encoder]:
    """The bundled model, loaded with the network forbidden."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HF_HUB_OFFLINE", "1")
        yield Encoder.load()


def test_rows_are_unit_vectors_of_the_told_length(encoder: Encoder) -> None:
    rows = encoder.encode(["maçon", "بناء", "a cook who also drives"])
    assert encoder.dimension == 256
    assert rows.shape == (3, 256)
    assert rows.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(rows, axis=1), 1.0, atol=1e-5)


def test_text_without_words_is_a_zero_row(encoder: Encoder) -> None:
    rows = encoder.encode(["", "   ", "!?", "(h/f)", "mason"])
    assert not rows[:4].any()
    assert rows[4].any()


def test_no_texts_give_no_rows(encoder: Encoder) -> None:
    assert encoder.encode([]).shape == (0, 256)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text(max_size=60), max_size=5))
def test_any_text_gives_a_unit_or_zero_row(encoder: Encoder, texts: list[str]) -> None:
    lengths = np.linalg.norm(encoder.encode(texts), axis=1)
    assert np.all((lengths < 1e-6) | (np.abs(lengths - 1) < 1e-4))


def test_a_row_does_not_depend_on_its_neighbours(encoder: Encoder) -> None:
    together = encoder.encode(["mason", "a much longer text about kitchens", "chauffeur"])
    alone = encoder.encode(["chauffeur"])
    np.testing.assert_allclose(together[2], alone[0], atol=1e-6)


@pytest.mark.parametrize("words", ALIKE, ids=lambda words: words[0])
def test_one_trade_is_near_itself_in_every_language(
    encoder: Encoder, words: tuple[str, ...]
) -> None:
    trade, others = encoder.encode(words), encoder.encode(STRANGERS)
    assert (trade @ trade.T).min() > (trade @ others.T).max()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Boulanger (h/f/x)", "boulanger"),
        ("MAÇON", "macon"),
        ("مُعَلِّم", "معلم"),
        ("السائق", "سائق"),
    ],
)
def test_spelling_does_not_matter(encoder: Encoder, one: str, other: str) -> None:
    left, right = encoder.encode([one, other])
    assert float(left @ right) == pytest.approx(1.0, abs=1e-5)


def test_the_id_names_the_weights(encoder: Encoder) -> None:
    told = json.loads((BUNDLED_MODEL / "model.json").read_text(encoding="utf-8"))
    assert encoder.model_id == f"{told['name']}:{told['hash']}"
    assert len(told["hash"]) == 8


def test_foreign_weights_under_our_id_are_refused(tmp_path: Path) -> None:
    copy = tmp_path / "model"
    shutil.copytree(BUNDLED_MODEL, copy)
    told = json.loads((copy / "model.json").read_text(encoding="utf-8"))
    (copy / "model.json").write_text(json.dumps({**told, "hash": "00000000"}), encoding="utf-8")
    with pytest.raises(ModelMismatch, match="00000000"):
        Encoder.load(copy)


def test_a_folder_without_id_gets_one_from_its_weights(encoder: Encoder, tmp_path: Path) -> None:
    copy = tmp_path / "theirs"
    shutil.copytree(BUNDLED_MODEL, copy)
    (copy / "model.json").unlink()
    other = Encoder.load(copy)
    assert other.model_id.startswith("theirs:")
    assert other.model_id == Encoder.load(copy).model_id
    np.testing.assert_array_equal(other.encode(["mason"]), encoder.encode(["mason"]))


def test_the_bundle_stays_small() -> None:
    size = sum(path.stat().st_size for path in BUNDLED_MODEL.rglob("*") if path.is_file())
    assert size <= BUDGET_BYTES


def test_importing_the_module_does_not_import_torch() -> None:
    check = "import sys, services.matching.vectors.encoder; print('torch' in sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", check], capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stdout.strip() == "False"
