"""Worker of the employers service: relays its outbox, opens the files of hires."""

from __future__ import annotations

from amuddu.kit.app import Worker, open_database
from amuddu.kit.bus import Bus
from amuddu.kit.db import Database
from services.employers.app import MIGRATIONS
from services.employers.consumers import HANDLERS
from services.employers.settings import EmployersSettings


def create(
    settings: EmployersSettings | None = None, *, database: Database | None = None, bus: Bus
) -> Worker:
    """The worker, over its own database unless one is given."""
    settings = settings or EmployersSettings()
    database = database or open_database(settings, "employers", settings.database_url, MIGRATIONS)
    return Worker("employers", database, bus, HANDLERS)
