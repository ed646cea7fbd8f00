"""All SQL of the versions of rules."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from uuid import UUID

from sqlalchemy import func, text
from sqlalchemy.dialects.postgresql import distinct_on
from sqlmodel import Session, col, select

from services.employers.rulebook.tables import RuleLogRow, RuleVersionRow

_LOCK = 7_305_130_003
SHOWN = 200
"""Versions that a list shows."""


def one_at_a_time(session: Session) -> None:
    """Versions are proposed and approved one after another: each is judged by those before."""
    session.connection().execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})


def add(session: Session, row: RuleVersionRow | RuleLogRow) -> None:
    session.add(row)
    session.flush()


def lock(session: Session, version_id: UUID) -> RuleVersionRow | None:
    """The version as it stands now, until the end of the transaction."""
    return session.get(RuleVersionRow, version_id, with_for_update=True, populate_existing=True)


def version(session: Session, version_id: UUID) -> RuleVersionRow | None:
    return session.get(RuleVersionRow, version_id)


def waiting(session: Session, fact: str) -> RuleVersionRow | None:
    """The version of a fact that waits for a decision."""
    query = select(RuleVersionRow).where(
        RuleVersionRow.fact == fact, RuleVersionRow.state == "proposed"
    )
    return session.exec(query).first()


def versions(session: Session, fact: str | None) -> Sequence[RuleVersionRow]:
    """Versions of a fact or of all: those that wait first, then the newest."""
    query = select(RuleVersionRow)
    if fact is not None:
        query = query.where(RuleVersionRow.fact == fact)
    order = (col(RuleVersionRow.state) == "proposed").desc()
    query = query.order_by(order, col(RuleVersionRow.updated_at).desc())
    return session.exec(query.limit(SHOWN)).all()


def approved(session: Session) -> Sequence[RuleVersionRow]:
    """Every approved version, by its number."""
    query = select(RuleVersionRow).where(RuleVersionRow.state == "approved")
    return session.exec(query.order_by(col(RuleVersionRow.number))).all()


def next_number(session: Session) -> int:
    """Number of the next version that is approved. The caller holds the lock."""
    last = session.exec(select(func.max(RuleVersionRow.number))).one()
    return (last or 0) + 1


def last_steps(session: Session, ids: Collection[UUID]) -> dict[UUID, RuleLogRow]:
    """The last step of each version."""
    version = col(RuleLogRow.version_id)
    query = select(RuleLogRow).where(version.in_(ids)).ext(distinct_on(version))
    found = session.exec(query.order_by(version, col(RuleLogRow.id).desc()))
    return {row.version_id: row for row in found}
