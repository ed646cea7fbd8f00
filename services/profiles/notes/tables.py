"""The table of notes."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index, String, Text, desc
from sqlmodel import Field

from amuddu.kit import columns
from services.profiles.common.tables import Base, of_profile


class NoteRow(Base, table=True):
    """What a counsellor or agent wrote about a person for their agency, in redacted words."""

    __tablename__ = "notes"
    __table_args__ = (Index("notes_of", "profile_id", desc("at")),)

    id: UUID = Field(primary_key=True)
    """Chosen by whoever writes, so that a form sent twice leaves one note."""
    profile_id: UUID = Field(sa_column=of_profile())
    at: datetime = columns.moment()
    author_id: UUID
    author_role: str = Field(sa_type=String(16))
    text: str = Field(sa_type=Text)
