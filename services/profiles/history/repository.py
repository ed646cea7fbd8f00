"""All SQL of changes."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, select

from services.profiles.common.sealed import readable
from services.profiles.history.tables import FieldChangeRow


def add(session: Session, row: FieldChangeRow) -> None:
    """Write a change down."""
    session.add(row)
    session.flush()


def of_person(
    session: Session, profile_id: UUID, *, limit: int | None = None, offset: int = 0
) -> list[FieldChangeRow]:
    """What was changed of a person, newest first."""
    wanted = (
        select(FieldChangeRow)
        .where(FieldChangeRow.profile_id == profile_id)
        .order_by(col(FieldChangeRow.at).desc(), col(FieldChangeRow.id))
    )
    return readable(session.exec(wanted.limit(limit).offset(offset)).all())


def since(session: Session, profile_id: UUID, at: datetime) -> list[FieldChangeRow]:
    """What was changed of a person from an instant on."""
    wanted = select(FieldChangeRow).where(
        FieldChangeRow.profile_id == profile_id, col(FieldChangeRow.at) >= at
    )
    return readable(session.exec(wanted).all())
