"""What a process counts of its work. docs/operations.md says what each figure means.

Counters live in the process; `kit/health/exposition.py` adds what the database alone knows and
writes both for Prometheus. A label names a service, a route's pattern, a type or an outcome,
each from a list that the code knows: never an id, and nothing about a person.
"""

from __future__ import annotations

from collections.abc import Sequence, Set
from datetime import datetime
from typing import Literal
from uuid import UUID

from prometheus_client import Counter, Gauge, Histogram

from amuddu.contracts.events.envelope import Envelope
from amuddu.contracts.events.topics import BY_NAME, EVENTS
from amuddu.kit import clock

Outcome = Literal["handled", "repeated", "failed", "buried"]

_QUICK = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)
_PATIENT = (0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 900, 3600, 14400, 86400)
_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
_TYPES = frozenset(kind for kind, _ in EVENTS) | {"dead.letter"}

HTTP_REQUESTS = Counter(
    "amuddu_http_requests",
    "Requests answered.",
    ["service", "method", "route", "status"],
)
HTTP_SECONDS = Histogram(
    "amuddu_http_request_seconds",
    "Seconds from a request to the end of its answer.",
    ["service", "route"],
    buckets=_QUICK,
)
ACTORS_REFUSED = Counter(
    "amuddu_actors_refused",
    "Calls between processes whose token opened nothing, by why.",
    ["service", "why"],
)
EVENTS_PUBLISHED = Counter(
    "amuddu_events_published", "Events that left the outbox, safe elsewhere.", ["type"]
)
PUBLISH_STALLS = Counter(
    "amuddu_publish_stalls",
    "Times that an event could not be published: the bus or a consumer was away.",
    ["type"],
)
EVENTS_HANDLED = Counter(
    "amuddu_events_handled",
    "Events taken from the bus: handled, repeated (known already), failed (a try), buried.",
    ["service", "type", "outcome"],
)
EVENTS_FORGED = Counter(
    "amuddu_events_forged",
    "Events refused because the producer of their topic did not say them, by why.",
    ["service", "topic", "why"],
)
HANDLED_SECONDS = Histogram(
    "amuddu_publish_to_handled_seconds",
    "Seconds from an event's writing to the commit of its effect.",
    ["service", "type"],
    buckets=_PATIENT,
)
CONSUMER_LAG = Gauge(
    "amuddu_consumer_lag",
    "Messages of a partition that this process has yet to handle.",
    ["service", "topic", "partition"],
)
ERASURES_OPEN = Gauge(
    "amuddu_erasures_open", "Erasures that a place has yet to answer for.", ["overdue"]
)
SEND_ATTEMPTS = Counter(
    "amuddu_send_attempts", "Tries to tell a person, by how they ended.", ["channel", "outcome"]
)
ROWS_TIDIED = Counter(
    "amuddu_rows_tidied",
    "Rows that were kept long enough and done with, by kind of the table of retention.",
    ["service", "kind"],
)
NOTIFIED_SECONDS = Histogram(
    "amuddu_publish_to_notify_seconds",
    "Seconds from a counsellor's shortlisting to the message being taken by its channel.",
    ["channel"],
    buckets=_PATIENT,
)


def count_request(service: str, method: str, route: str, status: int, seconds: float) -> None:
    """One answered request. `route` is a pattern, empty where no route fits the address."""
    route = route or "none"
    method = method if method in _METHODS else "other"
    HTTP_REQUESTS.labels(service, method, route, str(status)).inc()
    HTTP_SECONDS.labels(service, route).observe(seconds)


def count_tidied(service: str, kind: str, number: int) -> None:
    """Rows of a kind were done with."""
    ROWS_TIDIED.labels(service, kind).inc(number)


def count_forged(service: str, topic: str, why: str) -> None:
    """One event that was refused. `why` is a word of the code's own."""
    EVENTS_FORGED.labels(service, topic if topic in BY_NAME else "other", why).inc()


def count_refused(service: str, why: str) -> None:
    """A call whose token opened nothing."""
    ACTORS_REFUSED.labels(service, why).inc()


def count_published(envelopes: Sequence[Envelope], *, safe: Set[UUID]) -> None:
    """What a relay had published, and the first event that has to wait."""
    waiting = [envelope for envelope in envelopes if envelope.id not in safe]
    for envelope in envelopes:
        if envelope.id in safe:
            EVENTS_PUBLISHED.labels(known(envelope.type)).inc()
    for envelope in waiting[:1]:
        PUBLISH_STALLS.labels(known(envelope.type)).inc()


def count_event(service: str, event_type: str, outcome: Outcome) -> None:
    """What became of an event that the bus handed over."""
    EVENTS_HANDLED.labels(service, known(event_type), outcome).inc()


def observe_handled(service: str, event_type: str, written_at: datetime) -> None:
    """An event's effect was committed."""
    HANDLED_SECONDS.labels(service, known(event_type)).observe(_since(written_at))


def observe_notified(channel: str, asked_at: datetime) -> None:
    """A message was taken by its channel, so long after somebody asked for it."""
    NOTIFIED_SECONDS.labels(channel).observe(_since(asked_at))


def _since(moment: datetime) -> float:
    # Clocks of two machines differ a little: never less than nothing.
    return max(0.0, (clock.now() - moment).total_seconds())


def known(event_type: str) -> str:
    """An event's type as a label: whatever else a message claims to be is `unknown`."""
    return event_type if event_type in _TYPES else "unknown"
