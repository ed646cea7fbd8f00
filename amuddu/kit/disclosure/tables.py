"""From counted rows to tables that may be shown: one for each dimension, small numbers hidden."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import repeat

from amuddu.contracts.statistics import UNKNOWN, Dimension, Table
from amuddu.kit.disclosure.small_cells import LEAST, Protected, protect
from amuddu.reference import places

Counted = tuple[Mapping[Dimension, str], str, int]
"""The row of each dimension, the column, and how many."""


def tables(
    counted: Iterable[Counted],
    *,
    rows: Mapping[Dimension, Sequence[str]],
    columns: Sequence[str],
    before: Iterable[Sequence[Table]] = (),
) -> tuple[Table, ...]:
    """A table for each dimension in `rows`. `before`: the tables that were released earlier.

    Rows that nobody is in are there too: a row that comes would tell that somebody came.
    """
    sums: dict[Dimension, Counter[tuple[str, str]]] = {name: Counter() for name in rows}
    for where, column, number in counted:
        for name in rows:
            sums[name][where[name], column] += number
    grids = [[[sums[name][row, each] for each in columns] for row in rows[name]] for name in rows]
    shown = protect(
        grids, least=LEAST, before=[_aligned(earlier, rows, columns) for earlier in before]
    )
    return tuple(
        _table(name, rows[name], columns, each) for name, each in zip(rows, shown, strict=True)
    )


def region_of(place_id: str | None) -> str:
    """The row of a place in a table by region."""
    place = places.places().get(place_id or "")
    return place.region_id if place else UNKNOWN


def regions() -> tuple[str, ...]:
    """The rows of a table by region."""
    return (*places.regions(), UNKNOWN)


def _table(name: Dimension, rows: Sequence[str], columns: Sequence[str], shown: Protected) -> Table:
    return Table(
        dimension=name,
        rows=tuple(rows),
        columns=tuple(columns),
        cells=shown.cells,
        row_totals=shown.row_totals,
        column_totals=shown.column_totals,
        total=shown.total,
    )


def _aligned(
    earlier: Sequence[Table], rows: Mapping[Dimension, Sequence[str]], columns: Sequence[str]
) -> list[Protected]:
    """Earlier tables with the rows of today's: nobody was in those that came since.

    Columns that meant something else are compared with nothing.
    """
    by_name = {table.dimension: table for table in earlier if table.columns == tuple(columns)}
    return [_row_for_row(by_name.get(name), rows[name], len(columns)) for name in rows]


def _row_for_row(table: Table | None, rows: Sequence[str], width: int) -> Protected:
    if table is None:
        unknown = tuple[None, ...](repeat(None, width))
        return Protected(tuple(unknown for _ in rows), tuple(None for _ in rows), unknown, None)
    places_of = {row: number for number, row in enumerate(table.rows)}
    found = [places_of.get(row) for row in rows]
    nobody = tuple[int, ...](repeat(0, width))
    return Protected(
        cells=tuple(nobody if at is None else table.cells[at] for at in found),
        row_totals=tuple(0 if at is None else table.row_totals[at] for at in found),
        column_totals=table.column_totals,
        total=table.total,
    )
