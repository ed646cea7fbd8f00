"""Tables of what people are recognised by, and of profiles that were merged into others."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import Index, String, Text, desc
from sqlmodel import Field

from amuddu.kit import columns
from services.profiles.common.sealed import Sealed, SealedRow
from services.profiles.common.tables import Base, of_profile


class KeyRow(Base, table=True):
    """Something that two people have in common who may be one, as its kind and a keyed digest;
    see `keys.pair_keys`."""

    __tablename__ = "profile_keys"
    __table_args__ = (Index("profile_keys_of_agency", "agency_id", "key"),)

    profile_id: UUID = Field(sa_column=of_profile(primary_key=True))
    key: str = Field(primary_key=True, sa_type=Text)
    agency_id: str = Field(sa_type=String(80))


class DifferentRow(Base, table=True):
    """Two people of whom somebody said that they are two: not asked again."""

    __tablename__ = "different_people"

    first_id: UUID = Field(sa_column=of_profile(primary_key=True))
    """The smaller of the two ids."""
    second_id: UUID = Field(sa_column=of_profile(primary_key=True))
    at: datetime = columns.moment()
    by_id: UUID
    by_role: str = Field(sa_type=String(16))


class _OfMerge:
    """What is sealed of a merge."""

    removed_ref = Sealed[str | None](None)
    """By which reference the removed profile was known."""


class MergeRow(_OfMerge, SealedRow, Base, table=True):
    """A profile that was found to be another's: who said so, and what its undoing needs.

    Until `undo_until` the removed profile is kept, followed by nobody. What the kept one said
    before stands in the vault, beside the titles.
    """

    __tablename__ = "merges"
    __table_args__ = (
        Index("merges_of_agency", "agency_id", desc("merged_at")),
        Index("merges_removed", "removed_id"),
    )

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    agency_id: str = Field(sa_type=String(80))
    kept_id: UUID = Field(sa_column=of_profile())
    removed_id: UUID
    removed_code: str = Field(sa_type=String(12))
    removed_agent_id: UUID | None = None
    merged_at: datetime = columns.moment()
    by_id: UUID
    by_role: str = Field(sa_type=String(16))
    undo_until: datetime = columns.moment()
    undone_at: datetime | None = columns.moment_or_none()
    undone_by_id: UUID | None = None
    purged_at: datetime | None = columns.moment_or_none()
    """When the removed profile was erased for good."""

    @property
    def person(self) -> UUID:
        """Whoever stays."""
        return self.kept_id

    @property
    def bound_to(self) -> str:
        """The merge."""
        return str(self.id)
