"""Workbooks: every sheet, cell and row is read, or named."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.worksheet.worksheet import Worksheet

from amuddu.imports.reading import read
from amuddu.imports.rows import Table, UnreadableFile
from tests.imports.reading.books import END, HEADER, book_of, raw, saved, text_cell

KNOWN = ("référence", "intitulé", "ville", "employeur")
HEAD = ["référence", "intitulé", "ville"]


def sheet_of(rows: list[list[Any]]) -> tuple[Workbook, Worksheet]:
    book = book_of({"Liste": rows})
    return book, book.worksheets[0]


def opened(book: Workbook, known: tuple[str, ...] = KNOWN) -> Table:
    return read(saved(book), "offres.XLSX", known=known)


def said(table: Table) -> list[tuple[int | None, str, bool]]:
    rows = list(table.rows)
    return [
        (note.line, note.column, note.left_out)
        for note in (*(note for row in rows for note in row.notes), *table.notes)
    ]


def test_rows_keep_their_number() -> None:
    book, _sheet = sheet_of([HEAD, ["1", "Maçon", "Fès"], [None, None, None], ["2", "Chef", None]])
    rows = list(opened(book).rows)
    assert [(row.line, row.cells["intitulé"]) for row in rows] == [(2, "Maçon"), (4, "Chef")]
    assert rows[1].cells["ville"] is None
    assert not any(row.sheet for row in rows)


def test_values_keep_their_type() -> None:
    values = [
        date(2027, 1, 4),
        datetime(2027, 1, 4, 8, 30),  # noqa: DTZ001 - a cell knows no zone
        time(8, 30),
        timedelta(hours=36),
        True,
        600000078.0,
        4000.5,
        46391,
        "0612",
        0,
    ]
    names = [f"c{n}" for n in range(len(values))]
    book, _sheet = sheet_of([names, values])
    (row,) = opened(book, ()).rows
    assert list(row.cells.values()) == values
    assert [type(cell) for cell in row.cells.values()] == [
        date, datetime, time, timedelta, bool, int, float, int, str, int,
    ]  # fmt: skip


def test_a_table_may_begin_anywhere_and_state_a_wrong_size() -> None:
    cells = "".join(text_cell(text) for text in ("1", "Maçon"))
    content = raw(
        ['<row r="5"><c r="C5" t="inlineStr"><is><t>intitulé</t></is></c></row>',
         '<row r="8"><c r="C8" t="inlineStr"><is><t>Chef</t></is></c></row>', END]
    )  # fmt: skip
    (row,) = read(content, "x.xlsx", known=KNOWN).rows
    assert (row.line, row.cells) == (8, {"intitulé": "Chef"})
    ahead = "<?xml version='1.0'?>"
    small = raw(["<row>" + cells + "</row>", END], ahead=ahead)
    small = small.replace(b"<sheetData>", b'<dimension ref="A1"/><sheetData>')
    assert len(read(small, "x.xlsx").headers) == 2


@pytest.mark.parametrize("merged", ["A1:C1", None])
def test_titles_above_the_header(merged: str | None) -> None:
    book, sheet = sheet_of([["Offres de l'agence"], [], HEAD, ["1", "Maçon", "Fès"]])
    if merged:
        sheet.merge_cells(merged)
    table = opened(book)
    assert [(row.line, row.cells["ville"]) for row in table.rows] == [(4, "Fès")]
    assert [(note.line, note.left_out) for note in table.notes] == [(1, False)]


def test_a_header_in_two_rows_of_merged_cells() -> None:
    book, sheet = sheet_of(
        [["référence", "Emploi", None], [None, "intitulé", "ville"], ["1", "Maçon", "Fès"]]
    )
    sheet.merge_cells("A1:A2")
    sheet.merge_cells("B1:C1")
    (row,) = opened(book).rows
    assert row.cells == {"référence": "1", "intitulé": "Maçon", "ville": "Fès"}


def test_merged_cells_hold_for_each_row_they_cover() -> None:
    book, sheet = sheet_of([HEAD, ["1", "Maçon", "Fès"], ["2", "Chef", None], ["3", "Soudeur"]])
    sheet.merge_cells("C2:C4")
    table = opened(book)
    assert [row.cells["ville"] for row in table.rows] == ["Fès", "Fès", "Fès"]
    assert said(opened(book)) == [(3, "ville", False), (4, "ville", False)]


def test_cells_merged_across_columns_are_the_first_ones() -> None:
    book, sheet = sheet_of([HEAD, ["1", "Maçon", None]])
    sheet.merge_cells("B2:C2")
    (row,) = opened(book).rows
    assert row.cells == {"référence": "1", "intitulé": "Maçon", "ville": None}
    assert [(note.column, note.left_out) for note in row.notes] == [("intitulé", False)]


def test_all_sheets_with_known_columns_are_read() -> None:
    book = book_of(
        {
            "Lisez-moi": [["Mode d'emploi"], ["Remplissez la feuille suivante."]],
            "Casablanca": [HEAD, ["1", "Maçon", "Casablanca"]],
            "Vide": [],
            "Rabat": [["Rabat"], [*HEAD, "employeur"], ["2", "Chef", "Rabat", "Essai"]],
        }
    )
    table = opened(book)
    assert table.headers == (*HEAD, "employeur")
    assert table.total == 2
    rows = [(row.sheet, row.line, row.cells["référence"]) for row in table.rows]
    assert rows == [("Casablanca", 2, "1"), ("Rabat", 3, "2")]
    assert {(note.sheet, note.line, note.left_out) for note in table.notes} == {
        ("", None, True),
        ("Rabat", 1, False),
    }


def test_a_hidden_sheet_is_named_and_not_read() -> None:
    book = book_of({"Visible": [HEAD, ["1", "a", "b"]], "Cachée": [HEAD, ["2", "c", "d"]]})
    book.worksheets[1].sheet_state = "hidden"
    book.active = 1
    table = opened(book)
    assert [row.cells["référence"] for row in table.rows] == ["1"]
    assert ["Cachée" in note.text.in_("fr") for note in table.notes] == [True]


def test_what_nobody_sees_in_the_sheet_is_read_and_named() -> None:
    rows = [HEAD, ["1", "Maçon", "Fès"], ["2", "Chef", "Salé"], ["3", "Peintre", "Rabat"]]
    book, sheet = sheet_of(rows)
    sheet.row_dimensions[3].hidden = True
    sheet.row_dimensions[4].hidden = True
    sheet.row_dimensions[9].hidden = True  # nothing stands there
    sheet.column_dimensions["C"].hidden = True
    sheet.auto_filter.ref = "A1:C4"
    sheet.auto_filter.add_filter_column(2, ["Fès"])
    table = opened(book)
    found = list(table.rows)
    assert [row.line for row in found] == [2, 3, 4]
    assert [[note.line for note in row.notes] for row in found] == [[], [3], [4]]
    assert [(note.column, note.left_out) for note in table.notes] == [("ville", False), ("", False)]
    assert "filtre" in table.notes[1].text.in_("fr")


@pytest.mark.parametrize(
    "row", ['<row ht="0" customHeight="1">', "<row r='2' spans='1:2' hidden='true'>"]
)
def test_a_row_without_height_is_a_hidden_one(row: str) -> None:
    columns = f"{row}{text_cell('Maçon')}{text_cell('Fès')}</row>"
    (found,) = read(raw([HEADER, columns, END]), "x.xlsx", known=KNOWN).rows
    assert [(note.line, note.left_out) for note in found.notes] == [(2, False)]


def test_comments_on_cells_are_named() -> None:
    book, sheet = sheet_of([HEAD, ["1", "Maçon", "Fès"]])
    sheet["B2"].comment = Comment("pourvu", "A")
    table = opened(book)
    assert len(list(table.rows)) == 1
    assert [(note.line, note.left_out) for note in table.notes] == [(None, True)]
    assert "B2" in table.notes[0].text.in_("fr")


def test_without_known_names_the_sheets_of_one_shape_are_read() -> None:
    book = book_of({"A": [["x", "y"], ["1", "2"]], "B": [["x", "y"], ["3", "4"]], "C": [["z"]]})
    table = opened(book, ())
    assert [row.cells["x"] for row in table.rows] == ["1", "3"]
    assert [note.left_out for note in table.notes] == [True]


def test_errors_and_formulas_without_a_result_are_named() -> None:
    book, sheet = sheet_of(
        [HEAD, ["1", "#N/A", "Fès"], ["=1+1", "=A2", "=B2"], ["3", "Chef", "Salé"]]
    )
    sheet["B2"].data_type = "e"
    table = opened(book)
    found = list(table.rows)
    assert [row.line for row in found] == [2, 3, 4]
    assert found[0].cells == {"référence": "1", "intitulé": None, "ville": "Fès"}
    assert said(opened(book)) == [(2, "intitulé", True), *((3, name, True) for name in HEAD)]


def test_marks_are_found_in_rows_without_numbers_and_under_a_prefix() -> None:
    content = raw(
        [
            HEADER,
            f"<row>{text_cell('Maçon')}<c t='e'><v>#REF!</v></c></row>",
            '<row><c t="str"><f>""</f><v></v></c><c><f>1</f><v>3</v></c></row>',
            '<x:row xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
            "<x:c><x:f>A1</x:f></x:c></x:row>",
            END,
        ]
    )
    rows = list(read(content, "x.xlsx", known=KNOWN).rows)
    notes = [(note.line, note.column) for row in rows for note in row.notes]
    assert notes == [(2, "ville"), (4, "intitulé")]
    assert rows[1].cells == {"intitulé": None, "ville": 3}


def test_a_column_without_a_name_is_named_by_its_letter() -> None:
    book, _sheet = sheet_of([["intitulé", None, "ville"], ["Maçon", "x", "Fès", "y"]])
    assert said(opened(book)) == [(None, "B", True), (None, "D", True)]


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"not a workbook", "x.xlsx"),
        (b"PK\x03\x04broken", "x.xlsx"),
        (b"a;b\n1;2", "x.docx"),
        (b"a;b\n1;2", "x.ods"),
        (b"a;b\n1;2", "x"),
        (b"\xd0\xcf\x11\xe0" + b"\0" * 600, "x.xls"),
        (b"", "x.xlsx"),
    ],
)
def test_what_is_no_workbook_says_what_to_do(content: bytes, name: str) -> None:
    with pytest.raises(UnreadableFile) as refused:
        read(content, name)
    assert "nregistrez" in refused.value.text.in_("fr") or not content
    assert refused.value.status == 422


def test_a_damaged_or_locked_workbook_says_so() -> None:
    whole = saved(book_of({"A": [HEAD, *[[str(n), "x" * n, "y"] for n in range(200)]]}))
    locked = b"\xd0\xcf\x11\xe0" + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le")
    for content in (whole[: len(whole) // 2], whole[:100] + b"\xff" * 2000 + whole[2100:], locked):
        with pytest.raises(UnreadableFile):
            read(content, "x.xlsx")
    with pytest.raises(UnreadableFile) as refused:
        read(locked, "x.xlsx")
    assert "mot de passe" in refused.value.text.in_("fr")
