"""The whole product with every process separate, joined by Kafka: a deployment on one machine.

Each service has an API process and a worker process, the gateway its own; one embedded PostgreSQL
holds a database for each. With several replicas, those of one API share its port.
"""

from __future__ import annotations

import contextlib
import json
import secrets
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from amuddu.kit import embedded
from cli.processes import keys
from cli.processes.one_process import SERVICES
from cli.processes.supervisor import AMUDDU, Supervisor, run_once

APIS = (*SERVICES, "gateway")
READY_SECONDS = 90.0
_MOCK = Path(__file__).parents[2] / "tests" / "kafka_mock.py"


@dataclass(frozen=True, slots=True)
class Separate:
    """The product as it runs: where everything listens, and who keeps it running."""

    gateway: str
    services: Mapping[str, str]
    databases: Mapping[str, str]
    environment: Mapping[str, str]
    """What every process got: for commands run beside them."""
    folder: Path
    """Embedded PostgreSQL and logs."""
    supervisor: Supervisor

    def command(self, *arguments: str, seconds: float = 120, accept: Sequence[int] = (0,)) -> str:
        """Run `amuddu ...` with the settings of this deployment; its output."""
        return run_once(arguments, self.environment, seconds=seconds, accept=accept)


@contextlib.contextmanager
def running(
    folder: Path,
    *,
    kafka: Mapping[str, str],
    environment: Mapping[str, str],
    replicas: int = 1,
    opened: Callable[[str], None] = lambda _: None,
) -> Iterator[Separate]:
    """Every process, started and ready; stopped in order at the end of the block.

    `kafka`: the settings that lead to a cluster. `opened` is told the gateway's address as soon
    as its pages can be had.
    """
    with contextlib.ExitStack() as stack:
        ports = {name: stack.enter_context(_reserved()) for name in APIS}
        urls = {name: f"http://127.0.0.1:{port}" for name, port in ports.items()}
        inside = stack.enter_context(_reserved())
        databases = {name: embedded.database_url(folder, name) for name in (*APIS, "audit")}
        stack.callback(embedded.stop, folder)
        settings = {
            "AMUDDU_DATA_DIR": str(folder),
            "AMUDDU_SECRET_KEY": secrets.token_urlsafe(48),
            "AMUDDU_PUBLIC_URL": urls["gateway"],
            "AMUDDU_IDENTITIES_DIR": str(folder / "keys" / "gateway"),
            "AMUDDU_GATEWAY_INSIDE_URL": f"http://127.0.0.1:{inside}",
            "AMUDDU_BUS": "kafka",
            **kafka,
            **{f"AMUDDU_{name.upper()}_URL": urls[name] for name in SERVICES},
            **{f"AMUDDU_{name.upper()}_DATABASE_URL": url for name, url in databases.items()},
            **environment,
        }
        keys.lay_out(folder / "keys")
        run_once(["migrate"], settings, seconds=120)
        run_once(["topics", "apply"], settings, seconds=120)
        supervisor = stack.enter_context(Supervisor(folder / "logs"))
        _start(supervisor, ports, settings, inside=inside, replicas=replicas)
        supervisor.wait_ready("api-gateway", f"{urls['gateway']}/readyz", seconds=READY_SECONDS)
        opened(urls["gateway"])
        for name, url in urls.items():
            supervisor.wait_ready(f"api-{name}", f"{url}/readyz", seconds=READY_SECONDS)
        services = {name: urls[name] for name in SERVICES}
        yield Separate(urls["gateway"], services, databases, settings, folder, supervisor)


def _start(
    supervisor: Supervisor,
    ports: Mapping[str, int],
    settings: Mapping[str, str],
    *,
    inside: int,
    replicas: int,
) -> None:
    for name, port in ports.items():
        serve = [*AMUDDU, "api", name, "--port", str(port), "--share-port"]
        more = {"AMUDDU_METRICS_PORT": str(inside)} if name == "gateway" else {}
        own = {**settings, **more, **_identity(settings, name)}
        supervisor.start(f"api-{name}", serve, own, replicas=replicas)
    for name in SERVICES:
        own = {**settings, **_identity(settings, name)}
        supervisor.start(f"worker-{name}", [*AMUDDU, "worker", name], own, replicas=replicas)


def _identity(settings: Mapping[str, str], name: str) -> dict[str, str]:
    """A process's own key and everybody's public ones, and no other private one."""
    return {"AMUDDU_IDENTITIES_DIR": str(Path(settings["AMUDDU_IDENTITIES_DIR"]).parent / name)}


@contextlib.contextmanager
def _reserved() -> Iterator[int]:
    """A free port that stays ours: bound here without listening, and shared with the replicas."""
    with socket.socket() as held:
        held.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        held.bind(("127.0.0.1", 0))
        yield int(held.getsockname()[1])


def real_cluster(servers: str, purpose: str) -> dict[str, str]:
    """The settings of a cluster that is there already; topics of this run alone, by prefix."""
    prefix = f"amuddu-{purpose}-{secrets.token_hex(4)}-"
    return {"AMUDDU_KAFKA_SERVERS": servers, "AMUDDU_KAFKA_TOPIC_PREFIX": prefix}


@contextlib.contextmanager
def mock_cluster() -> Iterator[dict[str, str]]:
    """The settings of a mock cluster in a process of its own (a checkout with the extra `dev`)."""
    if not _MOCK.exists():
        raise SystemExit("no mock cluster here: name a real one, KAFKA=host:port")
    process = subprocess.Popen(
        [sys.executable, str(_MOCK)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        said = process.stdout.readline()
        if not said:
            raise SystemExit("the mock cluster did not start: is the extra `dev` installed?")
        yield {
            "AMUDDU_KAFKA_SERVERS": json.loads(said)["servers"],
            # It answers only old ApiVersions requests, so clients are told what it speaks.
            "AMUDDU_KAFKA_API_VERSION": "2.2",
            # Short, so that the partitions of a killed worker are soon somebody's again; longer
            # than a slow round trip, or a member would be out of its group before it is in.
            "AMUDDU_KAFKA_SESSION_TIMEOUT_MS": "6000",
            "AMUDDU_KAFKA_HEARTBEAT_MS": "1000",
        }
    finally:
        process.stdin.close()  # it ends when its standard input does
        process.wait(timeout=10)
        process.stdout.close()
