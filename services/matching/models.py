"""Tables: people who may be proposed, vacancies, candidacies and the log of their steps.

`changed` is the 64-bit id of the transaction that last wrote a row. Replicas follow it instead
of a counter: ids given out first may commit last, and a reader that asks for "more than the
last one I saw" would lose them for ever.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import (
    BigInteger,
    Column,
    DateTime,
    Float,
    Identity,
    Index,
    LargeBinary,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import registry
from sqlmodel import Field, SQLModel, String

from amuddu.contracts.desk import BulkAction
from amuddu.contracts.matching import CandidacyState
from amuddu.contracts.types import HiringRouteCode

THIS_TRANSACTION = text("(pg_current_xact_id()::text)::bigint")


class Base(SQLModel, registry=registry()):
    """Tables of this service alone: `SQLModel.metadata` is shared by the whole process."""


def now() -> datetime:
    """This instant, in UTC."""
    return datetime.now(UTC)


class CandidateRow(Base, table=True):
    """A person who agreed to be proposed.

    Once they withdraw, facts and vector are gone and only id and revision stay: without them
    an older event that comes late would bring the person back.
    """

    __tablename__ = "candidate"
    __table_args__ = (Index("candidate_changed", "changed"),)

    profile_id: UUID = Field(primary_key=True)
    revision: int
    code: str = Field(default="", sa_type=String(20))
    agency_id: str | None = Field(default=None, sa_type=String(80))
    place: str | None = Field(default=None, sa_type=String(80))
    route: HiringRouteCode = Field(default="ask", sa_type=String(24))
    contactable: bool = False
    schemes: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSONB, nullable=False))
    """Verdict on the personal criteria of each hiring incentive, by scheme."""
    facts: dict[str, Any] | None = Field(default=None, sa_column=Column(JSONB(none_as_null=True)))
    """The data of the last `profile.updated`; `NULL` for somebody who withdrew."""
    vector: bytes | None = Field(default=None, sa_type=LargeBinary)
    """Little-endian float16; see `embedding.pack`."""
    model_id: str | None = Field(default=None, sa_type=String(80))
    changed: int | None = Field(
        default=None,
        sa_column=Column(BigInteger, nullable=False, server_default=THIS_TRANSACTION),
    )


class VacancyRow(Base, table=True):
    """A vacancy as last published, open or closed."""

    __tablename__ = "vacancy"
    __table_args__ = (Index("vacancy_changed", "changed"),)

    id: UUID = Field(primary_key=True)
    revision: int
    open: bool
    agency_id: str | None = Field(default=None, sa_type=String(80))
    employer_id: UUID | None = None
    facts: dict[str, Any] | None = Field(default=None, sa_column=Column(JSONB(none_as_null=True)))
    """The data of the last `vacancy.published`; `NULL` when only its closing came through."""
    vector: bytes | None = Field(default=None, sa_type=LargeBinary)
    model_id: str | None = Field(default=None, sa_type=String(80))
    changed: int | None = Field(
        default=None,
        sa_column=Column(BigInteger, nullable=False, server_default=THIS_TRANSACTION),
    )


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
    reasons: dict[str, Any] | None = Field(default=None, sa_column=Column(JSONB(none_as_null=True)))
    """`Reasons` as they stood when a counsellor decided; wiped when the person withdraws."""
    round: int = 0
    """How many times the person was put forward: answers to an earlier time come too late."""
    meet_asked_at: datetime | None = Field(default=None, sa_column=Column(DateTime(timezone=True)))
    """When the employer said, in this round, that they want to meet the person."""
    updated_at: datetime = Field(
        default_factory=now, sa_column=Column(DateTime(timezone=True), nullable=False)
    )


class TransitionRow(Base, table=True):
    """One named step of a candidacy. Rows are only added; a withdrawal wipes their notes."""

    __tablename__ = "transition"
    __table_args__ = (
        Index("transition_of_candidacy", "candidacy_id", "id"),
        Index("transition_of_bulk", "bulk", postgresql_where=text("bulk IS NOT NULL")),
    )

    id: int | None = Field(
        default=None, sa_column=Column(BigInteger, Identity(always=True), primary_key=True)
    )
    candidacy_id: UUID = Field(foreign_key="candidacy.id")
    name: str = Field(sa_type=String(24))
    from_state: CandidacyState = Field(sa_type=String(16))
    to_state: CandidacyState = Field(sa_type=String(16))
    at: datetime = Field(
        default_factory=now, sa_column=Column(DateTime(timezone=True), nullable=False)
    )
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
    undone_at: datetime | None = Field(default=None, sa_column=Column(DateTime(timezone=True)))
