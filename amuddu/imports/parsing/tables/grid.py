"""Lines of cells to records: the header found, columns named, every loss said."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import chain, islice
from typing import Any

from amuddu.imports.parsing.limits import HEADER_WINDOW
from amuddu.imports.parsing.mending import is_lost, is_suspect, mend, mended
from amuddu.imports.parsing.said import N_, Record, Remark, Said, filled
from amuddu.imports.parsing.tables import headers
from amuddu.imports.parsing.tables.headers import letter

WHOLE = -1
"""The place of what is said of a whole line."""


@dataclass(slots=True)
class Line:
    """A line's cells by place, or why it cannot be read.

    `remarks` name columns by place; those of the line as a whole stand at `WHOLE`.
    """

    number: int
    cells: list[Any]
    problem: Said | None = None
    remarks: list[tuple[int, Said, bool]] = field(default_factory=list)


class Grid:
    """A table's lines from its header on.

    `shifted`: in a text, a line that is longer than the header has lost its columns, because some
    cell holds a separator; in a sheet each cell keeps its column.
    """

    def __init__(self, lines: Iterator[Line], known: frozenset[str], *, shifted: bool) -> None:
        self._shifted = shifted
        self.sheet = ""
        self._known = known
        self.remarks: list[Remark] = []
        window = list(islice((line for line in lines if _counts(line)), HEADER_WINDOW))
        found = headers.find_header([line.cells for line in window], known)
        self.is_empty = found is None
        self.known_names = headers.known_in(window[found].cells, known) if found is not None else 0
        self._names: list[str] = []
        self._header: list[Any] = []
        self._ahead = [line for line in window if line.problem is not None] if found is None else []
        if found is not None:
            self._start(window, found)
            self._ahead = [line for line in window[:found] if line.problem is not None]
            self._ahead += window[found + 1 :]
        self._all_named = all(self._names)
        self._rest = lines
        self._first = window[found].number if found is not None else 0
        after = [line for line in self._ahead if line.number > self._first]
        self._hashtags = after[0].number if after else 0
        """The line under the header, which may hold hashtags."""
        self._again = 0
        self._unnamed: dict[int, list[int]] = {}
        """By column: how many cells have content and no header, and the first one's line."""

    @property
    def names(self) -> tuple[str, ...]:
        """The columns' names, those without one left out."""
        return tuple(name for name in self._names if name)

    @property
    def columns(self) -> tuple[str, ...]:
        """The name of each column by its place, "" for one without."""
        return tuple(self._names)

    def records(self) -> Iterator[Record]:
        """Each line with content as a record, or a remark why it is none."""
        for line in chain(self._ahead, self._rest):
            if line.problem is not None:
                yield Record(line.number, problem=line.problem, sheet=self.sheet)
            elif self._is_row(line):
                yield self._record(line)
            elif line.cells == self._header:
                self._say(line.number, "", N_("L'en-tête se répète ici : ligne sautée."))
                self._again = line.number
            elif _counts(line):
                self._say(line.number, "", N_("Ligne de mots-clés sous l'en-tête, sautée."))
        for place, (count, first_line) in sorted(self._unnamed.items()):
            said = Said(_UNNAMED, {"count": count, "line": first_line})
            self.remarks.append(Remark(None, letter(place), said, left_out=True))

    def count(self, lines: Iterator[Line], most: int) -> int:
        """How many of a table's lines, all of them, come out as records; `most` if not fewer."""
        found = (
            line.number
            for line in lines
            if line.problem is not None or (line.number > self._first and self._is_row(line))
        )
        return sum(1 for _number in islice(found, most))

    def _is_row(self, line: Line) -> bool:
        return (
            _counts(line)
            and line.cells != self._header
            and not (line.number == self._hashtags and headers.is_hashtags(line.cells))
        )

    def _say(
        self, line: int | None, column: str, message: str, *, left_out: bool = False, **params: Any
    ) -> None:
        self.remarks.append(Remark(line, column, Said(message, params), left_out))

    def _start(self, window: list[Line], found: int) -> None:
        """Name the columns, and what stands above them."""
        header = window[found]
        self._header = header.cells
        above = window[found - 1] if found and window[found - 1].problem is None else None
        beside = above is not None and above.number == header.number - 1
        groups = above.cells if above is not None and beside else []
        width = sum(map(filled, header.cells))
        for line in window[:found]:
            if line.problem is None:
                texts = [str(cell).strip() for cell in line.cells if filled(cell)]
                self._say(
                    line.number,
                    "",
                    N_("Ligne au-dessus de l'en-tête, sautée."),
                    left_out=len(texts) >= max(width, 2) and not _is_group(texts),
                )
        for place, said, left_out in header.remarks:
            self.remarks.append(Remark(header.number, _place(place), said, left_out))
        for name in headers.complete(header.cells, groups):
            self._names.append(
                self._unique(self._mended(header.number, name), groups, header.number)
            )

    def _mended(self, line: int, name: str) -> str:
        if is_suspect(name) and not is_lost(name):
            name, said = mend(name)
            self.remarks += [Remark(line, name, each) for each in said]
        end = headers.end_of_group(name, self._known)
        if end is None or end in self._names:
            return name
        self._say(line, name, N_("Colonne lue comme « {name} »."), name=end)
        return end

    def _unique(self, name: str, groups: list[Any], line: int) -> str:
        """A second column of one name bears its group's name too, or a number."""
        if not name or name not in self._names:
            return name
        place = len(self._names)
        group = next((str(cell).strip() for cell in groups[place::-1] if filled(cell)), "")
        number = 2
        other = f"{group}/{name}" if group else f"{name} ({number})"
        while other in self._names:
            number += 1
            other = f"{name} ({number})"
        self._say(
            line,
            name,
            N_("Deux colonnes s'appellent « {name} » : la deuxième est lue comme « {other} »."),
            left_out=True,
            name=name,
            other=other,
        )
        return other

    def _record(self, line: Line) -> Record:
        cells, names = line.cells, self._names
        record = Record(line.number, sheet=self.sheet, header=self._again)
        width = max(len(self._header), len(names))
        if self._shifted and any(map(filled, cells[width:])):
            record.problem = Said(_LONGER, {"cells": len(cells), "columns": width})
            return record
        if len(cells) < len(names) and self._shifted:
            said = Said(_SHORTER, {"cells": len(cells), "columns": len(names)})
            record.remarks.append(Remark(line.number, "", said))
        cells = cells + [None] * (len(names) - len(cells))
        if self._all_named:
            record.cells = dict(zip(names, cells, strict=False))
        else:
            record.cells = {name: cell for name, cell in zip(names, cells, strict=False) if name}
        for place in range(len(cells)) if not self._all_named or len(cells) > len(names) else ():
            if filled(cells[place]) and not (place < len(names) and names[place]):
                self._unnamed.setdefault(place, [0, line.number])[0] += 1
        for place, said, left_out in line.remarks:
            name = names[place] if 0 <= place < len(names) and names[place] else _place(place)
            record.remarks.append(Remark(line.number, name, said, left_out))
        return mended(record)


def _place(place: int) -> str:
    return "" if place == WHOLE else letter(place)


def _counts(line: Line) -> bool:
    return line.problem is not None or any(map(filled, line.cells)) or bool(line.remarks)


def _is_group(texts: list[str]) -> bool:
    """Few different texts: a title or a group in merged cells."""
    return len(set(texts)) * 2 <= len(texts)


_LONGER = N_(
    "Cette ligne a {cells} cellules et l'en-tête {columns} : une cellule contient le séparateur, "
    "mettez-la entre guillemets."
)
_SHORTER = N_("Cette ligne n'a que {cells} cellules sur {columns} : les autres sont vides.")
_UNNAMED = N_(
    "Cette colonne n'a pas de nom : ses {count} cellules, dès la ligne {line}, ne sont pas lues."
)
