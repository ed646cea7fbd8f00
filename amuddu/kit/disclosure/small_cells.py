"""Hiding small counts so that neither they nor what is left beside them can be worked out.

A count of one to four people may point at somebody, so it is hidden. That alone is not enough:
whoever reads a total and all other cells of its line subtracts. So more is hidden:

- in each row and column, either nothing or at least two cells are hidden, and the hidden cells
  together are not small either;
- no hidden cell is the only link between two parts of the hidden cells, since comparing the sums
  of one part's rows and columns would give it away;
- the same totals stand under every table of one population: what is hidden in one is in all.

Row and column totals are cells like the others. Zeros are shown: nobody is pointed at by them,
but they may have to be hidden to protect a small neighbour.

The rules follow Hundepool and others, Statistical Disclosure Control (Wiley, 2012).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

LEAST = 5
"""The smallest count that is shown, zero aside."""

Cell = tuple[int, int]
Counts = Sequence[Sequence[int]]


@dataclass(frozen=True, slots=True)
class Protected:
    """A table with `None` for what is hidden."""

    cells: tuple[tuple[int | None, ...], ...]
    row_totals: tuple[int | None, ...]
    column_totals: tuple[int | None, ...]
    total: int | None


def protect(tables: Sequence[Counts], *, least: int = LEAST) -> list[Protected]:
    """Tables of one population by different dimensions, with the same columns, protected."""
    grids = [_with_totals(table) for table in tables]
    hidden = [_small(grid, least) for grid in grids]
    while True:
        hidden = [_covered(grid, cells, least) for grid, cells in zip(grids, hidden, strict=True)]
        shared = _shared_totals(grids, hidden)
        if all(_at_foot(grid, shared) <= cells for grid, cells in zip(grids, hidden, strict=True)):
            return [_shown(grid, cells) for grid, cells in zip(grids, hidden, strict=True)]
        for grid, cells in zip(grids, hidden, strict=True):
            cells |= _at_foot(grid, shared)


# --- one table ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Grid:
    """Counts with their totals: the last row and the last column."""

    values: list[list[int]]

    @property
    def height(self) -> int:
        return len(self.values)

    @property
    def width(self) -> int:
        return len(self.values[0])

    def lines(self) -> Iterator[list[Cell]]:
        """Rows, then columns, each ending in its total."""
        for row in range(self.height):
            yield [(row, column) for column in range(self.width)]
        for column in range(self.width):
            yield [(row, column) for row in range(self.height)]

    def at(self, cell: Cell) -> int:
        return self.values[cell[0]][cell[1]]


def _with_totals(table: Counts) -> _Grid:
    rows = [[*row, sum(row)] for row in table]
    width = len(rows[0]) if rows else 1
    return _Grid([*rows, [sum(row[column] for row in rows) for column in range(width)]])


def _small(grid: _Grid, least: int) -> set[Cell]:
    cells = ((row, column) for row in range(grid.height) for column in range(grid.width))
    return {cell for cell in cells if 0 < grid.at(cell) < least}


def _covered(grid: _Grid, hidden: set[Cell], least: int) -> set[Cell]:
    """Hide more until no line and no link gives a hidden cell away."""
    hidden = set(hidden)
    while True:
        more = _to_cover_lines(grid, hidden, least) or _to_cover_links(grid, hidden)
        if more is None:
            return hidden
        hidden.add(more)


def _to_cover_lines(grid: _Grid, hidden: set[Cell], least: int) -> Cell | None:
    for line in grid.lines():
        inside = [cell for cell in line if cell in hidden]
        if not inside:
            continue
        alone = len(inside) == 1
        telling = line[-1] not in hidden and sum(grid.at(cell) for cell in inside) < least
        if alone or telling:
            found = _cheapest(grid, (cell for cell in line if cell not in hidden))
            if found is not None:
                return found
    return None


def _to_cover_links(grid: _Grid, hidden: set[Cell]) -> Cell | None:
    for row, column in _bridges(hidden):
        beside = [(row, other) for other in range(grid.width)]
        below = [(other, column) for other in range(grid.height)]
        free = [cell for cell in (*beside, *below) if cell not in hidden]
        found = _cheapest(grid, free)
        if found is not None:
            return found
    return None


def _cheapest(grid: _Grid, cells: Iterator[Cell] | list[Cell]) -> Cell | None:
    """The cell whose loss hurts least: no total if it can be helped, no zero, then the smallest."""

    def loss(cell: Cell) -> tuple[bool, bool, int, Cell]:
        total = cell[0] == grid.height - 1 or cell[1] == grid.width - 1
        return (grid.at(cell) == 0, total, grid.at(cell), cell)

    return min(cells, key=loss, default=None)


def _bridges(hidden: set[Cell]) -> Iterator[Cell]:
    """Hidden cells without which their row and column would no longer hang together."""
    for cell in sorted(hidden):
        if not _linked(hidden - {cell}, cell):
            yield cell


def _linked(cells: set[Cell], between: Cell) -> bool:
    """Whether the row and the column of a cell are linked through other cells."""
    rows, columns = {between[0]}, set[int]()
    while True:
        more_columns = {column for row, column in cells if row in rows} - columns
        columns |= more_columns
        more_rows = {row for row, column in cells if column in columns} - rows
        rows |= more_rows
        if between[1] in columns:
            return True
        if not more_rows and not more_columns:
            return False


# --- several tables of one population -------------------------------------------------------------


def _shared_totals(grids: Sequence[_Grid], hidden: Sequence[set[Cell]]) -> set[int]:
    """Columns whose total is hidden in one of the tables (the last one is the grand total)."""
    return {
        column
        for grid, cells in zip(grids, hidden, strict=True)
        for row, column in cells
        if row == grid.height - 1
    }


def _at_foot(grid: _Grid, columns: set[int]) -> set[Cell]:
    return {(grid.height - 1, column) for column in columns}


def _shown(grid: _Grid, hidden: set[Cell]) -> Protected:
    def value(row: int, column: int) -> int | None:
        return None if (row, column) in hidden else grid.at((row, column))

    last_row, last_column = grid.height - 1, grid.width - 1
    return Protected(
        cells=tuple(
            tuple(value(row, column) for column in range(last_column)) for row in range(last_row)
        ),
        row_totals=tuple(value(row, last_column) for row in range(last_row)),
        column_totals=tuple(value(last_row, column) for column in range(last_column)),
        total=value(last_row, last_column),
    )
