"""All SQL of the schemes' versions."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.dialects.postgresql import distinct_on
from sqlmodel import Session, col, select

from services.employers.schemes.tables import SchemeLogRow, SchemeProposalRow, SchemeVersionRow

_WRITER_LOCK = 7_305_130_002


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


def all_versions(session: Session) -> list[SchemeVersionRow]:
    """Every version of every scheme, in the order in which they were kept."""
    return list(session.exec(select(SchemeVersionRow).order_by(col(SchemeVersionRow.id))).all())


def version(session: Session, scheme_id: str, number: int) -> SchemeVersionRow | None:
    query = select(SchemeVersionRow).where(
        SchemeVersionRow.scheme_id == scheme_id, SchemeVersionRow.version == number
    )
    return session.exec(query).first()


# --- proposals --------------------------------------------------------------------------------

SHOWN = 200
"""Proposals that a list shows."""


def add(session: Session, row: SchemeProposalRow | SchemeLogRow) -> None:
    session.add(row)
    session.flush()


def proposal(session: Session, proposal_id: UUID) -> SchemeProposalRow | None:
    return session.get(SchemeProposalRow, proposal_id)


def lock_proposal(session: Session, proposal_id: UUID) -> SchemeProposalRow | None:
    """The proposal as it stands now, until the end of the transaction."""
    row = SchemeProposalRow
    return session.get(row, proposal_id, with_for_update=True, populate_existing=True)


def waits(session: Session, scheme_id: str) -> bool:
    """Whether a proposal for this scheme waits for a decision."""
    query = select(SchemeProposalRow.id).where(
        SchemeProposalRow.scheme_id == scheme_id, SchemeProposalRow.state == "proposed"
    )
    return session.exec(query).first() is not None


def proposals(session: Session) -> Sequence[SchemeProposalRow]:
    """Those that wait first, then the newest."""
    first = (col(SchemeProposalRow.state) == "proposed").desc()
    query = select(SchemeProposalRow).order_by(first, col(SchemeProposalRow.updated_at).desc())
    return session.exec(query.limit(SHOWN)).all()


def last_steps(session: Session, ids: Collection[UUID]) -> dict[UUID, SchemeLogRow]:
    """The last step of each proposal."""
    proposal = col(SchemeLogRow.proposal_id)
    query = select(SchemeLogRow).where(proposal.in_(ids)).ext(distinct_on(proposal))
    found = session.exec(query.order_by(proposal, col(SchemeLogRow.id).desc()))
    return {row.proposal_id: row for row in found}
