"""Sex, yes and no, residence title, nationality, town."""

from __future__ import annotations

from typing import Any

import pytest

from amuddu.imports.values import people, places, text
from amuddu.rules.residence import statuses
from tests.imports.cells import notes, reading, refusal, value


@pytest.mark.parametrize("cell", ["Awa", "Jean 2", "O'Neil", "محمد علي", "José y Ana", "Etienne"])
def test_a_name_is_kept_as_it_stands(cell: str) -> None:
    assert value(people.name, cell) == cell
    assert not notes(people.name, cell)


@pytest.mark.parametrize(
    "cell",
    [True, 12, 0, "0612345678", "awa@exemple.ma", "06 12 34", ["Awa", "Musa"]],
)
def test_a_cell_of_another_column_is_no_name(cell: Any) -> None:
    assert refusal(people.name, cell)


@pytest.mark.parametrize(
    ("cell", "sex"),
    [
        ("Mme Awa", "f"),
        ("M. Awa", "m"),
        ("Awa (Mlle)", "f"),
        ("Monsieur Awa", "m"),
        ("Dr Awa", None),
    ],
)
def test_a_title_of_courtesy_is_no_part_of_a_name(cell: str, sex: str | None) -> None:
    found = reading(people.name, cell)
    assert found.value == "Awa"
    assert found.also.get("sex") == sex
    assert len(found.notes) == 1


@pytest.mark.parametrize("cell", ["Inconnu", "xxx", "Anonyme", "test", "مجهول"])
def test_words_for_no_name_are_none_and_said(cell: str) -> None:
    found = reading(people.name, cell)
    assert found.value is None
    assert len(found.notes) == 1


def test_a_letter_that_was_lost_is_named() -> None:
    assert "lettre perdue" in str(refusal(people.name, "Fran?oise"))
    assert "lettre perdue" in str(refusal(text.job, "Ma?on"))
    assert value(text.job, "Besoin d'un maçon ?") == "Besoin d'un maçon ?"


@pytest.mark.parametrize("cell", ["Awa et Musa", "Awa & Musa", "Awa and Musa", "محمد و علي", "A+B"])
def test_two_people_in_one_cell_are_named(cell: str) -> None:
    assert "deux personnes" in str(refusal(people.name, cell))


@pytest.mark.parametrize(
    ("cell", "sex"),
    [
        ("F", "f"), ("Femme", "f"), ("Féminin", "f"), ("Mme", "f"), ("Mlle", "f"), ("Madame", "f"),
        ("female", "f"), ("أنثى", "f"), ("Mujer", "f"), ("Señora", "f"), ("fille", "f"),
        ("M", "m"), ("M.", "m"), ("H", "m"), ("Homme", "m"), ("Masculin", "m"), ("Mr", "m"),
        ("Monsieur", "m"), ("Male", "m"), ("ذكر", "m"), ("Hombre", "m"), ("garçon", "m"),
    ],
)  # fmt: skip
def test_words_and_titles_of_courtesy(cell: str, sex: str) -> None:
    assert value(people.sex, cell) == sex


@pytest.mark.parametrize("cell", ["F/M", "autre", "1", "2", "Mme/M."])
def test_a_sex_that_is_not_clear_is_refused(cell: str) -> None:
    assert refusal(people.sex, cell)


@pytest.mark.parametrize(
    ("cell", "answer"),
    [
        ("oui", True), ("O", True), ("Yes", True), ("sí", True), ("1", True), (1, True),
        ("1.0", True),
        (True, True), ("VRAI", True), ("x", True), ("✓", True), ("✔️", True), ("OK", True),
        ("نعم", True),
        ("d'accord", True), ("oui (verbal)", True),
        ("non", False), ("N", False), ("0", False), (0, False), (False, False), ("FAUX", False),
        ("لا", False),
        ("☐", False), ("pas d'accord", False),
    ],
)  # fmt: skip
def test_yes_and_no(cell: Any, answer: bool) -> None:
    assert value(people.yes_no, cell) is answer


@pytest.mark.parametrize("cell", ["Signé", "peut-être", "2", "oui et non"])
def test_what_is_neither_yes_nor_no_is_refused(cell: str) -> None:
    assert refusal(people.yes_no, cell)


def test_a_residence_title_by_its_code_or_its_name() -> None:
    for status in statuses().values():
        assert value(people.residence, status.id) == status.id
        assert value(people.residence, status.label["fr"]) == status.id
    why = refusal(people.residence, "carte verte")
    assert why is not None
    assert "carte" not in why


# --- nationality ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("SN", "SN"), ("sn", "SN"), ("Sénégal", "SN"), ("Sénégalaise", "SN"), ("SEN", "SN"),
        ("السنغال", "SN"),
        ("Côte d’Ivoire", "CI"), ("Ivoirienne", "CI"), ("CIV", "CI"), ("Costa de Marfil", "CI"),
        ("RDC", "CD"), ("Congo-Brazzaville", "CG"), ("Guinée", "GN"), ("Guinée-Bissau", "GW"),
        ("Syrian Arab Republic", "SY"), ("سورية", "SY"), ("RCA", "CF"), ("The Gambia", "GM"),
        ("Nigérienne", "NE"), ("Nigériane", "NG"), ("Myanmar", "MM"), ("Palestinienne", "PS"),
    ],
)  # fmt: skip
def test_countries_and_their_nationals(cell: str, code: str) -> None:
    assert value(places.country, cell) == code


def test_stateless_is_no_country() -> None:
    for cell in ("Apatride", "stateless", "عديم الجنسية"):
        found = reading(places.country, cell)
        assert found.value is None
        assert len(found.notes) == 1


def test_a_country_with_a_wrong_letter_is_mended_and_said() -> None:
    assert value(places.country, "Camerroun") == "CM"
    assert notes(places.country, "Camerroun")


@pytest.mark.parametrize(
    "cell", ["Congo", "congolaise", "Sénégal / Mali", "NA", "Atlantide", "Nigerin"]
)
def test_what_may_be_two_countries_or_none_is_refused_without_telling_it(cell: str) -> None:
    why = refusal(places.country, cell)
    assert why is not None
    assert "Sénégal" not in why
    assert "ongo" not in why


# --- towns ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cell", "town", "said"),
    [
        ("Casablanca", "casablanca", False), ("casa", "casablanca", False),
        ("الدار البيضاء", "casablanca", False),
        ("Tánger", "tanger", False), ("Fes", "fes", False),
        ("Casablanca, Maroc", "casablanca", True), ("20250 Casablanca", "casablanca", True),
        ("RABAT AGDAL", "rabat", True), ("TANGER-FAHS-ANJRA", "tanger", True),
        ("Aïn Sebaâ", "casablanca", True),
        ("Casablanca, Casablanca-Settat, MA", "casablanca", True),
        ("Skhirate-Témara", "temara", True),
        ("الدار البيضاء، المغرب", "casablanca", True), ("Casablnca", "casablanca", True),
    ],
)  # fmt: skip
def test_towns(cell: str, town: str, said: bool) -> None:
    assert value(places.town, cell) == town
    assert bool(notes(places.town, cell)) is said


def test_two_towns_are_both_named() -> None:
    why = str(refusal(places.town, "Casablanca / Rabat"))
    assert "Casablanca" in why
    assert "Rabat" in why


@pytest.mark.parametrize(
    ("cell", "word"),
    [
        ("Marrakech-Safi", "région"),
        ("Maroc", "pays"),
        ("Télétravail", "Aucune ville"),
        ("Paris", "inconnue"),
    ],
)
def test_what_is_no_town_says_what_it_is(cell: str, word: str) -> None:
    assert word in str(refusal(places.town, cell))
