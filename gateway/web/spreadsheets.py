"""Tables as files that a spreadsheet opens: CSV and XLSX, with nothing in them that it would run.

A cell that begins with `=`, `+`, `-`, `@`, a tab or a line break would be read as a formula. In
CSV such a text gets an apostrophe in front, which spreadsheets do not show; in XLSX every text is
written as text.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Literal

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from starlette.responses import Response

Format = Literal["csv", "xlsx"]
Cell = str | int | float | Decimal | None

_TYPES: dict[Format, str] = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
_RUNS = ("=", "+", "-", "@", "\t", "\r", "\n")
_WIDEST = 60


def download(
    form: Format,
    name: str,
    head: Sequence[str],
    rows: Iterable[Sequence[Cell]],
    *,
    rtl: bool = False,
) -> Response:
    """The table as a file to keep; `rtl`: its first column stands at the right."""
    content = _csv(head, rows) if form == "csv" else _xlsx(head, rows, rtl=rtl)
    disposition = f'attachment; filename="{name}.{form}"'
    return Response(content, media_type=_TYPES[form], headers={"Content-Disposition": disposition})


def harmless(value: Cell) -> Cell:
    """A cell that no spreadsheet takes for a formula."""
    if isinstance(value, str) and value.startswith(_RUNS):
        return "'" + value
    return value


def _csv(head: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """Semicolons and a byte order mark: what a French spreadsheet opens without questions."""
    written = io.StringIO(newline="")
    writer = csv.writer(written, delimiter=";")
    writer.writerow(head)
    for row in rows:
        writer.writerow([harmless(value) for value in row])
    return written.getvalue().encode("utf-8-sig")


def _xlsx(head: Sequence[str], rows: Iterable[Sequence[Cell]], *, rtl: bool) -> bytes:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.sheet_view.rightToLeft = rtl
    sheet.freeze_panes = "A2"
    widths = [len(title) for title in head]
    for line, row in enumerate((head, *rows), start=1):
        for place, value in enumerate(row, start=1):
            text = isinstance(value, str)
            shown = ILLEGAL_CHARACTERS_RE.sub("", value) if isinstance(value, str) else value
            cell = sheet.cell(row=line, column=place, value=shown)
            if text:
                cell.data_type = "s"  # never a formula, whatever it begins with
                cell.alignment = Alignment(wrap_text=True, vertical="top")
            if line == 1:
                cell.font = Font(bold=True)
            widths[place - 1] = max(widths[place - 1], len(str(value or "")))
    for place, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(place)].width = min(width + 3, _WIDEST)
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()
