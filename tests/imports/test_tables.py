"""Files of every kind are read; what cannot be read says so and how to mend it."""

from __future__ import annotations

import io
import json
import zipfile

import pytest
from amuddu.imports.tables import read
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from amuddu.imports.rows import UnreadableFile
from amuddu.kit.errors import AmudduError

TABLE = "référence;intitulé;ville\n1;Maçon confirmé;Fès\n2;Cuisinière;Salé\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_encodings_and_separators(encoding: str, separator: str) -> None:
    rows = read(TABLE.replace(";", separator).encode(encoding), "offres.csv")
    assert [row.cells["intitulé"] for row in rows] == ["Maçon confirmé", "Cuisinière"]
    assert [row.line for row in rows] == [2, 3]


def test_a_cell_may_hold_line_breaks_and_lines_keep_their_number() -> None:
    rows = read(b'titre;texte\nA;"deux\nlignes"\n;\nB;une\n', "x.csv")
    assert [(row.line, row.cells["titre"]) for row in rows] == [(2, "A"), (5, "B")]


def test_workbooks_are_read() -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["référence", "intitulé"])
    sheet.append(["1", "Maçon"])
    sheet.append([None, None])
    sheet.append(["2", "Plombière"])
    written = io.BytesIO()
    book.save(written)
    rows = read(written.getvalue(), "offres.XLSX")
    assert [(row.line, row.cells["intitulé"]) for row in rows] == [(2, "Maçon"), (4, "Plombière")]


def test_a_bad_line_of_json_leaves_the_good_ones() -> None:
    content = b'{"a": 1}\n\n{"a": \n[1]\n{"a": 2}\n'
    rows = read(content, "x.jsonl")
    assert [(row.line, row.problem is None) for row in rows] == [
        (1, True),
        (3, False),
        (4, False),
        (5, True),
    ]


def _zip_of_zeros() -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(5):
            archive.writestr(f"xl/{number}.xml", b"0" * (50 * 1024 * 1024))
    return written.getvalue()


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"", "x.csv"),
        (b"   \n ", "x.csv"),
        (b"PK\x03\x04rest", "x.csv"),
        (b"%PDF-1.7", "x.csv"),
        (b"a;b\n\x00;1", "x.csv"),
        (b"not a workbook", "x.xlsx"),
        (b"PK\x03\x04broken", "x.xlsx"),
        (b"a;b\n1;2", "x.docx"),
        (b"a;b\n1;2", "x"),
    ],
)
def test_a_file_that_is_not_what_it_says_is_refused_with_the_fix(content: bytes, name: str) -> None:
    with pytest.raises(UnreadableFile) as refused:
        read(content, name)
    assert refused.value.text.in_("fr")
    assert refused.value.status == 422


def test_a_workbook_that_unpacks_to_a_flood_is_refused() -> None:
    with pytest.raises(UnreadableFile):
        read(_zip_of_zeros(), "x.xlsx")


@given(st.binary(max_size=300), st.sampled_from(["x.csv", "x.xlsx", "x.jsonl", "x.tsv"]))
def test_any_bytes_are_read_or_refused_in_words(content: bytes, name: str) -> None:
    try:
        rows = read(content, name)
    except AmudduError as error:
        said = error.text.in_("fr")
    else:
        said = "read" if all(row.line >= 1 for row in rows) else ""
    assert said


@given(st.lists(st.dictionaries(st.text(max_size=5), st.text(max_size=20)), max_size=8))
def test_what_was_written_as_json_lines_is_read_back(objects: list[dict[str, str]]) -> None:
    content = "\n".join(json.dumps(each) for each in objects).encode()
    if not content.strip():
        return
    kept = [each for each in objects if any(value.strip() for value in each.values())]
    assert [row.cells for row in read(content, "x.jsonl")] == kept
