"""Worker of the profiles service: relay, what others tell, and a regular look at rights."""

from __future__ import annotations

import threading

from amuddu.kit import clock
from amuddu.kit.app import Worker, open_database
from amuddu.kit.bus import Bus
from amuddu.kit.db import DATABASE_AWAY, Database
from amuddu.kit.observability import logs
from services.profiles.app import MIGRATIONS
from services.profiles.consumers import HANDLERS
from services.profiles.people import service as people_service
from services.profiles.settings import ProfilesSettings

log = logs.get(__name__)

CHECK_SECONDS = 120.0
"""How often to look whether somebody's rights are others: a new day, or a version of a scheme that
came into force. Most looks find nobody, in one query."""
RETRY_SECONDS = 30.0


class ProfilesWorker(Worker):
    """Moves events, and works out rights again when time has changed them."""

    def __init__(self, database: Database, bus: Bus) -> None:
        super().__init__("profiles", database, bus, HANDLERS)
        self._database = database
        self._stopping = threading.Event()
        self._refresher = threading.Thread(
            target=self._refresh_for_ever, name="refresh-rights", daemon=True
        )

    def start(self) -> None:
        """Begin relaying, and look at the rights at once: days may have passed while away."""
        super().start()
        self._refresher.start()

    def stop(self) -> None:
        """Finish what is in hand and stop."""
        self._stopping.set()
        self._refresher.join(timeout=10)
        super().stop()

    def _refresh_for_ever(self) -> None:
        pause = 0.0
        while not self._stopping.wait(pause):
            try:
                self._refresh()
                pause = CHECK_SECONDS
            except DATABASE_AWAY:
                log.warning("database out of reach, rights are looked at later")
                pause = RETRY_SECONDS

    def _refresh(self) -> None:
        while not self._stopping.is_set():
            with self._database.session() as session:
                done = people_service.refresh_rights(session, clock.today())
            if not done.checked:
                return
            log.info("rights refreshed", checked=done.checked, told=done.told)


def create(
    settings: ProfilesSettings | None = None, *, database: Database | None = None, bus: Bus
) -> ProfilesWorker:
    """The worker, over its own database unless one is given."""
    settings = settings or ProfilesSettings()
    database = database or open_database(settings, "profiles", settings.database_url, MIGRATIONS)
    return ProfilesWorker(database, bus)
