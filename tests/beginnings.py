"""What a database holds when a test begins: nothing, or what was kept of an earlier beginning."""

from __future__ import annotations

from typing import Any

import psycopg
from sqlalchemy import Connection, text

from amuddu.kit.db import Database

_TABLES = """
    SELECT quote_ident(tablename) FROM pg_tables
    WHERE schemaname = 'public' AND tablename <> 'alembic_version' ORDER BY tablename
"""
_SEQUENCES = """
    SELECT format('SELECT setval(%L, %s, %L)', quote_ident(sequencename),
                  coalesce(last_value, start_value), last_value IS NOT NULL)
    FROM pg_sequences WHERE schemaname = 'public' ORDER BY sequencename
"""
_AS_A_COPY = "SET LOCAL session_replication_role = replica"
"""Without foreign keys and triggers."""


class Beginnings:
    """How the tables of one database are filled anew; every script is made once.

    Rows are deleted: for tables of a few rows that is ten times as quick as TRUNCATE, which makes
    their files anew.
    """

    def __init__(self, database: Database) -> None:
        """The database is at its newest migration and holds nothing else."""
        self._engine = database.engine
        with self._engine.begin() as connection:
            self._tables = list(connection.execute(text(_TABLES)).scalars())
            emptying = [f"DELETE FROM {table}" for table in self._tables]
            self._empty = [_AS_A_COPY, *emptying, *self._numbers(connection)]
        self._kept: dict[str, bytes] = {}
        self._numbered: list[str] = []

    def empty(self) -> None:
        """Nothing in any table, and numbers from the first."""
        with self._engine.begin() as connection:
            connection.exec_driver_sql("; ".join(self._empty))

    def keep(self) -> None:
        """Remember what stands in the tables now, for `fill`; here and not in the database, which
        tests look through."""
        with self._engine.begin() as connection:
            found = {table: self._rows(connection, table) for table in self._tables}
            self._numbered = self._numbers(connection)
        self._kept = {table: rows for table, rows in found.items() if rows}

    def fill(self) -> None:
        """What `keep` remembered, into empty tables."""
        with self._engine.begin() as connection:
            connection.exec_driver_sql("; ".join([_AS_A_COPY, *self._numbered]))
            with _cursor(connection) as cursor:
                for table, rows in self._kept.items():
                    with cursor.copy(f"COPY {table} FROM STDIN") as copy:
                        copy.write(rows)

    @staticmethod
    def _rows(connection: Connection, table: str) -> bytes:
        with _cursor(connection) as cursor, cursor.copy(f"COPY {table} TO STDOUT") as copy:
            return b"".join(copy)

    @staticmethod
    def _numbers(connection: Connection) -> list[str]:
        return list(connection.execute(text(_SEQUENCES)).scalars())


def _cursor(connection: Connection) -> psycopg.Cursor[Any]:
    """Of the driver itself, which alone copies."""
    made: psycopg.Cursor[Any] = connection.connection.cursor()  # type: ignore[assignment]
    return made
