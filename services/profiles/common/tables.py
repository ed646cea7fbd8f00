"""Tables: profiles, the sensitive facts beside them, consents, grants, receipts; schemes.

A profile's sealed values bear the names of `ProfileIn`'s fields, so the two are copied by name.
Everything about a person hangs on `profiles.id` with ON DELETE CASCADE: erasing the profile
erases all of it, and only `erasures`, which names nobody, stays.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, ClassVar
from uuid import UUID, uuid4

from sqlalchemy import (
    BigInteger,
    Column,
    Date,
    ForeignKey,
    Index,
    SmallInteger,
    String,
    Text,
    UniqueConstraint,
    Uuid,
    desc,
    func,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.orm import registry
from sqlmodel import Field, SQLModel

from amuddu.contracts.profiles import Channel
from amuddu.contracts.types import Lang
from amuddu.kit import columns
from amuddu.kit.clock import today
from services.profiles.common.sealed import Sealed, SealedRow, day


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


class _OfPerson:
    """What somebody let be known of themselves, sealed."""

    given_name = Sealed[str]("")
    family_name = Sealed[str | None](None)
    sex = Sealed[str | None](None)
    email = Sealed[str | None](None)
    phone = Sealed[str | None](None)
    channel = Sealed[Channel]("agent")
    language = Sealed[Lang]("fr")
    about = Sealed[str]("")
    occupations = Sealed[list[dict[str, Any]]](list)
    skills = Sealed[list[dict[str, Any]]](list)
    experience = Sealed[list[dict[str, Any]]](list)
    languages = Sealed[list[dict[str, Any]]](list)
    place = Sealed[str | None](None)
    max_distance_km = Sealed[int | None](None)
    available_from = day()
    contract_types = Sealed[list[str]](list)
    external_ref = Sealed[str | None](None)


class ProfileRow(_OfPerson, SealedRow, Base, table=True):
    """A person as they let themselves be known, and what was last told of them.

    All that somebody entered is sealed. The columns are for finding people, and tell nothing to
    whoever has not the key of the digests.
    """

    begins_person: ClassVar[bool] = True

    __tablename__ = "profiles"
    __table_args__ = (
        UniqueConstraint("code", name="profiles_code"),
        UniqueConstraint("owner_id", name="profiles_owner"),
        UniqueConstraint("agency_id", "ref_digest", name="profiles_ref_digest"),
        Index("profiles_of_agency", "agency_id", desc("updated_at"), desc("id")),
        Index("profiles_last_active", "last_active_on"),
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
    ref_digest: str | None = Field(default=None, sa_type=String(64))
    """Keyed digest of the reference by which the agency's file knows the person."""
    tokens: list[int] = Field(
        default_factory=columns.quickly(list),
        sa_column=Column(ARRAY(BigInteger), nullable=False, server_default="{}"),
    )
    """Keyed digests of all that the agency's search finds the person by; see `likeness.keys`."""
    keyed: int = Field(
        default=0, sa_column=Column(SmallInteger, nullable=False, server_default="0")
    )
    """Version of the rules by which the digests of search and likeness were made."""
    told_hash: str | None = Field(default=None, sa_type=String(64))
    """Digest of the match facts in the last `profile.updated`; none while nothing is told."""
    rules_stamp: str = Field(default="", sa_type=String(64))
    """Digest of the rules under which the facts were last worked out."""
    last_active_on: date = Field(
        default_factory=today,
        sa_column=Column(Date, nullable=False, server_default=func.current_date()),
    )
    """Day on which the person was last heard of; see `account.activity`."""
    aside_on: date | None = None
    """Since when the person is proposed no more, as nobody hears of them."""

    @property
    def person(self) -> UUID:
        """The person themselves."""
        return self.id


class _OfReference:
    """The reference, sealed."""

    external_ref = Sealed[str]("")


class FormerRefRow(_OfReference, SealedRow, Base, table=True):
    """A reference of an agency's file that names somebody besides their own: by a merge."""

    __tablename__ = "former_refs"

    agency_id: str = Field(primary_key=True, sa_type=String(80))
    ref_digest: str = Field(primary_key=True, sa_type=String(64))
    profile_id: UUID = Field(
        sa_column=Column(
            Uuid, ForeignKey("profiles.id", ondelete="CASCADE"), nullable=False, index=True
        )
    )

    @property
    def person(self) -> UUID:
        """Whom the reference names."""
        return self.profile_id

    @property
    def bound_to(self) -> str:
        """The reference's digest."""
        return self.ref_digest


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
