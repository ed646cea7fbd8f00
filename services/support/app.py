"""HTTP process of the support service: `uvicorn --factory services.support.app:create`."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from fastapi import FastAPI

from amuddu.kit import identity
from amuddu.kit.app import create_app, open_database
from amuddu.kit.db import Database
from amuddu.kit.trust import calls
from amuddu.kit.trust.tokens import Signer
from services.support.catalogue import routes as catalogue_routes
from services.support.catalogue.seeding import seeded
from services.support.certificates import routes as certificates_routes
from services.support.desks import routes as desks_routes
from services.support.exports import routes as exports_routes
from services.support.finance import routes as finance_routes
from services.support.finance import seeding as finance_seeding
from services.support.imports import routes as imports_routes
from services.support.money import routes as money_routes
from services.support.places import profiles_client
from services.support.places import routes as places_routes
from services.support.places.profiles_client import ProfilesClient
from services.support.scholarships import routes as scholarships_routes
from services.support.settings import SupportSettings

MIGRATIONS = Path(__file__).parent / "migrations"


def create(
    settings: SupportSettings | None = None,
    *,
    database: Database | None = None,
    profiles: ProfilesClient | None = None,
) -> FastAPI:
    """The application, over its own database and its own client of profiles unless given."""
    settings = settings or SupportSettings()
    app = create_app(
        name="support",
        title="Amuddu support",
        description="Training: courses, places and who asks for them; scholarships, and money.",
        settings=settings,
        database=database or open_database(settings, "support", settings.database_url, MIGRATIONS),
        routers=[
            imports_routes.router,
            catalogue_routes.router,
            places_routes.router,
            certificates_routes.router,
            desks_routes.router,
            finance_routes.router,
            money_routes.router,
            scholarships_routes.router,
            exports_routes.router,
        ],
        running=[seeded, finance_seeding.seeded, _asking],
    )
    app.state.profiles = profiles or _profiles(settings)
    return app


def _profiles(settings: SupportSettings) -> ProfilesClient:
    http = calls.client(settings, settings.profiles_url, seconds=profiles_client.TIMEOUT_SECONDS)
    return ProfilesClient(http, Signer(identity.own(settings, "support")))


@contextmanager
def _asking(app: FastAPI) -> Iterator[None]:
    yield
    app.state.profiles.close()
