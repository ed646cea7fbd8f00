"""What happened, in numbers that point at nobody. Each service counts its own rows and hides
small numbers before they leave it."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from amuddu.contracts.operations import Operations, Query
from amuddu.contracts.types import Contract, Role

Dimension = Literal["region", "sex", "language", "month"]
Subject = Literal["people", "candidacies", "vacancies"]
UNKNOWN = "unknown"
"""Row of whoever did not say."""


class Table(Contract):
    """Counts by a dimension (rows) and by what became of it (columns, which do not overlap).

    `None` is a number that is hidden: small, or one that would give a small one away.
    """

    dimension: Dimension
    rows: tuple[str, ...]
    columns: tuple[str, ...]
    cells: tuple[tuple[int | None, ...], ...]
    row_totals: tuple[int | None, ...]
    column_totals: tuple[int | None, ...]
    total: int | None


class Delay(Contract):
    """A usual delay: the median over so many cases; both hidden where there are few."""

    name: Literal["answer", "hire", "first_candidate", "filled"]
    median_hours: float | None = Field(ge=0)
    cases: int | None


class Figures(Contract):
    """The tables of one subject, and its usual delays."""

    subject: Subject
    least: int
    """Counts below this and above zero are hidden; 0: nothing is."""
    tables: tuple[Table, ...]
    delays: tuple[Delay, ...] = ()


class FiguresOf(Query):
    """Of how many months figures are asked, this one included."""

    months: int = Field(default=12, ge=1, le=36)


READERS = (Role.COORDINATOR, Role.ADMINISTRATOR)

COUNT_PEOPLE = Operations("profiles", tag="statistics").get(
    "/statistics",
    Figures,
    "count_people",
    "People by region, sex, language and month, and how far they got; small numbers hidden.",
    query=FiguresOf,
    roles=READERS,
)
