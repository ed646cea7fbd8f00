"""All SQL of the agreements of parents and guardians."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import func
from sqlmodel import Session, col, select

from services.profiles.common.repository import history
from services.profiles.guardians.tables import GuardianRow

MOST_SHOWN = 50


def newest(session: Session, ids: Collection[UUID]) -> dict[UUID, GuardianRow]:
    """The agreement that counts, by person; those of whom none was noted are left out."""
    last = (
        select(func.max(GuardianRow.id))
        .where(col(GuardianRow.profile_id).in_(ids))
        .group_by(col(GuardianRow.profile_id))
    )
    found = session.exec(select(GuardianRow).where(col(GuardianRow.id).in_(last)))
    return {row.profile_id: row for row in found}


def log(session: Session, profile_id: UUID) -> list[GuardianRow]:
    """Agreements given and taken back, newest first."""
    return history(session, GuardianRow, profile_id, limit=MOST_SHOWN, offset=0)


def add(session: Session, row: GuardianRow) -> None:
    """Note an agreement, or that it was taken back."""
    session.add(row)
    session.flush()
