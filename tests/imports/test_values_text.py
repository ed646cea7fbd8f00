"""Titles, descriptions, references, names: kept as text that people can read."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter

from amuddu.contracts.types import ShortText
from amuddu.imports.values import people, text
from tests.imports.cells import notes, reading, refusal, value

SHORT: TypeAdapter[str] = TypeAdapter(ShortText)


@pytest.mark.parametrize(
    ("cell", "kept"),
    [
        ("Ma&ccedil;on &amp; pl&#226;trier", "Maçon & plâtrier"),
        ("&lt;p&gt;Maçon&lt;/p&gt;", "Maçon"),
        ("&amp;eacute;tanche", "étanche"),
        (
            "<p>Nous cherchons un <b>maçon</b>.</p><ul><li>Monter</li><li>Enduire</li></ul>",
            "Nous cherchons un maçon.\n- Monter\n- Enduire",
        ),
        ("Ligne une<br/>ligne deux", "Ligne une\nligne deux"),
        ("Une ligne\nune autre <b>forte</b>", "Une ligne\nune autre forte"),
        ("<script>alert(1)</script><style>p{}</style>Maçon <i>qualifié</i>", "Maçon qualifié"),
        ("<table><tr><td>Lieu</td><td>Rabat</td></tr></table>", "Lieu Rabat"),
    ],
)
def test_html_becomes_text(cell: str, kept: str) -> None:
    assert value(text.long, cell) == kept
    assert len(notes(text.long, cell)) == 1
    assert value(text.title, cell) == " ".join(kept.split())


@pytest.mark.parametrize(
    "cell", ["salaire < 5000", "a < b > c", "R&D, AT&T", "1 <2", "x > y & z", "<3 ans", "&nosuch;"]
)
def test_text_that_is_no_html_stays(cell: str) -> None:
    assert value(text.long, cell) == cell
    assert not notes(text.long, cell)


@pytest.mark.parametrize(
    ("cell", "kept"),
    [
        ("Monter\u000bmurs", "Monter murs"),
        ("L\u0092employeur", "L’employeur"),
        ("Ma\u200bçon", "Maçon"),
        ("\ufeffMaçon", "Maçon"),
        ("\u202bبناء\u202c", "بناء"),
        ("Maçon\ud800", "Maçon"),
    ],
)
def test_control_characters_and_invisible_marks_go_with_a_note(cell: str, kept: str) -> None:
    for reader in (text.title, text.long):
        assert value(reader, cell) == kept
        assert notes(reader, cell)


def test_what_is_too_long_is_cut_between_words_and_said() -> None:
    for reader, limit in ((text.title, text.SHORT), (text.long, text.LONG)):
        found = reading(reader, "mortier " * limit)
        assert limit - 10 < len(found.value) <= limit
        assert found.value.endswith("mortier")
        assert [said.left_out for said in found.notes] == [True]


def test_references() -> None:
    assert value(text.reference, 1001.0) == "1001"
    assert value(text.reference, " OF-7 ") == "OF-7"
    assert value(text.reference, "https://exemple.ma/o/7") == "https://exemple.ma/o/7"
    assert refusal(text.reference, "x" * (text.REFERENCE + 1))


def test_codes_have_neither_spaces_nor_accents() -> None:
    assert value(text.code, "MA_PRIME_APPUI_EMPLOI") == "MA_PRIME_APPUI_EMPLOI"
    assert refusal(text.code, "Prime à l'embauche")


@pytest.mark.parametrize(
    "cell",
    ["N/A", "n/a", "NA", "NULL", "nan", "#N/A", "none", "néant", "-", "--",
     "/", "?", "inconnu", "non renseigné",
     "Non spécifié", "لا يوجد", "sin datos", "   ", "\u200b", None, float("nan"), []],
)  # fmt: skip
def test_cells_that_say_nothing_are_empty(cell: Any) -> None:
    for reader in (text.title, text.long, text.reference, people.sex, people.yes_no):
        assert reader(cell) is None


@pytest.mark.parametrize("cell", ["#REF!", "#VALEUR!", "#DIV/0!"])
def test_an_error_of_the_spreadsheet_is_named(cell: str) -> None:
    assert refusal(text.title, cell)


def test_named_values_are_no_text() -> None:
    assert refusal(text.title, {"@type": "Organization", "name": "Atelier"})


@pytest.mark.parametrize(
    "name", ["Nan", "Null", "None", "NAN", "Aucun", "Ô", "N'Exemple", "محمد", "𞤀𞤁"]
)
def test_names_are_kept_even_where_they_look_like_nothing(name: str) -> None:
    assert value(people.name, name) == name
    assert not notes(people.name, name)


@pytest.mark.parametrize("cell", ["NULL", "null", "N/A", "#N/A", "nan", "NaN", "non renseigné"])
def test_what_programs_write_for_no_name_is_none_and_said(cell: str) -> None:
    found = reading(people.name, cell)
    assert found.value is None
    assert len(found.notes) == 1


@given(st.text(max_size=400))
def test_a_title_is_what_the_contract_takes_and_reads_back(cell: str) -> None:
    if refusal(text.title, cell) is None and (kept := value(text.title, cell)) is not None:
        assert SHORT.validate_python(kept) == kept
        assert value(text.title, kept) == kept
