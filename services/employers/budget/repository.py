"""All SQL of the envelopes and their ledger."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import func
from sqlmodel import Session, col, select

from services.employers.budget.tables import EnvelopeRow, LedgerRow


def envelope(session: Session, envelope_id: UUID) -> EnvelopeRow | None:
    return session.get(EnvelopeRow, envelope_id)


def lock_envelope(session: Session, envelope_id: UUID) -> EnvelopeRow | None:
    """The envelope as it stands now; whoever comes next waits until this transaction ends."""
    return session.get(EnvelopeRow, envelope_id, with_for_update=True, populate_existing=True)


def envelope_on(session: Session, scheme_id: str, on: date) -> EnvelopeRow | None:
    """The envelope of a scheme whose period holds a day."""
    query = select(EnvelopeRow).where(
        EnvelopeRow.scheme_id == scheme_id,
        col(EnvelopeRow.starts_on) <= on,
        col(EnvelopeRow.ends_on) >= on,
    )
    return session.exec(query).first()


def overlapping(
    session: Session, scheme_id: str, starts_on: date, ends_on: date
) -> EnvelopeRow | None:
    """An envelope of the scheme that shares a day with a period."""
    query = select(EnvelopeRow).where(
        EnvelopeRow.scheme_id == scheme_id,
        col(EnvelopeRow.starts_on) <= ends_on,
        col(EnvelopeRow.ends_on) >= starts_on,
    )
    return session.exec(query).first()


def envelopes(session: Session) -> Sequence[EnvelopeRow]:
    """Every envelope, the newest period first."""
    query = select(EnvelopeRow).order_by(
        col(EnvelopeRow.starts_on).desc(), col(EnvelopeRow.scheme_id)
    )
    return session.exec(query.limit(500)).all()


def open_schemes(session: Session, on: date) -> set[str]:
    """Schemes that have an envelope on a day."""
    query = select(col(EnvelopeRow.scheme_id)).where(
        col(EnvelopeRow.starts_on) <= on, col(EnvelopeRow.ends_on) >= on
    )
    return set(session.exec(query).all())


def refreshed(session: Session, row: EnvelopeRow) -> EnvelopeRow:
    """The envelope after the ledger moved its balances."""
    session.refresh(row)
    return row


def ledger(
    session: Session, envelope_id: UUID, *, limit: int, offset: int
) -> tuple[Sequence[LedgerRow], int]:
    """One page of an envelope's movements, oldest first, and how many there are."""
    query = select(LedgerRow).where(LedgerRow.envelope_id == envelope_id)
    total = session.exec(select(func.count()).select_from(query.subquery())).one()
    page = query.order_by(col(LedgerRow.id)).limit(limit).offset(offset)
    return session.exec(page).all(), total
