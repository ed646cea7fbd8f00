"""The measure of linking, on judged sets of a few lines."""

from pathlib import Path

import numpy as np
import pytest

from services.matching.evaluation.linking import (
    JudgedSet,
    by_linker,
    judged_sets,
    measure,
    rank,
    reliability,
)
from services.matching.lexicon.concept_index import ConceptIndex, Named
from services.matching.lexicon.lexicon import Lexicon
from services.matching.lexicon.linker import Linker
from tests.services.matching.support import ENCODER

OCCUPATION = "http://data.europa.eu/esco/occupation/"
GROUP = "http://data.europa.eu/esco/isco/"


def write(folder: Path, **files: str) -> Path:
    """A folder of tab-separated files; `|` stands for the tab, `;` for the line end."""
    folder.mkdir(parents=True)
    for name, text in files.items():
        lines = text.replace("|", "\t").replace(";", "\n")
        (folder / f"{name}.tsv").write_text(lines + "\n", encoding="utf-8")
    return folder


@pytest.fixture
def mapped(tmp_path: Path) -> Path:
    """The layout with a concept mapping: one name of two concepts, and an ISCO group."""
    return write(
        tmp_path / "en_en",
        queries="q1|cook (h/f);q2|mason",
        corpus_elements="n1|Cooks;n2|cook;n3|kitchen chef;n4|cook;n5|mason;n6|pastry cook",
        concept_mapping=f"n1|{GROUP}C5120;n2|{OCCUPATION}k;n3|{OCCUPATION}k;"
        f"n4|{OCCUPATION}p;n5|{OCCUPATION}m;n6|{OCCUPATION}p",
        annotations="q1|0|n2|1;q1|0|n3|1;q2|0|n5|1;q2|0|n1|0",
    )


@pytest.fixture
def plain(tmp_path: Path) -> Path:
    """The layout whose name ids are concept ids."""
    return write(
        tmp_path / "fr_en",
        queries="q1|cuisinier;q2|maçon",
        corpus="p|pastry person;k|cook;m|mason",
        qrels="q1|0|k|1;q2|0|m|1",
    )


def test_both_layouts_are_read(mapped: Path, plain: Path) -> None:
    one, other = JudgedSet.read(mapped), JudgedSet.read(plain)
    assert one.concepts == ("C5120", "k", "k", "p", "m", "p")
    assert one.groups.tolist() == [True, *[False] * 5]
    assert [places.tolist() for places in one.right] == [[1, 2], [4]]
    assert other.concepts == ("p", "k", "m")
    assert [places.tolist() for places in other.right] == [[1], [2]]
    assert [one.name for one in judged_sets(mapped.parent)] == ["en_en", "fr_en"]
    assert [one.name for one in judged_sets(mapped)] == ["en_en"]


@pytest.mark.parametrize(
    ("scores", "right", "expected"),
    [
        ([0.9, 0.5, 0.1], [0], 1),
        ([0.9, 0.5, 0.1], [2], 3),
        ([0.9, 0.9, 0.9], [0], 3),
        ([0.9, 0.9, 0.9], [0, 1], 2),
        ([0.5, 0.9, 0.1], [0, 2], 2),
        ([0.5, 0.9, 0.1], [], np.inf),
    ],
)
def test_equal_scores_count_against_us(
    scores: list[float], right: list[int], expected: float
) -> None:
    judged = np.array(right, dtype=np.int64)
    assert rank(np.array(scores, dtype=np.float32), judged) == expected


def linker(*concepts: Named) -> Linker:
    """A linker whose index holds these concepts."""
    index = ConceptIndex.build(concepts, ENCODER) if concepts else None
    return Lexicon("occupation", ENCODER, index=index).linker_of_trades


def test_concepts_tell_equal_names_apart(mapped: Path) -> None:
    judged = JudgedSet.read(mapped)
    known = linker(
        Named("k", ("cook", "cook of meals"), isco="5120"),
        Named("p", ("cook", "pastry maker"), isco="7512"),
    )
    assert measure(judged, by_linker(judged, known, ENCODER)).mrr == 1.0
    assert measure(judged, by_linker(judged, linker(), ENCODER)).mrr > 0.5


def test_a_concept_is_the_pivot_between_languages(plain: Path) -> None:
    judged = JudgedSet.read(plain)
    known = linker(
        Named("k", ("cook", "cuisinier"), isco="5120"), Named("m", ("mason", "maçon"), isco="7112")
    )
    assert measure(judged, by_linker(judged, known, ENCODER)).mrr == 1.0


def test_reliability_counts_the_unit_groups_of_the_first_answers(plain: Path) -> None:
    judged = JudgedSet.read(plain)
    known = linker(
        Named("k", ("cook", "cuisinier"), isco="5120"), Named("m", ("mason", "maçon"), isco="9999")
    )
    bins = reliability(judged, known)
    # "maçon" is answered by our mason, whose group is not the one that the set calls right.
    assert sum(one.answers for one in bins) == 2
    assert sum(one.answers * one.right for one in bins) == 1


def test_a_folder_without_corpus_is_refused(tmp_path: Path) -> None:
    folder = write(tmp_path / "broken", queries="q|cook")
    with pytest.raises(FileNotFoundError, match="corpus"):
        JudgedSet.read(folder)
