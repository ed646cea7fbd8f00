"""Table of saved views. Nothing of them is about who looks for work."""

from __future__ import annotations

from datetime import date
from uuid import UUID, uuid4

from sqlalchemy import Column, Date, Index, UniqueConstraint, Uuid
from sqlmodel import Field

from amuddu.kit.clock import today
from gateway.sessions.tables import Base as Base


class SavedViewRow(Base, table=True):
    """A view: whose, in which agency, whether the agency shares it, and what it asks."""

    __tablename__ = "saved_view"
    __table_args__ = (
        UniqueConstraint("account_id", "agency_id", "name", name="saved_view_name"),
        Index("saved_view_agency", "agency_id"),
    )

    id: UUID = Field(default_factory=uuid4, sa_column=Column(Uuid, primary_key=True))
    account_id: UUID = Field(foreign_key="account.id", index=True, ondelete="CASCADE")
    agency_id: str = Field(max_length=80)
    name: str = Field(max_length=40)
    query: str = Field(max_length=400)
    """As it stands in an address."""
    shared: bool = False
    used_on: date = Field(default_factory=today, sa_column=Column(Date, nullable=False))
    """Day on which it was last saved or looked at."""
