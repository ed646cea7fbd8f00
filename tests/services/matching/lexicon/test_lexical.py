"""Closeness by letters alone."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.matching.lexicon.letters import LexicalIndex

TITLES = ["tuyauteur", "maçon", "boulanger pâtissier", "pastry cook", "بناء", "cook"]
TEXTS = st.text(max_size=40)


@pytest.fixture(scope="module")
def index() -> LexicalIndex:
    return LexicalIndex.fit(TITLES)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("tuyautteur", "tuyauteur"),
        ("MACON", "maçon"),
        ("patissier boulanger", "boulanger pâtissier"),
        ("pastry coook", "pastry cook"),
        ("البناء", "بناء"),
    ],
)
def test_a_misspelt_title_is_closest_to_the_right_one(
    index: LexicalIndex, typed: str, meant: str
) -> None:
    assert TITLES[int(index.scores(typed).argmax())] == meant


def test_the_same_letters_are_as_close_as_can_be(index: LexicalIndex) -> None:
    own = [index.scores(title)[place] for place, title in enumerate(TITLES)]
    np.testing.assert_allclose(own, 1.0, atol=1e-5)


def test_a_rare_word_says_more_than_a_frequent_one() -> None:
    index = LexicalIndex.fit(["chef meunier", "chef tonnelier", "chef pilote", "aide meunier"])
    scores = index.scores("chef meunier")
    assert scores[3] > scores[1]


def test_texts_of_one_owner_are_one_row() -> None:
    index = LexicalIndex.fit(["cook", "cuisinier", "mason"], owners=np.array([0, 0, 1]))
    assert index.size == 2
    assert index.scores("cuisinier")[0] > 0.5
    assert index.scores("mason").argmax() == 1


def test_keeping_fewer_runs_of_letters_keeps_the_winner() -> None:
    index = LexicalIndex.fit(TITLES, keep=4)
    assert np.bincount(index.rows).max() <= 4
    assert index.scores("tuyauteur").argmax() == 0


@settings(deadline=None)
@given(st.lists(TEXTS, min_size=1, max_size=6), TEXTS)
def test_any_text_scores_between_0_and_1(texts: list[str], query: str) -> None:
    scores = LexicalIndex.fit(texts).scores(query)
    assert scores.shape == (len(texts),)
    assert np.isfinite(scores).all()
    assert ((scores >= 0) & (scores <= 1 + 1e-5)).all()
