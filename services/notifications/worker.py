"""Worker process of the notifications service: moves its events and sends its messages."""

from __future__ import annotations

from pathlib import Path

import httpx2

from amuddu.kit import identity
from amuddu.kit.app import Worker, open_database
from amuddu.kit.bus import Bus
from amuddu.kit.db import Database
from amuddu.kit.events import erasing, restored
from amuddu.kit.trust.calls import client
from amuddu.kit.trust.tokens import Signer
from services.notifications.consumers import HANDLERS
from services.notifications.delivery import channels
from services.notifications.delivery.gateway_client import GatewayClient
from services.notifications.delivery.profiles_client import ProfilesClient
from services.notifications.delivery.sender import Sender
from services.notifications.erasures.repository import people_held
from services.notifications.partners.courier import Courier
from services.notifications.retention.keeping import KEEPER
from services.notifications.settings import NotificationsSettings

MIGRATIONS = Path(__file__).parent / "migrations"


def create(
    settings: NotificationsSettings | None = None,
    *,
    database: Database | None = None,
    bus: Bus,
    profiles: httpx2.Client | None = None,
    gateway: httpx2.Client | None = None,
) -> Worker:
    """The worker. `profiles` and `gateway` are clients whose base is the profiles service and the
    gateway's internal port; made if not given."""
    settings = settings or NotificationsSettings()
    settings.refuse_without_mail()
    outside = httpx2.Client()
    closing = [outside.close]
    if database is None:
        database = open_database(settings, "notifications", settings.database_url, MIGRATIONS)
        closing.append(database.close)
    if profiles is None:
        profiles = client(settings, settings.profiles_url, seconds=settings.send_timeout_seconds)
        closing.append(profiles.close)
    if gateway is None:
        inside = settings.gateway_inside_url
        gateway = client(settings, inside, seconds=settings.send_timeout_seconds)
        closing.append(gateway.close)
    signer = Signer(identity.own(settings, "notifications"))
    sender = Sender(
        settings,
        database=database,
        profiles=ProfilesClient(profiles, signer),
        gateway=GatewayClient(gateway, signer),
        channels=channels.configured(settings, client=outside),
    )
    return Worker(
        "notifications",
        database,
        bus,
        HANDLERS,
        besides=[
            sender,
            Courier(settings, database=database),
            KEEPER.periodic(database),
            erasing.answers(database, "notifications"),
            restored.teller(database, "notifications", people=people_held),
        ],
        closing=closing,
    )
