"""The table of who may see whose contact."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index, desc
from sqlmodel import Field

from amuddu.kit import columns
from services.profiles.common.tables import Base, of_profile


class GrantRow(Base, table=True):
    """Whether one employer may see one person's contact, by candidacy.

    A cancellation that overtakes the answer leaves a row without an employer, so that the
    late yes opens nothing. `round` is the newest round of the candidacy heard of.
    """

    __tablename__ = "grants"
    __table_args__ = (Index("grants_of", "profile_id", desc("agreed_at")),)

    candidacy_id: UUID = Field(primary_key=True)
    profile_id: UUID = Field(sa_column=of_profile())
    vacancy_id: UUID
    employer_id: UUID | None = None
    round: int = 1
    agreed_at: datetime | None = columns.moment_or_none()
    revoked_at: datetime | None = columns.moment_or_none()
    cancelled_at: datetime | None = columns.moment_or_none()
    hired_at: datetime | None = columns.moment_or_none()
    """When the employer took the person on: for counting what happened."""
