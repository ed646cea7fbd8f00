"""The table of papers."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index, SmallInteger, String
from sqlmodel import Field

from amuddu.contracts.profiles.papers import MediaType
from amuddu.contracts.types import Role
from amuddu.kit import columns
from services.profiles.common.sealed import Sealed, SealedRow
from services.profiles.common.tables import Base, of_profile


class _Opens:
    """What opens the file, sealed."""

    key = Sealed[str]("")
    """In base64."""


class PaperRow(_Opens, SealedRow, Base, table=True):
    """A paper about a person; what it shows stands in a file under its id, sealed by `key`."""

    __tablename__ = "papers"
    __table_args__ = (
        Index("papers_of", "profile_id"),
        Index("papers_of_hire", "candidacy_id", "added_at"),
    )

    id: UUID = Field(primary_key=True)
    """Chosen by whoever sends it, so that a form sent twice leaves one paper."""
    profile_id: UUID = Field(sa_column=of_profile())
    candidacy_id: UUID
    media_type: MediaType = Field(sa_type=String(24))
    pages: int = Field(sa_type=SmallInteger)
    size: int
    added_at: datetime = columns.moment()
    added_by: UUID
    added_role: Role = Field(sa_type=String(16))
    read_at: datetime | None = columns.moment_or_none()
    """When somebody of the agency first opened it."""

    @property
    def person(self) -> UUID:
        """Whom it is about."""
        return self.profile_id

    @property
    def bound_to(self) -> str:
        """The paper."""
        return str(self.id)
