"""Worker of the profiles service: relay, what others tell, a regular look at ages, and the figures
of each month."""

from __future__ import annotations

from functools import partial

from amuddu.kit import clock
from amuddu.kit.app import Worker, open_audit
from amuddu.kit.audit import heads, unusual
from amuddu.kit.bus import Bus
from amuddu.kit.db import Database
from amuddu.kit.events import erased
from amuddu.kit.events.tables import CHANNEL
from amuddu.kit.observability import logs
from amuddu.kit.periodic import Periodic
from services.profiles.app import opened
from services.profiles.consumers import HANDLERS
from services.profiles.likeness import service as likeness_service
from services.profiles.papers import keeping
from services.profiles.people import refreshing
from services.profiles.receipts import process as processes
from services.profiles.receipts import signing
from services.profiles.residence import moving
from services.profiles.residence.rulebook import follower
from services.profiles.retention.keeping import KEEPER
from services.profiles.settings import ProfilesSettings
from services.profiles.statistics.service import PRESS

log = logs.get(__name__)

CHECK_SECONDS = 120.0
"""How often to look whether somebody is of another age, or is to be told again. Most looks find
nobody, in one query."""
RETRY_SECONDS = 30.0
ERASURE_SECONDS = 1.0
"""How soon what an erasure waits for here is seen."""
HOUR_SECONDS = 3600.0
LOOK_SECONDS = 60.0
"""How soon an officer hears of unusual reading."""


def create(
    settings: ProfilesSettings | None = None,
    *,
    database: Database | None = None,
    keys: Database | None = None,
    bus: Bus,
) -> Worker:
    """The worker, over its own databases unless they are given."""
    settings = settings or ProfilesSettings()
    database = opened(settings, database=database, keys=keys)
    audit = open_audit(settings, database)

    def refresh_rights() -> int:
        with database.session() as session:
            done = refreshing.refresh_rights(session, clock.today())
        if done.checked:
            log.info("rights refreshed", checked=done.checked, told=done.told)
        return int(done.more)

    def key_people() -> int:
        with database.session() as session:
            done = likeness_service.renew_some(session)
        if done:
            log.info("people keyed", number=done)
        return done

    def move_accesses() -> int:
        with database.session() as session:
            return moving.move_accesses(session)

    refresher = Periodic("refresh-rights", refresh_rights, every=CHECK_SECONDS, retry=RETRY_SECONDS)
    keyer = Periodic("key-people", key_people, every=CHECK_SECONDS, retry=RETRY_SECONDS)
    sweeper = Periodic("left-over-papers", partial(keeping.sweep, database), every=HOUR_SECONDS)
    mover = Periodic("move-accesses", move_accesses, every=CHECK_SECONDS, retry=RETRY_SECONDS)
    looker = Periodic("look-for-unusual", partial(unusual.look, audit), every=LOOK_SECONDS)
    written_down = heads.writer(audit, settings)
    people = [follower(database), refresher, keyer, mover, _erasures(database)]
    besides = [
        *people,
        sweeper,
        PRESS.periodic(database),
        KEEPER.periodic(database),
        looker,
        written_down,
    ]
    return Worker("profiles", database, bus, HANDLERS, besides=besides)


def _erasures(database: Database) -> Periodic:
    """Follows erasures: answers for profiles' own topics, tells again what nobody answered."""

    def follow() -> int:
        with database.session() as session:
            erased.sweep(session)
            signing.remember(session)
            return processes.look(session)

    return Periodic("erasures", follow, every=ERASURE_SECONDS, woken_by=(database, CHANNEL))
