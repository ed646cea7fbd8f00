"""Kafka clients, every setting that matters said here.

The library's own defaults change between versions, so nothing is left to them that a lost or
doubled event could hang on.
"""

from __future__ import annotations

import logging
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from kafka import KafkaAdminClient, KafkaConsumer, KafkaProducer
from kafka.errors import KafkaConnectionError, KafkaTimeoutError

from amuddu.kit.settings import Settings

REQUEST_MS = 12_000
"""Longest wait for one answer: a round trip of two seconds is slow, not broken."""
DELIVERY_MS = 30_000
"""After so long the producer gives an event up; it is still in the outbox then."""
CONNECT_MS = 5_000
"""Longest wait for a first broker, and for a topic's metadata; then it is tried again."""
POLL_RECORDS = 500
"""Handled in one transaction when a worker has fallen behind: a second's work for matching."""
RECONNECT_MS = 1_000
"""Longest pause between two tries to reach a broker, so that its return is noticed."""


def producer(settings: Settings, name: str) -> KafkaProducer:
    """A producer whose `send` counts once every replica in sync has the record, and once only.

    Raises `kafka.errors.KafkaError` while no broker answers.
    """
    return KafkaProducer(
        **_common(settings, name),
        acks="all",
        enable_idempotence=True,
        delivery_timeout_ms=DELIVERY_MS,
        max_block_ms=CONNECT_MS,
        linger_ms=20,  # a wave fills its requests; the bus flushes at the wave's end
        batch_size=64 * 1024,
        compression_type=None,
        max_in_flight_requests_per_connection=5,
        allow_auto_create_topics=False,
    )


def consumer(settings: Settings, name: str, *, group: str | None) -> KafkaConsumer:
    """A consumer that keeps no place but what it is told to keep.

    A group that is new begins with the oldest event there is.
    """
    return KafkaConsumer(
        **_common(settings, name),
        group_id=group,
        enable_auto_commit=False,
        auto_offset_reset="earliest",
        isolation_level="read_committed",
        session_timeout_ms=settings.kafka_session_timeout_ms,
        heartbeat_interval_ms=settings.kafka_heartbeat_ms,
        max_poll_interval_ms=300_000,
        max_poll_records=POLL_RECORDS,
        fetch_max_wait_ms=50,
        allow_auto_create_topics=False,
    )


def admin(settings: Settings) -> KafkaAdminClient:
    """A client that creates and describes topics."""
    return KafkaAdminClient(**_common(settings, "admin"))


def _common(settings: Settings, name: str) -> dict[str, Any]:
    common: dict[str, Any] = {
        "bootstrap_servers": settings.kafka_servers.split(","),
        "client_id": f"amuddu-{name}",
        "security_protocol": settings.kafka_security.upper(),
        "request_timeout_ms": REQUEST_MS,
        "retry_backoff_ms": 100,
        "reconnect_backoff_ms": 50,
        "reconnect_backoff_max_ms": RECONNECT_MS,
        "metadata_max_age_ms": 60_000,
        "bootstrap_timeout_ms": CONNECT_MS,
    }
    if "ssl" in settings.kafka_security:
        authority = settings.kafka_ca_file
        common["ssl_context"] = ssl.create_default_context(cafile=authority and str(authority))
    if settings.kafka_security.startswith("sasl"):
        common["sasl_mechanism"] = settings.kafka_sasl_mechanism
        common["sasl_plain_username"] = settings.kafka_user
        common["sasl_plain_password"] = settings.kafka_password
    if settings.kafka_proxy:
        common["proxy_url"] = settings.kafka_proxy
    if version := api_version(settings):
        common["api_version"] = version
    return common


def api_version(settings: Settings) -> tuple[int, ...] | None:
    """The version that brokers are said to speak; `None` to ask them."""
    if not settings.kafka_api_version:
        return None
    return tuple(int(part) for part in settings.kafka_api_version.split("."))


@contextmanager
def out_of_reach(settings: Settings) -> Iterator[None]:
    """For commands: end with one clear line where no broker answers."""
    try:
        yield
    except (KafkaConnectionError, KafkaTimeoutError) as error:
        raise SystemExit(
            f"no Kafka broker answers at {settings.kafka_servers} ({type(error).__name__})"
        ) from None


class OncePerSecond(logging.Filter):
    """Lets a line of a logger through once a second.

    A producer whose metadata names a leader that nobody knows writes without end.
    """

    def __init__(self) -> None:
        super().__init__()
        self._last: dict[str, float] = {}

    def filter(self, record: logging.LogRecord) -> bool:
        place = f"{record.pathname}:{record.lineno}"
        if record.created - self._last.get(place, 0.0) < 1.0:
            return False
        self._last[place] = record.created
        return True


def calm_logs() -> None:
    """Bound what every logger of the library writes."""
    # It warns of its own busy moments, which is the machine's load and nothing of ours.
    logging.getLogger("kafka.net.selector").setLevel(logging.ERROR)
    for name in list(logging.root.manager.loggerDict):
        logger = logging.getLogger(name)
        known = any(isinstance(each, OncePerSecond) for each in logger.filters)
        if name.startswith("kafka.") and not known:
            logger.addFilter(OncePerSecond())
