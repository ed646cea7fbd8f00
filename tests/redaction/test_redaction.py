"""Free text leaves the service without what tells who somebody is."""

from __future__ import annotations

import re
import time

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from amuddu.redaction import vocabulary
from amuddu.redaction.text import MARK, redact
from amuddu.reference.countries import countries
from amuddu.reference.languages import languages
from amuddu.reference.text import fold

WORDS = st.sampled_from(
    ["maçon", "et", "j'ai", "bâti", "murs", "cook", "albañil", "طبخ", "2015", "-", ",", "(", "\n"]
)
LETTERS = st.characters(categories=("Lu", "Ll", "Lo", "Lm", "Mn", "Nd"))


def is_no_other_word(name: str) -> bool:
    """Names that are trades, towns or languages stay in a text: `test_names.py`."""
    return not vocabulary.is_word(fold(name).split())


NAMES = st.one_of(
    st.sampled_from(["Fatou", "Aïcha", "أحمد", "N'Golo", "Ba", "Jean-Noël", "R2D2", "ΑΝΝΑ"]),
    st.text(LETTERS, min_size=2, max_size=12).filter(is_no_other_word),
)


@settings(max_examples=400, deadline=None, derandomize=True)
@given(
    names=st.lists(NAMES, min_size=1, max_size=2),
    words=st.lists(WORDS, max_size=5),
    around=st.sampled_from([" ", "-", "'", ", ", "_", "/", "", "\u200b", "\u0640"]),
    shape=st.sampled_from([str, str.upper, str.lower, str.title]),
)
@example(names=["Marie"], words=["je", "suis"], around="\u200d", shape=str)
def test_no_name_survives(
    names: list[str], words: list[str], around: str, shape: type[str]
) -> None:
    text = " ".join(words) + f" {around}" + f"{around} ".join(map(shape, names)) + around
    found = set(fold(redact(text, names=names)).split())
    for name in names:
        assert not {part for part in fold(name).split() if len(part) > 1} & found


@settings(max_examples=300, deadline=None, derandomize=True)
@given(
    email=st.emails(),
    before=st.lists(WORDS, max_size=3),
    glue=st.sampled_from([" ", ":", "", "<", "\n"]),
)
def test_no_email_survives(email: str, before: list[str], glue: str) -> None:
    kept = redact(" ".join(before) + glue + email + " merci")
    assert "@" not in kept
    assert email.casefold() not in kept.casefold()


@settings(max_examples=300, deadline=None, derandomize=True)
@given(
    phone=st.from_regex(r"\A\+?[0-9](?:[ ().\-]{0,2}[0-9]){7,13}\Z"),
    before=st.lists(WORDS, max_size=3),
    own=st.booleans(),
)
def test_no_phone_survives(phone: str, before: list[str], own: bool) -> None:
    text = " ".join([*before, "tel", phone])
    kept = redact(text, phone=re.sub(r"[^+0-9]", "", phone) if own else None)
    digits = re.sub(r"\D", "", phone)
    left = "".join(re.findall(r"\d", kept.partition("tel")[2]))
    if not own and re.fullmatch(r"((19|20)\d\d){2}", digits):
        return  # two years, as an experience has them
    assert len(left) < 5


@settings(max_examples=300, deadline=None, derandomize=True)
@given(text=st.text(max_size=200), name=NAMES)
def test_redacting_again_changes_nothing(text: str, name: str) -> None:
    once = redact(text, names=(name,))
    assert redact(once, names=(name,)) == once


TELLING = [
    "réfugié",
    "Refugiés",
    "demandeuse d'asile",
    "demandeur d\u2019asile",
    "sans-papiers",
    "titre de séjour",
    "TITRE DE SEJOUR",
    "carte de séjour",
    "carte d'immatriculation",
    "HCR",
    "unhcr",
    "refugees",
    "asylum seeker",
    "undocumented",
    "residence permit",
    "refugiada",
    "permiso de residencia",
    "sin papeles",
    "لاجئ",
    "اللاجئين",
    "كلاجئة",
    "طالب لجوء",
    "بطاقة الإقامة",
    "المفوضية",
    "syrien",
    "Syrienne",
    "sirio",
    "سوري",
    "السوريين",
    "sénégalaise",
    "Senegalese",
    "camerounais",
    "ivoirienne",
    "marfileño",
    "guinéen",
    "congolaise",
    "yéménite",
    "Sudanese",
    "soudanais",
    "nigériane",
    "malien",
    "tchadien",
    "centrafricaine",
    "Dakar",
    "Alep",
    "Côte d'Ivoire",
    "www.exemple.ma/zib",
    "https://exemple.org/a?b=c",
    "wa.me/212661234567",
    "jean at gmail dot com",
    "AB123456",
    "12/03/1990",
    "٠٦٦١٢٣٤٥٦٧",
]


@pytest.mark.parametrize("telling", TELLING)
def test_words_that_tell_are_taken_out(telling: str) -> None:
    assert redact(f"maçon ; {telling} ; équipe") == f"maçon ; {MARK} ; équipe"


def test_no_country_but_morocco_is_named() -> None:
    for country in countries().values():
        for name in country.names.values():
            kept = redact(f"vécu : {name}.")
            assert (MARK in kept) is (country.code != "MA"), name


USEFUL = [
    "demandeur d'emploi",
    "permis de conduire B",
    "cuisine marocaine, tajine et couscous",
    "Je parle français, anglais, espagnol et arabe",
    "Pose de carrelage 60x60, enduit à la chaux",
    "de 2015 à 2020, puis 2021-2023",
    "3500 DH par mois, 2 enfants, 44 heures",
    "construction workers in Casablanca",
    "albañil con experiencia en Tánger",
    "عامل بناء في الدار البيضاء",
    "chargé de clientèle, centre d'appel",
    "travail à la chaîne, mécanique générale",
]


@pytest.mark.parametrize("text", USEFUL)
def test_words_of_trades_are_kept(text: str) -> None:
    assert redact(text) == text


def test_languages_most_taught_are_kept() -> None:
    for code in ("fr", "en", "es", "ar", "de", "it", "pt"):
        name = languages()[code].names["fr"]
        assert redact(name) == name


def test_arabic_words_are_known_under_what_is_written_onto_them() -> None:
    assert redact("عملت مع أحمد ولأحمد وبأحمد", names=("أحمد",)) == f"عملت مع {MARK}"
    assert redact("مُحَمَّد بناء", names=("محمد",)) == f"{MARK} بناء"


def test_a_limit_holds_and_empty_text_stays_empty() -> None:
    assert redact("") == ""
    assert len(redact("\ufdfa" * 100, limit=160)) <= 160
    assert redact("x" * 9000) == "x" * 8000


@pytest.mark.parametrize("piece", ["x", "a-", "a.", "@ ", "… ", "1-", "+(", "at ", "وال", "é"])
def test_no_text_takes_long_to_read(piece: str) -> None:
    started = time.process_time()
    redact((piece * 8000)[:8000], names=("Fatou",), phone="+212661234567")
    assert time.process_time() - started < 2  # a tenth of it is usual
