"""The tables by which a service says how it stands: who works, and decisions on buried events.

They live in a metadata of their own; a migration calls `create_tables(op.get_bind())`.
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
    String,
    Table,
    func,
    text,
)
from sqlalchemy.dialects.postgresql import UUID

metadata = MetaData()

at_work = Table(
    "at_work",
    metadata,
    Column("name", String(120), primary_key=True),
    Column("started_at", DateTime(timezone=True), nullable=False),
    Column("seen_at", DateTime(timezone=True), nullable=False),
)
"""Workers, by machine and process id."""

letter_decisions = Table(
    "letter_decisions",
    metadata,
    Column("id", BigInteger, Identity(always=True), primary_key=True),
    Column("event_id", UUID(as_uuid=True), nullable=False),
    Column("type", String(80), nullable=False),
    Column("decision", String(8), nullable=False),
    Column("why", String(24)),
    Column("decided_by", UUID(as_uuid=True), nullable=False),
    Column("decided_at", DateTime(timezone=True), nullable=False, server_default=func.now()),
    Column("done_at", DateTime(timezone=True)),
    Column("outcome", String(200)),
    Index("letter_decisions_of", "event_id"),
    Index(
        "letter_decisions_open", "event_id", unique=True, postgresql_where=text("done_at IS NULL")
    ),
)
"""Who decided what, kept as a log: of the event its id and its kind, nothing that it said."""


def create_tables(connection: Connection) -> None:
    """Create the tables."""
    metadata.create_all(connection)


def drop_tables(connection: Connection) -> None:
    """Undo `create_tables`."""
    metadata.drop_all(connection)
