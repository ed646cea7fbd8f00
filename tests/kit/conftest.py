"""A database that holds the plumbing's tables and one table of effects."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import uuid4

import psycopg
import pytest
from sqlalchemy import make_url, text

from amuddu.kit.db import Database, plain
from amuddu.kit.events import tables as event_tables
from amuddu.kit.trust import tables as trust_tables
from tests.keys import keys


@pytest.fixture
def database(postgres_url: str) -> Iterator[Database]:
    name = f"kit_{uuid4().hex[:8]}"
    with psycopg.connect(plain(postgres_url), autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
    url = make_url(postgres_url).set(database=name).render_as_string(hide_password=False)
    made = Database(url, keys=keys("employers"))
    with made.engine.begin() as connection:
        event_tables.create_tables(connection)
        trust_tables.metadata.create_all(connection)
        connection.execute(text("CREATE TABLE effect (key text, revision int)"))
    yield made
    made.close()
    with psycopg.connect(plain(postgres_url), autocommit=True) as connection:
        connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
