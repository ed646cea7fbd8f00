"""The whole training, on a taxonomy of thirty concepts, in seconds."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.matching.encoder import Encoder
from services.matching.text import split_gendered
from services.matching.training import __main__ as command
from services.matching.training.corpus import Corpus, read_corpus
from services.matching.training.evaluate import JudgedSet, main, measure
from services.matching.training.tokenizer import fragmenting, learn, normalizer

DATA = Path(__file__).parent / "data"
ESCO, ROME = DATA / "tiny_esco", DATA / "tiny_rome"
MODEL_FILES = ("model.safetensors", "tokenizer.json", "model.json", "modules.json")
WORDS = st.text(alphabet="abcdeéèçñßœ بناءةىأإآ'-/()hfx", max_size=40)


def run_training(out: Path) -> Path:
    """Train as a person would, by the command."""
    given_arguments = ["--esco", str(ESCO), "--rome", str(ROME), "--out", str(out)]
    command.main([*given_arguments, "--epochs", "40", "--vocabulary", "1500", "--threads", "1"])
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


def test_the_rank_among_equals_is_the_expected_one() -> None:
    judged = JudgedSet("s", ("q", "r"), ("a", "b", "c"), (np.array([0]), np.array([2])))
    directions = {"q": (1, 0), "r": (0, 1), "a": (1, 0), "b": (1, 0), "c": (0, 1)}

    def encode(texts: object) -> np.ndarray[tuple[int, int], np.dtype[np.float32]]:
        assert isinstance(texts, tuple)
        return np.array([directions[text] for text in texts], dtype=np.float32)

    # q: its name is tied with one wrong name, rank 1.5; r: alone on top.
    assert measure(judged, encode).mrr == pytest.approx((1 / 1.5 + 1) / 2)


def test_the_evaluation_command_prints_a_table(
    trained: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "fr_en"
    folder.mkdir()
    (folder / "queries.tsv").write_text("q1\tmaçon (h/f/x)\n", encoding="utf-8")
    (folder / "corpus.tsv").write_text("n1\tmason\nn2\taccountant\n", encoding="utf-8")
    (folder / "qrels.tsv").write_text("q1\t0\tn1\t1\nq1\t0\tn2\t0\n", encoding="utf-8")
    main(["--melo", str(tmp_path), "--model", str(trained)])
    assert "| fr_en | 1.000 |" in capsys.readouterr().out
