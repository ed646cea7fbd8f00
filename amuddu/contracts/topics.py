"""Topics as data: who produces, who consumes, how they are kept.

The in-process bus and the Kafka bus both read this table; a test compares it with what the
code really produces and subscribes to.
"""

from __future__ import annotations

from dataclasses import dataclass

from amuddu.contracts import employers, matching, notifications, profiles
from amuddu.contracts.events import Envelope, Event


@dataclass(frozen=True, slots=True)
class Topic:
    """A named log of events. A compacted topic keeps the last event of each key for ever."""

    name: str
    producer: str
    consumers: tuple[str, ...]
    events: tuple[type[Event], ...]
    compacted: bool
    partitions: int = 8


TOPICS: tuple[Topic, ...] = (
    Topic(
        profiles.TOPIC,
        producer="profiles",
        consumers=("matching", "notifications"),
        events=(profiles.ProfileUpdated, profiles.ProfileWithdrawn),
        compacted=True,
    ),
    Topic(
        employers.TOPIC,
        producer="employers",
        consumers=("matching", "notifications"),
        events=(employers.VacancyPublished, employers.VacancyClosed),
        compacted=True,
    ),
    Topic(
        matching.TOPIC,
        producer="matching",
        consumers=("notifications", "profiles", "employers"),
        events=(
            matching.CandidateShortlisted,
            matching.CandidateCancelled,
            matching.CandidateHired,
        ),
        compacted=False,
    ),
    Topic(
        notifications.DELIVERIES,
        producer="notifications",
        consumers=("matching",),
        events=(notifications.NotificationSent, notifications.NotificationFailed),
        compacted=False,
    ),
    Topic(
        notifications.ANSWERS,
        producer="notifications",
        consumers=("matching", "profiles"),
        events=(notifications.CandidateAnswered,),
        compacted=False,
    ),
)

BY_NAME: dict[str, Topic] = {topic.name: topic for topic in TOPICS}
EVENTS: dict[tuple[str, int], type[Event]] = {
    (event.type, event.version): event for topic in TOPICS for event in topic.events
}


class UnknownEvent(LookupError):
    """An envelope whose type and version no contract names."""


def open_envelope(envelope: Envelope) -> Event:
    """Read the event in an envelope.

    Raises `UnknownEvent` for a type or version that no contract names, and pydantic's
    `ValidationError` for data that does not fit it.
    """
    try:
        event = EVENTS[envelope.type, envelope.version]
    except KeyError:
        raise UnknownEvent(f"{envelope.type} v{envelope.version}") from None
    return event.model_validate(envelope.data)


def consumed_by(service: str) -> tuple[Topic, ...]:
    """Topics that a service reads."""
    return tuple(topic for topic in TOPICS if service in topic.consumers)
