"""SQL of certificates."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from uuid import UUID

from sqlalchemy import func
from sqlmodel import Session, col, delete, select, update

from services.support.certificates.tables import CertificateLogRow, CertificateRow
from services.support.places.repository import Whose


def certificate(session: Session, certificate_id: UUID) -> CertificateRow | None:
    return session.get(CertificateRow, certificate_id)


def lock(session: Session, certificate_id: UUID) -> CertificateRow | None:
    """The certificate as it stands now."""
    return session.get(CertificateRow, certificate_id, with_for_update=True, populate_existing=True)


def by_number(session: Session, number: str) -> CertificateRow | None:
    return session.exec(select(CertificateRow).where(CertificateRow.number == number)).first()


def holding(session: Session, request_id: UUID) -> CertificateRow | None:
    """The certificate of a request that holds."""
    query = select(CertificateRow).where(
        CertificateRow.request_id == request_id, CertificateRow.state == "issued"
    )
    return session.exec(query).first()


def listed(
    session: Session,
    whose: Whose,
    asked: Mapping[str, UUID | None],
    *,
    limit: int,
    offset: int,
) -> tuple[Sequence[CertificateRow], int]:
    """One page of certificates that are somebody's, newest first. `asked`: what their columns are
    to hold, where it is said."""
    query = select(CertificateRow).where(col(CertificateRow.profile_id).is_not(None))
    wanted = (
        *asked.items(),
        ("profile_id", whose.profile_id),
        ("agency_id", whose.agency_id),
    )
    for name, value in wanted:
        if value is not None:
            query = query.where(getattr(CertificateRow, name) == value)
    total = session.exec(select(func.count()).select_from(query.subquery())).one()
    ordered = query.order_by(col(CertificateRow.issued_at).desc(), col(CertificateRow.id))
    return session.exec(ordered.limit(limit).offset(offset)).all(), total


def of_people(session: Session, people: Collection[UUID]) -> Sequence[CertificateRow]:
    """Every certificate of somebody, newest first."""
    query = select(CertificateRow).where(col(CertificateRow.profile_id).in_(people))
    return session.exec(query.order_by(col(CertificateRow.issued_at).desc())).all()


def log(session: Session, ids: Collection[UUID]) -> Sequence[CertificateLogRow]:
    """What was done to certificates, oldest first."""
    query = select(CertificateLogRow).where(col(CertificateLogRow.certificate_id).in_(ids))
    return session.exec(query.order_by(col(CertificateLogRow.id))).all()


def part_from(session: Session, ids: Collection[UUID]) -> None:
    """Leave of certificates what says nothing of anybody."""
    session.exec(delete(CertificateLogRow).where(col(CertificateLogRow.certificate_id).in_(ids)))
    nobody = {"request_id": None, "session_id": None, "profile_id": None}
    session.exec(
        update(CertificateRow)
        .where(col(CertificateRow.id).in_(ids))
        .values(**nobody, code=None, agency_id=None)
    )
    session.expire_all()
