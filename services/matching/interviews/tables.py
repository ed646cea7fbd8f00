"""Tables of interviews and their log.

No event carries where people meet. A rebuild therefore leaves these tables as they are, and they
point at candidacies by their ids alone.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import Index, Text, text
from sqlmodel import Field, String

from amuddu.contracts.matching.interviews import InterviewHow, InterviewReason, InterviewState
from amuddu.kit import columns
from services.matching.facts.tables import Base


class InterviewRow(Base, table=True):
    """Times proposed to somebody who said yes, and what became of them."""

    __tablename__ = "interview"
    __table_args__ = (
        Index("interview_of_candidacy", "candidacy_id"),
        Index("interview_of_person", "profile_id"),
        Index("interview_of_vacancy", "vacancy_id"),
        Index(
            "interview_alive_once",
            "candidacy_id",
            unique=True,
            postgresql_where=text("state IN ('proposed', 'none_fits', 'set')"),
        ),
    )

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    candidacy_id: UUID
    vacancy_id: UUID
    profile_id: UUID
    state: InterviewState = Field(default="proposed", sa_type=String(16))
    sequence: int = 0
    """Of the calendar file: it counts the changes that a calendar has to take over."""
    times: list[str] = columns.document(list)
    """The proposed times in UTC, the earliest first."""
    starts_at: datetime | None = columns.moment_or_none()
    """The chosen time; it stays where the interview is called off, for calendars to find."""
    ends_at: datetime | None = columns.moment_or_none()
    how: InterviewHow = Field(sa_type=String(8))
    minutes: int
    address: str = Field(default="", sa_type=Text)
    directions: str = Field(default="", sa_type=Text)
    video_link: str = Field(default="", sa_type=Text)
    bring: list[str] = columns.document(list)
    reason: InterviewReason | None = Field(default=None, sa_type=String(16))
    reason_told: bool = True
    """Whether the employer may read why."""
    created_at: datetime = columns.moment()
    updated_at: datetime = columns.moment()


class InterviewStepRow(Base, table=True):
    """One step of an interview. Rows are only added."""

    __tablename__ = "interview_step"
    __table_args__ = (Index("interview_step_of", "interview_id", "id"),)

    id: int | None = columns.serial()
    interview_id: UUID = Field(foreign_key="interview.id")
    step: str = Field(sa_type=String(16))
    state: InterviewState = Field(sa_type=String(16))
    at: datetime = columns.moment()
    by: str = Field(sa_type=String(8))
    actor_id: UUID | None = None
    """Whose account; empty for who came by a signed link."""
    reason: InterviewReason | None = Field(default=None, sa_type=String(16))
    reason_told: bool = True
