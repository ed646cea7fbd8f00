"""Worker of the employers service: relays its outbox, opens the files of hires, and closes the
vacancies whose employers are silent."""

from __future__ import annotations

import threading

from amuddu.kit.app import Worker, open_database
from amuddu.kit.bus import Bus
from amuddu.kit.clock import now
from amuddu.kit.db import DATABASE_AWAY, Database
from amuddu.kit.observability import logs
from services.employers.app import MIGRATIONS
from services.employers.consumers import HANDLERS
from services.employers.settings import EmployersSettings
from services.employers.still_hiring import service as still_hiring

log = logs.get(__name__)

CHECK_SECONDS = 3600.0
"""How often to look for vacancies to close: silence is counted in days."""
RETRY_SECONDS = 30.0


class EmployersWorker(Worker):
    """Moves events, and closes what nobody answers for."""

    def __init__(self, database: Database, bus: Bus) -> None:
        super().__init__("employers", database, bus, HANDLERS)
        self._database = database
        self._stopping = threading.Event()
        self._closer = threading.Thread(target=self._for_ever, name="close-silent", daemon=True)

    def start(self) -> None:
        """Begin relaying, and look at once: days may have passed while away."""
        super().start()
        self._closer.start()

    def stop(self) -> None:
        """Finish what is in hand and stop."""
        self._stopping.set()
        self._closer.join(timeout=10)
        super().stop()

    def _for_ever(self) -> None:
        pause = 0.0
        while not self._stopping.wait(pause):
            try:
                self._close_silent()
                pause = CHECK_SECONDS
            except DATABASE_AWAY:
                log.warning("database out of reach, silent vacancies are closed later")
                pause = RETRY_SECONDS

    def _close_silent(self) -> None:
        closed = 1
        while closed and not self._stopping.is_set():
            with self._database.session() as session:
                closed = still_hiring.close_silent(session, at=now())


def create(
    settings: EmployersSettings | None = None,
    *,
    database: Database | None = None,
    bus: Bus,
) -> EmployersWorker:
    """The worker, over its own database unless one is given."""
    settings = settings or EmployersSettings()
    database = database or open_database(settings, "employers", settings.database_url, MIGRATIONS)
    return EmployersWorker(database, bus)
