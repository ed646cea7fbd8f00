"""Composition that every service's `app.py` and `worker.py` share.

`create_app` gives a FastAPI with the house's errors, health and docs. `Worker` runs what moves
events: the relay of the service's own outbox and its subscriptions.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AbstractContextManager, ExitStack, asynccontextmanager
from pathlib import Path

from fastapi import APIRouter, FastAPI, Request
from fastapi.routing import APIRoute

from amuddu.contracts.topics import consumed_by
from amuddu.kit import logs, migrations
from amuddu.kit.auth import ActorTokens
from amuddu.kit.bus import Bus
from amuddu.kit.consumer import Consumer, Handlers
from amuddu.kit.db import Database
from amuddu.kit.errors import Unavailable
from amuddu.kit.http import EdgeMiddleware, install_error_handlers
from amuddu.kit.relay import Relay
from amuddu.kit.settings import Settings


def open_database(settings: Settings, name: str, url: str, folder: Path) -> Database:
    """Database of a service at its newest migration.

    An embedded database is migrated at once; a server of one's own is only checked, because
    migrating it is a deployment's decision (`amuddu migrate`).
    """
    if settings.mode == "production" and not url:
        # An embedded database would take people's data and lose them with the container.
        raise SystemExit(f"AMUDDU_{name.upper()}_DATABASE_URL is needed in production")
    database = Database.of(settings, name, url)
    (migrations.check if url else migrations.upgrade)(database, folder)
    return database


def create_app(
    *,
    title: str,
    description: str,
    settings: Settings,
    database: Database,
    routers: Sequence[APIRouter],
    running: Sequence[Callable[[FastAPI], AbstractContextManager[object]]] = (),
    docs: bool = True,
) -> FastAPI:
    """A service's HTTP process. `running` are entered at start and left at shutdown.

    `docs`: whether to serve FastAPI's own viewer of the API at `/docs`.
    """
    logs.configure(settings)

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        with ExitStack() as stack:
            for enter in running:
                stack.enter_context(enter(app))
            yield
        database.close()

    app = FastAPI(
        title=title,
        description=description,
        version="1",
        lifespan=lifespan,
        docs_url="/docs" if docs else None,
        redoc_url="/redoc" if docs else None,
        generate_unique_id_function=_operation_id,
    )
    app.state.settings = settings
    app.state.database = database
    app.state.tokens = ActorTokens(settings.signing_key)
    app.add_middleware(EdgeMiddleware)
    install_error_handlers(app)
    app.include_router(health)
    for router in routers:
        app.include_router(router)
    return app


def _operation_id(route: APIRoute) -> str:
    return route.name


health = APIRouter(tags=["health"])


@health.get("/livez")
def livez() -> dict[str, str]:
    """The process runs."""
    return {"status": "ok"}


@health.get("/readyz")
def readyz(request: Request) -> dict[str, str]:
    """The process can serve: its database answers."""
    database: Database = request.app.state.database
    try:
        database.check()
    except Exception as error:  # the edge: whatever is wrong with it, the database is not there
        raise Unavailable(retry_after=2) from error
    return {"status": "ready"}


class Worker:
    """Moves the events of one service: relays its outbox, handles what it consumes."""

    def __init__(self, name: str, database: Database, bus: Bus, handlers: Handlers) -> None:
        self._bus = bus
        self._relay = Relay(name, database, bus)
        topics = [topic.name for topic in consumed_by(name)]
        if topics:
            bus.subscribe(name, topics, Consumer(name, database, handlers))

    def start(self) -> None:
        """Begin to handle what arrives and to relay what waits."""
        self._bus.start()
        self._relay.start()

    def stop(self) -> None:
        """Finish what is in hand and stop; what waits in the outbox goes with the next start."""
        self._bus.stop()
        self._relay.stop()
