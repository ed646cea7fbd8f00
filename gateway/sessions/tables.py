"""Tables of the gateway: agencies, accounts, sessions, counted tries, forms sent, cards."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import BigInteger, Column, Date, DateTime, Identity, Index, func, text
from sqlalchemy.orm import registry
from sqlmodel import Field, SQLModel

from amuddu.kit.clock import now, today


class Base(SQLModel, registry=registry()):
    """A registry of its own: services that share a process do not share tables."""


def _moment(**options: Any) -> Any:
    return Field(sa_column=Column(DateTime(timezone=True), **options))


class Agency(Base, table=True):
    """An agency of the public employment service, e.g. `rabat`."""

    __tablename__ = "agency"

    id: str = Field(primary_key=True, max_length=80)
    name: str = Field(max_length=160)
    place: str | None = Field(default=None, max_length=80)
    kind: str = Field(
        default="agency", max_length=10, sa_column_kwargs={"server_default": "agency"}
    )
    """`agency` of the public employment service, or a `structure` that works with it."""
    hours: str = Field(default="", max_length=400, sa_column_kwargs={"server_default": ""})
    address: str = Field(default="", max_length=160, sa_column_kwargs={"server_default": ""})
    phone: str = Field(default="", max_length=30, sa_column_kwargs={"server_default": ""})
    email: str = Field(default="", max_length=254, sa_column_kwargs={"server_default": ""})


class OrganisationLog(Base, table=True):
    """What an administrator, or an enterprise's owner, did to an office or an account."""

    __tablename__ = "organisation_log"
    __table_args__ = (Index("organisation_log_of", "subject", "id"),)

    id: int | None = Field(
        default=None, sa_column=Column(BigInteger, Identity(always=True), primary_key=True)
    )
    subject: str = Field(max_length=80)
    """Id of the agency or of the account."""
    action: str = Field(max_length=24)
    detail: str = Field(default="", max_length=200)
    """Codes and ids, never a name or a contact."""
    actor_id: UUID
    actor_role: str = Field(max_length=20)
    at: datetime = _moment(nullable=False, server_default=func.now())


class Account(Base, table=True):
    """Somebody who can sign in, and what they speak for. `login` is folded to lower case."""

    __tablename__ = "account"

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    login: str = Field(unique=True, max_length=254)
    password_hash: str = Field(max_length=255)
    role: str = Field(max_length=20)
    display_name: str = Field(max_length=160)
    organisation: str | None = Field(default=None, max_length=160)
    employer_id: UUID | None = None
    employer_right: str | None = Field(default=None, max_length=10)
    """`owner` (as where nothing is said), `publish`, or `read`."""
    agency_id: str | None = Field(default=None, foreign_key="agency.id", max_length=80)
    profile_id: UUID | None = None
    language: str = Field(default="fr", max_length=2)
    demo: bool = False
    disabled_at: datetime | None = _moment(nullable=True, default=None)
    proof_since: datetime | None = _moment(nullable=True, default=None)
    """Since when a second proof is asked; none: the password alone opens the account."""
    last_seen_on: date = Field(
        default_factory=today,
        sa_column=Column(Date, nullable=False, server_default=func.current_date()),
    )
    """Day on which somebody last signed in, or went on in a session."""
    created_at: datetime = _moment(nullable=False, server_default=func.now())


class SignedIn(Base, table=True):
    """A session. Only a digest of its token is kept, so the table opens no door."""

    __tablename__ = "session"

    digest: str = Field(primary_key=True, max_length=64)
    account_id: UUID = Field(foreign_key="account.id", index=True, ondelete="CASCADE")
    kind: str = Field(max_length=10)
    """`page` or `card` (opened with a card) for a browser's cookie, `api` for a bearer token,
    `work` for what goes on without the person (imports), whose token nobody has, `half` for who
    gave the password and not yet the second proof."""
    expires_at: datetime = _moment(nullable=False, index=True)
    proved_at: datetime | None = _moment(nullable=True, default=None)
    """When the second proof was last given here."""
    challenge: bytes | None = None
    """What a passkey is asked to sign now."""
    identity_id: UUID | None = None
    """The identity at a provider that it was opened with; it ends with that."""
    outside: str | None = Field(default=None, max_length=64)
    """Digest of the session at the provider, so that it ends when that does."""
    browser: str = Field(default="", max_length=40)
    """Which kind of browser, for the list on one's own page."""
    created_at: datetime = Field(
        default_factory=now, sa_column=Column(DateTime(timezone=True), nullable=False)
    )


class Tries(Base, table=True):
    """Tries of one kind, by digest of whose they are: a login, a card, an address, a device."""

    __tablename__ = "tries"

    name: str = Field(primary_key=True, max_length=64)
    tries: int
    at: datetime = _moment(nullable=False, index=True)
    opens_at: datetime = _moment(nullable=False)
    """The next try counts from here on; those before are refused."""


class SentForm(Base, table=True):
    """A form that was sent, by a digest of its token and content, and where it led."""

    __tablename__ = "sent_form"

    name: str = Field(primary_key=True, max_length=64)
    location: str
    at: datetime = _moment(nullable=False, index=True)


class Card(Base, table=True):
    """A card with a square code: opens one person's account together with a number they chose."""

    __tablename__ = "card"
    __table_args__ = (
        Index(
            "card_living", "account_id", unique=True, postgresql_where=text("stopped_at IS NULL")
        ),
    )

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    account_id: UUID = Field(foreign_key="account.id", index=True, ondelete="CASCADE")
    pin_hash: str = Field(max_length=255)
    issued_by: UUID
    """Account of whoever made it, so that each card can be traced to somebody."""
    issued_by_role: str = Field(max_length=20)
    wrong: int = 0
    """Numbers typed since the last right one, those included that are being looked at."""
    used_at: datetime | None = _moment(nullable=True, default=None)
    stopped_at: datetime | None = _moment(nullable=True, default=None)
    created_at: datetime = _moment(nullable=False, server_default=func.now())
