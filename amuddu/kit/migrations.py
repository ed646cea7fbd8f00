"""Alembic migrations, run and checked by code: `services/<name>/migrations/`.

A process whose database is behind its migrations refuses to start; the embedded database
is brought up to date by whoever starts first, under an advisory lock.
"""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text

from amuddu.kit.db import Database

_LOCK = 7_305_119_001


class BehindMigrations(SystemExit):
    """The database lacks migrations; the message says which command mends it."""


def upgrade(database: Database, folder: Path) -> None:
    """Apply the migrations of `folder`; several processes may try at once."""
    with database.engine.begin() as connection:
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
        config = _config(folder, connection)
        if _current(connection) != _head(config):
            command.upgrade(config, "head")


def check(database: Database, folder: Path) -> None:
    """Raise `BehindMigrations` unless the database stands at the newest migration."""
    with database.engine.connect() as connection:
        config = _config(folder, connection)
        current, head = _current(connection), _head(config)
    if current != head:
        raise BehindMigrations(
            f"{folder.parent.name}: database at {current or 'nothing'}, code needs {head}: "
            "run `amuddu migrate`"
        )


def _config(folder: Path, connection: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(folder))
    config.attributes["connection"] = connection
    return config


def _head(config: Config) -> str | None:
    return ScriptDirectory.from_config(config).get_current_head()


def _current(connection: Connection) -> str | None:
    return MigrationContext.configure(connection).get_current_revision()
