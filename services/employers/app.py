"""HTTP process of the employers service: `uvicorn --factory services.employers.app:create`."""

from __future__ import annotations

from pathlib import Path

from fastapi import FastAPI

from amuddu.kit.app import create_app, open_database
from amuddu.kit.db import Database
from services.employers import api, api_claims, api_hires, api_schemes
from services.employers.schemes import seeded
from services.employers.settings import EmployersSettings

MIGRATIONS = Path(__file__).parent / "migrations"


def create(
    settings: EmployersSettings | None = None, *, database: Database | None = None
) -> FastAPI:
    """The application, over its own database unless one is given."""
    settings = settings or EmployersSettings()
    return create_app(
        title="Amuddu employers",
        description="Employers, their vacancies, hires and claims of hiring incentives.",
        settings=settings,
        database=database
        or open_database(settings, "employers", settings.database_url, MIGRATIONS),
        routers=[api.router, api_schemes.router, api_hires.router, api_claims.router],
        running=[seeded],
    )
