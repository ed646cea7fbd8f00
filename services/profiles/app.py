"""HTTP process of the profiles service: `uvicorn --factory services.profiles.app:create`."""

from __future__ import annotations

from pathlib import Path

from fastapi import FastAPI

from amuddu.kit import identity
from amuddu.kit.app import create_app, open_audit, open_database
from amuddu.kit.db import Database
from amuddu.kit.trust.tokens import Signer
from services.profiles.common.sealed import KEYRING
from services.profiles.confirming import routes as confirming_routes
from services.profiles.corrections import routes as corrections_routes
from services.profiles.disclosures import routes as disclosures_routes
from services.profiles.duplicates import routes as duplicates_routes
from services.profiles.emergencies import routes as emergencies_routes
from services.profiles.erasures import routes as erasures_routes
from services.profiles.exports import routes as exports_routes
from services.profiles.hire_papers import routes as hire_papers_routes
from services.profiles.hireability import routes as hireability_routes
from services.profiles.imports import routes as imports_routes
from services.profiles.keys.opening import keyring_of
from services.profiles.notes import routes as notes_routes
from services.profiles.papers.keeping import PAPERS, keeper_of
from services.profiles.people import routes as people_routes
from services.profiles.receipts import routes as receipts_routes
from services.profiles.residence.rulebook import following
from services.profiles.retention import routes as retention_routes
from services.profiles.sealing import service as sealing
from services.profiles.settings import ProfilesSettings
from services.profiles.statistics import routes as statistics_routes
from services.profiles.training import routes as training_routes

MIGRATIONS = Path(__file__).parent / "migrations"


def opened(
    settings: ProfilesSettings, *, database: Database | None = None, keys: Database | None = None
) -> Database:
    """The database of profiles with the keyring that opens it; nothing in it is in clear."""
    database = database or open_database(settings, "profiles", settings.database_url, MIGRATIONS)
    if keys is not None or KEYRING not in database.info:
        try:
            keyring = keyring_of(settings, database=keys)
        except SystemExit:
            database.close()
            raise
        database.info[KEYRING] = keyring
        if keys is None:
            database.beside.append(keyring)
    database.info[PAPERS] = keeper_of(settings)
    sealing.seal_present(database)
    return database


def create(
    settings: ProfilesSettings | None = None,
    *,
    database: Database | None = None,
    keys: Database | None = None,
) -> FastAPI:
    """The application, over its own databases unless they are given."""
    settings = settings or ProfilesSettings()
    database = opened(settings, database=database, keys=keys)
    open_audit(settings, database)
    app = create_app(
        name="profiles",
        title="Amuddu profiles",
        description="People, what they agreed to, and what their residence title opens to them.",
        settings=settings,
        sensitive=True,
        database=database,
        routers=[
            people_routes.router,
            duplicates_routes.router,
            imports_routes.router,
            notes_routes.router,
            confirming_routes.router,
            receipts_routes.router,  # before the erasures of an id
            erasures_routes.router,
            emergencies_routes.router,
            disclosures_routes.router,
            hireability_routes.router,
            hire_papers_routes.router,
            training_routes.router,
            statistics_routes.router,
            retention_routes.router,
            corrections_routes.router,
            exports_routes.router,
        ],
        running=[following],
    )
    app.state.signer = Signer(identity.own(settings, "profiles"))  # of passes
    return app
