"""Tables of candidacies, their log and decisions on several people."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Column, DateTime, Float, Index, Text, UniqueConstraint, text
from sqlmodel import Field, String

from amuddu.contracts.matching import CandidacyState
from amuddu.contracts.matching.desk import BulkAction
from amuddu.kit import columns
from amuddu.kit.disclosure import releases
from services.matching.facts.tables import Base


class CandidacyRow(Base, table=True):
    """Where a person stands for a vacancy, and why the two were put together."""

    __tablename__ = "candidacy"
    __table_args__ = (
        UniqueConstraint("vacancy_id", "profile_id", name="candidacy_once"),
        Index("candidacy_of_person", "profile_id"),
        Index("candidacy_of_vacancy", "vacancy_id", "state", "updated_at"),
    )

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    vacancy_id: UUID = Field(foreign_key="vacancy.id")
    profile_id: UUID = Field(foreign_key="candidate.profile_id")
    state: CandidacyState = Field(default="proposed", sa_type=String(16))
    fit: float | None = Field(default=None, sa_type=Float)
    reasons: dict[str, Any] | None = columns.document_or_none()
    """`Reasons` as they stood when a counsellor decided; wiped when the person withdraws."""
    glimpse: dict[str, Any] | None = columns.document_or_none()
    """`Glimpse`: what the employer may read before a yes, as the people were when this person was
    put forward; wiped with the reasons. Worked out again at each look, it would tell by its
    differences."""
    round: int = 0
    """How many times the person was put forward: answers to an earlier time come too late."""
    meet_asked_at: datetime | None = columns.moment_or_none()
    """When the employer said, in this round, that they want to meet the person."""
    updated_at: datetime = columns.moment()


class TransitionRow(Base, table=True):
    """One named step of a candidacy. Rows are only added; a withdrawal wipes their notes."""

    __tablename__ = "transition"
    __table_args__ = (
        Index("transition_of_candidacy", "candidacy_id", "id"),
        Index("transition_of_bulk", "bulk", postgresql_where=text("bulk IS NOT NULL")),
    )

    id: int | None = columns.serial()
    candidacy_id: UUID = Field(foreign_key="candidacy.id")
    name: str = Field(sa_type=String(24))
    from_state: CandidacyState = Field(sa_type=String(16))
    to_state: CandidacyState = Field(sa_type=String(16))
    at: datetime = columns.moment()
    actor_id: UUID | None = None
    """Who took the step; empty for the person's own answer, which comes without an account."""
    role: str = Field(sa_type=String(16))
    reason: str | None = Field(default=None, sa_type=String(24))
    note: str | None = Field(default=None, sa_type=Text)
    """The counsellor's own words, for the agency alone."""
    bulk: UUID | None = None
    """The decision about several people that this step was part of."""


class BulkRow(Base, table=True):
    """One decision about several people of a vacancy, taken at once and undone at once."""

    __tablename__ = "bulk"

    key: UUID = Field(primary_key=True)
    vacancy_id: UUID = Field(foreign_key="vacancy.id")
    actor_id: UUID
    action: BulkAction = Field(sa_type=String(16))
    undo_until: datetime = Field(sa_column=Column(DateTime(timezone=True), nullable=False))
    undone_at: datetime | None = columns.moment_or_none()


RELEASES = releases.table_in(Base.metadata)
"""What was released of the statistics."""
