"""What a file is once read: its columns, its rows as they come, and what has to be said of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from amuddu.kit.errors import Invalid
from amuddu.kit.i18n import Text


class UnreadableFile(Invalid):
    """The file cannot be read as what it says it is."""

    code = "unreadable_file"


@dataclass(frozen=True, slots=True)
class Note:
    """What was set right, or not taken over, somewhere in a file.

    `line`: that of the file, the header's being 1; `None` where it is said of the whole file.
    `column`: as the file names it. `left_out`: something that the file holds was not taken over.
    `sheet`: of which sheet, where several hold rows; a row's notes are of the row's.
    """

    line: int | None
    column: str
    text: Text
    left_out: bool = False
    sheet: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the file by its number there (the header of a table is line 1).

    `problem`: why nothing of it can be read. `notes`: what reading it set right. `sheet`: of
    which sheet, where a workbook has several that hold rows. `header`: the line of the header,
    where it came again above.
    """

    line: int
    cells: dict[str, Any] = field(default_factory=dict)
    problem: Text | None = None
    notes: tuple[Note, ...] = ()
    sheet: str = ""
    header: int = 0


@dataclass(slots=True)
class Table:
    """A file's rows, to be walked once, and the names of its columns.

    `notes` are complete once the rows have been walked: what is said of the file, of a sheet or of
    a column as a whole. `total`: how many rows there are, where it is known beforehand.
    """

    headers: tuple[str, ...]
    rows: Iterator[Row]
    notes: list[Note] = field(default_factory=list)
    total: int | None = None
