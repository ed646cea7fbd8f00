"""Worker process of the notifications service: moves its events and sends its messages."""

from __future__ import annotations

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


def create(
    settings: NotificationsSettings | None = None,
    *,
    database: Database | None = None,
    bus: Bus,
    profiles: httpx2.Client | None = None,
) -> Worker:
    """The worker. `profiles` is a client whose base is the profiles service; made if not given."""
    settings = settings or NotificationsSettings()
    outside = httpx2.Client()
    closing = [outside.close]
    if database is None:
        database = open_database(settings, "notifications", settings.database_url, MIGRATIONS)
        closing.append(database.close)
    if profiles is None:
        # Between our own processes: a proxy of the environment is for what lies outside.
        profiles = httpx2.Client(
            base_url=settings.profiles_url, timeout=settings.send_timeout_seconds, trust_env=False
        )
        closing.append(profiles.close)
    sender = Sender(
        settings,
        database=database,
        profiles=ProfilesClient(profiles, ActorTokens(*settings.accepted_keys)),
        channels=channels.configured(settings, client=outside),
    )
    return Worker("notifications", database, bus, HANDLERS, besides=[sender], closing=closing)
