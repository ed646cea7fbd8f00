"""Table of lines that somebody looks after, or put off. Nothing of it names who looks for work."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlmodel import Field

from amuddu.kit import columns
from gateway.sessions.tables import Base as Base


class TakenRow(Base, table=True):
    """One line of one team: who holds it, since when, and until when it is put off."""

    __tablename__ = "taken_line"

    team: str = Field(primary_key=True, max_length=90)
    """`agency:rabat`, `employer:<id>`, `coordination`."""
    kind: str = Field(primary_key=True, max_length=20)
    about: UUID = Field(primary_key=True)
    """Id of what the line is about: a candidacy, a hire, a claim, a profile."""
    account_id: UUID = Field(foreign_key="account.id", index=True, ondelete="CASCADE")
    until: date | None = None
    """The day on which it comes back; none: somebody looks after it now."""
    at: datetime = columns.moment()
