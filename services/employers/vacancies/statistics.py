"""What became of the vacancies: how many, by region and month, and the usual delay to fill one.

A vacancy is a public notice, but one that was filled is somebody who was hired: these numbers are
protected like those of people.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from amuddu.kit.db import Session
from amuddu.kit.disclosure.releases import Counts, Press
from amuddu.kit.disclosure.tables import Counted, region_of, regions
from services.employers.vacancies import repository

COLUMNS = ("open", "filled", "withdrawn", "expired", "silent")


def count(session: Session, until: datetime) -> Counts:
    """Vacancies published before an instant, and how they stand."""
    return Counts(
        _counted(session, until),
        COLUMNS,
        {"region": regions()},
        {"filled": repository.hours_to_fill(session, until)},
    )


def _counted(session: Session, until: datetime) -> Iterator[Counted]:
    for place, when, column, number in repository.published_before(session, until):
        yield {"region": region_of(place), "month": when}, column, number


PRESS = Press("vacancies", count)
