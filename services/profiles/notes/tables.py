"""The table of notes."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index, String, desc
from sqlmodel import Field

from amuddu.kit import columns
from services.profiles.common.sealed import Sealed, SealedRow
from services.profiles.common.tables import Base, of_profile


class _Written:
    """What was written, sealed."""

    text = Sealed[str]("")


class NoteRow(_Written, SealedRow, Base, table=True):
    """What a counsellor or agent wrote about a person for their agency, in redacted words."""

    __tablename__ = "notes"
    __table_args__ = (Index("notes_of", "profile_id", desc("at")),)

    id: UUID = Field(primary_key=True)
    """Chosen by whoever writes, so that a form sent twice leaves one note."""
    profile_id: UUID = Field(sa_column=of_profile())
    at: datetime = columns.moment()
    author_id: UUID
    author_role: str = Field(sa_type=String(16))

    @property
    def person(self) -> UUID:
        """Whom it is about."""
        return self.profile_id

    @property
    def bound_to(self) -> str:
        """The note."""
        return str(self.id)
