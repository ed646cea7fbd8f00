"""What holds of every reader: it reads or says why not, and reads its own value back."""

from __future__ import annotations

import re
from datetime import date, time
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from amuddu.contracts.types import LANGS
from amuddu.imports.columns import COLUMNS, Column, by_header
from amuddu.imports.headers import PROFILES, VACANCIES
from amuddu.imports.values import Reading, ValueProblem
from amuddu.reference.text import fold
from tests.imports.cells import refusal

ALL = [column for columns in COLUMNS.values() for column in columns]
WORDS = st.sampled_from(
    re.split(
        r"\s+",
        "CDI CDD pas de non français arabe B1 courant 3500 DH 4k à - / , ; | janvier 2027 "
        "04/01/2027 Casablanca Rabat Agdal Maroc Sénégalaise Congo 0612345678 +212 oui Mme an "
        "mois 2 1,5 <p> </p> &amp; N/A ٣٥ بناء سنتان ( ) [ ] ' en ou",
    )
)
OBJECTS = st.dictionaries(st.text(max_size=5), st.text(max_size=5), max_size=2)
CELLS = st.one_of(
    st.text(max_size=60),
    st.lists(WORDS, max_size=8).map(" ".join),
    st.lists(WORDS, max_size=6).map("".join),
    st.integers(),
    st.floats(),
    st.booleans(),
    st.dates(),
    st.datetimes(),
    st.times(),
    st.lists(st.one_of(st.text(max_size=10), st.none(), OBJECTS), max_size=4),
    OBJECTS,
    st.none(),
)  # fmt: skip


@pytest.mark.parametrize("column", ALL, ids=lambda column: str(column.field))
@settings(deadline=None)  # the first sentence loads its catalogue
@given(cell=CELLS)
def test_any_cell_is_read_or_named(column: Column, cell: Any) -> None:
    why = refusal(column.read, cell)
    if why is not None:
        assert why
        return
    found = column.read(cell)
    said = found.notes if isinstance(found, Reading) else ()
    assert all(each.text.in_(lang) for each in said for lang in LANGS)
    value = found.value if isinstance(found, Reading) else found
    if value is None or column.field == "age":  # an age becomes a year, which is no age
        return
    again = column.read(value)
    assert (again.value if isinstance(again, Reading) else again) == value


@pytest.mark.parametrize("column", ALL, ids=lambda column: str(column.field))
def test_the_example_of_a_column_is_read_without_a_note(column: Column) -> None:
    found = column.read(column.example)
    assert not (found.notes if isinstance(found, Reading) else ())


@pytest.mark.parametrize("cell", [date.min, date.max, time.max, 10**400, -0.0, float("inf")])
def test_the_ends_of_what_a_workbook_may_hold(cell: Any) -> None:
    for column in ALL:
        try:
            column.read(cell)
        except ValueProblem:
            continue


def test_lists_however_deep_are_named() -> None:
    deep: Any = "x"
    for _ in range(900):
        deep = [deep]
    for column in ALL:
        assert refusal(column.read, deep), column.field


def test_a_header_means_one_field() -> None:
    for names in (VACANCIES, PROFILES):
        owners: dict[str, set[str]] = {}
        for field, headers in names.items():
            for header in headers:
                owners.setdefault(fold(header), set()).add(field)
        assert {name: fields for name, fields in owners.items() if len(fields) > 1} == {}


@pytest.mark.parametrize(
    ("kind", "header", "field"),
    [
        ("vacancies", "Intitulé du poste", "title"),
        ("vacancies", "LIEU DE TRAVAIL", "place"),
        ("vacancies", "Type de contrat", "contract_type"),
        ("vacancies", "min_amount", "wage_month"),
        ("vacancies", "المدينة", "place"),
        ("vacancies", "Nombre de postes", "places"),
        ("profiles", "N° tél", "phone"),
        ("profiles", "GSM", "phone"),
        ("profiles", "Date de naissance", "birth_year"),
        ("profiles", "Nationalité", "nationality"),
        ("profiles", "Civilité", "sex"),
        ("profiles", "Âge", "age"),
        ("profiles", "Nom et prénom", "full_name"),
        ("profiles", "الاسم", "full_name"),
        ("profiles", "الهاتف", "phone"),
        ("profiles", "Fecha de nacimiento", "birth_year"),
    ],
)
def test_headers_of_real_files(kind: Any, header: str, field: str) -> None:
    assert by_header(kind)[fold(header)].field == field


def test_nobody_is_born_on_a_day_to_come() -> None:
    read = next(column.read for column in ALL if column.field == "birth_year")
    for cell in (date(2199, 5, 1), "01/05/2199", "2199"):
        with pytest.raises(ValueProblem):
            read(cell)
