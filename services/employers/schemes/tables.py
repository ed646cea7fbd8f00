"""Tables: versions of the schemes, budget envelopes, and the ledger that moves their money.

Versions and ledger lines are only ever added: a trigger of the database refuses anything else.
The balances of an envelope are moved by a trigger of the ledger alone, so that the sum of the
lines and the balances cannot part; a check keeps them from going below zero or above the total.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Boolean, Column, Index, String, Text, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field

from amuddu.contracts.schemes.proposals import ProposalState
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


class SchemeProposalRow(Base, table=True):
    """A version that somebody proposed, whole. An approved one never changes."""

    __tablename__ = "scheme_proposals"
    __table_args__ = (
        Index(
            "scheme_proposals_waiting",
            "scheme_id",
            unique=True,
            postgresql_where=text("state='proposed'"),
        ),
    )

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    scheme_id: str = Field(sa_type=String(80))
    state: ProposalState = Field(default="proposed", sa_type=String(16))
    after: int
    """Number of the version that stood when it was proposed; 0 for a scheme nobody kept yet."""
    valid_from: date
    content: dict[str, Any] = Field(sa_column=Column(JSONB, nullable=False))
    reason: str = Field(sa_type=Text)
    proposed_by: UUID
    proposed_as: str = Field(sa_type=String(16))
    proposed_at: datetime = columns.moment()
    updated_at: datetime = columns.moment()


class SchemeLogRow(Base, table=True):
    """One named step of a proposal: by whom, when, and why. Rows are only added."""

    __tablename__ = "scheme_log"
    __table_args__ = (Index("scheme_log_of", "proposal_id", "id"),)

    id: int | None = columns.serial()
    proposal_id: UUID = Field(foreign_key="scheme_proposals.id")
    name: str = Field(sa_type=String(24))
    from_state: ProposalState | None = Field(default=None, sa_type=String(16))
    to_state: ProposalState = Field(sa_type=String(16))
    note: str = Field(default="", sa_type=Text)
    actor_id: UUID
    actor_role: str = Field(sa_type=String(16))
    at: datetime = columns.moment()
