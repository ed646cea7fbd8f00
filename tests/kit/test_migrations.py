"""A migration that cannot have its table gives up; nobody waits long behind it."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest
from psycopg.rows import scalar_row
from sqlalchemy import inspect

from amuddu.kit import migrations
from amuddu.kit.db import Database, plain

ENVIRONMENT = """
from alembic import context

context.configure(connection=context.config.attributes["connection"])
with context.begin_transaction():
    context.run_migrations()
"""
MIGRATION = """
from alembic import op

revision = "0001"
down_revision = None


def upgrade():
    op.execute("CREATE TABLE came_before (key text)")
    op.execute("ALTER TABLE effect ADD COLUMN came_after text")
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Migrations of a service called `planted`: a new table, and a column of a table in use."""
    made = tmp_path / "planted" / "migrations"
    (made / "versions").mkdir(parents=True)
    (made / "env.py").write_text(ENVIRONMENT)
    (made / "versions" / "0001_column.py").write_text(MIGRATION)
    return made


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(migrations, "LOCK_SECONDS", 0.3)
    monkeypatch.setattr(migrations, "PAUSE_SECONDS", 0.2)
    monkeypatch.setattr(migrations, "ATTEMPTS", 3)


@contextmanager
def reading(database: Database) -> Iterator[psycopg.Connection]:
    """A transaction that has read the table and is not over: its lock stays."""
    with psycopg.connect(plain(database.url)) as connection:
        connection.execute("SELECT count(*) FROM effect")
        yield connection


def columns(database: Database) -> set[str]:
    return {column["name"] for column in inspect(database.engine).get_columns("effect")}


def waits_for_the_table(database: Database) -> bool:
    with psycopg.connect(plain(database.url), row_factory=scalar_row) as connection:
        found = connection.execute(
            "SELECT count(*) FROM pg_locks WHERE relation = 'effect'::regclass AND NOT granted"
        ).fetchone()
    return bool(found)


def test_a_table_that_stays_in_use_is_left_alone(database: Database, folder: Path) -> None:
    with (
        reading(database),
        pytest.raises(
            migrations.TableInUse, match=r"planted: .* 3 attempts .* nothing was changed"
        ),
    ):
        migrations.upgrade(database, folder)
    assert "came_after" not in columns(database)
    assert "came_before" not in inspect(database.engine).get_table_names()
    migrations.upgrade(database, folder)
    assert "came_after" in columns(database)


def test_readers_behind_a_waiting_migration_are_served(
    database: Database, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(migrations, "ATTEMPTS", 60)
    migrating = threading.Thread(target=migrations.upgrade, args=(database, folder))
    with reading(database):
        migrating.start()
        while not waits_for_the_table(database):
            assert migrating.is_alive()
        with psycopg.connect(plain(database.url)) as connection:
            connection.execute("SET statement_timeout = '5s'")
            connection.execute("SELECT count(*) FROM effect")
        assert migrating.is_alive()  # it did not end: it stood aside
    migrating.join()
    assert "came_after" in columns(database)


def test_a_table_that_comes_free_is_migrated(
    database: Database, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with reading(database) as reader:
        # Whoever reads ends between two attempts.
        monkeypatch.setattr(time, "sleep", lambda _: reader.rollback())
        migrations.upgrade(database, folder)
    assert "came_after" in columns(database)


def test_other_errors_are_not_taken_for_a_lock(database: Database, folder: Path) -> None:
    broken = folder / "versions" / "0001_column.py"
    broken.write_text(MIGRATION.replace("came_after text", "came_after no_such_type"))
    with pytest.raises(Exception, match="no_such_type"):
        migrations.upgrade(database, folder)
