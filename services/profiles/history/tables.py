"""The table of changes."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID, uuid4

from sqlalchemy import Index, String, Text, desc
from sqlmodel import Field

from amuddu.contracts.profiles.history import ChangeWay
from amuddu.kit import columns
from services.profiles.common.sealed import Sealed, SealedRow
from services.profiles.common.tables import Base, of_profile


class _Changed:
    """What was changed, sealed: neither the columns nor the length say which field it was."""

    fields = Sealed[list[dict[str, Any]]](list)
    """`field`, `before`, `after`; `withheld` where a value was somebody else's."""


class FieldChangeRow(_Changed, SealedRow, Base, table=True):
    """What was changed of a person at once, and on whose word."""

    step: ClassVar[int] = 1024

    __tablename__ = "field_changes"
    __table_args__ = (Index("field_changes_of", "profile_id", desc("at")),)

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    profile_id: UUID = Field(sa_column=of_profile())
    at: datetime = columns.moment()
    way: ChangeWay = Field(sa_type=String(16))
    role: str = Field(sa_type=String(16))
    actor_id: UUID
    organisation: str | None = Field(default=None, sa_type=Text)
    merge_id: UUID | None = None
    """The merge that changed it, or whose undoing did."""

    @property
    def person(self) -> UUID:
        """Of whom it was changed."""
        return self.profile_id

    @property
    def bound_to(self) -> str:
        """The change."""
        return str(self.id)
