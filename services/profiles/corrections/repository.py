"""All SQL of corrections."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import func
from sqlmodel import Session, col, select

from services.profiles.common.sealed import opens, readable
from services.profiles.common.tables import ProfileRow
from services.profiles.corrections.tables import CorrectionRow

MOST_SHOWN = 200


def save(session: Session, row: CorrectionRow) -> None:
    """Write a correction down."""
    session.add(row)
    session.flush()


def correction(session: Session, correction_id: UUID) -> CorrectionRow | None:
    """One correction, locked."""
    return session.get(CorrectionRow, correction_id, with_for_update=True, populate_existing=True)


def of_person(session: Session, profile_id: UUID) -> list[CorrectionRow]:
    """What a person asked for, newest first."""
    wanted = (
        select(CorrectionRow)
        .where(CorrectionRow.profile_id == profile_id)
        .order_by(col(CorrectionRow.asked_at).desc(), col(CorrectionRow.id))
    )
    return readable(session.exec(wanted.limit(MOST_SHOWN)).all())


def asked_since(session: Session, profile_id: UUID, since: datetime) -> int:
    """How many a person asked for since a moment."""
    wanted = select(func.count()).where(
        col(CorrectionRow.profile_id) == profile_id, col(CorrectionRow.asked_at) > since
    )
    return session.exec(wanted).one()


def waiting(
    session: Session, *, agency_id: str, agent_id: UUID | None, limit: int, offset: int
) -> tuple[list[tuple[CorrectionRow, ProfileRow]], int]:
    """Those that wait of the people of an agency (of an agent), the oldest first, and how many."""
    conditions = [col(CorrectionRow.state) == "asked", col(ProfileRow.agency_id) == agency_id]
    if agent_id is not None:
        conditions.append(
            col(ProfileRow.agent_id).is_(None) | (col(ProfileRow.agent_id) == agent_id)
        )
    joined = col(CorrectionRow.profile_id) == col(ProfileRow.id)
    wanted = select(CorrectionRow, ProfileRow).join(ProfileRow, joined).where(*conditions)
    wanted = wanted.order_by(col(CorrectionRow.asked_at), col(CorrectionRow.id))
    counted = select(func.count()).select_from(CorrectionRow).join(ProfileRow, joined)
    total = session.exec(counted.where(*conditions)).one()
    found = session.exec(wanted.limit(limit).offset(offset)).all()
    return [(one, row) for one, row in found if opens(one) and opens(row)], total
