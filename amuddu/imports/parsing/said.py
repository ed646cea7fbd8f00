"""What parsing hands on: records as they come, remarks about places, or that nothing is readable.

These are the plain halves of `amuddu.imports.rows`: a sentence is a message id and its parameters,
because the catalogues and their library stay out of the parsing process.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any


def N_(message: str) -> str:
    """Mark a French sentence for translation."""
    return message


def filled(cell: Any) -> bool:
    """Whether a cell holds anything."""
    return cell is not None and (not isinstance(cell, str) or cell.strip() != "")


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence by its message id, and what is set into it."""

    message: str
    params: dict[str, Any] = field(default_factory=dict)


class Unreadable(Exception):
    """The file as a whole cannot be read."""

    def __init__(self, message: str, **params: Any) -> None:
        self.said = Said(message, params)
        super().__init__(message)


@dataclass(frozen=True, slots=True)
class Remark:
    """Something set right or, where `left_out`, not taken over; `line` is `None` for the file.

    `sheet`: of which sheet, where several hold rows; a record's remarks are of its own.
    """

    line: int | None
    column: str
    said: Said
    left_out: bool = False
    sheet: str = ""


@dataclass(slots=True)
class Record:
    """A row of the file: its cells by header, or why it cannot be read."""

    line: int
    cells: dict[str, Any] = field(default_factory=dict)
    problem: Said | None = None
    remarks: list[Remark] = field(default_factory=list)
    sheet: str = ""
    header: int = 0
    """The line of the header, where it came again above this row."""


@dataclass(slots=True)
class Parsed:
    """A file's headers, how many records it holds, and the records, to be walked once.

    `remarks` are complete once the records have been walked. `objects`: each record has names of
    its own, as in JSON.
    """

    headers: tuple[str, ...]
    records: Iterator[Record]
    total: int
    remarks: list[Remark] = field(default_factory=list)
    objects: bool = False


EMPTY = N_("Ce fichier est vide : choisissez un fichier avec des lignes.")
