"""The whole product in one process: five services, the gateway, the bus between them.

This is the default set-up. Each HTTP application listens on a loopback port of its own, and the
gateway reaches the services over HTTP exactly as it does when they run on machines of their own.
"""

from __future__ import annotations

import contextlib
import gc
import os
import signal
import socket
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

import uvicorn
from fastapi import FastAPI

from amuddu.contracts.events.topics import consumed_by
from amuddu.kit.app import AUDIT_MIGRATIONS
from amuddu.kit.bus import Bus
from amuddu.kit.bus.memory import MemoryBus
from amuddu.kit.db import Database
from amuddu.kit.events.consumer import Consumer, Handlers
from amuddu.kit.observability import logs
from amuddu.kit.settings import Settings
from amuddu.kit.trust import tls
from amuddu.kit.web.strangers import PromptProtocol
from cli.importing import imported

log = logs.get(__name__)

SERVICES = ("profiles", "employers", "notifications", "support", "matching")
"""In the order in which they open: matching, which loads a model, comes last."""


@dataclass(frozen=True, slots=True)
class Addresses:
    """Where everything listens."""

    gateway: str
    services: dict[str, str] = field(default_factory=dict)


def server(app: FastAPI, settings: Settings, *, encrypts: bool = False) -> uvicorn.Server:
    """A uvicorn server that logs nothing of its own and finishes what it is answering.

    `encrypts`: it is for other processes, over TLS where the settings have a certificate.
    """
    shown = tls.answering(settings) if encrypts else {}
    config = uvicorn.Config(
        app,
        http=PromptProtocol,
        log_config=None,
        access_log=False,
        lifespan="on",
        timeout_graceful_shutdown=5,
        # Longer than a client keeps an idle connection (5 s): were it the same, a busy machine
        # closes a connection at the moment at which the gateway sends its next call on it.
        timeout_keep_alive=30,
        forwarded_allow_ips=settings.trusted_proxies,
        ssl_certfile=shown.get("ssl_certfile"),
        ssl_keyfile=shown.get("ssl_keyfile"),
    )
    return uvicorn.Server(config)


class Server:
    """A uvicorn server in a thread of its own."""

    def __init__(self, app: FastAPI, listening: socket.socket) -> None:
        self._server = server(app, Settings())
        self._socket = listening
        self._thread = threading.Thread(target=self._run, daemon=True)

    def _run(self) -> None:
        # Signals belong to the main thread, which stops every server in turn.
        self._server.capture_signals = contextlib.nullcontext  # type: ignore[method-assign, assignment]
        self._server.run(sockets=[self._socket])

    def start(self) -> None:
        """Serve, and return once the application answers."""
        self._thread.start()
        while not self._server.started:
            if not self._thread.is_alive():
                raise RuntimeError("a server did not start; its log says why")
            time.sleep(0.01)

    def stop(self) -> None:
        """Finish what is being answered, then stop."""
        self._server.should_exit = True
        self._thread.join(timeout=10)


def told_to_stop() -> threading.Event:
    """Set by Ctrl+C, and by whoever looks after processes when this one is to end."""
    told = threading.Event()
    for wanted in (signal.SIGINT, signal.SIGTERM):
        signal.signal(wanted, lambda *_: told.set())
    return told


def listen(host: str = "127.0.0.1", port: int = 0, *, shared: bool = False) -> socket.socket:
    """A listening socket: loopback, on a free port, unless others are named.

    `shared`: others may listen there too, and the system deals out the connections.
    """
    # Named as TCP, or asyncio would not tell its connections to send small answers at once.
    made = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    if shared:
        made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
    try:
        made.bind((host, port))
    except OSError as error:
        made.close()
        raise SystemExit(
            f"port {port} of {host}: {error.strerror}; choose another: --port 8001"
        ) from None
    made.listen(128)
    return made


def url_of(listening: socket.socket) -> str:
    """Address of a listening socket."""
    return f"http://127.0.0.1:{listening.getsockname()[1]}"


@contextlib.contextmanager
def running(
    *,
    environment: dict[str, str],
    host: str = "127.0.0.1",
    port: int = 0,
    opened: Callable[[str], None] = lambda _: None,
) -> Iterator[Addresses]:
    """Everything, started; stopped at the end of the block.

    `environment` names what the processes would read from theirs (mail server, data folder).
    The pages open first and `opened` is told where; matching, which loads a model, comes last.
    """
    sockets = {name: listen() for name in SERVICES} | {"gateway": listen(host, port)}
    urls = {name: url_of(each) for name, each in sockets.items()}
    addresses = {f"AMUDDU_{name.upper()}_URL": urls[name] for name in SERVICES} | _inside()
    public = {"AMUDDU_PUBLIC_URL": os.environ.get("AMUDDU_PUBLIC_URL", urls["gateway"])}
    with contextlib.ExitStack() as stack:
        stack.enter_context(_environment({**environment, **addresses, **public}))
        logs.configure(Settings())
        for name in ("gateway", *SERVICES):
            started = time.perf_counter()
            running_server = Server(builder(name)(), sockets[name])
            running_server.start()
            stack.callback(running_server.stop)
            log.debug("started", process=name, seconds=round(time.perf_counter() - started, 2))
            if name == "gateway":
                opened(urls["gateway"])
        for each in _workers():
            each.start()
            stack.callback(each.stop)
        settled()
        yield Addresses(urls["gateway"], {name: urls[name] for name in SERVICES})


def settled() -> None:
    """A process has started: what it made until now stays to its end.

    The garbage collector leaves it out of its rounds. Going through close to a million objects
    would stop every thread for half a second again and again, a fifth of an import's time.
    """
    gc.freeze()


def _inside() -> dict[str, str]:
    """Where the gateway answers the services of this process about sessions."""
    port = Settings().metrics_port or free_port()
    return {
        "AMUDDU_METRICS_PORT": str(port),
        "AMUDDU_GATEWAY_INSIDE_URL": f"http://127.0.0.1:{port}",
    }


def free_port() -> int:
    """A port of loopback on which nobody listens now."""
    with listen() as found:
        return int(found.getsockname()[1])


@contextlib.contextmanager
def _environment(variables: dict[str, str]) -> Iterator[None]:
    """Variables set for the length of the block, then as they were."""
    before = dict(os.environ)
    os.environ.update(variables)
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)


def builder(name: str) -> Callable[[], FastAPI]:
    """What makes the HTTP application of a process; its modules alone are imported."""
    create: Callable[[], FastAPI] = imported(f"{_package(name)}.app").create
    return create


class Works(Protocol):
    """A service's worker."""

    def start(self) -> None:
        """Begin."""

    def stop(self) -> None:
        """Finish what is in hand and stop."""


def worker(name: str, bus: Bus) -> Works:
    """The worker of a service; its modules alone are imported."""
    made: Works = imported(f"services.{name}.worker").create(bus=bus)
    return made


def consumer(name: str, database: Database) -> Consumer:
    """What handles the events that a service consumes."""
    if not consumed_by(name):
        return Consumer(name, database, {})
    handlers: Handlers = imported(f"services.{name}.consumers").HANDLERS
    if name != "matching":
        return Consumer(name, database, handlers)
    from services.matching.consumers import around
    from services.matching.settings import MatchingSettings
    from services.matching.vectors.encoder import Encoder

    encoder = Encoder.load(MatchingSettings().model_path)
    return Consumer(name, database, handlers, around=around(encoder))


def _workers() -> list[Works]:
    """Every service's worker on one bus; all subscribe before any relay starts."""
    bus = MemoryBus()
    return [worker(name, bus) for name in SERVICES]


def databases() -> list[tuple[str, Settings, str, Path]]:
    """Every database: its name, the settings and URL that choose it, its migrations."""
    return [*(named(name) for name in (*SERVICES, "gateway", "audit")), _keys()]


def _keys() -> tuple[str, Settings, str, Path]:
    """People's keys stand apart from their data."""
    _, settings, _, folder = named("profiles")
    url = getattr(settings, "keys_database_url")  # noqa: B009 - of the profiles service alone
    return "keys", settings, url, folder.parent / "keys" / "migrations"


def database(name: str, *, pool_size: int) -> Database:
    """The database of one process, as its settings name it."""
    _, settings, url, _ = named(name)
    chosen = settings.model_copy(update={"database_pool": pool_size})
    return Database.of(chosen, name, url)


def named(name: str) -> tuple[str, Settings, str, Path]:
    """One of them, without a process's own modules: whoever migrates needs no model, and so no
    PyTorch."""
    if name == "audit":
        shared = Settings()
        return name, shared, shared.audit_database_url, AUDIT_MIGRATIONS
    package = _package(name)
    module = imported(f"{package}.settings")
    settings = getattr(module, f"{name.capitalize()}Settings")()
    source = imported(package).__file__
    assert source is not None
    return name, settings, settings.database_url, Path(source).parent / "migrations"


def _package(name: str) -> str:
    return name if name == "gateway" else f"services.{name}"
