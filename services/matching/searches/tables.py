"""Table of saved searches."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import Column, Index, Uuid
from sqlalchemy.dialects.postgresql import ARRAY
from sqlmodel import Field, String

from amuddu.contracts.matching.ranking import HoursWanted
from amuddu.kit import columns
from services.matching.facts.tables import Base


class SavedSearchRow(Base, table=True):
    """What somebody looks for, and which open offers they may have seen."""

    __tablename__ = "saved_search"
    __table_args__ = (
        Index("saved_search_of_person", "profile_id"),
        Index("saved_search_due", "checked_at"),
    )

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    profile_id: UUID = Field(foreign_key="candidate.profile_id")
    place: str | None = Field(default=None, sa_type=String(80))
    occupation: str | None = Field(default=None, sa_type=String(120))
    wanted: HoursWanted | None = Field(default=None, sa_type=String(8))
    known: list[UUID] = Field(
        default_factory=list, sa_column=Column(ARRAY(Uuid), nullable=False, server_default="{}")
    )
    """Offers that were open when it was saved or last told: the others are new."""
    created_at: datetime = columns.moment()
    checked_at: datetime = columns.moment()
    """When it was looked through last."""
    sent_at: datetime | None = columns.moment_or_none()
    used_at: datetime = columns.moment()
    """When it was saved, or last told something."""
