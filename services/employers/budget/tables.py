"""Tables of the envelopes and their ledger."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, Column, Index, Numeric, String, Text
from sqlmodel import Field

from amuddu.kit import columns
from services.employers.common.tables import Base

MONEY = Numeric(14, 2)


def _balance() -> Any:
    return Field(default=Decimal(0), sa_column=Column(MONEY, nullable=False, server_default="0"))


class EnvelopeRow(Base, table=True):
    """Money for one scheme and one period. Only the ledger moves the four balances."""

    __tablename__ = "envelopes"
    __table_args__ = (
        CheckConstraint(
            "reserved >= 0 AND committed >= 0 AND paid >= 0"
            " AND reserved + committed + paid <= total",
            name="envelopes_never_overdrawn",
        ),
        CheckConstraint("starts_on <= ends_on", name="envelopes_period"),
        Index("envelopes_of_scheme", "scheme_id", "starts_on"),
    )

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    scheme_id: str = Field(sa_type=String(80))
    label: str = Field(sa_type=String(160))
    starts_on: date
    ends_on: date
    currency: str = Field(sa_type=String(3))
    total: Decimal = _balance()
    reserved: Decimal = _balance()
    committed: Decimal = _balance()
    paid: Decimal = _balance()

    @property
    def free(self) -> Decimal:
        """What nobody has asked for yet."""
        return self.total - self.reserved - self.committed - self.paid


class LedgerRow(Base, table=True):
    """One movement: what it adds to each balance of its envelope."""

    __tablename__ = "ledger"
    __table_args__ = (
        Index("ledger_of_envelope", "envelope_id", "id"),
        Index("ledger_of_claim", "claim_id", "id"),
    )

    id: int | None = columns.serial()
    envelope_id: UUID = Field(foreign_key="envelopes.id")
    claim_id: UUID | None = Field(default=None, foreign_key="claims.id")
    kind: str = Field(sa_type=String(16))
    total: Decimal = _balance()
    reserved: Decimal = _balance()
    committed: Decimal = _balance()
    paid: Decimal = _balance()
    actor_id: UUID
    actor_role: str = Field(sa_type=String(16))
    reason: str = Field(default="", sa_type=Text)
    at: datetime = columns.moment()
