"""The one table of the database of keys."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import LargeBinary, String
from sqlalchemy.orm import registry
from sqlmodel import Field, SQLModel

from amuddu.kit import columns


class Base(SQLModel, registry=registry()):
    """Tables of the database of keys alone."""


class WrappedKeyRow(Base, table=True):
    """A person's key, or the key of the digests, sealed by a master key.

    Whoever deletes the row has made everything unreadable that the key sealed, in every backup.
    """

    __tablename__ = "wrapped_keys"

    id: UUID = Field(primary_key=True)
    """Whose: the profile's id; zero for the key of the digests."""
    master: str = Field(sa_type=String(16), index=True)
    """Which master key wrapped it."""
    wrapped: bytes = Field(sa_type=LargeBinary)
    made_at: datetime = columns.moment()


METADATA = Base.metadata
