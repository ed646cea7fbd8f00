"""The table of consents."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index, String, Text, desc
from sqlmodel import Field

from amuddu.contracts.profiles import ConsentMethod, Purpose
from amuddu.kit import columns
from services.profiles.common.tables import Base, of_profile


class ConsentRow(Base, table=True):
    """A consent given or withdrawn. Rows are only ever added; the newest of a purpose counts."""

    __tablename__ = "consents"
    __table_args__ = (Index("consents_of", "profile_id", "purpose", desc("id")),)

    id: int | None = columns.serial()
    profile_id: UUID = Field(sa_column=of_profile())
    purpose: Purpose = Field(sa_type=String(16))
    given: bool
    method: ConsentMethod = Field(sa_type=String(16))
    recorded_at: datetime = columns.moment()
    recorded_by: str = Field(sa_type=String(16))
    """Role of whoever recorded it."""
    recorded_by_id: UUID
    organisation: str | None = Field(default=None, sa_type=Text)
    """Agency of whoever recorded it."""
