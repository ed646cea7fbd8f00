"""What became of the vacancies: how many, by region and month, and the usual delay to fill one.

Vacancies are public notices of firms, not people: their numbers are shown whole.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

from sqlalchemy import func, select
from sqlmodel import Session, col

from amuddu.contracts.statistics import UNKNOWN, Delay, Dimension, Figures
from amuddu.kit.disclosure.tables import Counted, Period, tables
from amuddu.reference.places import places
from services.employers.vacancies.tables import VacancyRow

COLUMNS = ("open", "filled", "withdrawn", "expired", "silent")


def vacancies(session: Session, *, on: date, months: int) -> Figures:
    """Vacancies published in the last months, and how they stand."""
    period = Period.of(on, months=months)
    rows: dict[Dimension, tuple[str, ...]] = {"region": period.regions, "month": period.months}
    return Figures(
        subject="vacancies",
        least=0,
        tables=tables(_counted(session, period.since), rows=rows, columns=COLUMNS, least=0),
        delays=(_to_fill(session, period.since),),
    )


def _counted(session: Session, since: datetime) -> Iterator[Counted]:
    month = func.to_char(func.timezone("UTC", col(VacancyRow.published_at)), "YYYY-MM")
    standing = func.coalesce(col(VacancyRow.closing_reason), "open")
    query = (
        select(col(VacancyRow.place), month, standing, func.count())
        .where(col(VacancyRow.published_at) >= since)
        .group_by(col(VacancyRow.place), month, standing)
    )
    for place, when, column, number in session.execute(query):
        found = places().get(place or "")
        dimensions: dict[Dimension, str] = {
            "region": found.region_id if found else UNKNOWN,
            "month": when,
        }
        yield dimensions, column, number


def _to_fill(session: Session, since: datetime) -> Delay:
    """Median from publication to the closing of those that were filled."""
    open_for = col(VacancyRow.updated_at) - col(VacancyRow.published_at)
    hours = func.extract("epoch", open_for) / 3600
    query = select(func.count(), func.percentile_cont(0.5).within_group(hours)).where(
        col(VacancyRow.published_at) >= since, col(VacancyRow.closing_reason) == "filled"
    )
    cases, median = session.execute(query).one()
    return Delay(
        name="filled",
        median_hours=None if median is None else round(float(median), 1),
        cases=cases,
    )
