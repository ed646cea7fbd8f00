"""Table of interests."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field, String

from amuddu.contracts.matching import InterestState
from amuddu.kit import columns
from services.matching.facts.tables import Base


class InterestRow(Base, table=True):
    """That an offer interests somebody: one row a pair, however often they say so."""

    __tablename__ = "interest"
    __table_args__ = (
        UniqueConstraint("vacancy_id", "profile_id", name="interest_once"),
        Index("interest_of_person", "profile_id"),
        Index("interest_waiting", "state", "expressed_at"),
    )

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    vacancy_id: UUID = Field(foreign_key="vacancy.id")
    profile_id: UUID = Field(foreign_key="candidate.profile_id")
    state: InterestState = Field(default="open", sa_type=String(16))
    expressed_at: datetime = columns.moment()
    """When they said so last."""
    updated_at: datetime = columns.moment()
    taken_by: UUID | None = None
    """The account of who looks after it."""
