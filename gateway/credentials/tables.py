"""Tables of what lets somebody in. Secrets are kept as digests, addresses sealed.

All but requests and invitations go with their account.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import BigInteger, Column, Index, LargeBinary, text
from sqlmodel import Field

from amuddu.kit import columns
from gateway.sessions.tables import Base as Base


def _account(**options: Any) -> Any:
    return Field(foreign_key="account.id", ondelete="CASCADE", **options)


def _bytes() -> Any:
    return Field(sa_column=Column(LargeBinary, nullable=False))


class ContactRow(Base, table=True):
    """Where an account is reached about itself. Counts once it is verified; one of each channel."""

    __tablename__ = "account_contact"
    __table_args__ = (
        Index(
            "account_contact_verified",
            "account_id",
            "channel",
            unique=True,
            postgresql_where=text("verified_at IS NOT NULL"),
        ),
    )

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    account_id: UUID = _account(index=True)
    channel: str = Field(max_length=5)
    sealed: bytes = _bytes()
    digest: str = Field(max_length=64, index=True)
    """Keyed, to find the accounts of an address that somebody types."""
    verified_at: datetime | None = columns.moment_or_none()
    created_at: datetime = columns.moment()


class OneTimeRow(Base, table=True):
    """A link or a code that works once: `recover`, `verify` (a contact), `code` (given in person).

    The digest is empty until the link is made, as its message leaves.
    """

    __tablename__ = "one_time"

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    account_id: UUID = _account(index=True)
    purpose: str = Field(max_length=10)
    contact_id: UUID | None = Field(
        default=None, foreign_key="account_contact.id", ondelete="CASCADE"
    )
    digest: str | None = Field(default=None, max_length=64, unique=True)
    frees_proofs: bool = False
    """Whether whoever uses it also loses the second proofs: theirs are gone."""
    expires_at: datetime = columns.moment()
    spent_at: datetime | None = columns.moment_or_none()
    created_at: datetime = columns.moment()


class MessageRow(Base, table=True):
    """Something to be told about an account. Its words are made as it leaves."""

    __tablename__ = "account_message"

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    account_id: UUID | None = _account(default=None, index=True)
    one_time_id: UUID | None = Field(default=None, foreign_key="one_time.id", ondelete="CASCADE")
    invitation_id: UUID | None = Field(
        default=None, foreign_key="staff_invitation.id", ondelete="CASCADE"
    )
    kind: str = Field(max_length=24)
    channel: str = Field(max_length=5)
    sealed: bytes = _bytes()
    language: str = Field(max_length=2)
    handed_at: datetime | None = columns.moment_or_none()
    created_at: datetime = columns.moment()


class RequestRow(Base, table=True):
    """That somebody forgot a password: what they typed, sealed, until it is looked at."""

    __tablename__ = "recovery_request"

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    sealed: bytes = _bytes()
    created_at: datetime = columns.moment()


class InvitationRow(Base, table=True):
    """An account that somebody may make: with which role, where. The link works once."""

    __tablename__ = "staff_invitation"

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    role: str = Field(max_length=20)
    agency_id: str | None = Field(default=None, foreign_key="agency.id", max_length=80)
    employer_id: UUID | None = None
    employer_right: str | None = Field(default=None, max_length=10)
    """What an employer's user may do; none: run it."""
    organisation: str | None = Field(default=None, max_length=160)
    language: str = Field(max_length=2)
    invited_by: UUID
    digest: str | None = Field(default=None, max_length=64, unique=True)
    expires_at: datetime = columns.moment()
    accepted_at: datetime | None = columns.moment_or_none()
    withdrawn_at: datetime | None = columns.moment_or_none()
    created_at: datetime = columns.moment()


class TotpRow(Base, table=True):
    """The secret that somebody's telephone makes codes from."""

    __tablename__ = "totp"

    account_id: UUID = _account(primary_key=True)
    sealed: bytes = _bytes()
    confirmed_at: datetime | None = columns.moment_or_none()
    last_step: int = Field(default=0, sa_column=Column(BigInteger, nullable=False))
    """The half minute of the last code that was taken: none before it is taken again."""
    created_at: datetime = columns.moment()


class PasskeyRow(Base, table=True):
    """The public half of a passkey."""

    __tablename__ = "passkey"

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    account_id: UUID = _account(index=True)
    credential_id: bytes = Field(sa_column=Column(LargeBinary, nullable=False, unique=True))
    public_key: bytes = _bytes()
    sign_count: int = Field(default=0, sa_column=Column(BigInteger, nullable=False))
    label: str = Field(max_length=40)
    created_at: datetime = columns.moment()
    used_at: datetime | None = columns.moment_or_none()


class OutsideIdentityRow(Base, table=True):
    """That whoever signs in as somebody at a provider is the holder of an account."""

    __tablename__ = "outside_identity"
    __table_args__ = (Index("outside_identity_one", "account_id", "provider", unique=True),)

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    account_id: UUID = _account(index=True)
    provider: str = Field(max_length=40)
    """Id under which the operator names it."""
    digest: str = Field(max_length=64, unique=True)
    """Keyed, of issuer and subject: who somebody is elsewhere is not kept."""
    created_at: datetime = columns.moment()
    used_at: datetime | None = columns.moment_or_none()


class RecoveryCodeRow(Base, table=True):
    """A code on paper, for who lost the telephone or the key. Works once."""

    __tablename__ = "recovery_code"

    digest: str = Field(primary_key=True, max_length=64)
    account_id: UUID = _account(index=True)
    spent_at: datetime | None = columns.moment_or_none()
    created_at: datetime = columns.moment()
