"""From counted rows to tables that may be shown: one for each dimension, small numbers hidden."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

from amuddu.contracts.statistics import UNKNOWN, Dimension, Table
from amuddu.kit.disclosure.small_cells import Protected, protect
from amuddu.reference import places

Counted = tuple[Mapping[Dimension, str], str, int]
"""The row of each dimension, the column, and how many."""


def tables(
    counted: Iterable[Counted],
    *,
    rows: Mapping[Dimension, Sequence[str]],
    columns: Sequence[str],
    least: int,
) -> tuple[Table, ...]:
    """A table for each dimension in `rows`; rows that nobody is in are left out.

    With `least` 0 nothing is hidden.
    """
    found = list(counted)
    sums: dict[Dimension, Counter[tuple[str, str]]] = {name: Counter() for name in rows}
    for where, column, number in found:
        for name in rows:
            sums[name][where[name], column] += number
    kept = {name: _kept(rows[name], sums[name]) for name in rows}
    grids = {
        name: [[sums[name][row, column] for column in columns] for row in kept[name]]
        for name in rows
    }
    shown = protect([grid for grid in grids.values() if grid], least=max(least, 1))
    filled = iter(shown)
    return tuple(_table(name, kept[name], columns, next(filled)) for name in rows if grids[name])


def region_of(place_id: str | None) -> str:
    """The row of a place in a table by region."""
    place = places.places().get(place_id or "")
    return place.region_id if place else UNKNOWN


def _kept(rows: Sequence[str], sums: Counter[tuple[str, str]]) -> list[str]:
    present = {row for (row, _), number in sums.items() if number}
    return [row for row in rows if row in present]


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


@dataclass(frozen=True, slots=True)
class Period:
    """The last months: when they begin, and the rows of tables by region and by month."""

    since: datetime
    regions: tuple[str, ...]
    months: tuple[str, ...]
    """The oldest first: `("2026-10", "2026-11")`."""

    @property
    def rows(self) -> dict[Dimension, tuple[str, ...]]:
        """Rows of the tables by region and by month."""
        return {"region": self.regions, "month": self.months}

    @classmethod
    def of(cls, last: date, *, months: int) -> Period:
        """So many months, up to that of the day `last`."""
        found = [(last.year * 12 + last.month - 1 - back) for back in range(months)]
        names = tuple(f"{each // 12:04d}-{each % 12 + 1:02d}" for each in reversed(found))
        since = datetime.strptime(names[0], "%Y-%m").replace(tzinfo=UTC)
        return cls(since, (*places.regions(), UNKNOWN), names)
