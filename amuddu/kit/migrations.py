"""Alembic migrations, run and checked by code: `services/<name>/migrations/`.

Past ten, versions stand ten to a folder: `versions/0001_0010/`.

A process whose database is behind its migrations refuses to start; the embedded database
is brought up to date by whoever starts first, under an advisory lock.

A migration that waits for a table makes everybody behind it wait too, readers included. So it
waits a moment, lets them pass, tries again a few times and then gives up with nothing changed.
"""

from __future__ import annotations

import time
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from psycopg.errors import LockNotAvailable
from sqlalchemy import Connection, text
from sqlalchemy.exc import OperationalError

from amuddu.kit.db import Database
from amuddu.kit.observability import logs

log = logs.get(__name__)

LOCK_SECONDS = 2.0
"""How long a statement of a migration waits for a lock, and so the longest that it holds up those
who come after it."""
ATTEMPTS = 8
PAUSE_SECONDS = 1.0
"""Between attempts: whoever waited behind the last one is served first."""

_LOCK = 7_305_119_001


class BehindMigrations(SystemExit):
    """The database lacks migrations; the message says which command mends it."""


class TableInUse(SystemExit):
    """A table stayed locked by another; nothing was changed, and the message says what to do."""


def upgrade(database: Database, folder: Path) -> None:
    """Apply the migrations of `folder`, all or none; several processes may try at once.

    Raises `TableInUse` where another transaction keeps a table that they change.
    """
    for attempt in range(1, ATTEMPTS + 1):
        try:
            return _upgrade(database, folder)
        except OperationalError as error:
            if not isinstance(error.orig, LockNotAvailable):
                raise
        log.warning("table in use, migration waits", service=folder.parent.name, attempt=attempt)
        if attempt < ATTEMPTS:
            time.sleep(PAUSE_SECONDS)
    raise TableInUse(
        f"{folder.parent.name}: a table to migrate stayed in use, {ATTEMPTS} attempts of "
        f"{LOCK_SECONDS:g} s each; nothing was changed. End the transaction that keeps it (see "
        "pg_stat_activity) or come back at a quieter hour, and run `amuddu migrate` again"
    )


def _upgrade(database: Database, folder: Path) -> None:
    with database.engine.begin() as connection:
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
        config = _config(folder, connection)
        if _current(connection) != _head(config):
            # After the advisory lock, for which a second process may wait as long as it takes.
            connection.execute(text(f"SET LOCAL lock_timeout = {int(LOCK_SECONDS * 1000)}"))
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
    config.set_main_option("recursive_version_locations", "true")
    config.attributes["connection"] = connection
    return config


def _head(config: Config) -> str | None:
    return ScriptDirectory.from_config(config).get_current_head()


def _current(connection: Connection) -> str | None:
    return MigrationContext.configure(connection).get_current_revision()
