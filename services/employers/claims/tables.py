"""Tables: claims of a hiring incentive, their instalments, and the log of their steps."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Column, Index, Numeric, SmallInteger, String, Text, text
from sqlmodel import Field

from amuddu.contracts.claims import ClaimRefusal, ClaimState, InstalmentState
from amuddu.contracts.schemes import EndCause
from amuddu.kit import columns
from services.employers.common.tables import Base

_AMOUNT = Numeric(10, 2)


class ClaimRow(Base, table=True):
    """A claim for one scheme and one hire.

    Amounts and criteria are those of the day it was sent in, by the version of the scheme in
    force that day: a later version changes nothing of it.
    """

    __tablename__ = "claims"
    __table_args__ = (
        # One at a time; after a no, or once taken back, it may be asked again.
        Index(
            "claims_once",
            "hire_id",
            "scheme_id",
            unique=True,
            postgresql_where=text("state NOT IN ('refused', 'withdrawn')"),
        ),
        Index("claims_waiting", "state", "updated_at"),
        Index("claims_of_employer", "employer_id"),
    )

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    hire_id: UUID = Field(foreign_key="hires.id")
    employer_id: UUID = Field(foreign_key="employers.id")
    scheme_id: str = Field(sa_type=String(80))
    scheme_version: int
    state: ClaimState = Field(default="draft", sa_type=String(24))
    envelope_id: UUID | None = Field(default=None, foreign_key="envelopes.id")
    starts_on: date | None = None
    monthly: Decimal | None = Field(default=None, sa_column=Column(_AMOUNT))
    months: int | None = Field(default=None, sa_type=SmallInteger)
    total: Decimal | None = Field(default=None, sa_column=Column(_AMOUNT))
    currency: str = Field(default="MAD", sa_type=String(3))
    criteria: list[dict[str, Any]] = columns.document(list)
    documents: list[dict[str, Any]] = columns.document(list)
    comment: str = Field(default="", sa_type=Text)
    refusal: ClaimRefusal | None = Field(default=None, sa_type=String(24))
    justification: str = Field(default="", sa_type=Text)
    signed_on: date | None = None
    retention_until: date | None = None
    ended_on: date | None = None
    end_cause: EndCause | None = Field(default=None, sa_type=String(24))
    owed_back: Decimal | None = Field(default=None, sa_column=Column(_AMOUNT))
    recovered: Decimal = Field(
        default=Decimal(0), sa_column=Column(_AMOUNT, nullable=False, server_default="0")
    )
    written_by: UUID
    """Who began it, and then who last sent it in: not the one to decide on it."""
    submitted_at: datetime | None = columns.moment_or_none()
    updated_at: datetime = columns.moment()


class InstalmentRow(Base, table=True):
    """One part of a claim's total, from the day the contract is signed."""

    __tablename__ = "claim_instalments"

    claim_id: UUID = Field(foreign_key="claims.id", primary_key=True)
    number: int = Field(sa_type=SmallInteger, primary_key=True)
    due_on: date
    amount: Decimal = Field(sa_column=Column(_AMOUNT, nullable=False))
    state: InstalmentState = Field(default="planned", sa_type=String(16))
    proof: str | None = Field(default=None, sa_type=String(80))
    paid_on: date | None = None
    reference: str | None = Field(default=None, sa_type=String(80))


class ClaimLogRow(Base, table=True):
    """One named step of a claim: by whom, when, and why. Rows are only added."""

    __tablename__ = "claim_log"
    __table_args__ = (Index("claim_log_of", "claim_id", "id"),)

    id: int | None = columns.serial()
    claim_id: UUID = Field(foreign_key="claims.id")
    name: str = Field(sa_type=String(24))
    from_state: ClaimState | None = Field(default=None, sa_type=String(24))
    to_state: ClaimState = Field(sa_type=String(24))
    reason: str | None = Field(default=None, sa_type=String(24))
    note: str = Field(default="", sa_type=Text)
    actor_id: UUID
    actor_role: str = Field(sa_type=String(16))
    at: datetime = columns.moment()
