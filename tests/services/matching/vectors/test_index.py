"""The vector index against a plain matrix product."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from services.matching.vectors.embedding import pack, unit, unpack
from services.matching.vectors.index import StaleModel, VectorIndex, refuse_other_models

SIZE = 16


def vectors(count: int, *, seed: int = 0) -> NDArray[np.float32]:
    drawn = np.random.default_rng(seed).standard_normal((count, SIZE)).astype(np.float32)
    return np.array([unpack(pack(row)) for row in unit(drawn)])


@given(
    seed=st.integers(0, 1000),
    held=st.sets(st.integers(0, 200), min_size=1, max_size=60),
    data=st.data(),
)
@settings(max_examples=50, deadline=None)
def test_search_is_exact_under_any_filter(seed: int, held: set[int], data: st.DataObject) -> None:
    numbers = np.array(sorted(held), dtype=np.int64)
    rows = vectors(len(numbers), seed=seed)
    index = VectorIndex(SIZE)
    index.put(numbers, rows)
    allowed = np.array(
        sorted(data.draw(st.sets(st.sampled_from(sorted(held)), min_size=1))), dtype=np.int64
    )
    question = vectors(1, seed=seed + 1)[0]
    found, scores = index.search(question, k=5, allowed=allowed)
    expected = rows[np.isin(numbers, allowed)] @ question
    assert set(found.tolist()) <= set(allowed.tolist())
    assert scores == pytest.approx(np.sort(expected)[::-1][:5], abs=1e-5)


def test_putting_again_replaces_and_dropping_forgets() -> None:
    index = VectorIndex(SIZE)
    first, second = vectors(2)
    index.put(np.array([3, 7]), np.stack([first, first]))
    index.put(np.array([7]), second[None])
    assert len(index) == 2
    assert index.search(second, k=1)[0].tolist() == [7]
    index.drop(np.array([7, 99]))
    assert index.search(second, k=5)[0].tolist() == [3]


def test_nothing_held_or_nobody_allowed_finds_nobody() -> None:
    index = VectorIndex(SIZE)
    question = vectors(1)[0]
    assert index.search(question, k=5)[0].tolist() == []
    index.put(np.array([1]), vectors(1))
    none = np.zeros(0, dtype=np.int64)
    assert index.search(question, k=5, allowed=none)[0].tolist() == []


def test_vectors_of_another_model_are_refused_with_the_command_that_mends_it() -> None:
    refuse_other_models({"a:1"}, ours="a:1")
    with pytest.raises(StaleModel, match="amuddu reindex"):
        refuse_other_models({"a:1", "b:2"}, ours="a:1")


def test_half_precision_hardly_moves_a_cosine() -> None:
    drawn = unit(np.random.default_rng(4).standard_normal((200, 256)).astype(np.float32))
    kept = np.array([unpack(pack(row)) for row in drawn])
    assert np.abs(drawn @ drawn.T - kept @ kept.T).max() < 1e-3
