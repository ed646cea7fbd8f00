"""The migrations make the tables that the code describes."""

from __future__ import annotations

from typing import Any

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from amuddu.kit.events import tables as event_tables
from amuddu.kit.keeping import tables as keeping_tables
from amuddu.kit.trust import tables as trust_tables
from services.notifications.tables import METADATA
from tests.conftest import DatabaseOf


def test_migrations_make_what_the_models_say(database_of: DatabaseOf) -> None:
    database = database_of("services.notifications")
    with database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        # alembic takes several, as its env.py does; its annotation knows of one.
        both: Any = [
            METADATA,
            event_tables.metadata,
            keeping_tables.metadata,
            trust_tables.metadata,
        ]
        assert compare_metadata(context, both) == []
