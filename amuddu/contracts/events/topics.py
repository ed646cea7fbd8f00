"""Topics as data: who produces, who consumes, how they are kept.

The in-process bus and the Kafka bus both read this table; a test compares it with what the
code really produces and subscribes to.
"""

from __future__ import annotations

from dataclasses import dataclass

from amuddu.contracts import claims, employers, hires, matching, notifications, profiles, schemes
from amuddu.contracts.events import erasures, restored
from amuddu.contracts.events.envelope import Envelope, Event
from amuddu.contracts.events.tidied import TOLD_BY
from amuddu.contracts.matching import interviews
from amuddu.contracts.profiles import account, oversight
from amuddu.contracts.rules import versions as rules
from amuddu.contracts.support import certificates, scholarships, training


@dataclass(frozen=True, slots=True)
class Topic:
    """A named log of events.

    A compacted topic keeps the last event of each key for ever: that event says all there is to
    know of its entity. Where an event ends an entity's state, a tombstone follows it and nothing
    is kept. Other topics keep everything for a day and the last event of each key for
    `retention_days`, longer than any consumer is away: after a tombstone, nothing.
    """

    name: str
    producer: str
    consumers: tuple[str, ...]
    events: tuple[type[Event], ...]
    compacted: bool
    rebuilds: tuple[str, ...] = ()
    """Services that read the topic only when they are rebuilt: their own state, told to them."""
    partitions: int = 8
    retention_days: int = 90


TOPICS: tuple[Topic, ...] = (
    Topic(
        profiles.TOPIC,
        producer="profiles",
        consumers=("matching", "notifications"),
        rebuilds=("matching",),
        events=(profiles.ProfileUpdated, profiles.ProfileWithdrawn),
        compacted=True,
    ),
    Topic(
        account.NOTICES,
        producer="profiles",
        consumers=("notifications",),
        events=(account.AccountNoted, oversight.OfficerCalled),
        compacted=False,
        retention_days=7,
    ),
    Topic(
        erasures.TOPIC,
        producer="profiles",
        consumers=("employers", "matching", "notifications", "support"),
        events=(erasures.ErasureBegun, restored.ErasureAgain),
        compacted=False,
    ),
    *(
        Topic(
            told.topic,
            producer=producer,
            consumers=("profiles",),
            events=(told, restored.HELD_BY[producer]),
            compacted=False,
        )
        for producer, told in erasures.TOLD_BY.items()
    ),
    Topic(
        employers.TOPIC,
        producer="employers",
        consumers=("matching", "notifications", "profiles"),
        rebuilds=("matching", "profiles"),
        events=(employers.VacancyPublished, employers.VacancyClosed),
        compacted=True,
    ),
    Topic(
        hires.TOPIC,
        producer="employers",
        consumers=("matching", "notifications"),
        events=(hires.HireAbandoned, hires.HireStartSet),
        compacted=False,
    ),
    Topic(
        claims.TOPIC,
        producer="employers",
        consumers=("notifications",),
        events=(claims.ClaimMoved,),
        compacted=False,
    ),
    Topic(
        schemes.TOPIC,
        producer="employers",
        consumers=("profiles",),
        rebuilds=("profiles",),
        events=(schemes.SchemeVersioned,),
        compacted=True,
    ),
    Topic(
        rules.TOPIC,
        producer="employers",
        consumers=("profiles",),
        rebuilds=("profiles",),
        events=(rules.RuleAmended,),
        compacted=True,
    ),
    Topic(
        matching.TOPIC,
        producer="matching",
        consumers=("notifications", "profiles"),
        events=(
            matching.CandidateShortlisted,
            matching.CandidateMeetAsked,
            matching.CandidateCancelled,
            interviews.InterviewMoved,
        ),
        compacted=False,
    ),
    Topic(
        matching.HIRES,
        producer="matching",
        consumers=("employers", "notifications", "profiles"),
        events=(matching.CandidateHired,),
        compacted=False,
    ),
    Topic(
        matching.LOG,
        producer="matching",
        consumers=(),
        rebuilds=("matching",),
        events=(matching.CandidacyChanged, matching.CandidacyForgotten),
        compacted=True,
    ),
    Topic(
        matching.INTERESTS,
        producer="matching",
        consumers=(),
        rebuilds=("matching",),
        events=(matching.InterestChanged, matching.InterestForgotten),
        compacted=True,
    ),
    Topic(
        matching.SEARCHES,
        producer="matching",
        consumers=("notifications",),
        events=(matching.SearchFound,),
        compacted=False,
        retention_days=7,
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
    Topic(
        training.TOPIC,
        producer="support",
        consumers=("notifications", "profiles"),
        events=(
            training.PlaceMoved,
            training.TrainingCompleted,
            scholarships.ScholarshipMoved,
            certificates.CertificateMoved,
        ),
        compacted=False,
    ),
    *(
        Topic(
            tidied.topic,
            producer=producer,
            consumers=("profiles",),
            events=(tidied,),
            compacted=False,
            partitions=1,
        )
        for producer, tidied in TOLD_BY.items()
    ),
)


def dead_letter_topic(consumer: str) -> str:
    """Topic with copies of what a service could not handle."""
    return f"{consumer}.dead-letters"


DEAD_LETTERS: tuple[Topic, ...] = tuple(
    Topic(
        dead_letter_topic(service),
        producer=service,
        consumers=(),
        events=(),
        compacted=False,
        partitions=1,
    )
    for service in sorted({service for topic in TOPICS for service in topic.consumers})
)
"""Read by whoever looks after the cluster: what kind of event, and why. What it says is in the
service's own table alone, where an erasure finds it."""

LONGEST_KEPT_DAYS = max(topic.retention_days for topic in (*TOPICS, *DEAD_LETTERS))
BY_NAME: dict[str, Topic] = {topic.name: topic for topic in (*TOPICS, *DEAD_LETTERS)}
EVENTS: dict[tuple[str, int], type[Event]] = {
    (event.type, event.version): event for topic in TOPICS for event in topic.events
}
EARLIER: dict[tuple[str, int], type[Event]] = {
    (event.type, version): event for event in EVENTS.values() for version in range(1, event.version)
}
"""Versions that are told no more and may still be in a log."""


class UnknownEvent(LookupError):
    """An envelope whose type and version no contract names."""


def open_envelope(envelope: Envelope) -> Event:
    """Read the event in an envelope.

    Raises `UnknownEvent` for a type or version that no contract names, and pydantic's
    `ValidationError` for data that does not fit it.
    """
    known = (envelope.type, envelope.version)
    if known in EVENTS:
        return EVENTS[known].model_validate(envelope.data)
    if known not in EARLIER:
        raise UnknownEvent(f"{envelope.type} v{envelope.version}")
    event = EARLIER[known]
    read = {name: each for name, each in envelope.data.items() if name not in event.no_longer_read}
    return event.model_validate(read)


def rebuilt_from(service: str) -> tuple[Topic, ...]:
    """Topics that hold a service's whole state."""
    return tuple(topic for topic in TOPICS if service in topic.rebuilds)


def consumed_by(service: str) -> tuple[Topic, ...]:
    """Topics that a service reads."""
    return tuple(topic for topic in TOPICS if service in topic.consumers)
