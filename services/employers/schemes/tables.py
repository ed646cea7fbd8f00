"""Tables: versions of the schemes, budget envelopes, and the ledger that moves their money.

Versions and ledger lines are only ever added: a trigger of the database refuses anything else.
The balances of an envelope are moved by a trigger of the ledger alone, so that the sum of the
lines and the balances cannot part; a check keeps them from going below zero or above the total.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Boolean, Column, String, Text, UniqueConstraint
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field

from amuddu.kit import columns
from services.employers.common.tables import Base


class SchemeVersionRow(Base, table=True):
    """One version of a scheme, whole, as the rules read it."""

    __tablename__ = "scheme_versions"
    __table_args__ = (UniqueConstraint("scheme_id", "version", name="scheme_versions_once"),)

    id: int | None = columns.serial()
    scheme_id: str = Field(sa_type=String(80))
    version: int
    valid_from: date
    bundled: bool = Field(default=False, sa_type=Boolean)
    content: dict[str, Any] = Field(sa_column=Column(JSONB, nullable=False))
    digest: str = Field(sa_type=String(64))
    author_id: UUID
    author_role: str = Field(sa_type=String(16))
    reason: str = Field(sa_type=Text)
    at: datetime = columns.moment()
