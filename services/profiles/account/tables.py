"""Tables of what happened with accounts, and of changes of contact."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID, uuid4

from sqlalchemy import Column, ForeignKey, Index, String, Text, Uuid, desc, text
from sqlmodel import Field

from amuddu.contracts.profiles.account import AccountEventKind
from amuddu.kit import columns
from services.profiles.common.sealed import Sealed, SealedRow
from services.profiles.common.tables import Base, of_profile

ChangeState = Literal["waiting", "applied", "refused", "undone"]


class _Changed:
    """What is changed, sealed."""

    before = Sealed[dict[str, Any]](dict)
    """`email`, `phone`, `channel` as they were; under the same names in `wanted`."""
    wanted = Sealed[dict[str, Any]](dict)


class ContactChangeRow(_Changed, SealedRow, Base, table=True):
    """A change of contact: what it was, what it is to be, and how far it came."""

    __tablename__ = "contact_changes"
    __table_args__ = (
        Index(
            "contact_changes_waiting",
            "profile_id",
            unique=True,
            postgresql_where=text("state = 'waiting'"),
        ),
        Index("contact_changes_of", "profile_id", desc("asked_at")),
    )

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    profile_id: UUID = Field(sa_column=of_profile())
    state: ChangeState = Field(sa_type=String(8))
    by_message: bool
    """Whether the contact of before was asked; else it is the agency's to ask, in person."""
    asked_at: datetime = columns.moment()
    asked_by: str = Field(sa_type=String(16))
    until: datetime = columns.moment()
    """While it waits: when it lapses. Once made: until when it can be taken back."""

    @property
    def person(self) -> UUID:
        """Whose contact it is."""
        return self.profile_id

    @property
    def bound_to(self) -> str:
        """The change."""
        return str(self.id)


class DormancyRow(Base, table=True):
    """Somebody who was not heard of for long was asked whether they stay.

    Days alone: nothing here tells at which hour somebody reads their messages.
    """

    __tablename__ = "dormancy"

    profile_id: UUID = Field(sa_column=of_profile(primary_key=True))
    id: UUID = Field(default_factory=uuid4, unique=True)
    """This asking, in the signed link."""
    by_message: bool
    """Whether a message asks; else the agency is to, in person."""
    asked_on: date
    again_on: date | None = None
    answered_on: date | None = None


class AccountEventRow(Base, table=True):
    """Something that happened with an account. Rows are only ever added."""

    __tablename__ = "account_events"
    __table_args__ = (Index("account_events_of", "profile_id", desc("at")),)

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    profile_id: UUID = Field(sa_column=of_profile())
    at: datetime = columns.moment()
    kind: AccountEventKind = Field(sa_type=String(20))
    purpose: str | None = Field(default=None, sa_type=String(16))
    role: str = Field(sa_type=String(16))
    organisation: str | None = Field(default=None, sa_type=Text)
    told: bool = False
    change_id: UUID | None = Field(
        default=None,
        sa_column=Column(Uuid, ForeignKey("contact_changes.id", ondelete="CASCADE"), index=True),
    )
