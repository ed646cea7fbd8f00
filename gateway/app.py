"""Composition root of the gateway: `uvicorn --factory gateway.app:create`."""

from __future__ import annotations

from pathlib import Path

from fastapi import FastAPI, Request
from fastapi.staticfiles import StaticFiles
from starlette.responses import Response

from amuddu.kit.app import create_app, open_database
from amuddu.kit.db import Database
from amuddu.kit.errors import AmudduError, NotSignedIn
from amuddu.kit.http import problem
from gateway import views
from gateway.api import v1
from gateway.clients import Services, connect
from gateway.security import HeadersMiddleware
from gateway.settings import GatewaySettings
from gateway.views import errors

MIGRATIONS = Path(__file__).parent / "migrations"


def create(
    settings: GatewaySettings | None = None,
    *,
    database: Database | None = None,
    services: Services | None = None,
) -> FastAPI:
    """The gateway's application; tests hand in a database and clients of applications in memory."""
    settings = settings or GatewaySettings()
    app = create_app(
        title="Amuddu",
        description="Vacancies, candidates and answers: the same job as the pages do, as JSON.",
        settings=settings,
        database=database or open_database(settings, "gateway", settings.database_url, MIGRATIONS),
        routers=[v1.router, *views.ROUTERS],
    )
    app.state.services = services or connect(settings)
    app.mount("/static", StaticFiles(packages=[("gateway", "static")]), name="static")
    app.add_middleware(HeadersMiddleware)
    app.add_exception_handler(AmudduError, _on_error)
    return app


def _on_error(request: Request, error: Exception) -> Response:
    """Errors of the API are problem+json, those of the pages are pages."""
    assert isinstance(error, AmudduError)
    if request.url.path.startswith(("/api/", "/livez", "/readyz")):
        return problem(request, error)
    if isinstance(error, NotSignedIn):
        return errors.to_sign_in(request)
    return errors.page_of(request, error)
