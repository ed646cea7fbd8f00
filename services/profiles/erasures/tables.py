"""The table of erasures that wait."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index, String
from sqlmodel import Field

from amuddu.kit import columns
from services.profiles.common.tables import Base, of_profile


class ErasureRequestRow(Base, table=True):
    """One of the staff asked that somebody be erased; it goes with them."""

    __tablename__ = "erasure_requests"
    __table_args__ = (Index("erasure_requests_due", "due_at"),)

    profile_id: UUID = Field(sa_column=of_profile(primary_key=True))
    asked_by: UUID
    asked_role: str = Field(sa_type=String(16))
    reason: str = Field(sa_type=String(32))
    asked_at: datetime = columns.moment()
    due_at: datetime = columns.moment()
