"""SQL of what support holds about a person."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from uuid import UUID

from sqlalchemy import select as entities
from sqlmodel import Session, col, select

from services.support.catalogue.tables import CentreRow, CourseRow, SessionRow
from services.support.places.repository import Listed
from services.support.places.tables import RequestLogRow, RequestRow
from services.support.scholarships.tables import ApplicationRow


def requests(session: Session, people: Collection[UUID]) -> list[Listed]:
    """Every request of a person with what it was for, newest first."""
    wanted = (
        entities(RequestRow, SessionRow, CourseRow, CentreRow)
        .join(SessionRow, col(SessionRow.id) == col(RequestRow.session_id))
        .join(CourseRow, col(CourseRow.id) == col(SessionRow.course_id))
        .join(CentreRow, col(CentreRow.id) == col(CourseRow.centre_id))
        .where(col(RequestRow.profile_id).in_(people))
        .order_by(col(RequestRow.asked_at).desc(), col(RequestRow.id))
    )
    return [(a, b, c, d) for a, b, c, d in session.execute(wanted)]


def applications(session: Session, people: Collection[UUID]) -> Sequence[ApplicationRow]:
    """Every application of a person, newest first."""
    query = select(ApplicationRow).where(col(ApplicationRow.profile_id).in_(people))
    ordered = query.order_by(col(ApplicationRow.asked_at).desc(), col(ApplicationRow.id))
    return session.exec(ordered).all()


def log(session: Session, ids: Collection[UUID]) -> Sequence[RequestLogRow]:
    """What was done to requests, oldest first."""
    wanted = select(RequestLogRow).where(col(RequestLogRow.request_id).in_(ids))
    return session.exec(wanted.order_by(col(RequestLogRow.id))).all()
