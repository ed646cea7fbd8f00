"""HTTP process of the notifications service: `uvicorn --factory services.notifications.app:create`.

Sending is the worker's.
"""

from __future__ import annotations

from pathlib import Path

from fastapi import FastAPI

from amuddu.kit.app import create_app, open_database
from amuddu.kit.db import Database
from services.notifications.board import routes as board_routes
from services.notifications.calls import routes as calls_routes
from services.notifications.exports import routes as exports_routes
from services.notifications.invitations import routes as invitations_routes
from services.notifications.notices import routes as notices_routes
from services.notifications.partners import routes as partners_routes
from services.notifications.settings import NotificationsSettings

MIGRATIONS = Path(__file__).parent / "migrations"


def create(
    settings: NotificationsSettings | None = None, *, database: Database | None = None
) -> FastAPI:
    """The application, on its own database unless one is given."""
    settings = settings or NotificationsSettings()
    return create_app(
        name="notifications",
        title="Amuddu notifications",
        description="Tells people of offers and takes their answers.",
        settings=settings,
        database=database
        or open_database(settings, "notifications", settings.database_url, MIGRATIONS),
        routers=[
            invitations_routes.router,
            calls_routes.router,
            exports_routes.router,
            notices_routes.router,
            partners_routes.router,
            board_routes.router,
        ],
    )
