"""SQL of the schemes' versions, the envelopes and their ledger."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TypeVar
from uuid import UUID

from sqlalchemy import func, text
from sqlalchemy.dialects.postgresql import distinct_on
from sqlmodel import Session, col, select

from services.employers.models_claims import ClaimRow
from services.employers.models_schemes import EnvelopeRow, LedgerRow, SchemeVersionRow

_WRITER_LOCK = 7_305_130_002
_NOT_SENT = ("draft", "withdrawn")

Row = TypeVar("Row", SchemeVersionRow, EnvelopeRow, LedgerRow)


def add(session: Session, row: Row) -> Row:
    """Write a row now, so that what the database refuses is known at once."""
    session.add(row)
    session.flush()
    return row


def add_all(session: Session, rows: Sequence[SchemeVersionRow]) -> None:
    """Write several versions at once."""
    session.add_all(rows)
    session.flush()


def one_writer_at_a_time(session: Session) -> None:
    """Versions are numbered one after another, and envelopes of a scheme do not overlap."""
    session.connection().execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _WRITER_LOCK})


# --- versions ---------------------------------------------------------------------------------


def in_force(session: Session, on: date) -> Sequence[SchemeVersionRow]:
    """Of each scheme the last version that holds on a day."""
    query = (
        select(SchemeVersionRow)
        .where(col(SchemeVersionRow.valid_from) <= on)
        .ext(distinct_on(col(SchemeVersionRow.scheme_id)))
        .order_by(col(SchemeVersionRow.scheme_id), col(SchemeVersionRow.version).desc())
    )
    return session.exec(query).all()


def latest(session: Session) -> dict[str, SchemeVersionRow]:
    """Of each scheme the last version, whether it holds already or not."""
    return {row.scheme_id: row for row in in_force(session, date.max)}


def versions(session: Session, scheme_id: str) -> list[SchemeVersionRow]:
    """Every version of a scheme, oldest first."""
    query = select(SchemeVersionRow).where(SchemeVersionRow.scheme_id == scheme_id)
    return list(session.exec(query.order_by(col(SchemeVersionRow.version))).all())


def version(session: Session, scheme_id: str, number: int) -> SchemeVersionRow | None:
    query = select(SchemeVersionRow).where(
        SchemeVersionRow.scheme_id == scheme_id, SchemeVersionRow.version == number
    )
    return session.exec(query).first()


def claims_by_scheme(session: Session) -> dict[str, int]:
    """How many claims of each scheme were sent in."""
    query = (
        select(col(ClaimRow.scheme_id), func.count())
        .where(col(ClaimRow.state).not_in(_NOT_SENT))
        .group_by(col(ClaimRow.scheme_id))
    )
    return dict(session.exec(query).all())


# --- envelopes --------------------------------------------------------------------------------


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
