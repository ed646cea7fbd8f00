"""The table of employers, and of what was done to them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Column, DateTime, Index, String, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field

from amuddu.contracts.organisations import EmployerState
from amuddu.kit import clock, columns
from services.employers.common.tables import Base


class EmployerRow(Base, table=True):
    """An employing organisation. `name_key` is its name as compared: once an agency.

    A name that nobody looked at yet takes nobody's place: the key of one that signed up is its
    own until its agency verifies it (`mapping.key_of`).
    """

    __tablename__ = "employers"
    __table_args__ = (
        UniqueConstraint("agency_id", "name_key", name="employers_name"),
        Index("employers_ice", "ice", postgresql_where=text("ice IS NOT NULL")),
        Index(
            "employers_ice_verified", "ice", unique=True, postgresql_where=text("state='verified'")
        ),
    )

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    name: str = Field(sa_type=String(160))
    name_key: str = Field(sa_type=String(200))
    sector: str | None = Field(default=None, sa_type=String(80))
    place: str | None = Field(default=None, sa_type=String(80))
    agency_id: str = Field(sa_type=String(80))
    created_on: date | None = None
    size: int | None = None
    cnss_up_to_date: bool | None = None
    state: EmployerState = Field(
        default="entered", sa_type=String(16), sa_column_kwargs={"server_default": "entered"}
    )
    ice: str | None = Field(default=None, sa_type=String(15))
    cnss: str | None = Field(default=None, sa_type=String(7))
    rc_number: str | None = Field(default=None, sa_type=String(9))
    rc_court: str | None = Field(default=None, sa_type=String(80))
    address: str | None = Field(default=None, sa_type=String(160))
    phone: str | None = Field(default=None, sa_type=String(30))
    """Of the enterprise; no person is named."""
    to_mend: list[Any] = Field(
        default_factory=columns.quickly(list),
        sa_column=Column(JSONB, nullable=False, server_default=text("'[]'::jsonb")),
    )
    note: str = Field(default="", sa_type=String(500), sa_column_kwargs={"server_default": ""})
    basis: str | None = Field(default=None, sa_type=String(16))
    declared_at: datetime | None = columns.moment_or_none()
    verified_at: datetime | None = columns.moment_or_none()
    updated_at: datetime = Field(
        default_factory=columns.quickly(clock.now),
        sa_column=Column(DateTime(timezone=True), nullable=False, server_default=text("now()")),
    )
    merged_into: UUID | None = None


class EmployerLogRow(Base, table=True):
    """One named step of an employer: by whom, when, and why. Rows are only added."""

    __tablename__ = "employer_log"
    __table_args__ = (Index("employer_log_of", "employer_id", "id"),)

    id: int | None = columns.serial()
    employer_id: UUID = Field(foreign_key="employers.id")
    name: str = Field(sa_type=String(16))
    from_state: EmployerState | None = Field(default=None, sa_type=String(16))
    to_state: EmployerState = Field(sa_type=String(16))
    reasons: list[Any] = columns.document(list)
    note: str = Field(default="", sa_type=String(500))
    other_id: UUID | None = None
    actor_id: UUID
    actor_role: str = Field(sa_type=String(16))
    at: datetime = columns.moment()
