"""Worker process of the notifications service: moves its events and sends its messages."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import httpx2

from amuddu.kit.app import Worker, open_database
from amuddu.kit.auth import ActorTokens
from amuddu.kit.bus import Bus
from amuddu.kit.db import Database
from services.notifications.consumers import HANDLERS
from services.notifications.delivery import channels
from services.notifications.delivery.profiles_client import ProfilesClient
from services.notifications.delivery.sender import Sender
from services.notifications.settings import NotificationsSettings

MIGRATIONS = Path(__file__).parent / "migrations"


class NotificationsWorker:
    """The house's worker and the sender, started and stopped together."""

    def __init__(
        self, worker: Worker, sender: Sender, *, owned: Sequence[httpx2.Client | Database]
    ) -> None:
        self._worker = worker
        self._sender = sender
        self._owned = owned

    def start(self) -> None:
        """Begin to move events and to send messages."""
        self._worker.start()
        self._sender.start()

    def stop(self) -> None:
        """Finish what is in hand, stop, and close what was opened for it."""
        self._sender.stop()
        self._worker.stop()
        for resource in self._owned:
            resource.close()


def create(
    settings: NotificationsSettings | None = None,
    *,
    database: Database | None = None,
    bus: Bus,
    profiles: httpx2.Client | None = None,
) -> NotificationsWorker:
    """The worker. `profiles` is a client whose base is the profiles service; made if not given."""
    settings = settings or NotificationsSettings()
    outside = httpx2.Client()
    owned: list[httpx2.Client | Database] = [outside]
    if database is None:
        database = open_database(settings, "notifications", settings.database_url, MIGRATIONS)
        owned.append(database)
    if profiles is None:
        # Within the house: a proxy of the environment is for what lies outside.
        profiles = httpx2.Client(
            base_url=settings.profiles_url, timeout=settings.send_timeout_seconds, trust_env=False
        )
        owned.append(profiles)
    sender = Sender(
        settings,
        database=database,
        profiles=ProfilesClient(profiles, ActorTokens(*settings.accepted_keys)),
        channels=channels.configured(settings, client=outside),
    )
    worker = Worker("notifications", database, bus, HANDLERS)
    return NotificationsWorker(worker, sender, owned=owned)
