"""SQL of erasures: all that this service holds of somebody."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import CompoundSelect, union
from sqlalchemy import select as columns_of
from sqlmodel import Session, col, delete, select

from services.support.certificates.tables import CertificateRow
from services.support.places.tables import RequestLogRow, RequestRow
from services.support.scholarships.tables import (
    ApplicationRow,
    InstalmentRow,
    ScholarshipLogRow,
    ScoreRow,
)

_OF_APPLICATION = (ScholarshipLogRow, InstalmentRow, ScoreRow)
"""What is kept of an application beside itself."""


def sessions_of(session: Session, people: Collection[UUID]) -> Sequence[UUID]:
    """Sessions for which these people asked, in the order in which they are locked."""
    query = select(RequestRow.session_id).where(col(RequestRow.profile_id).in_(people))
    return session.exec(query.distinct().order_by(col(RequestRow.session_id))).all()


def requests(session: Session, people: Collection[UUID]) -> Sequence[RequestRow]:
    """Their requests, locked; the sessions were locked before."""
    query = select(RequestRow).where(col(RequestRow.profile_id).in_(people))
    return session.exec(query.order_by(col(RequestRow.id)).with_for_update()).all()


def erase(session: Session, ids: Collection[UUID]) -> None:
    """Delete requests with their log."""
    session.exec(delete(RequestLogRow).where(col(RequestLogRow.request_id).in_(ids)))
    session.exec(delete(RequestRow).where(col(RequestRow.id).in_(ids)))
    session.expire_all()


def applications(session: Session, people: Collection[UUID]) -> Sequence[UUID]:
    """Their applications for scholarships, in the order in which they are locked."""
    query = select(ApplicationRow.id).where(col(ApplicationRow.profile_id).in_(people))
    return session.exec(query.order_by(col(ApplicationRow.id))).all()


def erase_applications(session: Session, ids: Collection[UUID]) -> None:
    """Delete applications with all that is kept of them. Entries of the ledger stay: they hold the
    application's id, which says nothing of anybody any more."""
    for table in _OF_APPLICATION:
        session.exec(delete(table).where(col(table.application_id).in_(ids)))
    session.exec(delete(ApplicationRow).where(col(ApplicationRow.id).in_(ids)))
    session.expire_all()


def people_held(session: Session, after: UUID, limit: int) -> Sequence[UUID]:
    """People of whom anything is held, those after an id, in order."""
    holders = (RequestRow.profile_id, ApplicationRow.profile_id, CertificateRow.profile_id)
    held: CompoundSelect[Any] = union(
        *(columns_of(col(each).label("person")).where(col(each) > after) for each in holders)
    )
    query = held.order_by("person").limit(limit)
    return session.connection().execute(query).scalars().all()
