"""The migrations make the tables that the models describe."""

from __future__ import annotations

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import MetaData

from amuddu.kit.db import Database
from amuddu.kit.events import tables as event_tables
from amuddu.kit.keeping import tables as keeping_tables
from amuddu.kit.trust import tables as trust_tables
from services.matching.tables import METADATA


def test_models_and_migrations_agree(database: Database) -> None:
    whole = MetaData()
    for metadata in (
        METADATA,
        event_tables.metadata,
        keeping_tables.metadata,
        trust_tables.metadata,
    ):
        for table in metadata.tables.values():
            table.to_metadata(whole)
    with database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, whole) == []
