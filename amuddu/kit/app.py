"""Composition that every service's `app.py` and `worker.py` share.

`create_app` gives a FastAPI with the product's errors, health and docs. `Worker` runs what moves
events: the relay of the service's own outbox and its subscriptions.
"""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AbstractContextManager, ExitStack, asynccontextmanager
from functools import partial
from pathlib import Path

from fastapi import APIRouter, FastAPI
from fastapi.routing import APIRoute
from sqlalchemy.exc import OperationalError

from amuddu.contracts.events.keeping import SERVICES
from amuddu.contracts.events.topics import consumed_by
from amuddu.kit import identity, migrations
from amuddu.kit.audit import recording
from amuddu.kit.audit.store import Audit
from amuddu.kit.bus import Bus
from amuddu.kit.db import Database
from amuddu.kit.events.consumer import Around, Consumer, Handlers
from amuddu.kit.events.relay import Relay
from amuddu.kit.health import probes
from amuddu.kit.health.probes import Health
from amuddu.kit.keeping import letters, working
from amuddu.kit.keeping import routes as keeping
from amuddu.kit.observability import logs, tracing
from amuddu.kit.periodic import Periodic
from amuddu.kit.settings import Settings
from amuddu.kit.trust import spent
from amuddu.kit.trust.gate import Gate
from amuddu.kit.trust.passes import Passes
from amuddu.kit.web.http import EdgeMiddleware, install_error_handlers

log = logs.get(__name__)

_SWEEP_SECONDS = 60.0
AUDIT_MIGRATIONS = Path(recording.__file__).parent / "migrations"
AWAIT_SECONDS = 30.0
"""How long a process waits for its database when it starts."""


def open_database(settings: Settings, name: str, url: str, folder: Path) -> Database:
    """Database of a service at its newest migration.

    An embedded database is migrated at once; a server of one's own is only checked, because
    migrating it is a deployment's decision (`amuddu migrate`). A process that has no key to sign
    its events with does not start.
    """
    if settings.mode == "production" and not url:
        # An embedded database would take people's data and lose them with the container.
        raise SystemExit(f"AMUDDU_{name.upper()}_DATABASE_URL is needed in production")
    settings.refuse_without_secret()
    database = Database.of(settings, name, url)
    if name in identity.NAMES:
        identity.own(settings, name)
    if not url:
        migrations.upgrade(database, folder)
        return database
    _wait_for(database, name)
    migrations.check(database, folder)
    return database


def open_audit(settings: Settings, database: Database) -> Audit:
    """The audit that a service's database records in, opened unless it is already."""
    found = recording.attached(database)
    if found is None:
        url = settings.audit_database_url
        opened = open_database(settings, "audit", url, AUDIT_MIGRATIONS)
        found = audit_of(settings, opened)
        recording.attach(database, found)
        database.beside.append(opened)
    return found


def audit_of(settings: Settings, database: Database) -> Audit:
    """The audit in a database, with the keys of the settings."""
    own = (settings.audit_key,) if settings.audit_key else ()
    return Audit(database, *own, *settings.accepted_keys)


def _wait_for(database: Database, name: str) -> None:
    """A process that starts while its database restarts waits for it, rather than die of it."""
    deadline = time.monotonic() + AWAIT_SECONDS
    while True:
        try:
            database.check()
        except OperationalError:
            if time.monotonic() > deadline:
                raise SystemExit(
                    f"AMUDDU_{name.upper()}_DATABASE_URL: no PostgreSQL lets us in there"
                ) from None
            log.warning("database out of reach, waiting", database=name)
            time.sleep(1)
        else:
            return


def create_app(
    *,
    name: str,
    title: str,
    description: str,
    settings: Settings,
    database: Database,
    routers: Sequence[APIRouter],
    running: Sequence[Callable[[FastAPI], AbstractContextManager[object]]] = (),
    public: bool = False,
    sensitive: bool = False,
) -> FastAPI:
    """A service's HTTP process. `running` are entered at start and left at shutdown.

    `public`: strangers reach it, so neither its figures (`/metrics`) nor FastAPI's viewer of
    the API (`/docs`) are served here. `sensitive`: see `amuddu.kit.trust.gate.Gate`.
    """
    logs.configure(settings)
    tracing.configure(name)

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        with ExitStack() as stack:
            for enter in running:
                stack.enter_context(enter(app))
            yield
        for close in (*(gate.closing if gate else ()), database.close):
            close()

    gate = None if public else Gate.of(settings, name, sensitive=sensitive)
    app = FastAPI(
        title=title,
        description=description,
        version="1",
        lifespan=lifespan,
        docs_url=None if public else "/docs",
        redoc_url=None if public else "/redoc",
    )
    app.state.settings = settings
    app.state.database = database
    app.state.gate = gate
    app.state.passes = None if public else Passes(settings, name)
    app.state.health = Health(name, settings, database)
    app.add_middleware(EdgeMiddleware, service=name, public=public)
    install_error_handlers(app)
    for router in (probes.probes, *([] if public else _of_ours(name)), *routers):
        _serve(app, router)
    return app


def _of_ours(name: str) -> Sequence[APIRouter]:
    """What every service answers to our own machines and people."""
    kept = [keeping.router(each) for each in SERVICES if each == name]
    return [probes.figures, *kept]


def _serve(app: FastAPI, router: APIRouter) -> None:
    """Serve a router's routes as they are; an operation is named for its function.

    `include_router` would build each of them a second time while the first page is waited for.
    """
    for route in router.routes:
        if isinstance(route, APIRoute):
            route.operation_id = route.operation_id or route.name
        app.router.routes.append(route)


class Worker:
    """Moves the events of one service: relays its outbox, handles what it consumes.

    `besides`: what else the service does by itself. `closing`: called once all have stopped.
    """

    def __init__(
        self,
        name: str,
        database: Database,
        bus: Bus,
        handlers: Handlers,
        *,
        around: Around | None = None,
        besides: Sequence[Periodic] = (),
        closing: Sequence[Callable[[], None]] = (),
    ) -> None:
        self._bus = bus
        self._relay = Relay(name, database, bus)
        forget = partial(spent.sweep, database)
        ours = [
            Periodic("spent-tokens", forget, every=_SWEEP_SECONDS),
            working.saying(database, name),
        ]
        leave: Callable[[], None] = partial(working.left, database, name)
        self._closing = (leave, *closing)
        topics = [topic.name for topic in consumed_by(name)]
        if topics:
            consumer = Consumer(name, database, handlers, around=around)
            bus.subscribe(name, topics, consumer)
            ours.append(letters.carrying_out(database, consumer))
        self._besides = (*besides, *ours)

    def start(self) -> None:
        """Begin to handle what arrives and to relay what waits."""
        self._bus.start()
        for each in (self._relay, *self._besides):
            each.start()

    def stop(self) -> None:
        """Finish what is in hand and stop; what waits in the outbox goes with the next start."""
        for each in self._besides:
            each.stop()
        self._bus.stop()
        self._relay.stop()
        for close in self._closing:
            close()
