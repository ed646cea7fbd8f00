"""The table of the references that nobody brings back."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import Index, String
from sqlmodel import Field

from amuddu.kit import columns
from services.profiles.common.tables import Base


class ErasureRow(Base, table=True):
    """A reference of somebody who was erased, as a mark. It leads to no receipt, and names nobody;
    rows of before were the receipts themselves."""

    __tablename__ = "erasures"
    __table_args__ = (Index("erasures_mark", "mark"),)

    receipt: UUID = Field(default_factory=uuid4, primary_key=True)
    erased_at: datetime = columns.moment()
    mark: str | None = Field(default=None, sa_type=String(64))
    """Keyed digest of the agency and its reference, so that no file brings the person back."""
