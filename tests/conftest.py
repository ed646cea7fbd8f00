"""A real PostgreSQL for every test run, one migrated database per service, emptied per test."""

from __future__ import annotations

import gc
import importlib
import os
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest
from sqlalchemy import make_url
from xdist.remote import Producer
from xdist.scheduler import LoadFileScheduling

from amuddu.kit import embedded, identity, migrations
from amuddu.kit.audit import recording
from amuddu.kit.audit.store import Audit
from amuddu.kit.db import Database, plain, with_driver
from amuddu.kit.settings import Settings
from tests import answers, signing
from tests.beginnings import Beginnings
from tests.browser import EVERYTHING, chromium
from tests.keys import FOLDER, keys

TEST_SECRET = "a-secret-for-tests-only-0123456789abcdef"

AUDIT = "amuddu.kit.audit"
RECORDING = ("services.profiles", "gateway")
"""Packages whose databases record in the audit."""

BEGINNINGS: dict[str, Beginnings] = {}
"""Of the databases of this worker, by their addresses."""

DatabaseOf = Callable[[str], Database]


TESTS = Path(__file__).parent
LONGEST_FIRST = (
    "browser",
    "system/test_chaos.py",
    "gateway/test_fuzz_api.py",
    "services/employers/test_fuzz.py",
    "services/notifications/test_fuzz.py",
    "system",  # not beside chaos, whose processes wait for one another
    "attack/test_f05_thief_with_a_card.py",
    "gateway/test_fuzz_pages.py",
    "services/profiles/test_fuzz.py",
    "services/matching/test_fuzz.py",
    "services/support/test_fuzz.py",
    "services/employers/budget",
    "services/matching/lexicon",
    "gateway/test_young_workers.py",
    "deploy/test_images.py",
    "attack",
)
"""Folders and files that take longest begin, so that nobody waits for them at the end."""


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
    places = {path: _place(path.relative_to(TESTS)) for path in {item.path for item in items}}
    items.sort(key=lambda item: places[item.path])


def _place(path: Path) -> int:
    found = (at for at, each in enumerate(LONGEST_FIRST) if path.is_relative_to(each))
    return next(found, len(LONGEST_FIRST))


def pytest_configure() -> None:
    """While hundreds of modules are imported the collector would find next to nothing."""
    gc.disable()


@pytest.hookimpl(tryfirst=True)
def pytest_runtestloop() -> None:
    """What was imported stays, so the collector need not look through it again and again."""
    gc.enable()
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000, 10, 10)


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


@pytest.fixture(scope="session", autouse=True)
def _answers_made_whole() -> Iterator[None]:
    """See `tests/answers.py`."""
    with answers.made_whole():
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
            BEGINNINGS[database.url] = Beginnings(database)
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
        BEGINNINGS[database.url].empty()
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
