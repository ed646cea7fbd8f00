"""Composition root of the process that moves matching's events."""

from __future__ import annotations

from amuddu.kit.app import Worker, open_database
from amuddu.kit.bus import Bus
from amuddu.kit.db import Database
from amuddu.kit.events import erasing, restored
from services.matching.app import MIGRATIONS, refuse_stale_vectors
from services.matching.candidacies.statistics import PRESS
from services.matching.consumers import HANDLERS, around
from services.matching.erasures import service as erasures
from services.matching.erasures.repository import people_held
from services.matching.retention.keeping import KEEPER
from services.matching.searches import telling as searches
from services.matching.settings import MatchingSettings
from services.matching.vectors.embedding import Encodes
from services.matching.vectors.encoder import Encoder


def create(
    settings: MatchingSettings | None = None,
    *,
    database: Database | None = None,
    bus: Bus,
    encoder: Encodes | None = None,
) -> Worker:
    """Relay of the outbox, the handlers of what matching consumes, the figures of each month."""
    settings = settings or MatchingSettings()
    database = database or open_database(settings, "matching", settings.database_url, MIGRATIONS)
    encoder = encoder or Encoder.load(settings.model_path)
    refuse_stale_vectors(database, encoder)
    return Worker(
        "matching",
        database,
        bus,
        HANDLERS,
        around=around(encoder),
        besides=[
            PRESS.periodic(database),
            KEEPER.periodic(database),
            searches.periodic(database),
            erasing.answers(database, "matching", ready=erasures.followed),
            restored.teller(database, "matching", people=people_held),
        ],
    )
