"""Kinds of wording found, what only looks like them, and what the file of patterns must hold."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amuddu.contracts.types import LANGS
from amuddu.wording.facts import WordingFile, wording
from amuddu.wording.notes import notes
from amuddu.wording.reading import read

WRONG = (
    ("sex", "Cherche jeune femme pour accueil"),
    ("sex", "Poste réservé aux hommes"),
    ("sex", "Waiters needed, men only"),
    ("sex", "Se busca chica para tienda"),
    ("sex", "مطلوب فتيات للعمل في مقهى"),
    ("age", "Profil de 20 à 30 ans"),
    ("age", "Âge maximum 35 ans"),
    ("age", "Applicants under 35 years"),
    ("age", "Edad entre 20 y 30 años"),
    ("age", "السن من 20 إلى 30 سنة"),
    ("nationality", "Marocains uniquement"),
    ("nationality", "No refugees please"),
    ("nationality", "Abstenerse extranjeros"),
    ("nationality", "للمغاربة فقط"),
    ("looks", "Physique agréable exigé"),
    ("looks", "Attractive girl for reception"),
    ("looks", "حسنة المظهر"),
    ("religion", "Vendeuse non voilée"),
    ("religion", "Muslims only"),
    ("religion", "بدون حجاب"),
    ("family", "Célibataire sans enfants"),
    ("family", "Soltera, sin hijos"),
    ("family", "عازبة فقط"),
    ("health", "Handicapés s'abstenir"),
    ("money", "Frais de dossier : 300 DH"),
    ("money", "You pay a registration fee of 200"),
    ("money", "رسوم التسجيل 200 درهم"),
    ("hidden_employer", "Société souhaitant rester anonyme"),
    ("contact", "Appelez le 06 61 23 45 67"),
    ("contact", "Écrivez à emploi@exemple.invalid"),
    ("abroad", "Contrat en Espagne, visa garanti"),
    ("abroad", "عقد عمل في كندا"),
)

HARMLESS = (
    "Femme de ménage (H/F), deux ans d'expérience",
    "Nous recrutons sans distinction de sexe, d'âge ou de religion",
    "Les candidatures féminines sont encouragées",
    "Vendeur ou vendeuse de vêtements pour femmes",
    "Garde d'enfants de 3 à 5 ans",
    "Expérience de 5 à 10 ans dans le bâtiment",
    "Il faut avoir plus de 18 ans",
    "Restaurant marocain cherche cuisinier, cuisine sénégalaise appréciée",
    "Animation de cours pour les réfugiés et les migrants",
    "Société anonyme au capital de 100 000 dirhams",
    "Présentation des plats et du menu",
    "Frais de déplacement remboursés par l'employeur",
    "Encaisser les frais d'inscription des élèves",
    "Appels de clients en France",
    "Open to men and women, whatever your nationality or religion",
    "Salon de coiffure pour hommes",
    "Se busca camarero o camarera con dos años de experiencia",
    "خياطة ملابس نساء، خبرة من 2 إلى 5 سنوات",
    "مفتوح لجميع الأعمار والجنسيات",
)


@pytest.mark.parametrize(("kind", "text"), WRONG)
def test_what_shuts_out_or_cheats_is_found(kind: str, text: str) -> None:
    found = [each for each in read(text) if each.kind == kind]
    assert found
    assert all(text[each.start : each.end] == each.words for each in found)


@pytest.mark.parametrize("text", HARMLESS)
def test_what_only_looks_so_is_left_alone(text: str) -> None:
    assert read(text) == ()


def test_a_wage_under_the_minimum_is_found_in_the_text() -> None:
    text = "Salaire de 1 500 DH par mois, logement fourni"
    (found,) = read(text, minimum=Decimal(3000))
    assert (found.kind, found.sure) == ("pay", True)
    assert read(text, minimum=Decimal(1500)) == ()
    assert read("Salaire de 150 DH par jour", minimum=Decimal(3000)) == ()


@pytest.mark.parametrize(
    "text",
    [
        "On donne 80 dh par jour plus un repas",
        "Pay is 11 dirhams per hour",
        "12 dirhams la hora",
        "70 درهم في اليوم",
    ],
)
def test_a_day_and_an_hour_are_compared_with_their_share_of_the_month(text: str) -> None:
    assert "pay" in {found.kind for found in read(text, minimum=Decimal(3100))}
    assert read(text.translate(str.maketrans("178", "999")), minimum=Decimal(300)) == ()


def test_a_price_by_the_hour_is_no_wage() -> None:
    assert read("Nos clients paient 10 dh par heure de parking", minimum=Decimal(3100)) == ()


@pytest.mark.parametrize(
    ("text", "below"),
    [
        ("Sueldo de mil quinientos dirhams al mes", True),
        ("8 heures par jour, deux mille cinq cents dirhams par mois", True),
        ("الأجر ألف وخمسمائة درهم شهريا", True),
        ("Between 2,000 and 2,800 MAD a month", True),
        ("Four thousand dirhams a month", False),
        ("22 heures par semaine pour 2 000 DH net", False),
        ("Prime de 500 DH par mois", False),
        ("Trois mille deux cents dirhams par mois", False),
    ],
)
def test_wages_are_read_in_words_and_of_full_time(text: str, below: bool) -> None:
    kinds = [found.kind for found in read(text, minimum=Decimal(3100))]
    assert kinds == (["pay"] if below else [])


def test_what_may_mean_well_is_for_the_agency() -> None:
    assert [each.sure for each in read("Bonne présentation")] == [False]
    assert [each.sure for each in read("Profil jeune et dynamique")] == [False]


def test_another_sentence_opens_nothing() -> None:
    text = "Toutes les nationalités sont bienvenues. Femmes uniquement."
    assert [each.kind for each in read(text)] == ["sex"]


@given(st.text(max_size=300))
def test_any_text_can_be_read_and_points_at_itself(text: str) -> None:
    for found in read(text):
        assert text[found.start : found.end] == found.words


@given(st.sampled_from(WRONG), st.sampled_from([str.upper, str.lower, str.title]))
def test_case_changes_nothing(one: tuple[str, str], change: object) -> None:
    kind, text = one
    assert callable(change)
    assert kind in {found.kind for found in read(change(text))}


@pytest.mark.parametrize("lang", LANGS)
def test_every_kind_says_why_and_what_to_write_in_every_language(lang: str) -> None:
    for kind in wording().kinds.values():
        assert kind.why[lang].endswith(".")  # type: ignore[index]
        assert kind.better[lang].endswith(".")  # type: ignore[index]


def test_what_to_write_instead_is_itself_fine() -> None:
    for kind in wording().kinds.values():
        for text in kind.better.values():
            assert [found for found in read(text) if found.sure] == []


def test_a_kind_without_law_or_language_is_refused() -> None:
    whole = wording().model_dump()
    for spoil in ("sources", "why"):
        kinds = {**whole["kinds"], "sex": {**whole["kinds"]["sex"], spoil: {}}}
        with pytest.raises(ValueError, match=r"sex|language"):
            WordingFile.model_validate({**whole, "kinds": kinds})


def test_a_note_says_it_in_the_readers_language() -> None:
    (note,) = notes([("title", "Men only")], lang="en")
    assert (note.field, note.words, note.sure) == ("title", "Men only", True)
    assert note.why == "The law forbids choosing by sex."
