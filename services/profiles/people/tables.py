"""The table of receipts of erasures."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import Index, String
from sqlmodel import Field

from amuddu.kit import columns
from services.profiles.common.tables import Base


class ErasureRow(Base, table=True):
    """Receipt of an erasure: it proves that one took place, and names nobody."""

    __tablename__ = "erasures"
    __table_args__ = (Index("erasures_mark", "mark"),)

    receipt: UUID = Field(default_factory=uuid4, primary_key=True)
    erased_at: datetime = columns.moment()
    mark: str | None = Field(default=None, sa_type=String(64))
    """Keyed digest of the agency and its reference, so that no file brings the person back."""
