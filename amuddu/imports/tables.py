"""Rows of a file: CSV (comma, semicolon, tab; UTF-8 or cp1252), XLSX, JSON lines.

A file that is not what its name says raises `UnreadableFile` with the fix. A single bad line of
JSON becomes a row with a problem, so the good lines are kept.
"""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Iterator
from pathlib import PurePath

from openpyxl import load_workbook

from amuddu.imports.rows import Row, Table, UnreadableFile
from amuddu.kit.i18n import N_, Text

MAX_ROWS = 20_000
MAX_UNPACKED = 200 * 1024 * 1024


def read(content: bytes, filename: str) -> Table:
    """A file's table, empty rows left out. Raises `UnreadableFile`."""
    suffix = PurePath(filename).suffix.lower()
    if not content.strip():
        raise UnreadableFile(N_("Ce fichier est vide : choisissez un fichier avec des lignes."))
    if suffix == ".xlsx":
        rows = _xlsx(content)
    elif suffix in {".jsonl", ".ndjson"}:
        rows = _json_lines(_decoded(content))
    elif suffix in {".csv", ".tsv", ".txt"}:
        rows = _csv(_decoded(content))
    else:
        raise UnreadableFile(
            N_("Ce type de fichier n'est pas lu. Enregistrez-le en CSV, XLSX ou JSONL.")
        )
    kept = []
    for row in rows:
        if row.problem is None and not any(_filled(cell) for cell in row.cells.values()):
            continue
        kept.append(row)
        if len(kept) > MAX_ROWS:
            raise UnreadableFile(
                N_("Ce fichier a plus de {rows} lignes : coupez-le en plusieurs fichiers."),
                rows=MAX_ROWS,
            )
    headers = tuple(dict.fromkeys(name for row in kept for name in row.cells))
    return Table(headers, iter(kept), total=len(kept))


def _filled(cell: object) -> bool:
    return cell is not None and str(cell).strip() != ""


def _decoded(content: bytes) -> str:
    if content.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF")) or b"\x00" in content:
        raise UnreadableFile(
            N_("Ce fichier n'est pas du texte, malgré son nom. Enregistrez-le en CSV ou XLSX.")
        )
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def _csv(text: str) -> Iterator[Row]:
    header = text.split("\n", 1)[0]
    separator = max(",;\t", key=header.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    try:
        names = [name.strip() for name in next(reader)]
        while True:
            line = reader.line_num + 1
            try:
                cells = next(reader)
            except StopIteration:
                return
            yield Row(line, dict(zip(names, cells, strict=False)))
    except csv.Error:
        raise UnreadableFile(
            N_("Tableau abîmé près de la ligne {line}. Ouvrez-le et enregistrez-le de nouveau."),
            line=reader.line_num,
        ) from None


def _json_lines(text: str) -> Iterator[Row]:
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip():
            continue
        try:
            cells = json.loads(line)
        except (ValueError, RecursionError):  # no JSON, or a number of thousands of digits
            cells = None
        if isinstance(cells, dict):
            yield Row(number, cells)
        else:
            yield Row(number, problem=Text(N_("Cette ligne n'est pas un objet JSON valable.")))


def _xlsx(content: bytes) -> Iterator[Row]:
    not_a_workbook = UnreadableFile(
        N_("Ce fichier n'est pas un classeur XLSX, malgré son nom. Enregistrez-le de nouveau.")
    )
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if sum(item.file_size for item in archive.infolist()) > MAX_UNPACKED:
                raise UnreadableFile(N_("Ce classeur est trop gros une fois ouvert."))
        sheet = load_workbook(io.BytesIO(content), read_only=True, data_only=True).active
        if sheet is None:
            raise not_a_workbook
        lines = sheet.iter_rows(values_only=True)
        names = [str(name or "").strip() for name in next(lines, ())]
        for number, cells in enumerate(lines, start=2):
            named = zip(names, cells, strict=False)
            yield Row(number, {name: cell for name, cell in named if name})
    except UnreadableFile:
        raise
    except Exception as error:  # a damaged workbook makes its reader stumble over anything
        raise not_a_workbook from error
