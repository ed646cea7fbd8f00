"""What somebody who steals a backup holds: every row of a database as text, and a server for it.

Rows travel by COPY, which is what `pg_dump` writes; the tool itself need not be there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import psycopg
from psycopg import sql
from sqlalchemy import make_url

from amuddu.kit import migrations
from amuddu.kit.db import Database, plain

_BYTES = re.compile(r"\\\\x[0-9a-f]+|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9a-f]{32,}")
OPEN = {"public.schemes", "public.scheme_versions", "public.rule_versions"}

Dump = dict[str, str]
"""Rows of each table."""


def dump(database: Database) -> Dump:
    """The whole database: every table of every schema that is ours."""
    with psycopg.connect(plain(database.url)) as connection:
        tables = connection.execute(
            "SELECT schemaname, tablename FROM pg_tables"
            " WHERE schemaname NOT IN ('pg_catalog', 'information_schema')"
        ).fetchall()
        return {f"{schema}.{name}": _copied(connection, schema, name) for schema, name in tables}


def _copied(connection: psycopg.Connection, schema: str, name: str) -> str:
    with connection.cursor().copy(
        sql.SQL("COPY {} TO STDOUT").format(sql.Identifier(schema, name))
    ) as copy:
        return b"".join(bytes(part) for part in copy).decode()


def whole(dumped: Dump) -> str:
    """All of a dump as one text."""
    return "\n".join(f"{name}\n{rows}" for name, rows in dumped.items())


def read(dumped: Dump) -> str:
    """What can be read in a dump, without ids, digests and ciphertext, nor what is public: the
    terms of schemes and the versions of rules, which name titles and nobody."""
    return _BYTES.sub("", whole({name: rows for name, rows in dumped.items() if name not in OPEN}))


def put_back(database: Database, dumped: Dump) -> None:
    """The database as it was when it was dumped."""
    with psycopg.connect(plain(database.url)) as connection:
        connection.execute("SET session_replication_role = replica")  # any order of tables
        for table, rows in dumped.items():
            into = sql.Identifier(*table.split("."))
            connection.execute(sql.SQL("DELETE FROM {}").format(into))
            with connection.cursor().copy(sql.SQL("COPY {} FROM STDIN").format(into)) as copy:
                copy.write(rows)


@contextmanager
def restored(database: Database, folder: Path, dumped: Dump) -> Iterator[Database]:
    """A new database on the same server, filled from a dump."""
    name = f"restored_{uuid4().hex[:8]}"
    url = make_url(database.url).set(database=name).render_as_string(hide_password=False)
    with psycopg.connect(plain(database.url), autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
    made = Database(url)
    try:
        migrations.upgrade(made, folder)
        put_back(made, dumped)
        with psycopg.connect(plain(url)) as connection:
            connection.execute(
                "SELECT setval(format('%I.%I', schemaname, sequencename)::regclass, 1000000)"
                " FROM pg_sequences"
            )
        yield made
    finally:
        made.close()
        with psycopg.connect(plain(database.url), autocommit=True) as connection:
            connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
