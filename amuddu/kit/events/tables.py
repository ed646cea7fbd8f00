"""The three tables that every service's database has: outbox, inbox, dead letters.

They live in a metadata of their own, so services that share a process do not collide.
Migrations call `create_tables(op.get_bind())`.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Column,
    Connection,
    DateTime,
    Identity,
    Index,
    MetaData,
    PrimaryKeyConstraint,
    SmallInteger,
    String,
    Table,
    func,
)
from sqlalchemy.dialects.postgresql import JSONB, UUID

SLOTS = 8
"""Events of one key always share a slot; a slot is published by one relay at a time, in order."""

CHANNEL = "outbox"
"""PostgreSQL notification channel that wakes the relay at commit."""

metadata = MetaData()

outbox = Table(
    "outbox",
    metadata,
    Column("id", BigInteger, Identity(always=True), primary_key=True),
    Column("slot", SmallInteger, nullable=False),
    Column("envelope", JSONB, nullable=False),
    Column("created_at", DateTime(timezone=True), nullable=False, server_default=func.now()),
    Index("outbox_by_slot", "slot", "id"),
)

inbox = Table(
    "inbox",
    metadata,
    Column("consumer", String(64), nullable=False),
    Column("event_id", UUID(as_uuid=True), nullable=False),
    Column("handled_at", DateTime(timezone=True), nullable=False, server_default=func.now()),
    PrimaryKeyConstraint("consumer", "event_id"),
)

dead_letters = Table(
    "dead_letters",
    metadata,
    Column("event_id", UUID(as_uuid=True), nullable=False),
    Column("consumer", String(64), nullable=False),
    Column("envelope", JSONB, nullable=False),
    Column("reason", String(200), nullable=False),
    Column("buried_at", DateTime(timezone=True), nullable=False, server_default=func.now()),
    PrimaryKeyConstraint("consumer", "event_id"),
)


def create_tables(connection: Connection) -> None:
    """Create the three tables; for a service's first migration."""
    metadata.create_all(connection)


def drop_tables(connection: Connection) -> None:
    """Undo `create_tables`."""
    metadata.drop_all(connection)
