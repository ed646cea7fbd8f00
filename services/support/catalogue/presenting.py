"""Rows of the catalogue as everybody reads them. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from uuid import UUID

from amuddu.contracts.support import catalogue as contract
from amuddu.contracts.support.catalogue import Operator
from services.support.catalogue.repository import Counted
from services.support.catalogue.tables import CentreRow, CourseRow, CriteriaRow, SessionRow

RIGHTS: Mapping[Operator, str] = {
    "ofppt": "ofppt_training",
    "entraide_nationale": "entraide_nationale",
}
"""Which right of the rules of residence says whom a centre takes; of the others nobody wrote it."""


def centre(row: CentreRow, courses: int = 0) -> contract.Centre:
    """A centre."""
    return contract.Centre.of(row, right=RIGHTS.get(row.operator), courses=courses)


def criteria(row: CriteriaRow) -> contract.Criteria:
    """What a course asks."""
    return contract.Criteria.of(row)


def takes_requests(row: SessionRow, *, on: date) -> bool:
    """Whether one may ask for a place on a day."""
    return row.state == "open" and on <= row.closes_on and on <= row.starts_on


def session(row: SessionRow, counted: Counted, *, on: date) -> contract.Session:
    """A session and how full it is."""
    return contract.Session.of(
        row,
        taken=counted.taken,
        waiting=counted.waiting,
        takes_requests=takes_requests(row, on=on),
    )


def course(
    row: CourseRow,
    of: CentreRow,
    asks: CriteriaRow,
    sessions: Iterable[SessionRow],
    counted: Mapping[UUID, Counted],
    *,
    on: date,
) -> contract.Course:
    """A course, whole."""
    return contract.Course.of(
        row,
        centre=centre(of),
        criteria=criteria(asks),
        sessions=tuple(session(each, counted.get(each.id, Counted()), on=on) for each in sessions),
    )


def summary(
    row: CourseRow, of: CentreRow, asks: CriteriaRow, next_on: date | None, free: int
) -> contract.CourseSummary:
    """A course in a list."""
    return contract.CourseSummary(
        id=row.id,
        title=row.title,
        centre_name=of.name,
        operator=of.operator,
        level=row.level,
        hours=row.hours,
        towns=tuple(asks.towns),
        trade=row.trade["concept"] if row.trade else None,
        next_on=next_on,
        free=max(0, free),
        skills=tuple(each["concept"] for each in row.skills if each["concept"]),
    )
