"""The tables of the audit. Rows are added and read; the database refuses anything else."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    DateTime,
    Index,
    MetaData,
    String,
    Table,
    Text,
    Uuid,
)

metadata = MetaData()

entries = Table(
    "entries",
    metadata,
    Column("number", BigInteger, primary_key=True, autoincrement=False),
    Column("at", DateTime(timezone=True), nullable=False),
    Column("actor_id", Uuid, nullable=False),
    Column("role", String(16), nullable=False),
    Column("organisation", Text),
    Column("agency_id", String(80)),
    Column("action", String(32), nullable=False),
    Column("subject", Uuid),
    Column("purpose", String(32), nullable=False),
    Column("outcome", String(8), nullable=False),
    Column("elsewhere", Boolean, nullable=False),
    Column("emergency", Uuid),
    Column("kind", String(40)),
    Column("counted", BigInteger),
    Column("previous", String(64), nullable=False),
    Column("seal", String(64), nullable=False),
    Index("entries_of_subject", "subject", "number"),
    Index("entries_of_actor", "actor_id", "at"),
    Index("entries_at", "at"),
)

alerts = Table(
    "alerts",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("noticed_at", DateTime(timezone=True), nullable=False),
    Column("kind", String(32), nullable=False),
    Column("actor_id", Uuid, nullable=False),
    Column("role", String(16), nullable=False),
    Column("organisation", Text),
    Column("subject", Uuid),
    Column("since", DateTime(timezone=True), nullable=False),
    Column("until", DateTime(timezone=True), nullable=False),
    Column("usual", BigInteger),
    Index("alerts_noticed_at", "noticed_at"),
)
"""What looked unusual, once a kind, an actor and a span. The rows behind are those of the span."""

answers = Table(
    "answers",
    metadata,
    Column("alert_id", Uuid, primary_key=True),
    Column("at", DateTime(timezone=True), nullable=False),
    Column("officer_id", Uuid, nullable=False),
    Column("reason", String(32), nullable=False),
)
