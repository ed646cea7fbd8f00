"""Tables: profiles, the sensitive facts beside them, consents, grants, receipts; schemes.

A profile's columns bear the names of `ProfileIn`'s fields, so the two are copied by name.
Everything about a person hangs on `profiles.id` with ON DELETE CASCADE: erasing the profile
erases all of it, and only `erasures`, which names nobody, stays.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import (
    Column,
    ForeignKey,
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

from amuddu.contracts.profiles import Channel
from amuddu.contracts.types import Lang
from amuddu.kit import columns


class Base(SQLModel, registry=registry()):
    """Tables of this service alone: `SQLModel.metadata` is shared by the whole process."""


def documents() -> Column[Any]:
    return Column(JSONB, nullable=False)


def of_profile(*, primary_key: bool = False) -> Column[Any]:
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
    audit_id: UUID = Field(default_factory=uuid4, sa_column=Column(Uuid, nullable=True))
    """What the audit calls this person: known here alone, so it names nobody once they are
    erased."""
    entered: str | None = Field(default=None, sa_type=String(16))
    """By which action of somebody else the profile began, where one did."""
    revision: int = 1
    created_at: datetime = columns.moment()
    updated_at: datetime = columns.moment()
    search_key: str = Field(default="", sa_type=Text)
    """Name, code and reference as they are compared, for the agency's search."""
    sound_key: str = Field(default="", sa_column=Column(Text, nullable=False, server_default=""))
    """The sounds of the name's words, each between spaces."""
    keyed: int = Field(
        default=0, sa_column=Column(SmallInteger, nullable=False, server_default="0")
    )
    """Version of the rules by which the keys of search and likeness were made."""
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
    occupations: list[dict[str, Any]] = columns.document(list)
    skills: list[dict[str, Any]] = columns.document(list)
    experience: list[dict[str, Any]] = columns.document(list)
    languages: list[dict[str, Any]] = columns.document(list)
    place: str | None = Field(default=None, sa_type=String(80))
    max_distance_km: int | None = Field(default=None, sa_type=SmallInteger)
    available_from: date | None = None
    contract_types: list[str] = columns.document(list)
    external_ref: str | None = Field(default=None, sa_type=String(300))


class FormerRefRow(Base, table=True):
    """A reference of an agency's file that names somebody besides their own: by a merge."""

    __tablename__ = "former_refs"

    agency_id: str = Field(primary_key=True, sa_type=String(80))
    external_ref: str = Field(primary_key=True, sa_type=String(300))
    profile_id: UUID = Field(
        sa_column=Column(
            Uuid, ForeignKey("profiles.id", ondelete="CASCADE"), nullable=False, index=True
        )
    )


class EmergencyRow(Base, table=True):
    """A profile opened to one administrator in an emergency, until an instant."""

    __tablename__ = "emergencies"
    __table_args__ = (Index("emergencies_of", "profile_id", "actor_id"),)

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    profile_id: UUID = Field(sa_column=of_profile())
    actor_id: UUID
    reason: str = Field(sa_type=String(16))
    opened_at: datetime = columns.moment()
    until: datetime = columns.moment()


class AccessRow(Base, table=True):
    """Who read or changed something before there was an audit, until the worker has moved it."""

    __tablename__ = "accesses"
    __table_args__ = (Index("accesses_of", "profile_id", desc("id")),)

    id: int | None = columns.serial()
    profile_id: UUID = Field(sa_column=of_profile())
    at: datetime = columns.moment()
    actor_id: UUID
    role: str = Field(sa_type=String(16))
    organisation: str | None = Field(default=None, sa_type=Text)
    action: str = Field(sa_type=String(32))
