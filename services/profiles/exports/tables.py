"""The table of exports that were made."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import Index, String, Text, desc
from sqlmodel import Field

from amuddu.contracts.export import ExportReason
from amuddu.kit import columns
from services.profiles.common.tables import Base, of_profile


class ExportRow(Base, table=True):
    """That everything about a person was given out: when, to whom, why. Nothing of what it said."""

    __tablename__ = "exports"
    __table_args__ = (
        Index("exports_of", "profile_id", desc("at")),
        Index("exports_by", "by_id", desc("at")),
    )

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    profile_id: UUID = Field(sa_column=of_profile())
    at: datetime = columns.moment()
    by_id: UUID
    by_role: str = Field(sa_type=String(16))
    organisation: str | None = Field(default=None, sa_type=Text)
    reason: ExportReason | None = Field(default=None, sa_type=String(24))
