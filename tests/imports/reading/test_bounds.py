"""Files made to keep a reader busy end soon, with a clear sentence; their process with them."""

from __future__ import annotations

import gc
import io
import os
import struct
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from amuddu.imports.reading import read
from amuddu.imports.rows import UnreadableFile
from amuddu.kit.errors import AmudduError
from tests.imports.reading.books import END, HEADER, MAIN, book_of, raw, saved, text_cell

KNOWN = ("intitulé", "ville")
SECONDS = 5
"""Of processor time: none takes two on a quiet machine, a busy one counts more."""


def _many_rows() -> bytes:
    return raw([HEADER, *["<row><c><v>1</v></c></row>" * 10_000] * 200, END])


def _one_wide_row() -> bytes:
    return raw(["<row>", *[text_cell("a") * 1000] * 300, "</row>", END])


def _a_cell_far_away() -> bytes:
    return raw([HEADER, '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>', END])


def _a_row_far_away() -> bytes:
    return raw([HEADER, '<row r="1048576"><c r="B1048576"><v>1</v></c></row>', END])


def _long_shared_text() -> bytes:
    strings = f'<sst xmlns="{MAIN}"><si><t>{"x" * 1_000_000}</t></si></sst>'
    row = "<row>" + '<c t="s"><v>0</v></c>' * 50 + "</row>"
    return raw([HEADER, *[row] * 5_000, END], strings=strings)


def _merged_ranges() -> bytes:
    ranges = '<mergeCell ref="A1:XFD1048576"/>' * 1000
    return raw([HEADER, END, "<mergeCells>", *[ranges] * 300, "</mergeCells>"])


def _merged_over_and_over() -> bytes:
    rows = "<row><c><v>1</v></c></row>" * 20_000
    return raw([HEADER, rows, END, "<mergeCells>", '<mergeCell ref="A1:B90000"/>' * 19_000,
                "</mergeCells>"])  # fmt: skip


def _entities() -> bytes:
    inner = "".join(f'<!ENTITY {b} "{f"&{a};" * 20}">' for a, b in ("ab", "bc", "cd", "de", "ef"))
    ahead = f'<!DOCTYPE x [<!ENTITY a "{"x" * 99}">{inner}]>'
    return raw([f"<row>{text_cell('&f;')}</row>", END], ahead=ahead)


def _formulas() -> bytes:
    return raw([HEADER, *["<row>" + "<c><f>1</f></c>" * 20 + "</row>"] * 20_000, END])


def _lying_sizes() -> bytes:
    content = bytearray(raw([HEADER, *["<row><c><v>1</v></c></row>" * 10_000] * 300, END]))
    with zipfile.ZipFile(io.BytesIO(bytes(content))) as archive:
        size = archive.getinfo("xl/worksheets/sheet1.xml").file_size
    stated, small = struct.pack("<L", size), struct.pack("<L", 5000)
    return bytes(content.replace(stated, small))


def _flood() -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(5):
            archive.writestr(f"xl/{number}.xml", b"0" * (20 * 1024 * 1024))
    return written.getvalue()


BOMBS: dict[str, tuple[str, Callable[[], bytes]]] = {
    "rows": ("x.xlsx", _many_rows),
    "columns of a sheet": ("x.xlsx", _one_wide_row),
    "a cell far away": ("x.xlsx", _a_cell_far_away),
    "a row far away": ("x.xlsx", _a_row_far_away),
    "a long shared text": ("x.xlsx", _long_shared_text),
    "merged ranges": ("x.xlsx", _merged_ranges),
    "ranges over one another": ("x.xlsx", _merged_over_and_over),
    "entities": ("x.xlsx", _entities),
    "formulas": ("x.xlsx", _formulas),
    "lying sizes": ("x.xlsx", _lying_sizes),
    "a flood of parts": ("x.xlsx", _flood),
    "columns of a text": ("x.csv", lambda: ";".join(map(str, range(500_000))).encode()),
    "separators": ("x.csv", lambda: b"a;b\n" + b";" * 2_000_000),
    "lines": ("x.csv", lambda: b"a;b\n" + b"\n" * 9_000_000),
    "rows of a text": ("x.csv", lambda: b"a;b\n" + b"1;2\n" * 400_000),
    "quotes": ("x.csv", lambda: b"a;b\n" + b'x";"\n' * 30_000),
    "keys": ("x.json", lambda: b"{%s}" % b",".join(b'"k%d":1' % n for n in range(200_000))),
    "keys of rows": ("x.jsonl", lambda: b"\n".join(b'{"k%d":1}' % n for n in range(50_000))),
}


@pytest.mark.parametrize("bomb", BOMBS)
def test_a_file_made_to_be_slow_is_refused_soon(bomb: str) -> None:
    name, made = BOMBS[bomb]
    content = made()
    gc.collect()  # whoever read a file before has ended: their time is not this one's
    before = os.times().children_user
    with pytest.raises(UnreadableFile) as refused:
        list(read(content, name, known=KNOWN).rows)
    assert os.times().children_user - before < SECONDS
    assert refused.value.text.in_("fr")


@pytest.mark.parametrize(
    "content",
    [
        b"[" * 2_000_000,
        b'{"a":' * 500_000,
        b'{"a":\n' * 100_000,
        b'[\n{"a": [1,\n' * 20_000,
        b'{\n"a": 1\n}\n' + b'{\n"a": [\n' * 50_000,
        b'{"a": ' + b"9" * 3_000_000 + b"}",
    ],
)
def test_broken_json_names_where_it_breaks_and_ends_soon(content: bytes) -> None:
    gc.collect()  # whoever read a file before has ended: their time is not this one's
    before = os.times().children_user
    rows = list(read(content, "x.json").rows)
    assert any(row.problem is not None for row in rows)
    assert os.times().children_user - before < SECONDS


def test_a_file_beyond_the_limit_of_size_is_refused_unread() -> None:
    with pytest.raises(UnreadableFile) as refused:
        read(b"a;b\n" * (17 * 1024 * 1024), "x.csv")
    assert "Mo" in refused.value.text.in_("fr")


def _processes() -> set[int]:
    """Ids of this process's children."""
    return set(map(int, Path(f"/proc/self/task/{os.getpid()}/children").read_text().split()))


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="looks at Linux's list of processes")
@pytest.mark.parametrize("leave", ["close", "drop", "never start", "read all", "refused"])
def test_the_process_ends_with_whoever_reads(leave: str) -> None:
    before = _processes()
    content = b"titre;ville\n" + b"a;b\n" * 100_000
    if leave == "refused":
        with pytest.raises(UnreadableFile):
            read(b"\n", "x.csv")
    else:
        table = read(content, "x.csv")
        assert len(_processes() - before) == 1
        if leave != "never start":
            next(table.rows)
        if leave == "close":
            table.rows.close()  # type: ignore[attr-defined] # a generator
        elif leave == "read all":
            assert sum(1 for _row in table.rows) == 99_999
        del table
        gc.collect()
    assert _processes() == before


def test_several_files_are_read_side_by_side() -> None:
    tables = [read(f"a;b\n{n};x\n".encode() * 3, "x.csv") for n in range(5)]
    found = [[row.cells for row in table.rows] for table in tables]
    assert [rows[0] for rows in found] == [{"a": str(n), "b": "x"} for n in range(5)]


def test_a_small_file_is_read_at_once() -> None:
    content = saved(book_of({"A": [list(KNOWN), ["Maçon", "Fès"]]}))
    list(read(content, "x.xlsx").rows)
    started, before = time.monotonic(), os.times().children_user
    for _again in range(5):
        list(read(content, "x.xlsx", known=KNOWN).rows)
    assert os.times().children_user - before < 5
    assert time.monotonic() - started < 60


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=300), st.sampled_from(["x.csv", "x.xlsx", "x.jsonl", "x.tsv"]))
def test_any_bytes_are_read_or_refused_in_words(content: bytes, name: str) -> None:
    try:
        rows = list(read(content, name).rows)
    except AmudduError as error:
        said = error.text.in_("fr")
    else:
        said = "read" if all(row.line >= 1 for row in rows) else ""
    assert said
