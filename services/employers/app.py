"""HTTP process of the employers service: `uvicorn --factory services.employers.app:create`."""

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
from services.employers.alike import routes as alike_routes
from services.employers.budget import routes as budget_routes
from services.employers.claims import routes as claims_routes
from services.employers.exports import routes as exports_routes
from services.employers.hires import profiles_client
from services.employers.hires import routes as hires_routes
from services.employers.hires.profiles_client import ProfilesClient
from services.employers.imports import routes as imports_routes
from services.employers.offers import routes as offers_routes
from services.employers.organisations import routes as organisations_routes
from services.employers.reports import routes as reports_routes
from services.employers.rulebook import routes as rulebook_routes
from services.employers.rulebook.following import following
from services.employers.schemes import routes as schemes_routes
from services.employers.schemes.catalogue import seeded
from services.employers.settings import EmployersSettings
from services.employers.standing import routes as standing_routes
from services.employers.still_hiring import routes as still_hiring_routes
from services.employers.vacancies import routes as vacancies_routes

MIGRATIONS = Path(__file__).parent / "migrations"


def create(
    settings: EmployersSettings | None = None,
    *,
    database: Database | None = None,
    profiles: ProfilesClient | None = None,
) -> FastAPI:
    """The application, over its own database and its own client of profiles unless given."""
    settings = settings or EmployersSettings()
    app = create_app(
        name="employers",
        title="Amuddu employers",
        description="Employers, their vacancies, hires and claims of hiring incentives.",
        settings=settings,
        database=database
        or open_database(settings, "employers", settings.database_url, MIGRATIONS),
        routers=[
            standing_routes.router,  # before the employers: `files` is the id of none
            organisations_routes.router,
            vacancies_routes.router,
            offers_routes.router,
            alike_routes.router,
            reports_routes.router,
            imports_routes.router,
            still_hiring_routes.router,
            hires_routes.router,
            claims_routes.router,  # before the schemes: /v1/schemes/all is not the id of one
            schemes_routes.router,
            budget_routes.router,
            rulebook_routes.router,
            exports_routes.router,
        ],
        running=[seeded, following, _asking],
    )
    app.state.profiles = profiles or _profiles(settings)
    return app


def _profiles(settings: EmployersSettings) -> ProfilesClient:
    http = calls.client(settings, settings.profiles_url, seconds=profiles_client.TIMEOUT_SECONDS)
    return ProfilesClient(http, Signer(identity.own(settings, "employers")))


@contextmanager
def _asking(app: FastAPI) -> Iterator[None]:
    yield
    app.state.profiles.close()
