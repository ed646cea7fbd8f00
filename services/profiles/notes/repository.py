"""All SQL of notes."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy.dialects.postgresql import insert
from sqlmodel import Session, col, select

from services.profiles.common.sealed import readable, seal_all
from services.profiles.notes.tables import NoteRow


def add_note(session: Session, row: NoteRow) -> None:
    """Keep a note; one whose key is known already is kept once."""
    seal_all(session, [row])
    values = insert(NoteRow).values(**row.model_dump())
    session.connection().execute(values.on_conflict_do_nothing(index_elements=["id"]))


def note(session: Session, note_id: UUID) -> NoteRow | None:
    """One note."""
    return session.get(NoteRow, note_id)


def notes_of(session: Session, profile_id: UUID) -> list[NoteRow]:
    """The newest notes about a person."""
    wanted = select(NoteRow).where(NoteRow.profile_id == profile_id)
    newest = wanted.order_by(col(NoteRow.at).desc(), col(NoteRow.id)).limit(100)
    return readable(session.exec(newest).all())
