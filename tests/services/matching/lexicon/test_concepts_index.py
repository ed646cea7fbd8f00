"""Concepts with many names, found by any of them."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.matching.lexicon.concept_file import OtherModel, load, save
from services.matching.lexicon.concept_index import ConceptIndex, Named
from services.matching.lexicon.linker import sentences
from services.matching.training.taxonomy import esco_index
from services.matching.vectors.encoder import BUNDLED_MODEL
from tests.services.matching.support import ENCODER, bundled

DATA = Path(__file__).parents[1] / "data"
CONCEPTS = (
    Named("mason", ("maçon/maçonne", "bricklayer", "stone mason", "بناء"), isco="7112"),
    Named("cook", ("cuisinier", "cook", "طباخ", "kitchen chef", "cook of meals"), isco="5120"),
    Named("C5120", ("cook",), isco="5120", group=True),
    Named("pastry", ("pastry maker", "pâtissier", "cook"), isco="7512"),
)


@pytest.fixture(scope="module")
def index() -> ConceptIndex:
    return ConceptIndex.build(CONCEPTS, ENCODER)


def found(index: ConceptIndex, text: str, **options: bool) -> list[str]:
    return [one.concept for one in index.search(text, 4, encoder=ENCODER, **options)]


@pytest.mark.parametrize(
    ("text", "concept", "label"),
    [
        ("Maçonne (H/F)", "mason", "maçonne"),
        ("بناء", "mason", "بناء"),
        ("stone masonn", "mason", "stone mason"),
        ("طباخ", "cook", "طباخ"),
        ("patissier", "pastry", "pâtissier"),
    ],
)
def test_a_concept_is_found_by_any_name(
    index: ConceptIndex, text: str, concept: str, label: str
) -> None:
    best = index.search(text, 1, encoder=ENCODER)[0]
    assert (best.concept, best.label) == (concept, label)
    assert 0 < best.score <= 1


def test_concepts_that_share_a_name_are_told_apart_by_their_other_names(
    index: ConceptIndex,
) -> None:
    assert found(index, "cook", groups=False)[:2] == ["cook", "pastry"]


def test_an_isco_group_comes_behind_its_occupation_or_not_at_all(index: ConceptIndex) -> None:
    ranked = found(index, "kitchen cook")
    assert ranked.index("cook") < ranked.index("C5120")
    assert "C5120" not in found(index, "cook", groups=False)


def test_scores_fall_and_k_is_kept(index: ConceptIndex) -> None:
    scores = [one.score for one in index.search("cook", 3, encoder=ENCODER)]
    assert len(scores) == 3
    assert scores == sorted(scores, reverse=True)


def test_an_empty_index_finds_nothing() -> None:
    assert ConceptIndex.build((), ENCODER).search("cook", 3, encoder=ENCODER) == []


def test_of_many_names_those_that_differ_are_kept() -> None:
    names = ("cook", "Cook", "COOK", "mason", "pilot")
    index = ConceptIndex.build((Named("all", names),), ENCODER, most=3)
    assert index.labels is not None
    assert sorted(label.casefold() for label in index.labels) == ["cook", "mason", "pilot"]


@settings(deadline=None)
@given(st.text(max_size=60))
def test_any_text_can_be_searched(index: ConceptIndex, text: str) -> None:
    assert len(index.search(text, 4, encoder=ENCODER)) == 4


def test_a_saved_index_ranks_the_same_and_keeps_no_name(
    index: ConceptIndex, tmp_path: Path
) -> None:
    save(index, tmp_path, model_id="hashing-1")
    loaded = load(tmp_path, model_id="hashing-1")
    assert loaded is not None
    assert loaded.labels is None
    for text in ("maçon", "chef cook", "pâtissier", "طباخ"):
        assert found(loaded, text) == found(index, text)
    written = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    assert b"bricklayer" not in written


def test_an_index_of_another_model_is_refused(index: ConceptIndex, tmp_path: Path) -> None:
    assert load(tmp_path, model_id="hashing-1") is None
    save(index, tmp_path, model_id="hashing-1")
    with pytest.raises(OtherModel, match="hashing-1"):
        load(tmp_path, model_id="hashing-2")


def test_an_esco_folder_is_indexed_with_its_groups() -> None:
    index = esco_index(DATA / "tiny_esco", ENCODER, rome=DATA / "tiny_rome")
    assert index.groups.any()
    assert not any(key.startswith("reference:") for key in index.keys)
    best = index.search("boulangère", 1, encoder=ENCODER, groups=False)[0]
    assert best.concept == "00000001-0000-4000-8000-000000000005"


def test_a_description_is_cut_at_stops_and_lines() -> None:
    told = "Servir. Nettoyer la salle\n- ok\n • Encaisser!"
    assert sentences(told) == ("Servir", "Nettoyer la salle", "- ok", "Encaisser")


def test_the_bundled_index_reads_four_languages_without_any_download() -> None:
    encoder = bundled().encoder
    index = load(BUNDLED_MODEL, model_id=encoder.model_id)
    assert index is not None
    code = dict(zip(index.keys, index.codes, strict=True))
    for words, isco in (
        (("maçon", "bricklayer", "بناء", "albañil"), "7112"),
        (("cuisinière H/F", "cook", "طباخ", "cocinero"), "5120"),
        (("coiffeuse", "hairdresser", "حلاقة", "peluquera"), "5141"),
    ):
        for word in words:
            best = index.search(word, 5, encoder=encoder, groups=False)
            assert isco in [code[one.concept] for one in best], word
