"""Worker of the profiles service: relay, what others tell, a regular look at rights, and the
figures of each month."""

from __future__ import annotations

from amuddu.kit import clock
from amuddu.kit.app import Worker, open_database
from amuddu.kit.bus import Bus
from amuddu.kit.db import Database
from amuddu.kit.observability import logs
from amuddu.kit.periodic import Periodic
from services.profiles.app import MIGRATIONS
from services.profiles.consumers import HANDLERS
from services.profiles.duplicates import merging
from services.profiles.likeness import service as likeness_service
from services.profiles.people import service as people_service
from services.profiles.residence.rulebook import follower
from services.profiles.settings import ProfilesSettings
from services.profiles.statistics.service import PRESS

log = logs.get(__name__)

CHECK_SECONDS = 120.0
"""How often to look whether somebody's rights are others: a new day, or a version of a scheme that
came into force. Most looks find nobody, in one query."""
RETRY_SECONDS = 30.0


def create(
    settings: ProfilesSettings | None = None, *, database: Database | None = None, bus: Bus
) -> Worker:
    """The worker, over its own database unless one is given."""
    settings = settings or ProfilesSettings()
    database = database or open_database(settings, "profiles", settings.database_url, MIGRATIONS)

    def refresh_rights() -> int:
        with database.session() as session:
            done = people_service.refresh_rights(session, clock.today())
        if done.checked:
            log.info("rights refreshed", checked=done.checked, told=done.told)
        return done.checked

    def key_people() -> int:
        with database.session() as session:
            done = likeness_service.renew_some(session)
        if done:
            log.info("people keyed", number=done)
        return done

    def erase_merged() -> int:
        with database.session() as session:
            return merging.erase_removed(session)

    refresher = Periodic("refresh-rights", refresh_rights, every=CHECK_SECONDS, retry=RETRY_SECONDS)
    keyer = Periodic("key-people", key_people, every=CHECK_SECONDS, retry=RETRY_SECONDS)
    eraser = Periodic("erase-merged", erase_merged, every=CHECK_SECONDS, retry=RETRY_SECONDS)
    besides = [follower(database), refresher, keyer, eraser, PRESS.periodic(database)]
    return Worker("profiles", database, bus, HANDLERS, besides=besides)
