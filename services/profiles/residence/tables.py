"""Tables of the sensitive facts, and of the schemes by which titles are judged."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Column, ForeignKey, Index, SmallInteger, String, Uuid
from sqlmodel import Field

from services.profiles.common.tables import Base, documents, of_profile


class ResidenceRow(Base, table=True):
    """What is sensitive about a person. Only `vault.py` reads it, and records each reading."""

    __tablename__ = "residence"
    __table_args__ = (Index("residence_review", "review_on"),)

    profile_id: UUID = Field(sa_column=of_profile(primary_key=True))
    nationality: str | None = Field(default=None, sa_type=String(2))
    birth_year: int | None = Field(default=None, sa_type=SmallInteger)
    birth_month: int | None = Field(default=None, sa_type=SmallInteger)
    """Kept only while the year alone does not say that somebody is 18."""
    status: str | None = Field(default=None, sa_type=String(80))
    overlays: list[str] = Field(default_factory=list, sa_column=documents())
    underlying: str | None = Field(default=None, sa_type=String(80))
    valid_until: date | None = None
    review_on: date | None = None
    """First day on which the rights, or what the age opens, may differ from what was told."""


class RuleVersionRow(Base, table=True):
    """An approved version of a rule, as it was told. It names nobody and never changes."""

    __tablename__ = "rule_versions"

    number: int = Field(primary_key=True)
    content: dict[str, Any] = Field(sa_column=documents())


class MergeSnapshotRow(Base, table=True):
    """What a merge replaced in the profile that was kept. Only `vault.py` reads it."""

    __tablename__ = "merge_snapshots"

    merge_id: UUID = Field(
        sa_column=Column(Uuid, ForeignKey("merges.id", ondelete="CASCADE"), primary_key=True)
    )
    before: dict[str, Any] = Field(sa_column=documents())
    """Values under the names of `ProfileIn`, as they were."""
    after: dict[str, Any] = Field(sa_column=documents())
    """The same names, as the merge left them."""
    notes: list[str] = Field(default_factory=list, sa_column=documents())
    """Ids of the notes that came from the removed profile."""


class SchemeRow(Base, table=True):
    """A version of a hiring incentive, as it was told. It names nobody and never changes."""

    __tablename__ = "schemes"

    scheme_id: str = Field(primary_key=True, sa_type=String(80))
    number: int = Field(primary_key=True)
    valid_from: date
    content: dict[str, Any] = Field(sa_column=documents())
    digest: str = Field(sa_type=String(64))
    """Of the content, so that what was read once is known again."""
