"""Tables: products, and refusals. Nothing of a person: of a refusal neither who, nor the day."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from uuid import UUID, uuid4

from sqlalchemy import Column, Index, Numeric, String, Text, UniqueConstraint
from sqlalchemy.dialects.postgresql import ARRAY
from sqlmodel import Field

from amuddu.contracts.support.finance import ProductKind, RefusalForm, RefusalReason
from amuddu.kit import columns
from services.support.common.tables import Base


class ProductRow(Base, table=True):
    """A product of an institution."""

    __tablename__ = "finance_products"
    __table_args__ = (UniqueConstraint("key", name="finance_products_once"),)

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    key: str = Field(sa_type=String(340))
    """Institution and name, as two spellings of them share it."""
    institution: str = Field(sa_type=String(160))
    name: str = Field(sa_type=String(160))
    kind: ProductKind = Field(sa_type=String(16))
    conditions: str = Field(default="", sa_type=Text)
    papers: list[str] = Field(
        default_factory=list, sa_column=Column(ARRAY(String(24)), nullable=False)
    )
    amount_least: Decimal | None = Field(default=None, sa_type=Numeric(10, 2))
    amount_most: Decimal | None = Field(default=None, sa_type=Numeric(10, 2))
    places: list[str] = Field(
        default_factory=list, sa_column=Column(ARRAY(String(80)), nullable=False)
    )
    offered: bool = True
    source: str = Field(sa_type=String(160))
    checked_on: date | None = None
    updated_at: datetime = columns.moment()


class RefusalRow(Base, table=True):
    """That somebody was refused. `month`: its first day."""

    __tablename__ = "finance_refusals"
    __table_args__ = (Index("finance_refusals_of_month", "month"),)

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    product_id: UUID | None = Field(default=None, foreign_key="finance_products.id")
    kind: ProductKind = Field(sa_type=String(16))
    reason: RefusalReason = Field(sa_type=String(24))
    form: RefusalForm = Field(sa_type=String(16))
    place: str | None = Field(default=None, sa_type=String(80))
    month: date
