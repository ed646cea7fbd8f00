"""`amuddu api` and `amuddu worker`: one process of one service, each ready for replicas."""

from __future__ import annotations

import contextlib
import enum
import sys
from collections.abc import Iterator
from typing import Annotated

import typer

from amuddu.kit import bus as buses
from amuddu.kit.health import internal_port
from amuddu.kit.health.probes import Health
from amuddu.kit.observability import logs, tracing
from amuddu.kit.settings import Settings
from cli.processes import one_process


class Service(enum.StrEnum):
    """A service with a worker."""

    PROFILES = "profiles"
    EMPLOYERS = "employers"
    MATCHING = "matching"
    NOTIFICATIONS = "notifications"
    SUPPORT = "support"


class Api(enum.StrEnum):
    """A process that answers HTTP."""

    GATEWAY = "gateway"
    PROFILES = "profiles"
    EMPLOYERS = "employers"
    MATCHING = "matching"
    NOTIFICATIONS = "notifications"
    SUPPORT = "support"


def api(
    name: Annotated[Api, typer.Argument(help="Whose pages or API.")],
    host: Annotated[str, typer.Option(help="Address it listens on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="Port it listens on.")] = 8000,
    share_port: Annotated[
        bool, typer.Option(help="Let replicas on this machine listen on the same port.")
    ] = False,
) -> None:
    """Serve the HTTP of one service, or the gateway's pages, until told to stop."""
    settings = Settings()
    logs.configure(settings)
    listening = one_process.listen(host, port, shared=share_port)
    app = one_process.builder(name.value)()
    # The gateway's pages stand behind the proxy that the public reaches.
    server = one_process.server(app, settings, encrypts=name is not Api.GATEWAY)
    sys.stdout.write(f"{name.value}: {one_process.url_of(listening)}\n")
    sys.stdout.flush()
    one_process.settled()
    server.run(sockets=[listening])


def worker(
    name: Annotated[Service, typer.Argument(help="Whose events.")],
) -> None:
    """Move the events of one service (and send its messages) until told to stop."""
    settings = Settings()
    logs.configure(settings)
    if settings.bus == "memory":
        raise SystemExit(
            "AMUDDU_BUS=memory joins services within one process: a worker on its own would"
            " reach nobody. Set AMUDDU_BUS=kafka and AMUDDU_KAFKA_SERVERS, or run `amuddu up`."
        )
    told = one_process.told_to_stop()
    tracing.configure(name.value)
    running = one_process.worker(name.value, buses.chosen(settings))
    with _internal_port(name.value, settings):
        running.start()
        one_process.settled()
        sys.stdout.write(f"{name.value}: worker started\n")
        sys.stdout.flush()
        told.wait()
        running.stop()


@contextlib.contextmanager
def _internal_port(name: str, settings: Settings) -> Iterator[None]:
    """The worker's health and figures, where the settings name a port for them."""
    if not settings.worker_port:
        yield
        return
    # One connection of its own: what moves the events never waits for a probe.
    database = one_process.database(name, pool_size=1)
    with internal_port.serving(
        Health(name, settings, database), host=settings.inside_host, port=settings.worker_port
    ):
        yield
    database.close()
