"""SQL of erasures and renewals."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, func, update
from sqlmodel import Session, col, select

from services.profiles.common.tables import ProfileRow
from services.profiles.consents.tables import ConsentRow
from services.profiles.people.tables import ErasureRow


def erase(session: Session, row: ProfileRow) -> None:
    """Delete a profile with all that hangs on it."""
    session.flush()
    session.connection().execute(delete(ProfileRow).where(col(ProfileRow.id) == row.id))
    session.expunge_all()


def forget_what_was_told(session: Session) -> int:
    """Have everybody who was told of be told of once more; how many."""
    known = update(ProfileRow).where(col(ProfileRow.told_hash).is_not(None))
    done = session.connection().execute(known.values(told_hash="", rules_stamp=""))
    return done.rowcount


def mark_erased(session: Session, mark: str) -> None:
    """Keep the mark of a reference of somebody who is erased."""
    session.add(ErasureRow(mark=mark))
    session.flush()


def proposed_since(
    session: Session, before: datetime, *, agency_id: str, agent_id: UUID | None, limit: int
) -> tuple[list[tuple[ProfileRow, datetime]], int]:
    """People of an agency (of one agent) whose consent to be proposed was given before an
    instant and not since, the oldest first, and how many there are."""
    newest = (
        select(func.max(ConsentRow.id))
        .where(ConsentRow.purpose == "matching")
        .group_by(col(ConsentRow.profile_id))
    )
    conditions = [
        col(ConsentRow.id).in_(newest),
        col(ConsentRow.given).is_(True),
        col(ConsentRow.recorded_at) < before,
        col(ProfileRow.agency_id) == agency_id,
    ]
    if agent_id is not None:
        conditions.append(col(ProfileRow.agent_id) == agent_id)
    joined = col(ConsentRow.profile_id) == col(ProfileRow.id)
    wanted = select(ProfileRow, ConsentRow.recorded_at).join(ConsentRow, joined)
    wanted = wanted.where(*conditions).order_by(col(ConsentRow.recorded_at), col(ProfileRow.id))
    counted = select(func.count()).select_from(ProfileRow).join(ConsentRow, joined)
    total = session.exec(counted.where(*conditions)).one()
    return list(session.exec(wanted.limit(limit))), total
