"""All SQL of papers."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from sqlmodel import Session, col, select

from services.profiles.papers.tables import PaperRow


def add(session: Session, row: PaperRow) -> None:
    """Keep a paper's row."""
    session.add(row)
    session.flush()


def get(session: Session, paper_id: UUID, *, lock: bool = False) -> PaperRow | None:
    """One paper."""
    return session.get(PaperRow, paper_id, with_for_update=lock or None)


def of_hire(session: Session, candidacy_id: UUID) -> list[PaperRow]:
    """The papers of a hire, as they were added."""
    wanted = select(PaperRow).where(PaperRow.candidacy_id == candidacy_id)
    return list(session.exec(wanted.order_by(col(PaperRow.added_at), col(PaperRow.id))))


def of_people(session: Session, people: Collection[UUID]) -> list[PaperRow]:
    """The papers about these people, as they were added."""
    wanted = select(PaperRow).where(col(PaperRow.profile_id).in_(people))
    return list(session.exec(wanted.order_by(col(PaperRow.added_at), col(PaperRow.id))))


def all_ids(session: Session) -> frozenset[UUID]:
    """Every paper that there is."""
    return frozenset(session.exec(select(PaperRow.id)))


def remove(session: Session, row: PaperRow) -> None:
    """Take a paper's row away."""
    session.delete(row)
    session.flush()
