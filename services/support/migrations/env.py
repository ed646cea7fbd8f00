"""Alembic environment: runs in the connection and transaction it is given."""

from __future__ import annotations

from alembic import context

from amuddu.kit.events import tables as event_tables
from amuddu.kit.keeping import tables as keeping_tables
from amuddu.kit.ledger import tables as ledger_tables
from amuddu.kit.trust import tables as trust_tables
from services.support.tables import METADATA

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=[
        METADATA,
        event_tables.metadata,
        keeping_tables.metadata,
        ledger_tables.metadata,
        trust_tables.metadata,
    ],
)
with context.begin_transaction():
    context.run_migrations()
