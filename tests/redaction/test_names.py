"""A person's names go from a text however they are spelled, and a trade never goes with them."""

from __future__ import annotations

import unicodedata

import pytest

from amuddu.contracts.profiles import Consents
from amuddu.redaction.text import MARK, redact
from amuddu.reference import concepts
from amuddu.reference.names import name_words, same_name
from amuddu.reference.text import fold
from services.profiles.common.tables import ProfileRow
from services.profiles.people import facts
from tests.redaction.many_names import WORDS_TOO, invented, many


@pytest.mark.parametrize(
    ("text", "names", "left"),
    [
        ("Je suis Mohammed, maçon", ("Mohamed",), "Je suis …, maçon"),
        ("Je suis Mouhamed, maçon", ("Mohamed",), "Je suis …, maçon"),
        ("Appelez محمد ou N'Diaye", ("Mohamed", "NDiaye"), "Appelez … ou …"),
        ("Ndiaye Mohammad", ("Mohamed", "N'Diaye"), "…"),
        ("أنا محمّد، بناء", ("Mohamed", None), "أنا …، بناء"),
        ("I am Mohamed, mason", ("محمد",), "I am …, mason"),
        ("Abd El Kader ; عبد القادر ; Abdulqadir", ("Abdelkader",), "… ; … ; …"),
        ("Abdelkader", ("Abd El", "Kader"), "…"),
        ("F A T O U, F-a-t-o-u, F.a.t.o.u", ("Fatou",), "…, …, …"),
        ("fatoukorvalan, KorvalanFatou, FATOU_KORVALAN", ("Fatou", "Korvalan"), "…, …, …_…"),
        ("Fatou K. et F. Korvalan, F.K.", ("Fatou", "Korvalan"), "…. et …. …, …."),
        ("Khaled, Rashid", ("Khalid", "Rachid"), "…, …"),
        ("Mahmoud et Hamid sont mes chefs", ("Mohamed",), "Mahmoud et Hamid sont mes chefs"),
        ("el albañil, la obra", ("Awa", "El Idrissi"), "el albañil, la obra"),
        ("Jean Noël, Jean-Noel, JEANNOEL", ("Jean-Noël", "Essai"), "…, …, …"),
        ("Fatou a bâti", ("Fatou", "Amrani"), "… a bâti"),
    ],
)
def test_a_name_goes_in_all_its_spellings(text: str, names: tuple[str, ...], left: str) -> None:
    assert redact(text, names=names) == left
    assert redact(left, names=names) == left


@pytest.mark.parametrize(
    ("text", "names", "left"),
    [
        (
            "Je m'appelle Awa Boulanger, boulangère",
            ("Awa", "Boulanger"),
            "Je m'appelle …, boulangère",
        ),
        ("BOULANGER Awa, boulanger à Rabat", ("Awa", "Boulanger"), "…, boulanger à Rabat"),
        ("Je m'appelle Boulanger.", ("Awa", "Boulanger"), "Je m'appelle …."),
        ("Mme Boulanger, boulangerie fine", ("Awa", "Boulanger"), "Mme …, boulangerie fine"),
        ("My name is Baker, I am a baker", ("Joy", "Baker"), "My name is …, I am a baker"),
        ("Me llamo Luz Herrero, soy herrero", ("Luz", "Herrero"), "Me llamo …, soy herrero"),
        ("اسمي أحمد حداد، أعمل حداد", ("أحمد", "حداد"), "اسمي …، أعمل حداد"),
        (
            "Chez M. Boulanger. Awa, boulanger. Awa",
            ("Awa", "Boulanger"),
            "Chez M. …. …, boulanger. …",
        ),
        ("Pierre : pose de pierre", ("Pierre", "Essai"), "… : pose de pierre"),
        ("Pierre est tailleur de pierre", ("Pierre", "Essai"), "… est tailleur de pierre"),
        (
            "Je travaille à Rabat, je parle arabe",
            ("Arabi", "Rabat"),
            "Je travaille à Rabat, je parle arabe",
        ),
    ],
)
def test_a_trade_a_town_a_language_stays_where_it_is_one(
    text: str, names: tuple[str, ...], left: str
) -> None:
    assert redact(text, names=names) == left


@pytest.mark.parametrize(
    ("text", "names", "left"),
    [
        ("On m'appelle Mimi.", ("Mariama", "Diallo"), "On m'appelle …."),
        ("Mariama dite Mimi, couturière", ("Mariama", "Diallo"), "… dite …, couturière"),
        ("surnom : Tonton", ("Mariama", "Diallo"), "surnom : …"),
        ('Ibrahima "Ibou" Sow', ("Ibrahima", "Sow"), '… "…" …'),
        ("Ibrahima (Papis), maçon", ("Ibrahima", "Sow"), "… (…), maçon"),
        ("Known as Big Joe, welder", ("Ali", "Sow"), "Known as …, welder"),
        ("Me dicen Pepe, soy albañil", ("José", "Sow"), "Me dicen …, soy albañil"),
        ("لقبي بابا، أعمل في البناء", ("Ali", "Sow"), "لقبي …، أعمل في البناء"),
        ("Je m'appelle Papis et je suis maçon", ("Ali", "Sow"), "Je m'appelle … et je suis maçon"),
        ("Ibou fait tout bien", ("Ibrahima", "Sow"), "… fait tout bien"),
        ("Demandez Simo", ("محمد", "Alaoui"), "Demandez …"),
    ],
)
def test_a_nickname_goes(text: str, names: tuple[str, ...], left: str) -> None:
    assert redact(text, names=names) == left
    assert redact(left, names=names) == left


@pytest.mark.parametrize(
    "text",
    [
        "on m'appelle pour les urgences",
        "on m'appelle le maçon",
        "On m'appelle Maçon",
        "Appelez le soir, call me at night",
        "four dit tabouna, machine dite Singer",
        "Je connais le pain (Baguette) et le four",
        "Simo est mon chef",
    ],
)
def test_words_that_are_no_nickname_stay(text: str) -> None:
    assert redact(text, names=("Awa", "Sow")) == text


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("je suis boulanger", "je suis boulanger"),
        ("Awa boulanger à Rabat", "… boulanger à Rabat"),
        ("Mme Boulanger, je suis boulanger", "Mme …, je suis boulanger"),
        ("Awa Boulanger, boulanger", "…, boulanger"),
        ("awa boulanger", "…"),
    ],
)
def test_the_trade_of_somebody_who_is_called_like_it_stays(text: str, left: str) -> None:
    assert redact(text, names=("Awa", "Boulanger")) == left


def trades() -> list[str]:
    return sorted(
        {
            title
            for trade in concepts.occupations().values()
            for lang in trade.labels
            for title in concepts.title(trade, lang).split(" / ")
            if " " not in title and MARK not in redact(title)
        }
    )


def test_a_trade_stays_whoever_bears_it_as_a_name() -> None:
    assert len(trades()) > 400
    for trade in trades():
        for names in (("Awa", trade.title()), (trade, "Exemple"), (None, trade.upper())):
            assert redact(trade, names=names, of_trade=True) == trade
            assert redact(f"2015 - {trade}, 5", names=names) == f"2015 - {trade}, 5"


def test_a_full_name_goes_even_from_a_title() -> None:
    assert (
        redact("boulanger : Awa Boulanger", names=("Awa", "Boulanger"), of_trade=True)
        == "boulanger : …"
    )


TEMPLATES = (
    "Je m'appelle {0} {1}. Je suis maçon.",
    "{1}, {0}, cuisinière",
    "My name is {0}-{1}, mason in Rabat",
    "Call {0}! Or ({1})",
    "Me llamo {0} {1}, albañil",
    "اسمي {0} {1} وأعمل في البناء",
    "{1}_{0}",
)


@pytest.mark.parametrize(
    "shape", [str, str.upper, str.lower, " ".join], ids=["written", "upper", "lower", "apart"]
)
def test_nothing_of_a_name_comes_out(shape: type[str]) -> None:
    made = invented()
    assert len(made) == 300
    for given, family in zip(made, reversed(made), strict=True):
        text = " ;\n".join(TEMPLATES).format(shape(given), shape(family))
        left = fold(redact(text, names=(given, family))).replace(" ", "")
        assert fold(given) not in left, (text, left)
        assert fold(family) not in left, (text, left)


def test_redacting_again_changes_nothing_whoever_it_is() -> None:
    for given, family in many():
        once = redact(" ;\n".join(TEMPLATES).format(given, family), names=(given, family))
        assert redact(once, names=(given, family)) == once


def _facts(given: str, family: str, about: str) -> str:
    trade = {"text": "boulanger au feu de bois", "concept": "baker"}
    row = ProfileRow(id="00000000-0000-4000-8000-000000000000", code="").saying(
        given_name=given,
        family_name=family,
        about=about.format(given, family),
        occupations=[trade, {"text": "maçon / نجار / cook", "concept": None}],
        skills=[
            {"text": "préparer le mortier", "concept": None},
            {"text": "soudure", "concept": None},
        ],
        experience=[
            {"title": "berger", "occupation": None, "months": 9, "description": "Troupeau à Safi."},
            {
                "title": "peintre",
                "occupation": None,
                "months": 9,
                "description": "Arabe, français.",
            },
        ],
    )
    told = facts.updated(
        row,
        Consents(matching=True),
        age="adult",
        revision=1,
    )
    return facts.digest(told)


def test_what_is_told_does_not_change_with_the_name() -> None:
    people = many()
    assert len(people) == 500
    about = "Je m'appelle {0} {1}. Maçon à Rabat depuis 2012, plombier, خياط ; je parle arabe."
    found: dict[str, list[tuple[str, str]]] = {}
    for given, family in people:
        found.setdefault(_facts(given, family, about), []).append((given, family))
    assert len(found) == 1, [group[:5] for group in found.values()]


def test_the_names_are_those_of_several_people() -> None:
    pairs = [" ".join(pair) for pair in WORDS_TOO]
    assert not any(same_name(a, b) for a in pairs for b in pairs if a != b)
    assert all(name_words(name) for name in pairs)
    assert unicodedata.is_normalized("NFC", "".join(pairs))
