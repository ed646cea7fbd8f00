"""The whole training, on a taxonomy of thirty concepts, in seconds."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.matching.lexicon.text import split_gendered
from services.matching.training import __main__ as command
from services.matching.training.corpus import DARIJA, Concept, Corpus, read_corpus
from services.matching.training.reference import with_reference
from services.matching.training.tokenizer import fragmenting, learn, normalizer
from services.matching.vectors.encoder import Encoder

DATA = Path(__file__).parents[1] / "data"
ESCO, ROME = DATA / "tiny_esco", DATA / "tiny_rome"
MODEL_FILES = (
    "model.safetensors",
    "tokenizer.json",
    "model.json",
    "modules.json",
    "concepts.safetensors",
)
WORDS = st.text(alphabet="abcdeéèçñßœ بناءةىأإآ'-/()hfx", max_size=40)


def run_training(out: Path) -> Path:
    """Train as a person would, by the command."""
    folders = ["--esco", str(ESCO), "--rome", str(ROME), "--out", str(out)]
    quick = ["--no-reference", "--epochs", "40", "--vocabulary", "1500", "--threads", "1"]
    command.main([*folders, *quick])
    return out


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A model folder trained on the small taxonomy."""
    return run_training(tmp_path_factory.mktemp("trained"))


@pytest.fixture(scope="module")
def corpus() -> Corpus:
    """The small taxonomy."""
    return read_corpus(ESCO, rome=ROME)


@pytest.mark.parametrize(
    ("label", "titles"),
    [
        ("boulanger / boulangère", ("boulanger", "boulangère")),
        (
            "Technicien / Technicienne en géothermie",
            ("Technicien en géothermie", "Technicienne en géothermie"),
        ),
        ("بناء / بناءة", ("بناء", "بناءة")),
        ("CNC/DNC operator", ("CNC/DNC operator",)),
        ("plumber", ("plumber",)),
        ("a/b/c", ("a/b/c",)),
        ("/", ("/",)),
    ],
)
def test_two_gender_labels_are_two_titles(label: str, titles: tuple[str, ...]) -> None:
    assert split_gendered(label) == titles


@given(WORDS)
def test_splitting_gives_titles_that_split_no_further(label: str) -> None:
    for title in split_gendered(label):
        assert title == title.strip()
        assert split_gendered(title) == (title,)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Maçon (h/f/x)", "macon"),
        ("Maçon H/F", "maçon"),
        ("مُدَرِّسَة", "مدرسه"),
        ("المـدرسـة", "مدرسة"),
        ("أستاذ", "استاذ"),
        ("مستشفى", "مستشفي"),
        ("Œuvre d’art", "oeuvre d'art"),
        ("albañiles", "ALBANILES"),
        ("Ｍａｓｏｎ", "masons"),
    ],
)
def test_spellings_of_one_word_are_one_word(one: str, other: str) -> None:
    tokenizer = learn(
        ["macon mason maconne", "استاذ مدرسه مستشفي", "oeuvre d art albanile"], size=90
    )
    assert tokenizer.encode(one).ids == tokenizer.encode(other).ids


@given(WORDS)
def test_normalising_twice_changes_nothing_but_articles_and_plurals(text: str) -> None:
    once = normalizer().normalize_str(text)
    assert len(normalizer().normalize_str(once)) <= len(once)
    assert once == once.lower()


def test_fragments_keep_the_numbers_of_their_pieces(corpus: Corpus) -> None:
    whole = learn(tuple(corpus.texts()), size=1500)
    short = fragmenting(whole, longest=3)
    numbers = whole.get_vocab()
    assert all(numbers[piece] == number for piece, number in short.get_vocab().items())
    assert len(short.encode("boulangère").ids) > len(whole.encode("boulangère").ids)


def test_held_out_titles_are_not_read(corpus: Corpus) -> None:
    texts = set(corpus.texts())
    assert "Pétrisseuse" in texts
    assert "Compagnon maçon en rénovation" in texts
    assert not any("Brode" in text for text in texts)


def test_only_essential_skills_count(corpus: Corpus) -> None:
    assert sum(len(skills) for skills in corpus.skills_of.values()) == 11


def test_a_missing_file_stops_the_training(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        read_corpus(tmp_path)


@pytest.mark.parametrize("kind", ["occupation", "skill"])
def test_translations_of_a_concept_come_closest(trained: Path, corpus: Corpus, kind: str) -> None:
    encoder = Encoder.load(trained)
    concepts = [one for one in corpus.concepts if one.kind == kind]
    english = encoder.encode([one.names["en"][0] for one in concepts])
    for language in ("fr", "ar", "es"):
        other = encoder.encode([one.names[language][0] for one in concepts])
        closest = (other @ english.T).argmax(axis=1)
        assert (closest == np.arange(len(concepts))).mean() >= 0.95, language


def test_two_runs_give_the_same_bytes(trained: Path, tmp_path: Path) -> None:
    again = run_training(tmp_path / "again")
    for name in MODEL_FILES:
        assert (again / name).read_bytes() == (trained / name).read_bytes(), name


def test_a_rome_field_gathers_its_titles(corpus: Corpus) -> None:
    fields = {one.key: one for one in corpus.concepts if one.kind == "field"}
    assert fields
    assert all(one.names["fr"] and one.names["members"] for one in fields.values())


def test_the_house_words_join_the_trade_of_the_same_name_and_code() -> None:
    mason = Concept("m", "occupation", "7112", {"en": ("bricklayer", "mason")})
    judge = Concept("j", "occupation", "2612", {"en": ("mason",)})
    known = with_reference(Corpus((mason, judge), {})).concepts
    assert known[0].names["en"][:2] == ("bricklayer", "mason")
    assert "maçon" in known[0].names["fr"]
    assert known[0].names[DARIJA]
    assert known[1] == judge
    assert not any(one.key == "reference:mason" for one in known)
    assert any(one.key == "reference:hairdresser" for one in known)
