"""Worker of the support service: relays its outbox, erases, ends holds whose day has passed,
follows the table of retention."""

from __future__ import annotations

from amuddu.kit.app import Worker, open_database
from amuddu.kit.bus import Bus
from amuddu.kit.db import Database
from amuddu.kit.events import erasing, restored
from services.support.app import MIGRATIONS
from services.support.consumers import HANDLERS
from services.support.erasures.repository import people_held
from services.support.places.holding import holder
from services.support.retention.keeping import KEEPER
from services.support.settings import SupportSettings


def create(
    settings: SupportSettings | None = None,
    *,
    database: Database | None = None,
    bus: Bus,
) -> Worker:
    """The worker, over its own database unless one is given."""
    settings = settings or SupportSettings()
    database = database or open_database(settings, "support", settings.database_url, MIGRATIONS)
    return Worker(
        "support",
        database,
        bus,
        HANDLERS,
        besides=[
            holder(database, days=settings.training_hold_days),
            KEEPER.periodic(database),
            erasing.answers(database, "support"),
            restored.teller(database, "support", people=people_held),
        ],
    )
