"""Tables: calls with versions of what they ask, committees, applications, points, months.

Of a person they hold an id, their code, their agency and the reasons they gave. Neither age, or
school or title, nor why somebody was excused, stands here.
"""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    Identity,
    Index,
    SmallInteger,
    String,
    Text,
    false,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlmodel import Field

from amuddu.contracts.support.calls import CallState
from amuddu.contracts.support.catalogue import SchoolLevel
from amuddu.contracts.support.scholarships import Attendance, ScholarshipState
from amuddu.kit import columns
from services.support.common.tables import Base


class CallRow(Base, table=True):
    """A call: from which envelope, how many centimes a month, for how long."""

    __tablename__ = "scholarship_calls"
    __table_args__ = (CheckConstraint("monthly > 0", name="scholarship_calls_of_something"),)

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    title: str = Field(sa_type=String(160))
    envelope_id: UUID
    state: CallState = Field(default="draft", sa_type=String(16))
    closes_on: date
    monthly: int = Field(sa_type=BigInteger)
    months: int = Field(sa_type=SmallInteger)
    quorum: int = Field(sa_type=SmallInteger)
    members: list[str] = Field(
        default_factory=list, sa_column=Column(ARRAY(String(36)), nullable=False)
    )
    """Accounts of staff who score."""
    updated_at: datetime = columns.moment()

    @property
    def whole(self) -> int:
        """Centimes that one scholarship of it takes."""
        return self.monthly * self.months


class TermsRow(Base, table=True):
    """What a call asks from a day on: versions are only added."""

    __tablename__ = "scholarship_terms"

    call_id: UUID = Field(foreign_key="scholarship_calls.id", primary_key=True)
    version: int = Field(sa_type=SmallInteger, primary_key=True)
    valid_from: date
    courses: list[str] = Field(
        default_factory=list, sa_column=Column(ARRAY(String(36)), nullable=False)
    )
    school_level: SchoolLevel | None = Field(default=None, sa_type=String(24))
    age_least: int | None = Field(default=None, sa_type=SmallInteger)
    age_most: int | None = Field(default=None, sa_type=SmallInteger)
    one_per_household: bool
    one_per_course: bool
    created_at: datetime = columns.moment()


class ApplicationRow(Base, table=True):
    """An application. While it has money, `holds_household` and `holds_course` keep a second of the
    same household, or of the same person and course, from having some."""

    __tablename__ = "scholarship_applications"
    __table_args__ = (
        Index("scholarship_applications_once", "call_id", "profile_id", unique=True),
        Index("scholarship_one_a_household", "call_id", "holds_household", unique=True),
        Index("scholarship_one_a_course", "profile_id", "holds_course", unique=True),
        Index("scholarship_applications_of_person", "profile_id"),
        Index("scholarship_applications_of_agency", "agency_id", "state"),
        Index("scholarship_applications_of_call", "call_id", "state"),
    )

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    number: int | None = Field(
        default=None, sa_column=Column(BigInteger, Identity(always=True), nullable=False)
    )
    """By which a committee tells it from others."""
    call_id: UUID = Field(foreign_key="scholarship_calls.id")
    terms_version: int = Field(sa_type=SmallInteger)
    profile_id: UUID
    code: str = Field(sa_type=String(20))
    agency_id: str | None = Field(default=None, sa_type=String(80))
    agent_id: UUID | None = None
    """Their agent, who helps them with it; where there is none, any agent of the agency may."""
    state: ScholarshipState = Field(sa_type=String(16))
    place_id: UUID | None = None
    course_id: UUID | None = None
    household_id: UUID
    holds_household: UUID | None = None
    holds_course: UUID | None = None
    why: str = Field(default="", sa_type=Text)
    reason: str | None = Field(default=None, sa_type=String(24))
    refused_on: date | None = None
    appealed: bool = Field(default=False, sa_column_kwargs={"server_default": false()})
    asked_at: datetime = columns.moment()
    updated_at: datetime = columns.moment()


class ScoreRow(Base, table=True):
    """A member's points for an application; none where they have a conflict."""

    __tablename__ = "scholarship_scores"
    __table_args__ = (
        CheckConstraint(
            "conflict = (points IS NULL)", name="scholarship_scores_points_or_conflict"
        ),
    )

    application_id: UUID = Field(foreign_key="scholarship_applications.id", primary_key=True)
    account_id: UUID = Field(primary_key=True)
    conflict: bool
    points: dict[str, int] | None = Field(default=None, sa_column=Column(JSONB(none_as_null=True)))
    at: datetime = columns.moment()


class InstalmentRow(Base, table=True):
    """A month of a scholarship: what was noted, and the payment that the bank was asked for."""

    __tablename__ = "scholarship_instalments"

    application_id: UUID = Field(foreign_key="scholarship_applications.id", primary_key=True)
    number: int = Field(sa_type=SmallInteger, primary_key=True)
    amount: int = Field(sa_type=BigInteger)
    attendance: Attendance | None = Field(default=None, sa_type=String(16))
    payment_id: UUID | None = None


class ScholarshipLogRow(Base, table=True):
    """One thing done to an application: which, by whom, when, why."""

    __tablename__ = "scholarship_log"
    __table_args__ = (Index("scholarship_log_of", "application_id", "id"),)

    id: int | None = columns.serial()
    application_id: UUID = Field(foreign_key="scholarship_applications.id")
    name: str = Field(sa_type=String(16))
    from_state: ScholarshipState | None = Field(default=None, sa_type=String(16))
    to_state: ScholarshipState = Field(sa_type=String(16))
    reason: str | None = Field(default=None, sa_type=String(24))
    note: str = Field(default="", sa_type=Text)
    actor_id: UUID
    actor_role: str = Field(sa_type=String(16))
    at: datetime = columns.moment()
