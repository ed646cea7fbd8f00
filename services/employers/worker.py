"""Worker of the employers service: relays its outbox, opens the files of hires, closes the
vacancies whose employers are silent, and releases the figures of each month."""

from __future__ import annotations

from amuddu.kit.app import Worker, open_database
from amuddu.kit.bus import Bus
from amuddu.kit.clock import now
from amuddu.kit.db import Database
from amuddu.kit.periodic import Periodic
from services.employers.app import MIGRATIONS
from services.employers.consumers import HANDLERS
from services.employers.rulebook.following import follower
from services.employers.settings import EmployersSettings
from services.employers.still_hiring import service as still_hiring
from services.employers.vacancies.statistics import PRESS

CHECK_SECONDS = 3600.0
"""How often to look for vacancies to close: silence is counted in days."""
RETRY_SECONDS = 30.0


def create(
    settings: EmployersSettings | None = None,
    *,
    database: Database | None = None,
    bus: Bus,
) -> Worker:
    """The worker, over its own database unless one is given."""
    settings = settings or EmployersSettings()
    database = database or open_database(settings, "employers", settings.database_url, MIGRATIONS)

    def close_silent() -> int:
        with database.session() as session:
            return still_hiring.close_silent(session, at=now())

    closer = Periodic("close-silent", close_silent, every=CHECK_SECONDS, retry=RETRY_SECONDS)
    return Worker(
        "employers",
        database,
        bus,
        HANDLERS,
        besides=[closer, follower(database), PRESS.periodic(database)],
    )
