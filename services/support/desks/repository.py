"""SQL of the links of centres, and of what they open."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import select as columns_of
from sqlmodel import Session, col, select

from services.support.catalogue.tables import CourseRow, SessionRow
from services.support.certificates.tables import CertificateRow
from services.support.desks.tables import DeskLinkRow

_MOST = 60
"""Sessions that a centre sees: those that begin soonest, and those that began last."""


def link(session: Session, centre_id: UUID) -> DeskLinkRow | None:
    """The link of a centre, locked."""
    return session.get(DeskLinkRow, centre_id, with_for_update=True, populate_existing=True)


def by_digest(session: Session, digest: str, on: date) -> DeskLinkRow | None:
    """The link with this digest, if it opens today."""
    query = select(DeskLinkRow).where(DeskLinkRow.digest == digest, DeskLinkRow.expires_on >= on)
    return session.exec(query).first()


def open_links(session: Session, on: date) -> Sequence[DeskLinkRow]:
    """Links that open today."""
    query = select(DeskLinkRow).where(DeskLinkRow.expires_on >= on)
    return session.exec(query.order_by(col(DeskLinkRow.centre_id))).all()


def sessions(
    session: Session, centre_id: UUID, *, since: date
) -> Sequence[tuple[SessionRow, CourseRow]]:
    """Sessions of a centre that are not over since long, by their first day."""
    query = (
        columns_of(SessionRow, CourseRow)
        .join(CourseRow, col(CourseRow.id) == col(SessionRow.course_id))
        .where(
            col(CourseRow.centre_id) == centre_id,
            col(SessionRow.state) == "open",
            col(SessionRow.starts_on) >= since,
        )
        .order_by(col(SessionRow.starts_on), col(SessionRow.id))
        .limit(_MOST)
    )
    return [(a, b) for a, b in session.execute(query)]


def centre_of_session(session: Session, session_id: UUID) -> UUID | None:
    """The centre that gives a session."""
    query = (
        select(CourseRow.centre_id)
        .join(SessionRow, col(SessionRow.course_id) == col(CourseRow.id))
        .where(SessionRow.id == session_id)
    )
    return session.exec(query).first()


def certified(session: Session, requests: Collection[UUID]) -> set[UUID]:
    """Requests with a certificate that holds."""
    query = select(CertificateRow.request_id).where(
        col(CertificateRow.request_id).in_(requests), CertificateRow.state == "issued"
    )
    return {each for each in session.exec(query).all() if each is not None}
