"""Tables: versions of rules, and the log of their steps. An approved version never changes."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Column, Index, String, Text, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field

from amuddu.contracts.rules.versions import VersionState
from amuddu.kit import columns
from services.employers.common.tables import Base


class RuleVersionRow(Base, table=True):
    """A version of one fact: what it says, where it was read, and what became of it."""

    __tablename__ = "rule_versions"
    __table_args__ = (
        Index("rule_versions_of", "fact", "proposed_at"),
        Index(
            "rule_versions_waiting", "fact", unique=True, postgresql_where=text("state='proposed'")
        ),
        Index("rule_versions_number", "number", unique=True),
    )

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    fact: str = Field(sa_type=String(120))
    state: VersionState = Field(default="proposed", sa_type=String(16))
    valid_from: date
    content: dict[str, Any] = Field(sa_column=Column(JSONB, nullable=False))
    """What it says, by field."""
    before: dict[str, Any] = Field(sa_column=Column(JSONB, nullable=False))
    """What was in force when it was proposed, by field."""
    effects: list[dict[str, Any]] = Field(sa_column=Column(JSONB, nullable=False))
    """What it changed when it was proposed; when it was approved, what the second person saw."""
    source: dict[str, Any] = Field(sa_column=Column(JSONB, nullable=False))
    reason: str = Field(sa_type=Text)
    proposed_by: UUID
    proposed_at: datetime = columns.moment()
    number: int | None = None
    """Set when it is approved: versions are told in this order."""
    updated_at: datetime = columns.moment()


class RuleLogRow(Base, table=True):
    """One named step of a version: by whom, when, and why. Rows are only added."""

    __tablename__ = "rule_log"
    __table_args__ = (Index("rule_log_of", "version_id", "id"),)

    id: int | None = columns.serial()
    version_id: UUID = Field(foreign_key="rule_versions.id")
    name: str = Field(sa_type=String(24))
    from_state: VersionState | None = Field(default=None, sa_type=String(16))
    to_state: VersionState = Field(sa_type=String(16))
    note: str = Field(default="", sa_type=Text)
    actor_id: UUID
    actor_role: str = Field(sa_type=String(16))
    at: datetime = columns.moment()
