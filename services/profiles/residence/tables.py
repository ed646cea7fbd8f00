"""Tables of the sensitive facts, and of the schemes by which titles are judged."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import Column, ForeignKey, Index, String, Uuid
from sqlmodel import Field

from amuddu.kit import columns
from amuddu.kit.clock import today
from services.profiles.common.sealed import Sealed, SealedRow, day
from services.profiles.common.tables import Base, documents, of_profile


class _Facts:
    """What is sensitive, sealed."""

    nationality = Sealed[str | None](None)
    birth_year = Sealed[int | None](None)
    birth_month = Sealed[int | None](None)
    """Kept only while the year alone does not say that somebody is 18."""
    status = Sealed[str | None](None)
    overlays = Sealed[list[str]](list)
    underlying = Sealed[str | None](None)
    valid_until = day()
    review_on = day()
    """First day on which the rights, or what the age opens, may differ from what was told."""


class ResidenceRow(_Facts, SealedRow, Base, table=True):
    """What is sensitive about a person. Only `vault.py` reads it, and records each reading.

    No column tells when a title ends or somebody comes of age: all are looked at once a day.
    """

    step: ClassVar[int] = 1024  # one length for everybody, or the longest titles would show

    __tablename__ = "residence"
    __table_args__ = (Index("residence_looked", "looked_on"),)

    profile_id: UUID = Field(sa_column=of_profile(primary_key=True))
    looked_on: date | None = Field(default_factory=columns.quickly(today))
    """Day on which the service last looked whether something changes with time."""

    @property
    def person(self) -> UUID:
        """Whose facts they are."""
        return self.profile_id


class RuleVersionRow(Base, table=True):
    """An approved version of a rule, as it was told. It names nobody and never changes."""

    __tablename__ = "rule_versions"

    number: int = Field(primary_key=True)
    content: dict[str, Any] = Field(sa_column=documents())


class _Replaced:
    """What was replaced, sealed."""

    before = Sealed[dict[str, Any]](dict)
    """Values under the names of `ProfileIn`, as they were."""
    after = Sealed[dict[str, Any]](dict)
    """The same names, as the merge left them."""
    notes = Sealed[list[str]](list)
    """Ids of the notes that came from the removed profile."""


class MergeSnapshotRow(_Replaced, SealedRow, Base, table=True):
    """What a merge replaced in the profile that was kept. Only `vault.py` reads it."""

    __tablename__ = "merge_snapshots"

    merge_id: UUID = Field(
        sa_column=Column(Uuid, ForeignKey("merges.id", ondelete="CASCADE"), primary_key=True)
    )
    profile_id: UUID | None = None
    """Whoever was kept."""

    @property
    def person(self) -> UUID:
        """Whoever was kept."""
        assert self.profile_id is not None
        return self.profile_id

    @property
    def bound_to(self) -> str:
        """The merge."""
        return str(self.merge_id)


class SchemeRow(Base, table=True):
    """A version of a hiring incentive, as it was told. It names nobody and never changes."""

    __tablename__ = "schemes"

    scheme_id: str = Field(primary_key=True, sa_type=String(80))
    number: int = Field(primary_key=True)
    valid_from: date
    content: dict[str, Any] = Field(sa_column=documents())
    digest: str = Field(sa_type=String(64))
    """Of the content, so that what was read once is known again."""
