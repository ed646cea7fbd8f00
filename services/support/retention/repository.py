"""SQL of what was kept long enough."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Select, delete, func, select
from sqlmodel import Session, col

from amuddu.contracts.support.scholarships import IN_HAND
from amuddu.contracts.support.training import ACTIVE
from amuddu.kit.ledger.tables import PaymentRow
from services.support.certificates.tables import CertificateLogRow, CertificateRow
from services.support.places.tables import RequestLogRow, RequestRow
from services.support.scholarships.tables import (
    ApplicationRow,
    InstalmentRow,
    ScholarshipLogRow,
    ScoreRow,
)


def _over(cutoff: datetime) -> Select[Any]:
    """Requests with nothing to come that ended by then."""
    return select(col(RequestRow.id)).where(
        col(RequestRow.state).not_in(ACTIVE), col(RequestRow.updated_at) <= cutoff
    )


def over_count(session: Session, cutoff: datetime) -> int:
    """How many requests ended by then."""
    counted = select(func.count()).select_from(_over(cutoff).subquery())
    return session.connection().execute(counted).scalar_one()


def forget_over(session: Session, cutoff: datetime, *, limit: int) -> int:
    """Delete some of them with their log."""
    some = _over(cutoff).limit(limit).with_for_update(skip_locked=True)
    connection = session.connection()
    ids = connection.execute(some).scalars().all()
    if ids:
        connection.execute(delete(RequestLogRow).where(col(RequestLogRow.request_id).in_(ids)))
        connection.execute(delete(RequestRow).where(col(RequestRow.id).in_(ids)))
    return len(ids)


def _ended(cutoff: datetime) -> Select[Any]:
    """Applications with nothing to come that ended by then; one with a payment that the bank has
    not made stays."""
    to_come = (
        select(col(PaymentRow.id))
        .where(col(PaymentRow.about) == col(ApplicationRow.id), col(PaymentRow.state) == "ordered")
        .exists()
    )
    return select(col(ApplicationRow.id)).where(
        col(ApplicationRow.state).not_in(IN_HAND),
        col(ApplicationRow.updated_at) <= cutoff,
        ~to_come,
    )


def ended_count(session: Session, cutoff: datetime) -> int:
    """How many applications ended by then."""
    counted = select(func.count()).select_from(_ended(cutoff).subquery())
    return session.connection().execute(counted).scalar_one()


def forget_ended(session: Session, cutoff: datetime, *, limit: int) -> int:
    """Delete some of them with all that is kept of them; what was paid stays in the ledger."""
    connection = session.connection()
    some = _ended(cutoff).limit(limit).with_for_update(skip_locked=True)
    ids = connection.execute(some).scalars().all()
    if ids:
        for table in (ScholarshipLogRow, InstalmentRow, ScoreRow):
            connection.execute(delete(table).where(col(table.application_id).in_(ids)))
        connection.execute(delete(ApplicationRow).where(col(ApplicationRow.id).in_(ids)))
    return len(ids)


def _old(cutoff: datetime) -> Select[Any]:
    """Certificates that were issued by then."""
    return select(col(CertificateRow.id)).where(col(CertificateRow.issued_at) <= cutoff)


def old_count(session: Session, cutoff: datetime) -> int:
    """How many certificates were issued by then."""
    counted = select(func.count()).select_from(_old(cutoff).subquery())
    return session.connection().execute(counted).scalar_one()


def forget_old(session: Session, cutoff: datetime, *, limit: int) -> int:
    """Delete some of them with their log."""
    connection = session.connection()
    some = _old(cutoff).limit(limit).with_for_update(skip_locked=True)
    ids = connection.execute(some).scalars().all()
    if ids:
        log = col(CertificateLogRow.certificate_id)
        connection.execute(delete(CertificateLogRow).where(log.in_(ids)))
        connection.execute(delete(CertificateRow).where(col(CertificateRow.id).in_(ids)))
    return len(ids)
