"""The table of corrections that were asked for."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar
from uuid import UUID

from sqlalchemy import Index, String, Text, desc, text
from sqlmodel import Field

from amuddu.contracts.profiles.corrections import CorrectionState, CorrectionSubject, RefusalReason
from amuddu.kit import columns
from services.profiles.common.sealed import Sealed, SealedRow
from services.profiles.common.tables import Base, of_profile


class _Asked:
    """What was asked, sealed: what it is about too, as it may be the title."""

    subject = Sealed[CorrectionSubject]("other")
    text = Sealed[str]("")
    reason = Sealed[RefusalReason | None](None)


class CorrectionRow(_Asked, SealedRow, Base, table=True):
    """A correction that a person asked for, and what became of it."""

    step: ClassVar[int] = 1024

    __tablename__ = "corrections"
    __table_args__ = (
        Index("corrections_of", "profile_id", desc("asked_at")),
        Index("corrections_open", "asked_at", postgresql_where=text("state = 'asked'")),
    )

    id: UUID = Field(primary_key=True)
    """Chosen by whoever asks, so that a form sent twice asks once."""
    profile_id: UUID = Field(sa_column=of_profile())
    state: CorrectionState = Field(default="asked", sa_type=String(8))
    asked_at: datetime = columns.moment()
    updated_at: datetime = columns.moment()
    decided_at: datetime | None = columns.moment_or_none()
    decided_by: UUID | None = None
    decided_role: str | None = Field(default=None, sa_type=String(16))
    decided_organisation: str | None = Field(default=None, sa_type=Text)

    @property
    def person(self) -> UUID:
        """Who asked."""
        return self.profile_id

    @property
    def bound_to(self) -> str:
        """The correction."""
        return str(self.id)
