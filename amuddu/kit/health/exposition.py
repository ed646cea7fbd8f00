"""What Prometheus reads at `/metrics`: the process's counters and what its database alone knows.

Rows waiting and dead letters are asked of the database when Prometheus asks.
"""

from __future__ import annotations

from collections.abc import Iterator

from prometheus_client import REGISTRY, CollectorRegistry
from prometheus_client.exposition import CONTENT_TYPE_LATEST, generate_latest
from prometheus_client.metrics_core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector
from sqlalchemy.exc import SQLAlchemyError

from amuddu.kit.db import Database
from amuddu.kit.events import backlog

CONTENT_TYPE = CONTENT_TYPE_LATEST


def exposition(service: str, database: Database, degraded: bool | None) -> bytes:
    """Everything this process knows, in Prometheus' text format.

    `degraded` is what `/readyz` says; `None` where it cannot say, the database being away.
    """
    of_database = CollectorRegistry()
    of_database.register(_Asked(service, database, degraded))
    return generate_latest(REGISTRY) + generate_latest(of_database)


class _Asked(Collector):
    """What the database of a service says of its events, when it is asked."""

    def __init__(self, service: str, database: Database, degraded: bool | None) -> None:
        self._service = service
        self._database = database
        self._degraded = degraded

    def describe(self) -> list[Metric]:
        return []  # registering must not ask the database

    def collect(self) -> Iterator[Metric]:
        up = self._degraded is not None
        yield self._gauge("database_up", "Whether the database answers.", up)
        if not up:
            return
        yield self._gauge("degraded", "Whether /readyz says degraded.", self._degraded is True)
        try:
            found = backlog.of(self._service, self._database)
        except SQLAlchemyError:
            return  # gone in between: the next question says so
        if found is None:
            return
        yield self._gauge("outbox_rows", "Events that wait in the outbox.", found.waiting)
        oldest = "Age of the oldest event that waits in the outbox, 0 where none does."
        yield self._gauge("outbox_oldest_seconds", oldest, found.oldest_seconds)
        yield self._gauge("dead_letters", "Events buried, to be looked at.", found.buried)

    def _gauge(self, name: str, says: str, value: float) -> Metric:
        made = GaugeMetricFamily(f"amuddu_{name}", says, labels=["service"])
        made.add_metric([self._service], value)
        return made
