"""The migrations and the models say the same."""

from __future__ import annotations

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from sqlalchemy import MetaData, inspect
from sqlalchemy.exc import DBAPIError

from amuddu.kit.db import Database
from amuddu.kit.events import tables as event_tables
from amuddu.kit.keeping import tables as keeping_tables
from amuddu.kit.trust import tables as trust_tables
from services.profiles.app import MIGRATIONS
from services.profiles.tables import METADATA
from tests.services.profiles.conftest import Call, person
from tests.support import counsellor


def test_models_and_migrations_agree(database: Database) -> None:
    both = MetaData()
    for metadata in (
        METADATA,
        event_tables.metadata,
        keeping_tables.metadata,
        trust_tables.metadata,
    ):
        for table in metadata.tables.values():
            table.to_metadata(both)
    with database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, both) == []


def test_migrations_can_be_undone_and_done_again(database: Database) -> None:
    with database.engine.connect() as connection:
        config = Config()
        config.set_main_option("script_location", str(MIGRATIONS))
        config.set_main_option("recursive_version_locations", "true")
        config.attributes["connection"] = connection
        command.downgrade(config, "base")
        assert set(inspect(connection).get_table_names()) <= {"alembic_version"}
        command.upgrade(config, "head")
        connection.commit()


def test_what_was_agreed_cannot_be_rewritten(call: Call, database: Database) -> None:
    call(counsellor(), "POST", "/profiles", person(), expect=201)
    with (
        pytest.raises(DBAPIError, match="append-only"),
        database.engine.begin() as connection,
    ):
        connection.exec_driver_sql("UPDATE consents SET profile_id = profile_id")
