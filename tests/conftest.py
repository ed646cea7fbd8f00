"""A real PostgreSQL for every test run, one migrated database per service, emptied per test."""

from __future__ import annotations

import importlib
import os
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest
from sqlalchemy import make_url, text
from xdist.remote import Producer
from xdist.scheduler import LoadFileScheduling

from amuddu.kit import embedded, identity, migrations
from amuddu.kit.audit import recording
from amuddu.kit.audit.store import Audit
from amuddu.kit.db import Database, plain, with_driver
from amuddu.kit.settings import Settings
from tests import signing
from tests.browser import EVERYTHING, chromium
from tests.keys import FOLDER, keys

TEST_SECRET = "a-secret-for-tests-only-0123456789abcdef"

EMPTY = """
DO $$
DECLARE one text;
BEGIN
    SET LOCAL session_replication_role = replica;  -- no foreign keys, no triggers
    FOR one IN SELECT format('DELETE FROM %I', tablename) FROM pg_tables
        WHERE schemaname = 'public' AND tablename <> 'alembic_version'
    LOOP EXECUTE one; END LOOP;
    PERFORM setval(format('%I', sequencename)::regclass, start_value, false) FROM pg_sequences
        WHERE schemaname = 'public' AND last_value IS NOT NULL;
END $$
"""
"""For tables of a few rows ten times as quick as TRUNCATE, which makes their files anew."""

AUDIT = "amuddu.kit.audit"
RECORDING = ("services.profiles", "gateway")
"""Packages whose databases record in the audit."""

DatabaseOf = Callable[[str], Database]


TESTS = Path(__file__).parent
LONGEST_FIRST = ("browser", "system")
"""Folders that begin, so that nobody waits for them at the end."""


class ByFile(LoadFileScheduling):
    """A file's tests stay on one worker; all that the browser visits on the same: one house."""

    def _split_scope(self, nodeid: str) -> str:
        together = nodeid.startswith("tests/browser/") and not EVERYTHING
        return "browser" if together else super()._split_scope(nodeid)


def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> LoadFileScheduling:
    """How tests are dealt out to the workers."""
    return ByFile(config, log)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What takes longest first."""
    items.sort(key=lambda item: _place(item.path.relative_to(TESTS).parts[0]))


def _place(folder: str) -> int:
    return LONGEST_FIRST.index(folder) if folder in LONGEST_FIRST else len(LONGEST_FIRST)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say loudly that the pages were not looked at, where no browser could."""
    if chromium.find() is None:
        said = f"THE PAGES WERE NOT TESTED IN A BROWSER: {chromium.NO_CHROMIUM}"
        terminalreporter.write_line(said, red=True, bold=True)


@pytest.fixture(scope="session", autouse=True)
def _identities() -> Iterator[None]:
    """Whatever a test starts, in a process of its own too, has the run's keys."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AMUDDU_IDENTITIES_DIR", str(FOLDER))
        yield


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """Server for this run: `AMUDDU_TEST_DATABASE_URL`, or an embedded one in a temporary folder."""
    given = os.environ.get("AMUDDU_TEST_DATABASE_URL")
    if given:
        yield with_driver(given)
        return
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        url = embedded.database_url(Path(folder), "amuddu_test")
        with psycopg.connect(plain(url), autocommit=True) as connection:
            for setting in ("fsync", "synchronous_commit", "full_page_writes"):
                connection.execute(f"ALTER SYSTEM SET {setting} = off")
            connection.execute("SELECT pg_reload_conf()")
        yield url


@pytest.fixture(scope="session")
def _migrated(postgres_url: str) -> Iterator[DatabaseOf]:
    made: dict[str, Database] = {}
    run = uuid4().hex[:8]

    def database_of(package: str) -> Database:
        if package not in made:
            name = f"{package.split('.')[-1]}_{run}"
            with psycopg.connect(plain(postgres_url), autocommit=True) as connection:
                connection.execute(f'CREATE DATABASE "{name}"')
            url = make_url(postgres_url).set(database=name)
            named = url.render_as_string(hide_password=False)
            database = Database(named, keys=keys(package.split(".")[-1]))
            source = importlib.import_module(package).__file__
            assert source is not None
            migrations.upgrade(database, Path(source).parent / "migrations")
            made[package] = database
        return made[package]

    yield database_of
    for database in made.values():
        database.close()
        with psycopg.connect(plain(postgres_url), autocommit=True) as connection:
            connection.execute(f'DROP DATABASE "{database.engine.url.database}" WITH (FORCE)')


@pytest.fixture
def database_of(_migrated: DatabaseOf) -> DatabaseOf:
    """Empty, migrated database of a package: `database_of("services.profiles")`."""

    def emptied(package: str) -> Database:
        database = _migrated(package)
        with database.engine.begin() as connection:
            connection.execute(text(EMPTY))
        if package in RECORDING:
            recording.attach(database, Audit(emptied(AUDIT), TEST_SECRET))
        return database

    return emptied


@pytest.fixture(scope="session")
def identities() -> Path:
    """Folder with the keys of every process, made once for all tests of a worker."""
    for name in identity.NAMES:
        identity.make(FOLDER, name)
    return FOLDER


@pytest.fixture(autouse=True, scope="session")
def _signed_as_they_come() -> Iterator[None]:
    """Tests say who asks; the gates get it signed (`tests/signing.py`)."""
    with signing.signed_as_they_come():
        yield


@pytest.fixture
def audit(database_of: DatabaseOf) -> Audit:
    """The audit that the services of this test record in; ask for it before them."""
    return Audit(database_of(AUDIT), TEST_SECRET)


@pytest.fixture
def settings(identities: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """Settings of a test process; services' own settings classes read the same environment."""
    monkeypatch.setenv("AMUDDU_SECRET_KEY", TEST_SECRET)
    monkeypatch.setenv("AMUDDU_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("AMUDDU_IDENTITIES_DIR", str(identities))
    monkeypatch.setenv("AMUDDU_LOG_LEVEL", "WARNING")
    return Settings()
