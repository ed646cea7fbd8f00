"""The house that imports are measured on: every process apart, or all of them in one."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from amuddu.kit.db import Database
from cli.demo import seed
from cli.demo.sink import mail_sink
from cli.processes import one_process, separate
from gateway.settings import GatewaySettings

Work = dict[str, float]
"""Seconds of processor time by what used them."""
_POSTGRES = "postgresql"
_TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True)
class House:
    """Where it is reached, and what its processes did."""

    gateway: str
    matching: Database
    pids: Callable[[], dict[str, list[int]]]
    """Of its processes, by what they are."""

    def known(self, table: str) -> int:
        """How many rows matching has in one of its tables."""
        with self.matching.engine.connect() as connection:
            counted = connection.exec_driver_sql(f"SELECT count(*) FROM {table}")
            return int(counted.scalar_one())

    def work(self) -> Work:
        """Processor time so far; of the commands that ended as well."""
        found = {name: sum(map(_seconds, pids)) for name, pids in self.pids().items()}
        mine = os.times()
        return {**found, "the command": mine.children_user + mine.children_system}

    def memory(self) -> dict[str, float]:
        """The most megabytes that each held; PostgreSQL's processes share theirs, and would count
        it many times."""
        own = {name: pids for name, pids in self.pids().items() if name != _POSTGRES}
        return {name: sum(map(_most, pids)) for name, pids in own.items()}


@contextmanager
def apart(folder: str) -> Iterator[House]:
    """Every process on its own, joined by Kafka, as in production."""
    with ExitStack() as stack:
        _, mail = stack.enter_context(mail_sink())
        kafka = stack.enter_context(separate.mock_cluster())
        environment = {"AMUDDU_LOG_LEVEL": "ERROR", **mail}
        started = separate.running(Path(folder), kafka=kafka, environment=environment)
        running = stack.enter_context(started)
        database = Database(running.databases["gateway"])
        stack.callback(database.close)
        _filled(database, running.gateway)
        matching = Database(running.databases["matching"])
        stack.callback(matching.close)

        def pids() -> dict[str, list[int]]:
            found: dict[str, list[int]] = {}
            for child in running.supervisor.children:
                found.setdefault(child.kind, []).append(child.pid)
            return {**found, _POSTGRES: _postgres(Path(folder))}

        yield House(running.gateway, matching, pids)


@contextmanager
def together(folder: str) -> Iterator[House]:
    """The whole house in this process, as `amuddu run` has it."""
    data = Path(folder) / "data"
    with ExitStack() as stack:
        _, mail = stack.enter_context(mail_sink())
        environment = {"AMUDDU_DATA_DIR": str(data), "AMUDDU_LOG_LEVEL": "ERROR", **mail}
        addresses = stack.enter_context(one_process.running(environment=environment))
        settings = GatewaySettings()
        database = Database.of(settings, "gateway", settings.database_url)
        stack.callback(database.close)
        _filled(database, addresses.gateway)
        matching = one_process.database("matching", pool_size=1)
        stack.callback(matching.close)
        yield House(
            addresses.gateway,
            matching,
            lambda: {"the house": [os.getpid()], _POSTGRES: _postgres(data)},
        )


def _filled(accounts: Database, url: str) -> None:
    """The demonstration's accounts, with few people."""
    seed.seed(accounts, url, jobseekers=50, postings=4, today=datetime.now(UTC).date())


# --- what the system tells of a process -----------------------------------------------------------


def _postgres(data: Path) -> list[int]:
    """The server of a data folder, and its processes."""
    server = int((data / "postgresql" / "postmaster.pid").read_text().split()[0])
    return [server, *_children(server)]


def _children(parent: int) -> list[int]:
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            if int(_stat(int(folder.name))[1]) == parent:
                found.append(int(folder.name))
    return found


def _stat(pid: int) -> list[str]:
    """What `/proc/PID/stat` says after the name, which may hold spaces."""
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()


def _seconds(pid: int) -> float:
    """Processor time of a process and of its children that ended."""
    with contextlib.suppress(OSError):
        return sum(map(int, _stat(pid)[11:15])) / _TICKS
    return 0.0


def _most(pid: int) -> float:
    with contextlib.suppress(OSError, StopIteration):
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
        return int(next(line for line in lines if line.startswith("VmHWM")).split()[1]) / 1024
    return 0.0
