"""Tables: profiles, the sensitive facts beside them, consents, accesses, grants, receipts; schemes.

A profile's columns bear the names of `ProfileIn`'s fields, so the two are copied by name.
Everything about a person hangs on `profiles.id` with ON DELETE CASCADE: erasing the profile
erases all of it, and only `erasures`, which names nobody, stays.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import (
    BigInteger,
    Column,
    DateTime,
    ForeignKey,
    Identity,
    Index,
    SmallInteger,
    String,
    Text,
    UniqueConstraint,
    Uuid,
    desc,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import registry
from sqlmodel import Field, SQLModel

from amuddu.contracts.profiles import Channel, ConsentMethod, Purpose
from amuddu.contracts.types import Lang


class Base(SQLModel, registry=registry()):
    """Tables of this service alone: `SQLModel.metadata` is shared by the whole process."""


def now() -> datetime:
    """This instant, in UTC."""
    return datetime.now(UTC)


def _instant(*, nullable: bool = False) -> Column[Any]:
    return Column(DateTime(timezone=True), nullable=nullable)


def _documents() -> Column[Any]:
    return Column(JSONB, nullable=False)


def _serial() -> Column[Any]:
    return Column(BigInteger, Identity(always=True), primary_key=True)


def _of_profile(*, primary_key: bool = False) -> Column[Any]:
    return Column(
        Uuid,
        ForeignKey("profiles.id", ondelete="CASCADE"),
        primary_key=primary_key,
        nullable=False,
    )


class ProfileRow(Base, table=True):
    """A person as they let themselves be known, and what was last told of them."""

    __tablename__ = "profiles"
    __table_args__ = (
        UniqueConstraint("code", name="profiles_code"),
        UniqueConstraint("owner_id", name="profiles_owner"),
        UniqueConstraint("agency_id", "external_ref", name="profiles_external_ref"),
        Index("profiles_of_agency", "agency_id", desc("updated_at"), desc("id")),
        Index("profiles_of_agent", "agent_id", desc("updated_at"), desc("id")),
    )

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    code: str = Field(sa_type=String(12))
    owner_id: UUID | None = None
    """Account of the person, when they made their profile themselves."""
    agency_id: str | None = Field(default=None, sa_type=String(80))
    agent_id: UUID | None = None
    revision: int = 1
    created_at: datetime = Field(default_factory=now, sa_column=_instant())
    updated_at: datetime = Field(default_factory=now, sa_column=_instant())
    search_key: str = Field(default="", sa_type=Text)
    """Name and code as they are compared, for the agency's search."""
    told_hash: str | None = Field(default=None, sa_type=String(64))
    """Digest of the match facts in the last `profile.updated`; none while nothing is told."""
    rules_stamp: str = Field(default="", sa_type=String(64))
    """Digest of the rules under which the facts were last worked out."""

    given_name: str = Field(sa_type=String(160))
    family_name: str | None = Field(default=None, sa_type=String(160))
    sex: str | None = Field(default=None, sa_type=String(1))
    email: str | None = Field(default=None, sa_type=Text)
    phone: str | None = Field(default=None, sa_type=String(32))
    channel: Channel = Field(default="agent", sa_type=String(8))
    language: Lang = Field(default="fr", sa_type=String(2))
    about: str = Field(default="", sa_type=Text)
    occupations: list[dict[str, Any]] = Field(default_factory=list, sa_column=_documents())
    skills: list[dict[str, Any]] = Field(default_factory=list, sa_column=_documents())
    experience: list[dict[str, Any]] = Field(default_factory=list, sa_column=_documents())
    languages: list[dict[str, Any]] = Field(default_factory=list, sa_column=_documents())
    place: str | None = Field(default=None, sa_type=String(80))
    max_distance_km: int | None = Field(default=None, sa_type=SmallInteger)
    available_from: date | None = None
    contract_types: list[str] = Field(default_factory=list, sa_column=_documents())
    external_ref: str | None = Field(default=None, sa_type=String(80))


class ResidenceRow(Base, table=True):
    """What is sensitive about a person. Only `vault.py` reads it, and records each reading."""

    __tablename__ = "residence"
    __table_args__ = (Index("residence_review", "review_on"),)

    profile_id: UUID = Field(sa_column=_of_profile(primary_key=True))
    nationality: str | None = Field(default=None, sa_type=String(2))
    birth_year: int | None = Field(default=None, sa_type=SmallInteger)
    status: str | None = Field(default=None, sa_type=String(80))
    overlays: list[str] = Field(default_factory=list, sa_column=_documents())
    underlying: str | None = Field(default=None, sa_type=String(80))
    valid_until: date | None = None
    review_on: date | None = None
    """First day on which the rights may differ from those last worked out."""


class ConsentRow(Base, table=True):
    """A consent given or withdrawn. Rows are only ever added; the newest of a purpose counts."""

    __tablename__ = "consents"
    __table_args__ = (Index("consents_of", "profile_id", "purpose", desc("id")),)

    id: int | None = Field(default=None, sa_column=_serial())
    profile_id: UUID = Field(sa_column=_of_profile())
    purpose: Purpose = Field(sa_type=String(16))
    given: bool
    method: ConsentMethod = Field(sa_type=String(16))
    recorded_at: datetime = Field(default_factory=now, sa_column=_instant())
    recorded_by: str = Field(sa_type=String(16))
    """Role of whoever recorded it."""
    recorded_by_id: UUID


class AccessRow(Base, table=True):
    """Somebody else than the person read or changed something of theirs."""

    __tablename__ = "accesses"
    __table_args__ = (Index("accesses_of", "profile_id", desc("id")),)

    id: int | None = Field(default=None, sa_column=_serial())
    profile_id: UUID = Field(sa_column=_of_profile())
    at: datetime = Field(default_factory=now, sa_column=_instant())
    actor_id: UUID
    role: str = Field(sa_type=String(16))
    organisation: str | None = Field(default=None, sa_type=Text)
    action: str = Field(sa_type=String(32))


class GrantRow(Base, table=True):
    """Whether one employer may see one person's contact, by candidacy.

    A cancellation that overtakes the answer leaves a row without an employer, so that the
    late yes opens nothing. `round` is the newest round of the candidacy heard of.
    """

    __tablename__ = "grants"
    __table_args__ = (Index("grants_of", "profile_id", desc("agreed_at")),)

    candidacy_id: UUID = Field(primary_key=True)
    profile_id: UUID = Field(sa_column=_of_profile())
    vacancy_id: UUID
    employer_id: UUID | None = None
    round: int = 1
    agreed_at: datetime | None = Field(default=None, sa_column=_instant(nullable=True))
    revoked_at: datetime | None = Field(default=None, sa_column=_instant(nullable=True))
    cancelled_at: datetime | None = Field(default=None, sa_column=_instant(nullable=True))
    hired_at: datetime | None = Field(default=None, sa_column=_instant(nullable=True))
    """When the employer took the person on: for counting what happened."""


class NoteRow(Base, table=True):
    """What a counsellor or agent wrote about a person for their agency, in redacted words."""

    __tablename__ = "notes"
    __table_args__ = (Index("notes_of", "profile_id", desc("at")),)

    id: UUID = Field(primary_key=True)
    """Chosen by whoever writes, so that a form sent twice leaves one note."""
    profile_id: UUID = Field(sa_column=_of_profile())
    at: datetime = Field(default_factory=now, sa_column=_instant())
    author_id: UUID
    author_role: str = Field(sa_type=String(16))
    text: str = Field(sa_type=Text)


class SchemeRow(Base, table=True):
    """A version of a hiring incentive, as it was told. It names nobody and never changes."""

    __tablename__ = "schemes"

    scheme_id: str = Field(primary_key=True, sa_type=String(80))
    number: int = Field(primary_key=True)
    valid_from: date
    content: dict[str, Any] = Field(sa_column=_documents())
    digest: str = Field(sa_type=String(64))
    """Of the content, so that what was read once is known again."""


class ErasureRow(Base, table=True):
    """Receipt of an erasure: it proves that one took place, and names nobody."""

    __tablename__ = "erasures"
    __table_args__ = (Index("erasures_mark", "mark"),)

    receipt: UUID = Field(default_factory=uuid4, primary_key=True)
    erased_at: datetime = Field(default_factory=now, sa_column=_instant())
    mark: str | None = Field(default=None, sa_type=String(64))
    """Keyed digest of the agency and its reference, so that no file brings the person back."""
