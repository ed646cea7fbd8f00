"""What became of the vacancies: how many, by region and month, and the usual delay to fill one.

Vacancies are public notices of firms, not people: their numbers are shown whole.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

from amuddu.contracts.statistics import Delay, Figures
from amuddu.kit.db import Session
from amuddu.kit.disclosure.tables import Counted, Period, region_of, tables
from services.employers.vacancies import repository

COLUMNS = ("open", "filled", "withdrawn", "expired", "silent")


def vacancies(session: Session, *, on: date, months: int) -> Figures:
    """Vacancies published in the last months, and how they stand."""
    period = Period.of(on, months=months)
    return Figures(
        subject="vacancies",
        least=0,
        tables=tables(_counted(session, period.since), rows=period.rows, columns=COLUMNS, least=0),
        delays=(_to_fill(session, period.since),),
    )


def _counted(session: Session, since: datetime) -> Iterator[Counted]:
    for place, when, column, number in repository.published_since(session, since):
        yield {"region": region_of(place), "month": when}, column, number


def _to_fill(session: Session, since: datetime) -> Delay:
    """Median from publication to the closing of those that were filled."""
    cases, median = repository.hours_to_fill(session, since)
    hours = None if median is None else round(median, 1)
    return Delay(name="filled", median_hours=hours, cases=cases)
