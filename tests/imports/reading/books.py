"""Workbooks for tests, as spreadsheets write them and as nobody should."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Sequence
from typing import Any

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"


def saved(book: Workbook) -> bytes:
    """A workbook's bytes."""
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def book_of(sheets: dict[str, Sequence[Sequence[Any]]]) -> Workbook:
    """A workbook of sheets by name."""
    book = Workbook()
    first = book.active
    assert first is not None
    book.remove(first)
    for name, rows in sheets.items():
        sheet: Worksheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    return book


def raw(sheet: Iterable[str], *, strings: str | None = None, ahead: str = "") -> bytes:
    """A workbook with one sheet of XML as it is given, between `sheetData` and the end."""
    related = f"{OFFICE}/worksheet"
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(
            "[Content_Types].xml",
            f'<Types xmlns="{PACKAGE}/content-types">'
            '<Default Extension="xml" ContentType="application/xml"/></Types>',
        )
        archive.writestr(
            "_rels/.rels",
            f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="a" '
            f'Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        )
        archive.writestr(
            "xl/workbook.xml",
            f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>'
            '<sheet name="Liste" sheetId="1" r:id="s"/></sheets></workbook>',
        )
        archive.writestr(
            "xl/_rels/workbook.xml.rels",
            f'<Relationships xmlns="{PACKAGE}/relationships">'
            f'<Relationship Id="s" Type="{related}" Target="worksheets/sheet1.xml"/>'
            f'<Relationship Id="t" Type="{OFFICE}/sharedStrings" Target="sharedStrings.xml"/>'
            "</Relationships>",
        )
        if strings is not None:
            archive.writestr("xl/sharedStrings.xml", strings)
        with archive.open("xl/worksheets/sheet1.xml", "w") as part:
            part.write(f'{ahead}<worksheet xmlns="{MAIN}"><sheetData>'.encode())
            for piece in sheet:
                part.write(piece.encode())
            part.write(b"</worksheet>")
    return written.getvalue()


def text_cell(text: str) -> str:
    """A cell with its text beside it."""
    return f'<c t="inlineStr"><is><t>{text}</t></is></c>'


HEADER = f"<row>{text_cell('intitulé')}{text_cell('ville')}</row>"
END = "</sheetData>"
