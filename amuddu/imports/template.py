"""An empty file with the documented columns and one example line, to fill in."""

from __future__ import annotations

import csv
import io
from typing import Literal

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Font

from amuddu.contracts.types import Lang
from amuddu.imports.columns import COLUMNS, Column, Kind
from amuddu.kit.i18n import Text

Format = Literal["csv", "xlsx"]


def template(kind: Kind, form: Format, *, lang: Lang) -> bytes:
    """The template's bytes; in a workbook each header explains itself in a comment."""
    return _xlsx(kind, lang) if form == "xlsx" else _csv(kind)


def _offered(kind: Kind) -> list[Column]:
    return [column for column in COLUMNS[kind] if column.offered]


def _csv(kind: Kind) -> bytes:
    """Semicolons and a byte order mark: what a French spreadsheet opens without questions."""
    written = io.StringIO(newline="")
    writer = csv.writer(written, delimiter=";")
    writer.writerow(column.header for column in _offered(kind))
    writer.writerow(column.example for column in _offered(kind))
    return written.getvalue().encode("utf-8-sig")


def _xlsx(kind: Kind, lang: Lang) -> bytes:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for number, column in enumerate(_offered(kind), start=1):
        head = sheet.cell(row=1, column=number, value=column.header)
        head.font = Font(bold=column.required or column.asked)
        head.comment = Comment(Text(column.help).in_(lang), "Amuddu")
        sheet.cell(row=2, column=number, value=column.example)
        sheet.column_dimensions[head.column_letter].width = max(14, len(column.header) + 4)
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()
