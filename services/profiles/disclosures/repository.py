"""All SQL of opened contacts."""

from __future__ import annotations

from uuid import UUID

from sqlmodel import Session, col, select

from services.profiles.disclosures.tables import GrantRow


def grant(session: Session, candidacy_id: UUID) -> GrantRow | None:
    """The grant of a candidacy."""
    return session.get(GrantRow, candidacy_id)


def grants_given(session: Session, profile_id: UUID, *, limit: int, offset: int) -> list[GrantRow]:
    """The grants that a yes opened, newest first; those closed since are among them."""
    wanted = (
        select(GrantRow)
        .where(GrantRow.profile_id == profile_id, col(GrantRow.agreed_at).is_not(None))
        .order_by(col(GrantRow.agreed_at).desc(), col(GrantRow.candidacy_id))
    )
    return list(session.exec(wanted.limit(limit).offset(offset)))
