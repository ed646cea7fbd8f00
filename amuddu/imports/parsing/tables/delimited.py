"""Lines of a text with separators: CSV, TSV and the texts that spreadsheets write.

A quote that never closes breaks its own line, which is named; reading goes on at the next one.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Collection, Iterator
from itertools import islice

from amuddu.imports.parsing.limits import MAX_CELL, MAX_COLUMNS, REREAD
from amuddu.imports.parsing.said import N_, Remark, Said, Unreadable
from amuddu.imports.parsing.tables.grid import Line
from amuddu.reference.text import fold

_SEPARATORS = ";,\t|"
_SEP_LINE = re.compile(r'"?sep=(.)"?\s*$', re.IGNORECASE)
_SAMPLE = 40
"""Lines from the top by which the separator is known."""


class Delimited:
    """A text's lines, to be walked as often as needed."""

    def __init__(self, text: str, known: Collection[str]) -> None:
        csv.field_size_limit(max(len(text), 1))
        whole = _unwrapped(text, known)
        self.remarks = [] if whole is None else [Remark(None, "", Said(_WRAPPED))]
        self._text = text = text if whole is None else whole
        first = next(_physical(text, 0), "")
        stated = _SEP_LINE.match(first)
        self._start = len(first) if stated else 0
        self._first_number = 2 if stated else 1
        self.separator = stated.group(1) if stated else _separator(text, known)

    def lines(self) -> Iterator[Line]:
        """Each record with the number of the line where it starts; blank ones too."""
        position, number = self._start, self._first_number
        budget = REREAD * len(self._text) + 1_000_000
        while position < len(self._text):
            broken = None
            for record in _records(self._text, position, number, self.separator):
                if isinstance(record, Line):
                    yield record
                    continue
                broken = record
            if broken is None:
                return
            budget -= broken.walked
            if budget < 0:
                raise Unreadable(
                    N_("Trop de guillemets mal fermés dans ce fichier, dès la ligne {line}."),
                    line=broken.number,
                )
            yield Line(broken.number, [], broken.said)
            position, number = broken.resume, broken.number + 1


class _Broken:
    """A record that quotes keep from being read, and where to go on."""

    def __init__(self, number: int, resume: int, walked: int, said: Said) -> None:
        self.number = number
        self.resume = resume
        self.walked = walked
        self.said = said


class _Feed:
    """Physical lines, one at a time, and where the record being read began."""

    def __init__(self, text: str, position: int, number: int) -> None:
        self._lines = _physical(text, position)
        self.position = position
        self.number = number
        self.taken: list[str] = []
        self.ended = False

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = next(self._lines, None)
        if line is None:
            self.ended = True
            raise StopIteration
        self.taken.append(line)
        return line

    def next_record(self) -> None:
        self.position += sum(map(len, self.taken))
        self.number += len(self.taken)
        self.taken = []


def _records(text: str, position: int, number: int, separator: str) -> Iterator[Line | _Broken]:
    """Records until the end, or until one is broken."""
    feed = _Feed(text, position, number)
    reader = csv.reader(feed, delimiter=separator, strict=True)
    width = 0
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            said = _UNCLOSED if feed.ended else _QUOTES
            yield _broken(feed, Said(said))
            return
        last = feed.number + len(feed.taken) - 1
        if _swallows_rows(feed.taken, separator, width, len(cells)):
            yield _broken(feed, Said(_SWALLOWED, {"last": last}))
            return
        line = _line(feed.number, cells)
        if _holds_a_row(feed.taken, separator, width):
            column = next(place for place, cell in enumerate(cells) if "\n" in cell or "\r" in cell)
            line.remarks.append((column, Said(_DOUBTFUL, {"last": last}), False))
        width = max(width, min(len(cells), 64))
        yield line
        feed.next_record()


def _line(number: int, cells: list[str]) -> Line:
    if len(cells) > MAX_COLUMNS:
        raise Unreadable(
            N_("Plus de {columns} colonnes à la ligne {line}."), columns=MAX_COLUMNS, line=number
        )
    if max(map(len, cells), default=0) > MAX_CELL:
        return Line(
            number, [], Said(N_("Une cellule dépasse {size} caractères."), {"size": MAX_CELL})
        )
    return Line(number, list(cells))


def _broken(feed: _Feed, said: Said) -> _Broken:
    walked = sum(map(len, feed.taken))
    return _Broken(feed.number, feed.position + len(feed.taken[0]), walked, said)


def _swallows_rows(taken: list[str], separator: str, width: int, cells: int) -> bool:
    """Whether the lines of one record are rows of their own, by their separators.

    `width`: cells of the records before; of the first, those that its first line would have.
    """
    if len(taken) == 1:
        return False
    width = width or taken[0].count(separator) + 1
    ends = (taken[0].count(separator), taken[-1].count(separator))
    if width > 2 and ends == (width - 1, width - 1):
        return True
    return cells != width > 1 and any(line.count(separator) >= width - 1 for line in taken[1:])


def _holds_a_row(taken: list[str], separator: str, width: int) -> bool:
    """Whether a line of a record could be a row: it may be one that a quote swallowed, or a line
    of somebody's text with as many commas."""
    return width > 1 and any(line.count(separator) == width - 1 for line in taken[1:])


def _physical(text: str, position: int) -> Iterator[str]:
    """Lines with their ends, cut at carriage returns and line feeds and nowhere else."""
    for found in _PHYSICAL.finditer(text, position):
        yield found.group()


def _unwrapped(text: str, known: Collection[str]) -> str | None:
    """The text without its outer quotes, where each line is one cell that holds a row; or `None`.

    So a spreadsheet saves lines that stood in its first column.
    """
    first = _WHOLE.match(text)
    if first is None or not any(first[1].count(mark) for mark in _SEPARATORS):
        return None
    pieces = []
    for line in _physical(text, 0):
        found = _WHOLE.fullmatch(line)
        if found is None and line.strip():
            return None
        pieces.append(found[1].replace('""', '"') + found[2] if found else line)
    folded = {fold(name) for name in known}
    cells = next(
        csv.reader([first[1].replace('""', '"')], delimiter=_separator("".join(pieces), known))
    )
    return "".join(pieces) if not folded or _known_cells(cells, folded) else None


_WHOLE = re.compile(r'"((?:[^"\r\n]|"")*)"([;,\t|]*(?:\r\n|\r|\n|$))')
_PHYSICAL = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")


def _separator(text: str, known: Collection[str]) -> str:
    """The separator that finds the known headers; else the one that cuts lines most evenly."""
    sample = [line for line in islice(_physical(text, 0), _SAMPLE * 3) if line.strip()][:_SAMPLE]
    folded = {fold(name) for name in known}
    marks = {separator: _mark(sample, separator, folded) for separator in _SEPARATORS}
    return max(_SEPARATORS, key=lambda separator: marks[separator])


def _mark(sample: list[str], separator: str, known: set[str]) -> tuple[int, float]:
    rows = []
    reader = csv.reader(sample, delimiter=separator)
    try:
        for cells in reader:
            rows.append(cells)
    except csv.Error:
        pass
    found = max((_known_cells(cells, known) for cells in rows), default=0)
    widths = [len(cells) for cells in rows]
    if not widths or max(widths) < 2:
        return found, 0
    usual = max(set(widths), key=lambda width: (widths.count(width), width))
    return found, widths.count(usual) / len(widths) if usual > 1 else 0.1


def _known_cells(cells: list[str], known: set[str]) -> int:
    if len(cells) < 2 or len(cells) > MAX_COLUMNS:
        return 0
    return len({fold(cell) for cell in cells if len(cell) < 100} & known)


_WRAPPED = N_("Chaque ligne du fichier était entre guillemets : elles sont lues sans eux.")
_QUOTES = N_("Guillemets mal placés sur cette ligne : doublez ceux qui font partie du texte.")
_UNCLOSED = N_("Un guillemet s'ouvre sur cette ligne et ne se ferme jamais : ôtez-le.")
_DOUBTFUL = N_(
    "Cette cellule va jusqu'à la ligne {last}, et une de ses lignes ressemble à une ligne entière "
    "du fichier : vérifiez qu'aucun guillemet n'est de trop."
)
_SWALLOWED = N_(
    "Un guillemet ouvert ici couvre d'autres lignes, jusqu'à la ligne {last} : ôtez-le."
)
