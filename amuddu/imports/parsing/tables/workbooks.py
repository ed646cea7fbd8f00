"""A workbook's sheets, as one table: every visible sheet with known columns is read."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from amuddu.imports.parsing.limits import (
    MAX_COLUMNS,
    MAX_COVERED,
    MAX_GRID,
    MAX_ROWS,
    MAX_SHEET_ROWS,
    MAX_UNPACKED,
    cpu_seconds,
    limit_time,
    refuse_many,
)
from amuddu.imports.parsing.said import EMPTY, N_, Parsed, Record, Remark, Said, Unreadable, filled
from amuddu.imports.parsing.tables import archive as archives
from amuddu.imports.parsing.tables.grid import WHOLE, Grid, Line

_EXACT = 2.0**53
"""Whole numbers up to here are exact in a workbook, which keeps all numbers as fractions."""


def read(content: bytes, known: frozenset[str]) -> Parsed:
    """The table of an XLSX, XLSM, ODS or XLS workbook. Raises `Unreadable`."""
    archive = _old(content) if content.startswith(_OLE) else archives.opened(content)
    most = cpu_seconds(len(content), MAX_UNPACKED)
    limit_time(cpu_seconds(len(content), archive.unpacked), most)
    sheets, remarks = _sheets(content, archive)
    remarks += archive.remarks
    chosen = _chosen(sheets, known)
    if not chosen:
        raise Unreadable(EMPTY)
    several = len(chosen) > 1
    for sheet in sheets:
        if sheet not in chosen and sheet.has_content():
            remarks.append(_left(N_("La feuille « {sheet} » n'est pas lue."), sheet.name))
    total = 0
    names: dict[str, None] = {}
    for sheet in chosen:
        total += sheet.grid.count(sheet.lines(), MAX_ROWS + 1)
        names.update(dict.fromkeys(sheet.grid.names))
        sheet.grid.sheet = sheet.name if several else ""
    refuse_many(total, len(names))
    return Parsed(tuple(names), _records(chosen, remarks), total, remarks)


_OLE = b"\xd0\xcf\x11\xe0"
"""How a workbook of before 2007 begins, and one that is locked by a password."""


def _old(content: bytes) -> archives.Archive:
    """An XLS workbook, which is one piece that is not packed. Raises `Unreadable`."""
    if "EncryptedPackage".encode("utf-16-le") in content:
        raise Unreadable(archives.LOCKED)
    remark = Remark(None, "", Said(archives.NOT_LOOKED_FOR))
    return archives.Archive(None, len(content), remarks=[remark])


def _records(chosen: list[_Sheet], remarks: list[Remark]) -> Iterator[Record]:
    for sheet in chosen:
        grid = sheet.grid
        yield from grid.records()
        grid.remarks += sheet.unseen()
        remarks += [replace(remark, sheet=grid.sheet) for remark in grid.remarks]


def _left(message: str, sheet: str) -> Remark:
    return Remark(None, "", Said(message, {"sheet": sheet}), left_out=True)


def _sheets(content: bytes, archive: archives.Archive) -> tuple[list[_Sheet], list[Remark]]:
    """The visible sheets, and a remark on each hidden one that holds something."""
    import python_calamine as calamine

    found, remarks = [], []
    try:
        book = calamine.load_workbook(io.BytesIO(content))
        for info in book.sheets_metadata:
            if info.typ != calamine.SheetTypeEnum.WorkSheet:
                continue
            marks = archive.marks(info.name)
            sheet = _Sheet(info.name, book.get_sheet_by_name(info.name), marks)
            if info.visible == calamine.SheetVisibleEnum.Visible:
                found.append(sheet)
            elif sheet.has_content():
                remarks.append(
                    _left(N_("La feuille « {sheet} » est cachée : elle n'est pas lue."), info.name)
                )
    except calamine.PasswordError as error:
        raise Unreadable(archives.LOCKED) from error
    except (calamine.CalamineError, OSError, ValueError) as error:
        raise Unreadable(archives.DAMAGED) from error
    return found, remarks


def _chosen(sheets: list[_Sheet], known: frozenset[str]) -> list[_Sheet]:
    """Sheets with known columns; the first table, with those of the same columns, where none has.

    A sheet of instructions may hold one or two of the names: at least half as many as the best.
    """
    for sheet in sheets:
        sheet.grid = Grid(sheet.lines(), known, shifted=False)
    tables = [sheet for sheet in sheets if not sheet.grid.is_empty]
    best = max((sheet.grid.known_names for sheet in tables), default=0)
    if best:
        return [sheet for sheet in tables if sheet.grid.known_names * 2 >= best]
    first = next((sheet for sheet in tables if len(sheet.grid.names) > 1), None)
    if first is None:
        return tables[:1]
    return [sheet for sheet in tables if sheet.grid.names == first.grid.names]


@dataclass(eq=False, slots=True)
class _Merged:
    """A range of merged cells in one column, and the value that it shows."""

    column: int
    first: int
    last: int
    value: Any = None


class _Sheet:
    """A sheet's lines, to be walked as often as needed."""

    grid: Grid

    def __init__(self, name: str, sheet: Any, marks: archives.Marks) -> None:
        self.name = name
        self._sheet = sheet
        self._marks = marks
        height, width = (last + 1 for last in sheet.end or (-1, -1))
        if width > MAX_COLUMNS:
            raise Unreadable(_WIDE, sheet=name, columns=MAX_COLUMNS)
        if height > MAX_SHEET_ROWS or width * height > MAX_GRID:
            raise Unreadable(_FAR, sheet=name, line=height)
        self._merged = sheet.merged_cell_ranges or []  # ODS: none are told
        covered = (min(bottom, height) - top for (top, _left), (bottom, _right) in self._merged)
        if sum(rows for rows in covered if rows > 0) > MAX_COVERED:
            raise Unreadable(archives.MANY_MERGED, sheet=name)

    def has_content(self) -> bool:
        """Whether any cell holds something."""
        return any(any(map(filled, line.cells)) or line.remarks for line in self.lines())

    def unseen(self) -> Iterator[Remark]:
        """What is said of columns that nobody sees, and of a filter."""
        for place, name in enumerate(self.grid.columns):
            if name and any(place in hidden for hidden in self._marks.hidden_columns):
                yield Remark(None, name, Said(_HIDDEN_COLUMN))
        if self._marks.filtered and self._marks.hidden_rows:
            yield Remark(None, "", Said(_FILTERED, {"sheet": self.name}))

    def lines(self) -> Iterator[Line]:
        """Each row by its number, its merged cells filled, its errors named."""
        begins: dict[int, list[_Merged]] = {}
        wide: dict[int, list[tuple[int, int]]] = {}
        for (top, left), (bottom, right) in self._merged:
            if bottom > top:
                begins.setdefault(top, []).append(_Merged(left, top, bottom))
            if right > left:
                wide.setdefault(top, []).append((left, right))
        active: list[_Merged] = []
        for place, cells in self._rows():
            line = Line(place + 1, cells)
            for column, said in self._marks.cells.get(place, ()):
                line.remarks.append((column, said, True))
            if place in self._marks.hidden_rows and any(map(filled, cells)):
                line.remarks.append((WHOLE, Said(_HIDDEN_ROW), False))
            active = [merged for merged in active if merged.last >= place]
            for merged in active:
                _fill(line, merged)
            for merged in begins.get(place, ()):
                merged.value = cells[merged.column] if merged.column < len(cells) else None
                active.append(merged)
            for left, right in wide.get(place, ()):
                _note_wide(line, left, right)
            yield line

    def _rows(self) -> Iterator[tuple[int, list[Any]]]:
        """Cells by place, from column A, of each row that holds a value or a mark.

        The library gives rows from the first of the sheet, each from the first column in use.
        """
        left = self._sheet.start[1] if self._sheet.start else 0
        place = -1
        for place, cells in enumerate(self._sheet.iter_rows()):
            values = [cell or None if type(cell) is str else _value(cell) for cell in cells]
            yield place, [None] * left + values if left else values
        yield from ((marked, []) for marked in sorted(self._marks.cells) if marked > place)


def _fill(line: Line, merged: _Merged) -> None:
    """Give a row the value of the merged cells that reach down to it."""
    if not filled(merged.value) or not any(map(filled, line.cells)):
        return
    line.cells += [None] * (merged.column + 1 - len(line.cells))
    if filled(line.cells[merged.column]):
        return
    line.cells[merged.column] = merged.value
    said = Said(
        N_("Cellules fusionnées : la valeur de la ligne {line} vaut aussi ici."),
        {"line": merged.first + 1},
    )
    line.remarks.append((merged.column, said, False))


def _note_wide(line: Line, left: int, right: int) -> None:
    if left < len(line.cells) and filled(line.cells[left]):
        columns = {"columns": right - left + 1}
        said = Said(N_("Cellule fusionnée sur {columns} colonnes : lue pour la première."), columns)
        line.remarks.append((left, said, False))


def _value(cell: Any) -> Any:
    """A cell as Python has it; a whole number that is kept as a fraction is whole again."""
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < _EXACT:
        return int(cell)
    return cell


_HIDDEN_ROW = N_("Cette ligne est masquée dans le classeur : elle est lue comme les autres.")
_HIDDEN_COLUMN = N_("Cette colonne est masquée dans le classeur : elle est lue comme les autres.")
_FILTERED = N_("Un filtre cache des lignes de la feuille « {sheet} » : elles sont toutes lues.")
_WIDE = N_("La feuille « {sheet} » a plus de {columns} colonnes.")
_FAR = N_(
    "La feuille « {sheet} » va jusqu'à la ligne {line}, presque vide : "
    "copiez le tableau dans une feuille neuve."
)
