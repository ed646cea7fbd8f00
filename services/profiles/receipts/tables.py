"""Tables of erasures: the erasure, the places that answer for it, keys that signed receipts."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Column, ForeignKey, Index, LargeBinary, String, Text, Uuid, text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlmodel import Field

from amuddu.contracts.events.erasures import Place
from amuddu.kit import columns
from services.profiles.common.tables import Base


class ErasureProcessRow(Base, table=True):
    """Somebody is being erased, or was: then nothing here says who."""

    __tablename__ = "erasure_processes"
    __table_args__ = (
        Index("erasure_processes_open", "begun_at", postgresql_where=text("completed_at IS NULL")),
    )

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    begun_at: datetime = columns.moment()
    told_at: datetime = columns.moment()
    """When the other services were last told."""
    completed_at: datetime | None = columns.moment_or_none()
    profile_ids: list[UUID] | None = Field(
        default=None, sa_column=Column(ARRAY(Uuid), nullable=True)
    )
    """Whom to tell of, until every place has answered; none from then on."""
    again_in: str | None = Field(default=None, sa_type=String(16))
    """The service that was restored, where people are erased again there alone."""
    marks: list[str] | None = Field(
        default=None, sa_column=Column(ARRAY(String(64)), nullable=True)
    )
    """Whom, as marks: their ids are not known here any more. None once it has answered."""
    sought: bytes | None = Field(default=None, sa_type=LargeBinary)
    """Codes and references that the gateway looks for, sealed; none once it has answered."""
    token_digest: str = Field(sa_type=String(64), unique=True)
    """Of the link by which the erasure is followed without an account."""
    receipt: str = Field(sa_type=Text)
    """The receipt of the beginning, as it was signed."""
    final: str | None = Field(default=None, sa_type=Text)
    """The receipt of the end."""


class ErasurePlaceRow(Base, table=True):
    """One place that answers for an erasure: when it did, and what it keeps, by codes."""

    __tablename__ = "erasure_places"

    erasure_id: UUID = Field(
        sa_column=Column(
            Uuid, ForeignKey("erasure_processes.id", ondelete="CASCADE"), primary_key=True
        )
    )
    place: Place = Field(primary_key=True, sa_type=String(32))
    acknowledged_at: datetime | None = columns.moment_or_none()
    kept: list[dict[str, Any]] = Field(
        default_factory=list, sa_column=Column(JSONB, nullable=False, server_default="[]")
    )


class ReceiptKeyRow(Base, table=True):
    """A public key that signed receipts, and the word of a later key that it did.

    A row that somebody wrote by SQL has no such word, and is not believed.
    """

    __tablename__ = "receipt_keys"

    key_id: str = Field(primary_key=True, sa_type=String(16))
    public: bytes = Field(sa_type=LargeBinary)
    vouched_by: str = Field(sa_type=String(16))
    signature: bytes = Field(sa_type=LargeBinary)
