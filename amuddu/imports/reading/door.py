"""A file's bytes to its table."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any

from amuddu.imports.parsing import wire
from amuddu.imports.parsing.limits import MAX_BYTES, MEGABYTE
from amuddu.imports.reading.child import Child
from amuddu.imports.rows import Note, Row, Table, UnreadableFile
from amuddu.kit.i18n import N_, Text


def read(content: bytes, filename: str, *, known: Collection[str] = ()) -> Table:
    """The table of a file: CSV and the like, XLSX or XLSM, JSON in any arrangement.

    `known`: names of columns that mean something, as written; they tell which row is the header
    and which sheets are read. The rows may be walked once; whoever stops before the end closes or
    drops them, and the process that reads ends. Raises `UnreadableFile`, also from the rows.
    """
    if len(content) > MAX_BYTES:
        raise UnreadableFile(
            N_("Ce fichier est trop gros : {megabytes} Mo au plus. Coupez-le en plusieurs."),
            megabytes=MAX_BYTES // MEGABYTE,
        )
    messages = Child(content, filename, known).messages()
    kind, *said = next(messages)
    if kind == "u":
        raise _unreadable(*said)
    headers, total = said
    table = Table(tuple(headers), iter(()), total=total)
    table.rows = _rows(messages, table.notes)
    return table


def _rows(messages: Iterator[list[Any]], notes: list[Note]) -> Iterator[Row]:
    names: list[str] = []
    for kind, *said in messages:
        if kind == "n":
            (names,) = said
        elif kind == "r":
            line, sheet, values, remarks, header = said
            cells = dict(zip(names, map(wire.typed, values), strict=True))
            yield Row(line, cells, notes=_notes(remarks), sheet=sheet, header=header)
        elif kind == "o":
            line, cells, remarks = said
            yield Row(line, cells, notes=_notes(remarks))
        elif kind == "x":
            line, sheet, message, params, remarks = said
            yield Row(line, problem=Text(message, params), notes=_notes(remarks), sheet=sheet)
        elif kind == "z":
            notes.extend(_notes(*said))
        else:
            raise _unreadable(*said)


def _notes(remarks: list[list[Any]]) -> tuple[Note, ...]:
    return tuple(
        Note(line, column, Text(message, params), left_out, sheet)
        for line, column, message, params, left_out, sheet in remarks
    )


def _unreadable(message: str, params: dict[str, Any]) -> UnreadableFile:
    return UnreadableFile(message, **params)
