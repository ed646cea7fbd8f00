"""The graded test of the ranking: its measure, its peers, and who is in it."""

from __future__ import annotations

import pytest

from services.matching.evaluation import ranking as graded
from services.matching.evaluation.bm25 import Bm25
from services.matching.ranking.matcher import matcher_of
from services.matching.training.corpus import Concept, Corpus
from tests.services.matching.support import ENCODER

TESTS = graded.cases(graded.own_trades(), vacancies=5)


def test_gain_is_one_for_the_best_order_and_hand_computed_otherwise() -> None:
    assert graded.gain([3, 2, 1, 0], [0.9, 0.8, 0.7, 0.1]) == 1
    # 0, 3 in this order: 7 / log2(3) over 7
    assert graded.gain([3, 0], [0.1, 0.9]) == pytest.approx(0.6309, abs=1e-4)


def test_equal_scores_count_against_the_ranker() -> None:
    assert graded.gain([3, 0], [0.0, 0.0]) == pytest.approx(0.6309, abs=1e-4)


def test_bm25_prefers_rare_words_and_short_documents() -> None:
    said = ["maçon à rabat", "cuisinier à rabat", "maçon ou autre métier du bâtiment"]
    scores = Bm25(said).scores("Maçon")
    assert scores[0] > scores[2] > scores[1] == 0
    common = Bm25(["a b", "a c", "a d"]).scores("a")[0]
    rare = Bm25(["a b", "c", "d"]).scores("a")[0]
    assert rare > common > 0


def test_candidates_of_every_grade_tell_about_themselves_in_words_alone() -> None:
    for one in TESTS:
        assert set(one.grades) >= {0, 2, 3}
        assert one.grades.count(3) == graded.SAME
        for person, grade in zip(one.people, one.grades, strict=True):
            digits = {3: 4, 2: 4, 1: 3, 0: 0}[grade]
            assert person.trade.isco[:digits] == one.trade.isco[:digits]
            assert (person.trade.key == one.trade.key) == (grade == 3)
            assert person.skills("fr")
            assert person.name("ar")


def test_the_same_test_every_time() -> None:
    again = graded.cases(graded.own_trades(), vacancies=5)
    assert [one.people for one in again] == [one.people for one in TESTS]


def test_every_pair_of_languages_is_measured() -> None:
    figures = graded.measure(TESTS[:1], graded.by_fit(matcher_of(ENCODER)))
    assert len(figures) == 16
    assert all(0 <= figure <= 1 for figure in figures.values())
    assert set(graded.measure(TESTS[:1], graded.by_words(TESTS))) == set(figures)
    assert set(graded.measure(TESTS[:1], graded.by_vector(TESTS, ENCODER))) == set(figures)


def test_an_esco_folder_gives_trades_named_in_every_language() -> None:
    def names(word: str) -> dict[str, tuple[str, ...]]:
        return {lang: (f"{word} {lang}",) for lang in ("fr", "ar", "en", "es")}

    skills = [Concept(f"s{n}", "skill", "", names(f"s{n}")) for n in range(3)]
    whole = Concept("o1", "occupation", "7112", names("mason"))
    partly = Concept("o2", "occupation", "7112", {"fr": ("maçon",)})
    few = Concept("o3", "occupation", "7112", names("tiler"))
    of = {"o1": ("s0", "s1", "s2"), "o2": ("s0", "s1", "s2"), "o3": ("s0",)}
    trades = graded.corpus_trades(Corpus((*skills, whole, partly, few), of))
    assert [trade.key for trade in trades] == ["o1"]
    assert trades[0].skills[0]["es"] == ("s0 es",)
