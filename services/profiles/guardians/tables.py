"""The table of the agreements of parents and guardians."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index, String, desc
from sqlmodel import Field

from amuddu.contracts.ages import GuardianMethod
from amuddu.kit import columns
from services.profiles.common.sealed import Sealed, SealedRow
from services.profiles.common.tables import Base, of_profile


class _Agreement:
    """What was agreed, sealed."""

    given = Sealed[bool](False)
    method = Sealed[GuardianMethod]("present")


class GuardianRow(_Agreement, SealedRow, Base, table=True):
    """An agreement given or taken back, without the name of who gave it.

    Rows are only ever added; the newest counts.
    """

    __tablename__ = "guardian_agreements"
    __table_args__ = (Index("guardian_agreements_of", "profile_id", desc("id")),)

    id: int | None = columns.serial()
    profile_id: UUID = Field(sa_column=of_profile())
    recorded_at: datetime = columns.moment()
    recorded_by: str = Field(sa_type=String(16))
    """Role of whoever noted it."""
    recorded_by_id: UUID

    @property
    def person(self) -> UUID:
        """Who is under 18."""
        return self.profile_id

    @property
    def bound_to(self) -> str:
        """By whom and when it was noted."""
        return f"{self.recorded_by_id} {self.recorded_at.isoformat()}"
