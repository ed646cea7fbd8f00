"""The table of employers."""

from __future__ import annotations

from datetime import date
from uuid import UUID, uuid4

from sqlalchemy import String, UniqueConstraint
from sqlmodel import Field

from services.employers.common.tables import Base


class EmployerRow(Base, table=True):
    """An employing organisation. `name_key` is its name as compared: once an agency."""

    __tablename__ = "employers"
    __table_args__ = (UniqueConstraint("agency_id", "name_key", name="employers_name"),)

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    name: str = Field(sa_type=String(160))
    name_key: str = Field(sa_type=String(200))
    sector: str | None = Field(default=None, sa_type=String(80))
    place: str | None = Field(default=None, sa_type=String(80))
    agency_id: str = Field(sa_type=String(80))
    created_on: date | None = None
    size: int | None = None
    cnss_up_to_date: bool | None = None
