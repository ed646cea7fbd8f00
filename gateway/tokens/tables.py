"""Tables of partners and of their tokens. A token is kept as a digest."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID, uuid4

from sqlmodel import Field

from amuddu.kit import columns
from gateway.sessions.tables import Base as Base


class PartnerRow(Base, table=True):
    """An organisation whose programs read here."""

    __tablename__ = "partner"

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    name: str = Field(unique=True, max_length=160)
    created_by: UUID
    created_at: datetime = columns.moment()


class TokenRow(Base, table=True):
    """What a program of a partner shows; only its digest is kept, so the table opens no door."""

    __tablename__ = "partner_token"

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    partner_id: UUID = Field(foreign_key="partner.id", index=True, ondelete="CASCADE")
    digest: str = Field(unique=True, max_length=64)
    hint: str = Field(max_length=16)
    """Its first signs, to know it again: too few to guess the rest."""
    scopes: list[str] = columns.document(list)
    owner_id: UUID
    """Account of whoever answers for it."""
    expires_at: datetime = columns.moment()
    used_at: datetime | None = columns.moment_or_none()
    revoked_at: datetime | None = columns.moment_or_none()
    told_at: datetime | None = columns.moment_or_none()
    """When its owner was told that it ends."""
    created_by: UUID
    created_at: datetime = columns.moment()
