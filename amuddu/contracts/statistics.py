"""What happened, released by period in numbers that point at nobody.

Each service counts its own rows once, some days after a month's end, hides small numbers, and
keeps what may be shown; from then on everybody who may read it reads the same.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Literal, NamedTuple

from pydantic import Field

from amuddu.contracts.operations import Operation, Operations, Query, Service
from amuddu.contracts.types import Contract, Role

Dimension = Literal["region", "sex", "language", "month"]
Subject = Literal["people", "candidacies", "vacancies"]
Month = Annotated[str, Field(pattern=r"^20\d\d-(0[1-9]|1[0-2])$")]
"""`2026-10`."""
Edition = Annotated[int, Field(ge=1, le=100)]
"""1, then one more for each correction."""
UNKNOWN = "unknown"
"""Row of whoever did not say."""


class Table(Contract):
    """Counts by a dimension (rows) and by what became of it (columns, which do not overlap).

    `None` is a number that is hidden: small, or one that moved a little since an earlier release,
    or one that would give such a number away.
    """

    dimension: Dimension
    rows: tuple[str, ...]
    columns: tuple[str, ...]
    cells: tuple[tuple[int | None, ...], ...]
    row_totals: tuple[int | None, ...]
    column_totals: tuple[int | None, ...]
    total: int | None


class Delay(Contract):
    """A usual delay: the median in whole days, begun ones counted whole.

    `None` where there are few cases, or where one case more or less would change it.
    """

    name: Literal["answer", "hire", "first_candidate", "filled"]
    median_days: int | None = Field(ge=0)


class Release(Contract):
    """When figures were counted, and up to when."""

    period: Month
    """Everything up to the end of this month."""
    number: Edition
    released_at: datetime


class Figures(Contract):
    """The tables of one subject as they were released, and its usual delays."""

    subject: Subject
    release: Release
    least: int
    """Counts below this and above zero are hidden, and so are moves since an earlier release."""
    tables: tuple[Table, ...]
    delays: tuple[Delay, ...] = ()


class Releases(Contract):
    """What was released of a subject, the newest first."""

    items: tuple[Release, ...]
    next_on: date
    """The day on which the next month comes out."""


class Report(Contract):
    """The figures of every subject, of one release: whole, or not at all."""

    release: Release
    next_on: date
    subjects: tuple[Figures, ...]


class Which(Query):
    """Which release: the newest edition of a period unless a number is given."""

    period: Month
    number: Edition | None = None


READERS = (Role.COORDINATOR, Role.ADMINISTRATOR, Role.SERVICE)
"""`service`: the gateway, which asks for a partner whose token reads the report."""


class Publication(NamedTuple):
    """The operations of one subject's figures."""

    list: Operation[Releases]
    read: Operation[Figures]
    release: Operation[Figures]


def _publication(service: Service, subject: Subject, what: str) -> Publication:
    own = Operations(service, tag="statistics")
    path = f"/statistics/{subject}"
    return Publication(
        own.get(
            f"{path}/releases",
            Releases,
            f"releases_of_{subject}",
            f"What was released about {subject}, and when the next comes.",
            roles=READERS,
        ),
        own.get(
            path,
            Figures,
            f"count_{subject}",
            f"{what}, as they were released; small numbers and small changes hidden.",
            query=Which,
            roles=READERS,
        ),
        own.put(
            f"{path}/releases/{{period}}/{{number}}",
            Figures,
            f"release_{subject}",
            f"Release the figures about {subject} of a month that has ended, or a correction under "
            "the next number; asked again, it answers with what was released.",
            parameters={"period": Month, "number": Edition},
            roles=(Role.ADMINISTRATOR,),
        ),
    )


PEOPLE = _publication(
    "profiles", "people", "People by region, sex, language and month, and how far they got"
)
CANDIDACIES = _publication(
    "matching", "candidacies", "People put forward and what became of it, by region and month"
)
VACANCIES = _publication(
    "employers", "vacancies", "Vacancies by region and month, and how they stand"
)
