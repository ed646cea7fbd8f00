"""The house under test: every process separate, the world outside it, and the road to Kafka."""

from __future__ import annotations

import contextlib
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from cli.processes import separate as processes_separate
from cli.processes.separate import Separate
from tests.chaos.insider import Insider
from tests.chaos.outside import Outside, outside
from tests.chaos.reconcile import Databases
from tests.chaos.road import RoadControl
from tests.chaos.rows.load import Load

# Short waits, so that what a killed process held is taken up soon: a lease longer than all the
# time-outs of one message together, as the settings ask.
WAITS = {
    "AMUDDU_SEND_TIMEOUT_SECONDS": "2",
    "AMUDDU_SEND_LEASE_SECONDS": "20",
    "AMUDDU_SEND_PAUSE_SECONDS": "0.5",
    "AMUDDU_SEND_POLL_SECONDS": "0.2",
    "AMUDDU_LOG_LEVEL": "WARNING",
    "AMUDDU_DATABASE_POOL": "5",
}


@dataclass(slots=True)
class House:
    """What a row works with. Rows share one house: what one breaks, the next one meets."""

    separate: Separate
    outside: Outside
    road: RoadControl
    load: Load
    databases: Databases
    kafka: dict[str, str]
    short: bool
    buried: int = 0
    """Dead letters that were there when the row began: the poison of an earlier one."""

    @property
    def newly_buried(self) -> int:
        """Dead letters since the row began."""
        return self.databases.dead_letters() - self.buried

    def sized(self, whole: int, short: int) -> int:
        """How much of something: the whole run, or the short form of the tests."""
        return short if self.short else whole


@contextlib.contextmanager
def house(*, servers: str = "", short: bool = False) -> Iterator[House]:
    """A fresh house on the mock cluster, or on the one named, there with two of each process."""
    with contextlib.ExitStack() as stack:
        folder = stack.enter_context(_folder())
        world = stack.enter_context(outside())
        kafka = (
            processes_separate.real_cluster(servers, "chaos")
            if servers
            else stack.enter_context(processes_separate.mock_cluster())
        )
        road = stack.enter_context(RoadControl())
        started = processes_separate.running(
            folder,
            kafka={**kafka, "AMUDDU_KAFKA_PROXY": road.url},
            environment={**WAITS, **world.environment},
            replicas=2 if servers else 1,
        )
        running = stack.enter_context(started)
        load = Load(running.services, Insider.of(running))
        load.prepare(bodies=300 if short else 3000)
        databases = Databases(running.databases)
        yield House(running, world, road, load, databases, kafka, short)


@contextlib.contextmanager
def _folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="amuddu-chaos-", ignore_cleanup_errors=True) as name:
        yield Path(name)
