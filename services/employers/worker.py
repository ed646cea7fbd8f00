"""Worker of the employers service: relays its outbox, opens the files of hires, follows the table
of retention, which also closes vacancies whose employers are silent, and releases the figures of
each month."""

from __future__ import annotations

from amuddu.kit.app import Worker, open_database
from amuddu.kit.bus import Bus
from amuddu.kit.db import Database
from amuddu.kit.events import erasing, restored
from services.employers.app import MIGRATIONS
from services.employers.consumers import HANDLERS
from services.employers.erasures.repository import people_held
from services.employers.retention.keeping import KEEPER
from services.employers.rulebook.following import follower
from services.employers.settings import EmployersSettings
from services.employers.vacancies.statistics import PRESS


def create(
    settings: EmployersSettings | None = None,
    *,
    database: Database | None = None,
    bus: Bus,
) -> Worker:
    """The worker, over its own database unless one is given."""
    settings = settings or EmployersSettings()
    database = database or open_database(settings, "employers", settings.database_url, MIGRATIONS)

    return Worker(
        "employers",
        database,
        bus,
        HANDLERS,
        besides=[
            KEEPER.periodic(database),
            follower(database),
            PRESS.periodic(database),
            erasing.answers(database, "employers"),
            restored.teller(database, "employers", people=people_held),
        ],
    )
