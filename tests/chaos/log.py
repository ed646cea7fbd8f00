"""The log read from its beginning: everybody must have handled every event in it."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Iterable
from importlib import import_module

from pydantic import ValidationError

from amuddu.contracts.events.envelope import Envelope
from amuddu.contracts.events.topics import EVENTS, TOPICS
from amuddu.kit.bus import clients, records
from amuddu.kit.events.signing import Checks, Forged
from amuddu.kit.identity import Identities, Identity, own
from amuddu.kit.settings import Settings
from tests.chaos.house import House
from tests.chaos.reconcile import SERVICES

READ_SECONDS = 60.0
_SEEN = "SELECT event_id FROM inbox UNION SELECT event_id FROM dead_letters"


_HANDLES = {
    service: {event.type for event in import_module(f"services.{service}.consumers").HANDLERS}
    for service in SERVICES
}
"""Types of events that each service does something for; of those beside them it keeps no trace."""


def settings(house: House) -> Settings:
    """Settings that lead to the cluster by the straight road, and to the keys of the house."""
    keys = house.separate.environment.get("AMUDDU_IDENTITIES_DIR")
    return Settings(
        bus="kafka",
        identities_dir=keys or house.separate.folder / "identities",
        kafka_servers=house.kafka["AMUDDU_KAFKA_SERVERS"],
        kafka_api_version=house.kafka.get("AMUDDU_KAFKA_API_VERSION", ""),
        kafka_topic_prefix=house.kafka.get("AMUDDU_KAFKA_TOPIC_PREFIX", ""),
    )


def identity_of(house: House, name: str) -> Identity:
    """Who a process of the house is: where each has a folder of keys, from its own."""
    folder = settings(house).identities_folder
    beside = folder.with_name(name)
    return own(Settings(identities_dir=beside if beside.is_dir() else folder), name)


def events(house: House, topics: Iterable[str]) -> dict[str, Envelope]:
    """Every event of some topics by its id, from the beginning of the log to its end as it was
    when the reading began. What is no event of the house is passed over."""
    chosen = settings(house)
    prefix = chosen.kafka_topic_prefix
    checks = Checks(Identities(chosen.identities_folder))
    reader = clients.consumer(chosen, "chaos", group=None)
    found: dict[str, Envelope] = {}
    try:
        from kafka import TopicPartition

        parts = [
            TopicPartition(prefix + topic, partition)
            for topic in topics
            for partition in sorted(reader.partitions_for_topic(prefix + topic) or ())
        ]
        reader.assign(parts)
        reader.seek_to_beginning(*parts)
        ends = reader.end_offsets(parts)
        left = {part for part in parts if ends[part] > 0}
        deadline = time.monotonic() + READ_SECONDS
        while left and time.monotonic() < deadline:
            for batch in reader.poll(timeout_ms=500, max_records=2000).values():
                for record in batch:
                    place = records.Place(
                        record.topic.removeprefix(prefix),
                        record.partition,
                        record.offset,
                        record.timestamp,
                    )
                    written = records.Written(record.key, record.value, list(record.headers))
                    envelope = records.read(written, place)
                    if envelope is not None and _told(envelope, checks):
                        found[str(envelope.id)] = envelope
            left = {part for part in left if reader.position(part) < ends[part]}
        if left:
            raise TimeoutError(f"the log was not read to its end: {left}")
    finally:
        reader.close()
    return found


def _told(envelope: Envelope, checks: Checks) -> bool:
    """Whether a producer of the house told it."""
    if (envelope.type, envelope.version) not in EVENTS:
        return False
    try:
        checks.opened(envelope)
    except Forged:
        return False
    except ValidationError:
        return True
    return True


def unhandled(house: House) -> list[str]:
    """Events of the log that a consumer of their topic who handles their type has no inbox row of,
    and people of whom more than one `notification.sent` tells."""
    handled = {
        service: {str(event_id) for (event_id,) in house.databases.rows(service, _SEEN)}
        for service in SERVICES
    }
    missing: list[str] = []
    told: dict[str, set[str]] = defaultdict(set)
    for topic in TOPICS:
        for event_id, envelope in events(house, [topic.name]).items():
            missing += [
                f"{envelope.type} {event_id}: not handled by {consumer}"
                for consumer in topic.consumers
                if envelope.type in _HANDLES[consumer] and event_id not in handled[consumer]
            ]
            if envelope.type == "notification.sent":
                told[envelope.key].add(event_id)
    for key, ids in told.items():
        if len(ids) > 1:
            missing.append(f"candidacy {key}: told of {len(ids)} times")
    return missing
