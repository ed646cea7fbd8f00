"""Tables: centres, courses, the versions of what they ask, sessions. Nothing of a person."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, Column, Index, SmallInteger, String, Text, UniqueConstraint
from sqlalchemy.dialects.postgresql import ARRAY, TSVECTOR
from sqlmodel import Field

from amuddu.contracts.support.catalogue import (
    CourseLevel,
    Mode,
    Operator,
    SchoolLevel,
    SessionState,
)
from amuddu.kit import columns
from services.support.common.tables import Base


class CentreRow(Base, table=True):
    """A centre, and where what is said of it was read."""

    __tablename__ = "centres"
    __table_args__ = (UniqueConstraint("name_key", name="centres_name"),)

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    name: str = Field(sa_type=String(160))
    name_key: str = Field(sa_type=String(200))
    """The name as two spellings of it share it."""
    operator: Operator = Field(sa_type=String(24))
    place: str | None = Field(default=None, sa_type=String(80))
    address: str | None = Field(default=None, sa_type=String(160))
    source: str = Field(sa_type=String(160))
    checked_on: date | None = None
    updated_at: datetime = columns.moment()


class CourseRow(Base, table=True):
    """A course. `words`: all that a search finds it by, in four languages."""

    __tablename__ = "courses"
    __table_args__ = (
        UniqueConstraint("centre_id", "external_ref", name="courses_ref"),
        Index("courses_words", "words", postgresql_using="gin"),
        Index("courses_concepts", "concepts", postgresql_using="gin"),
    )

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    centre_id: UUID = Field(foreign_key="centres.id")
    external_ref: str | None = Field(default=None, sa_type=String(300))
    title: str = Field(sa_type=String(160))
    level: CourseLevel | None = Field(default=None, sa_type=String(24))
    mode: Mode | None = Field(default=None, sa_type=String(16))
    diploma: bool | None = None
    sector: str | None = Field(default=None, sa_type=String(160))
    description: str = Field(default="", sa_type=Text)
    hours: int | None = Field(default=None, sa_type=SmallInteger)
    semesters: int | None = Field(default=None, sa_type=SmallInteger)
    trade: dict[str, Any] | None = columns.document_or_none()
    skills: list[dict[str, Any]] = columns.document(list)
    concepts: list[str] = Field(
        default_factory=list, sa_column=Column(ARRAY(String(80)), nullable=False)
    )
    """Ids of its trade and its skills."""
    words: Any = Field(default=None, sa_column=Column(TSVECTOR, nullable=False))
    source: str = Field(sa_type=String(160))
    checked_on: date | None = None
    updated_at: datetime = columns.moment()


class CriteriaRow(Base, table=True):
    """What a course asks from a day on: versions are only added."""

    __tablename__ = "course_criteria"

    course_id: UUID = Field(foreign_key="courses.id", primary_key=True)
    version: int = Field(sa_type=SmallInteger, primary_key=True)
    valid_from: date
    age_least: int | None = Field(default=None, sa_type=SmallInteger)
    age_most: int | None = Field(default=None, sa_type=SmallInteger)
    school_level: SchoolLevel | None = Field(default=None, sa_type=String(24))
    towns: list[str] = Field(
        default_factory=list, sa_column=Column(ARRAY(String(80)), nullable=False)
    )
    languages: list[dict[str, Any]] = columns.document(list)
    source: str = Field(sa_type=String(160))
    created_at: datetime = columns.moment()


class SessionRow(Base, table=True):
    """One time that a course is given, with its places."""

    __tablename__ = "sessions"
    __table_args__ = (
        UniqueConstraint("course_id", "starts_on", "place", name="sessions_once"),
        Index("sessions_coming", "course_id", "starts_on"),
        CheckConstraint("places > 0", name="sessions_places"),
    )

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    course_id: UUID = Field(foreign_key="courses.id")
    starts_on: date
    ends_on: date | None = None
    closes_on: date
    """Last day to ask."""
    places: int = Field(sa_type=SmallInteger)
    place: str | None = Field(default=None, sa_type=String(80))
    state: SessionState = Field(default="open", sa_type=String(16))
    updated_at: datetime = columns.moment()
