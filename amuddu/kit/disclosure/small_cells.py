"""Hiding counts so that neither they nor what is left beside them can be worked out.

A count of one to four people may point at somebody, so it is hidden. So is a count that moved by
one to four since an earlier release which still shows it, and the only count of its row, together
with a zero beside it: it would tell what became of everybody there. That alone is not enough, since
whoever reads totals and the other cells subtracts. Therefore all tables of a release are looked at
together, and more is hidden until

- no hidden count follows from the sums of all that is shown, even for somebody who guesses every
  hidden zero: counts are not negative, and a zero at that bound gives away what it stands beside;
- the zero that a row's only count was hidden with may be more than zero;
- the cells that a line hides, beside a total that is shown, are not small together either;
- nor did they move by a small number together since an earlier release.

Row and column totals are cells like the others; the totals of the columns stand under every table
and are one cell each. Other zeros are shown: nobody is pointed at by them.

Two releases share no equation, only a reader who subtracts one from the other: what is hidden in
one of them cannot be got at through the other.

The rules follow Hundepool and others, Statistical Disclosure Control (Wiley, 2012).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from amuddu.kit.disclosure.linear import determined

LEAST = 5
"""The smallest count that is shown, zero aside, and the smallest move."""

Cell = tuple[int, int, int]
"""Table, row, column. The totals of the columns, shared by all, are row 0 of table -1."""
Counts = Sequence[Sequence[int]]
_SHARED = -1


@dataclass(frozen=True, slots=True)
class Protected:
    """A table with `None` for what is hidden."""

    cells: tuple[tuple[int | None, ...], ...]
    row_totals: tuple[int | None, ...]
    column_totals: tuple[int | None, ...]
    total: int | None


def protect(
    tables: Sequence[Counts], *, least: int = LEAST, before: Sequence[Sequence[Protected]] = ()
) -> list[Protected]:
    """Tables of one population by different dimensions, with the same columns, protected.

    `before`: what was shown of the same tables earlier, row for row.
    """
    if not tables:
        return []
    release = _Release(tables)
    earlier = [_shown_before(shown) for shown in before]
    hidden = {cell for cell in release.values if _is_small(release.values[cell], least)}
    beside = dict(_only_ones(release))
    hidden |= {*_moved(release, earlier, least), *beside, *beside.values()}
    while (more := _next(release, hidden, earlier, least, beside)) is not None:
        hidden.add(more)
    return [_shown(release, number, hidden) for number in range(len(tables))]


# --- the cells and lines of a release -------------------------------------------------------------


class _Release:
    """All cells of the tables with their totals, and the lines in which they add up."""

    def __init__(self, tables: Sequence[Counts]) -> None:
        self.heights = [len(table) for table in tables]
        self.width = len(tables[0][0]) if tables[0] else 0
        self.values: dict[Cell, int] = {}
        for number, table in enumerate(tables):
            for row, counts in enumerate(table):
                for column, value in enumerate([*counts, sum(counts)]):
                    self.values[number, row, column] = value
        sums = [sum(row[column] for row in tables[0]) for column in range(self.width)]
        for column, value in enumerate([*sums, sum(sums)]):
            self.values[_SHARED, 0, column] = value
        self.rows = [self._row(number, row) for number, row in self._row_names()]
        self.lines = [*self.rows, *self._columns()]
        self.lines_of: dict[Cell, list[Sequence[Cell]]] = {cell: [] for cell in self.values}
        for line in self.lines:
            for cell in line:
                self.lines_of[cell].append(line)

    def _row_names(self) -> Iterator[tuple[int, int]]:
        yield _SHARED, 0
        for number, height in enumerate(self.heights):
            yield from ((number, row) for row in range(height))

    def _row(self, number: int, row: int) -> Sequence[Cell]:
        """Cells of a row; the total comes last, as in every line."""
        return [(number, row, column) for column in range(self.width + 1)]

    def _columns(self) -> Iterator[Sequence[Cell]]:
        for number, height in enumerate(self.heights):
            for column in range(self.width + 1):
                parts = [(number, row, column) for row in range(height)]
                yield [*parts, (_SHARED, 0, column)]

    def cheapest(self, cells: Iterable[Cell]) -> Cell | None:
        """The cell whose loss hurts least: no total if it can be helped, the smallest; no zero,
        which would cover nothing."""

        def loss(cell: Cell) -> tuple[bool, int, Cell]:
            total = cell[0] == _SHARED or cell[2] == self.width
            return (total, self.values[cell], cell)

        return min((cell for cell in cells if self.values[cell]), key=loss, default=None)


def _is_small(value: int, least: int) -> bool:
    return 0 < abs(value) < least


def _only_ones(release: _Release) -> Iterator[tuple[Cell, Cell]]:
    """Cells that hold their whole row, each with a zero beside it that could hold some of it.

    Where one column holds everybody nothing is told of anybody in particular.
    """
    for *parts, _ in release.rows:
        filled = [cell for cell in parts if release.values[cell]]
        if len(filled) != 1:
            continue
        others = [cell for cell in parts if release.values[_SHARED, 0, cell[2]]]
        others.remove(filled[0])
        if others:
            yield (
                filled[0],
                max(others, key=lambda cell: (release.values[_SHARED, 0, cell[2]], cell)),
            )


# --- what has to be hidden next -------------------------------------------------------------------

_Earlier = Mapping[Cell, int | None]


def _next(
    release: _Release,
    hidden: set[Cell],
    earlier: Sequence[_Earlier],
    least: int,
    beside: Mapping[Cell, Cell],
) -> Cell | None:
    """A cell that has to be hidden beside those that are; none where all is well."""
    for line in release.lines:
        found = _of_small_sum(release, line, hidden, least)
        if found is None:
            found = _of_small_move(release, line, hidden, earlier, least)
        if found is not None:
            return found
    # Of a row whose total shows, the only count is hidden as long as the zero beside it is.
    covered = {cell for cell in beside if (cell[0], cell[1], release.width) not in hidden}
    found = _of_sums(release, hidden, covered)
    for zero in beside.values():
        found = found or _of_sums(release, hidden, covered, zero)
    return found


def _of_small_sum(
    release: _Release, line: Sequence[Cell], hidden: set[Cell], least: int
) -> Cell | None:
    inside = [cell for cell in line if cell in hidden]
    if not inside or line[-1] in hidden or sum(map(release.values.__getitem__, inside)) >= least:
        return None
    return release.cheapest(cell for cell in line if cell not in hidden)


def _of_sums(
    release: _Release, hidden: set[Cell], covered: set[Cell], zero: Cell | None = None
) -> Cell | None:
    """Beside a hidden count that the sums give away to whoever guesses the zeros; or beside that
    zero, where it can be nothing else."""
    unknown = {cell for cell in hidden if release.values[cell] or cell == zero}
    given_away = determined(
        {cell: -1 if cell == line[-1] else 1 for cell in line if cell in unknown}
        for line in release.lines
    )
    given_away = given_away - covered if zero is None else given_away & {zero}
    lines = [line for cell in sorted(given_away) for line in release.lines_of[cell]]
    alone = [line for line in lines if len(unknown.intersection(line)) == 1]
    for near in (alone, lines, release.lines if given_away else ()):
        free = (cell for line in near for cell in line if cell not in hidden)
        if (found := release.cheapest(free)) is not None:
            return found
    return None


# --- since earlier releases -----------------------------------------------------------------------


def _shown_before(shown: Sequence[Protected]) -> _Earlier:
    found: dict[Cell, int | None] = {}
    for number, table in enumerate(shown):
        for row, (cells, total) in enumerate(zip(table.cells, table.row_totals, strict=True)):
            found |= {(number, row, column): value for column, value in enumerate([*cells, total])}
        for column, value in enumerate([*table.column_totals, table.total]):
            found[_SHARED, 0, column] = value
    return found


def _moved(release: _Release, earlier: Sequence[_Earlier], least: int) -> Iterator[Cell]:
    """Cells that moved a little since a release that shows them."""
    for cell, value in release.values.items():
        for then in earlier:
            known = then.get(cell)
            if known is not None and _is_small(value - known, least):
                yield cell


def _of_small_move(
    release: _Release,
    line: Sequence[Cell],
    hidden: set[Cell],
    earlier: Sequence[_Earlier],
    least: int,
) -> Cell | None:
    """Of a line whose cells hidden now or then moved a little, together, since then."""
    *parts, total = line
    if total in hidden:
        return None
    for then in earlier:
        moves = {
            cell: release.values[cell] - known
            for cell in line
            if cell not in hidden and (known := then.get(cell)) is not None
        }
        if total not in moves:
            continue
        told = [cell for cell in parts if cell in moves]
        if len(told) < len(parts) and _is_small(
            moves[total] - sum(moves[cell] for cell in told), least
        ):
            return release.cheapest([cell for cell in told if moves[cell]] or [total])
    return None


def _shown(release: _Release, number: int, hidden: set[Cell]) -> Protected:
    def values(row: Sequence[Cell]) -> list[int | None]:
        return [None if cell in hidden else release.values[cell] for cell in row]

    height, width = release.heights[number], release.width
    columns = range(width + 1)
    rows = [values([(number, row, column) for column in columns]) for row in range(height)]
    foot = values([(_SHARED, 0, column) for column in columns])
    return Protected(
        cells=tuple(tuple(row[:width]) for row in rows),
        row_totals=tuple(row[width] for row in rows),
        column_totals=tuple(foot[:width]),
        total=foot[width],
    )
