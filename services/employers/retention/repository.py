"""SQL of what was kept long enough: files of hires lose the person, claims lose their papers.

Sums stay, in the ledger that nobody rewrites. The logs of hires and claims are append-only: the
database lets their rows go in a transaction that says it follows the table, and in no other.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, delete, exists, func, or_, select, text, update
from sqlmodel import Session, col

from services.employers.claims.tables import ClaimLogRow, ClaimRow, InstalmentRow
from services.employers.hires.tables import HireLogRow, HireRow, HireStepRow

NOBODY = UUID(int=0)
"""Whom an anonymous row is about, and who wrote it."""
NO_CODE = "000000"
_OVER = ("done", "abandoned")
_CLAIM_OVER = ("draft", "refused", "withdrawn", "closed")
_FOLLOWING = text("SET LOCAL amuddu.retention = 'on'")


def _count(session: Session, wanted: Select[Any]) -> int:
    counted = select(func.count()).select_from(wanted.subquery())
    return session.connection().execute(counted).scalar_one()


def _some(session: Session, wanted: Select[Any], limit: int) -> Sequence[UUID]:
    some = wanted.limit(limit).with_for_update(skip_locked=True)
    return session.connection().execute(some).scalars().all()


# --- files of hires -------------------------------------------------------------------------------


def _files(cutoff: datetime) -> Select[Any]:
    """Files that ended by then, with every claim on them, and still say whom they are about."""
    running = exists().where(
        col(ClaimRow.hire_id) == col(HireRow.id),
        or_(col(ClaimRow.state).not_in(_CLAIM_OVER), col(ClaimRow.updated_at) > cutoff),
    )
    return select(col(HireRow.id)).where(
        col(HireRow.state).in_(_OVER),
        col(HireRow.updated_at) <= cutoff,
        col(HireRow.profile_id) != NOBODY,
        ~running,
    )


def files_count(session: Session, cutoff: datetime) -> int:
    """How many files of hires are due."""
    return _count(session, _files(cutoff))


def unname_files(session: Session, cutoff: datetime, *, limit: int) -> int:
    """Delete some of them; where money was claimed, the file stays without the person."""
    ids = _some(session, _files(cutoff), limit)
    if not ids:
        return 0
    connection = session.connection()
    connection.execute(_FOLLOWING)
    connection.execute(delete(HireLogRow).where(col(HireLogRow.hire_id).in_(ids)))
    connection.execute(delete(HireStepRow).where(col(HireStepRow.hire_id).in_(ids)))
    claimed = exists().where(col(ClaimRow.hire_id) == col(HireRow.id))
    chosen = col(HireRow.id).in_(ids)
    connection.execute(delete(HireRow).where(chosen, ~claimed))
    unnamed = {
        "profile_id": NOBODY,
        "code": NO_CODE,
        "papers_until": None,
        "young": False,
        "stuck_on": None,
        "stuck_reason": None,
    }
    connection.execute(update(HireRow).where(chosen).values(**unnamed))
    return len(ids)


# --- claims ---------------------------------------------------------------------------------------


def _claims(cutoff: datetime) -> Select[Any]:
    return select(col(ClaimRow.id)).where(
        col(ClaimRow.state).in_(_CLAIM_OVER),
        col(ClaimRow.updated_at) <= cutoff,
        col(ClaimRow.written_by) != NOBODY,
    )


def claims_count(session: Session, cutoff: datetime) -> int:
    """How many claims are due."""
    return _count(session, _claims(cutoff))


def empty_claims(session: Session, cutoff: datetime, *, limit: int) -> int:
    """Take the papers, words and hands out of some of them; the sums stay."""
    ids = _some(session, _claims(cutoff), limit)
    if not ids:
        return 0
    connection = session.connection()
    connection.execute(_FOLLOWING)
    connection.execute(delete(ClaimLogRow).where(col(ClaimLogRow.claim_id).in_(ids)))
    papers = update(InstalmentRow).where(col(InstalmentRow.claim_id).in_(ids))
    connection.execute(papers.values(proof=None, reference=None))
    said = {"comment": "", "justification": "", "documents": [], "criteria": []}
    emptied = update(ClaimRow).where(col(ClaimRow.id).in_(ids))
    connection.execute(emptied.values(written_by=NOBODY, **said))
    return len(ids)
