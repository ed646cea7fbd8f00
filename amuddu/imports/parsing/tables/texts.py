"""A text with separators, as a table."""

from __future__ import annotations

from amuddu.imports.parsing.encoding import decode
from amuddu.imports.parsing.limits import MAX_LINES, MAX_ROWS, refuse_many
from amuddu.imports.parsing.said import EMPTY, N_, Parsed, Unreadable
from amuddu.imports.parsing.tables.delimited import Delimited
from amuddu.imports.parsing.tables.grid import Grid


def read(content: bytes, known: frozenset[str]) -> Parsed:
    """The table of a CSV file or its like. Raises `Unreadable`."""
    decoded = decode(content)
    lines = decoded.text.count("\n") + decoded.text.count("\r")
    if lines > MAX_LINES:
        raise Unreadable(_LONG, lines=MAX_LINES)
    source = Delimited(decoded.text, known)
    grid = Grid(source.lines(), known, shifted=True)
    if grid.is_empty:
        raise Unreadable(EMPTY)
    total = grid.count(source.lines(), MAX_ROWS + 1)
    refuse_many(total, len(grid.names))
    grid.remarks[:0] = [*decoded.remarks, *source.remarks]
    return Parsed(grid.names, grid.records(), total, grid.remarks)


_LONG = N_("Ce fichier a plus de {lines} lignes : coupez-le en plusieurs fichiers.")
