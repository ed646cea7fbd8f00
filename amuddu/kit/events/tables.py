"""The tables that every service's database has: outbox, inbox, dead letters, and what was erased.

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
    text,
)
from sqlalchemy.dialects.postgresql import JSONB, UUID

SLOTS = 8
"""Events of one key always share a slot; a slot is published by one relay at a time, in order."""

CHANNEL = "outbox"
"""PostgreSQL notification channel that wakes the relay at commit."""

metadata = MetaData()
_THIS_TRANSACTION = text("(pg_current_xact_id()::text)::bigint")

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


erased_marks = Table(
    "erased_marks",
    metadata,
    Column("mark", String(64), primary_key=True),
    Column("kept_until", DateTime(timezone=True), nullable=False),
    Index("erased_marks_over", "kept_until"),
)

erasures_heard = Table(
    "erasures_heard",
    metadata,
    Column("erasure_id", UUID(as_uuid=True), primary_key=True),
    Column("places", JSONB, nullable=False),
    Column("written", BigInteger, nullable=False, server_default=_THIS_TRANSACTION),
    Column("heard_at", DateTime(timezone=True), nullable=False, server_default=func.now()),
)
"""Erasures that were carried out here and are not acknowledged yet; `written`: by which
transaction."""


def create_tables(connection: Connection) -> None:
    """Create the tables; for a service's first migration, and for one that adds some."""
    metadata.create_all(connection)


def drop_tables(connection: Connection) -> None:
    """Undo `create_tables`."""
    metadata.drop_all(connection)


def drop_erasures(connection: Connection) -> None:
    """Drop what erasures need, where a migration is undone that added it."""
    metadata.drop_all(connection, tables=[erased_marks, erasures_heard])
