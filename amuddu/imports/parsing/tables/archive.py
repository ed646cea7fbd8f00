"""A workbook's archive, judged before it is unpacked, and what only its XML tells.

`python-calamine` gives an empty cell for an error and for a formula that was never calculated:
those are found here, by cell, so that none of them is lost without a word. So are rows and columns
that nobody who looks at the sheet sees, and comments.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.etree import ElementTree as ET

from amuddu.imports.parsing.limits import (
    MAX_CELLS,
    MAX_MARKS,
    MAX_MERGED,
    MAX_PARTS,
    MAX_RATIO,
    MAX_ROWS,
    MAX_SHEET_ROWS,
    MAX_SHEETS,
    MAX_UNPACKED,
    MEGABYTE,
    RATIO_FREE,
)
from amuddu.imports.parsing.said import N_, Remark, Said, Unreadable

DAMAGED = N_("Ce fichier n'est pas un classeur, malgré son nom. Enregistrez-le de nouveau.")
TOO_BIG = N_("Ce classeur est trop gros une fois ouvert.")
_WORKBOOK = "xl/workbook.xml"
_RELATIONS = "xl/_rels/workbook.xml.rels"
_SMALL_PART = 8 * MEGABYTE
"""Of the parts that list the others."""

_LONGEST_ROW = 16 * MEGABYTE
"""The last one counts with what stands below the rows: rules for colours, merged ranges."""


@dataclass(slots=True)
class Marks:
    """What a sheet's XML tells of its cells; rows and columns count from 0."""

    cells: dict[int, list[tuple[int, Said]]] = field(default_factory=dict)
    """By row: columns whose value cannot be had, and why."""
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: list[range] = field(default_factory=list)
    filtered: bool = False
    """Whether a filter keeps rows from sight."""


@dataclass(slots=True)
class Archive:
    """A workbook's parts."""

    zip: zipfile.ZipFile | None
    """None of an XLS workbook."""
    unpacked: int
    """Bytes that the parts say they take, unpacked."""
    parts: dict[str, str] = field(default_factory=dict)
    """Path of each sheet's XML by the sheet's name; none of an ODS workbook."""
    remarks: list[Remark] = field(default_factory=list)
    """What is not looked for in a workbook of this kind."""

    def marks(self, sheet: str) -> Marks:
        """Errors and formulas without a value in a sheet. Raises `Unreadable`."""
        part = self.parts.get(sheet)
        if part is None or self.zip is None:
            return Marks()
        pieces = _pieces(self.zip, part)
        row = next(pieces)
        found = Marks(hidden_columns=_hidden_columns(row))
        merged, number, cells, marked = row.count(b"mergeCell "), 0, 0, 0
        for rows, row in enumerate(pieces, start=1):
            cells += row.count(b"<c ") + row.count(b":c ") + row.count(b"<c>")
            merged += row.count(b"mergeCell ")
            if merged > MAX_MERGED:
                raise Unreadable(MANY_MERGED, sheet=sheet)
            if rows > MAX_SHEET_ROWS or cells > 2 * MAX_CELLS:
                raise Unreadable(_MANY_CELLS, sheet=sheet, rows=MAX_ROWS, cells=MAX_CELLS)
            stated = _ROW_NUMBER.match(row)
            number = int(stated.group(1)) if stated else number + 1
            if _HIDDEN.match(row):
                found.hidden_rows.add(number - 1)
            if _MARKED.search(row) and (marks := list(_marked(row))):
                found.cells[number - 1] = marks
                marked += len(marks)
                if marked > MAX_MARKS:
                    raise Unreadable(_MANY_MARKS, sheet=sheet)
        found.filtered = b"filterColumn" in row  # with what follows the last row
        return found


def opened(content: bytes) -> Archive:
    """The archive of an XLSX workbook. Raises `Unreadable` for a damaged, locked or huge one."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
        parts = archive.infolist()
        unpacked = sum(part.file_size for part in parts)
        if len(parts) > MAX_PARTS or unpacked > MAX_UNPACKED:
            raise Unreadable(TOO_BIG)
        if unpacked > RATIO_FREE and unpacked > MAX_RATIO * len(content):
            raise Unreadable(TOO_BIG)
        names = {part.filename for part in parts}
        if any(part.flag_bits & 1 for part in parts):
            raise Unreadable(LOCKED)
        if _WORKBOOK in names:
            return Archive(archive, unpacked, _parts(archive, names), _comments(archive, names))
        if _OPEN_DOCUMENT in names:
            return Archive(archive, unpacked, remarks=_open_document(archive))
        raise Unreadable(DAMAGED)
    # NotImplementedError: zipfile says so of a compression that it does not know.
    except (zipfile.BadZipFile, zlib.error, ET.ParseError, OSError, NotImplementedError) as error:
        raise Unreadable(DAMAGED) from error


def _open_document(archive: zipfile.ZipFile) -> list[Remark]:
    """What cannot be told of an ODS workbook; how many of its cells are read as empty ones."""
    lost, hidden, tail = 0, 0, b""
    with archive.open(_OPEN_DOCUMENT) as stream:
        while piece := stream.read(MEGABYTE):
            read = tail + piece
            if b"<!DOCTYPE" in read:
                raise Unreadable(DAMAGED)
            marked = list(_LOST_OR_HIDDEN.finditer(read))
            rows = sum(each[0].startswith(b"<table:table-row") for each in marked)
            found = [each.end() for each in marked]
            lost, hidden = lost + len(found) - rows, hidden + rows
            tail = read[max(found[-1] if found else 0, len(read) - _LONGEST_TAG) :]
    remarks = [Remark(None, "", Said(NOT_LOOKED_FOR))]
    if lost:
        remarks.append(Remark(None, "", Said(_LOST_CELLS, {"cells": lost}), left_out=True))
    if hidden:
        remarks.append(Remark(None, "", Said(_HIDDEN_ROWS)))
    return remarks


_OPEN_DOCUMENT = "content.xml"
_LOST_OR_HIDDEN = re.compile(
    rb"<table:table-cell\b(?=[^>]*\bcalcext:value-type=\"error\")[^>]*>"
    rb"|<table:table-cell\b(?=[^>]*\btable:formula=)(?![^>]*\boffice:value-type=)[^>]*>"
    rb"|<table:table-row\b(?=[^>]*\btable:visibility=\"(?:collapse|filter)\")[^>]*>"
)
"""An error, a formula that was never calculated, and rows that are not shown."""
_LONGEST_TAG = 4096
NOT_LOOKED_FOR = N_(
    "Dans un classeur XLS ou ODS, une erreur de calcul et une cellule fusionnée se lisent comme "
    "une cellule vide, et une ligne masquée comme les autres, sans être nommées. Pour les voir, "
    "enregistrez le fichier en XLSX."
)
_HIDDEN_ROWS = N_("Des lignes de ce classeur sont masquées : elles sont lues comme les autres.")
_LOST_CELLS = N_(
    "{cells} cellules contiennent une erreur ou une formule sans résultat : elles sont lues "
    "comme vides."
)


def _parts(archive: zipfile.ZipFile, names: set[str]) -> dict[str, str]:
    """Path of each sheet's part by the sheet's name."""
    targets = {}
    if _RELATIONS in names:
        for element in _small(archive, _RELATIONS).iter():
            target = element.get("Target", "")
            path = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
            targets[element.get("Id", "")] = posixpath.normpath(path)
    found = {}
    for element in _small(archive, _WORKBOOK).iter():
        if element.tag.rpartition("}")[2] == "sheet":
            related = next((v for k, v in element.items() if k.rpartition("}")[2] == "id"), "")
            if targets.get(related) in names:
                found[element.get("name", "")] = targets[related]
    if len(found) > MAX_SHEETS:
        raise Unreadable(N_("Ce classeur a plus de {sheets} feuilles."), sheets=MAX_SHEETS)
    return found


def _small(archive: zipfile.ZipFile, part: str) -> ET.Element:
    with archive.open(part) as stream:
        content = stream.read(_SMALL_PART + 1)
    if len(content) > _SMALL_PART or b"<!DOCTYPE" in content:
        raise Unreadable(DAMAGED)
    return ET.fromstring(content)  # noqa: S314 - small, and without entities of its own


_ROW = re.compile(rb"<(?:\w+:)?row(?=[\s>/])")
_CELL = re.compile(rb"<(?:\w+:)?c(?=[\s>/])")
_ROW_NUMBER = re.compile(rb"[^>]*?\sr\s*=\s*[\"'](\d{1,7})[\"']")
_PLACE = re.compile(rb"[^>]*?\sr\s*=\s*[\"']([A-Z]{1,3})\d")
_TYPE = re.compile(rb"[^>]*?\st\s*=\s*[\"'](\w+)[\"']")
_VALUE = re.compile(rb"<(?:\w+:)?v(?:\s[^<>]*)?>([^<]*)<")
_FORMULA = re.compile(rb"<(?:\w+:)?f[\s/>]")
_MARKED = re.compile(rb"\st\s*=\s*[\"']e[\"']|<(?:\w+:)?f[\s/>]")


def _pieces(archive: zipfile.ZipFile, part: str) -> Iterator[bytes]:
    """What stands before a sheet's rows; then the rows: what stands after each `<row`, the last
    with what follows it."""
    read, begun = b"", False
    with archive.open(part) as stream:
        while piece := stream.read(MEGABYTE):
            read += piece
            before, *rows = _ROW.split(read)
            if rows:
                yield from rows[:-1] if begun else [before, *rows[:-1]]
                read, begun = b"<row" + rows[-1], True
            if len(read) > _LONGEST_ROW:
                raise Unreadable(TOO_BIG)
    before, *rows = _ROW.split(read)
    yield from rows if begun else [before, *rows]


_HIDDEN = re.compile(
    rb"[^>]*?\s(?:hidden\s*=\s*[\"'](?:1|true)[\"']|ht\s*=\s*[\"']0(?:\.0*)?[\"'])"
)
_COLUMN = re.compile(rb"<(?:\w+:)?col\s[^>]*>")
_NO_WIDTH = re.compile(rb"\s(?:hidden\s*=\s*[\"'](?:1|true)|width\s*=\s*[\"']0(?:\.0*)?)[\"']")
_FROM_TO = re.compile(rb"\s(min|max)\s*=\s*[\"'](\d{1,5})[\"']")


def _hidden_columns(head: bytes) -> list[range]:
    """Columns that a sheet does not show, by what stands before its rows."""
    found = []
    for column in _COLUMN.findall(head):
        ends = {name: int(number) for name, number in _FROM_TO.findall(column)}
        if _NO_WIDTH.search(column) and len(ends) == 2:
            found.append(range(ends[b"min"] - 1, ends[b"max"]))
    return found


_COMMENTS = re.compile(r"xl/(?:comments\d*|comments/comment\d+)\.xml")
_COMMENT = re.compile(rb"<(?:\w+:)?comment\s[^>]*?\bref\s*=\s*[\"']([A-Z]{1,3}\d{1,7})[\"']")


def _comments(archive: zipfile.ZipFile, names: set[str]) -> list[Remark]:
    """That cells bear comments, which are not read."""
    cells: list[bytes] = []
    for name in sorted(filter(_COMMENTS.fullmatch, names)):
        with archive.open(name) as stream:
            cells += _COMMENT.findall(stream.read(_SMALL_PART))
    if not cells:
        return []
    said = {"count": len(cells), "cell": cells[0].decode("ascii")}
    return [Remark(None, "", Said(_COMMENTED, said), left_out=True)]


def _marked(row: bytes) -> Iterator[tuple[int, Said]]:
    column = -1
    for cell in _CELL.split(row)[1:]:
        place = _PLACE.match(cell)
        column = _column(place.group(1)) if place else column + 1
        kind = _TYPE.match(cell)
        value = _VALUE.search(cell)
        text = value.group(1) if value else b""
        if kind is not None and kind.group(1) == b"e":
            shown = text.decode("ascii", "replace")[:12]
            yield column, Said(N_("Cette cellule contient l'erreur {error}."), {"error": shown})
        elif (
            _FORMULA.search(cell) and not text and not (kind and value and kind.group(1) == b"str")
        ):
            yield column, Said(_UNCALCULATED)


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number - 1


MANY_MERGED = N_("La feuille « {sheet} » a trop de cellules fusionnées.")
_MANY_CELLS = N_(
    "La feuille « {sheet} » est trop grande : {rows} lignes et {cells} cellules au plus."
)
_MANY_MARKS = N_(
    "La feuille « {sheet} » a trop de formules sans résultat : "
    "ouvrez le fichier dans un tableur et enregistrez-le."
)
LOCKED = N_("Ce classeur est protégé par un mot de passe : enregistrez-le sans mot de passe.")
_COMMENTED = N_("Les commentaires des cellules ne sont pas lus : il y en a {count}, dès {cell}.")
_UNCALCULATED = N_(
    "Cette cellule contient une formule sans résultat : "
    "ouvrez le fichier dans un tableur et enregistrez-le."
)
