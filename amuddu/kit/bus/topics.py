"""The topics of `amuddu.contracts.events.topics` on a cluster: created, or else compared."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Literal

from kafka import KafkaAdminClient
from kafka.admin import ConfigResource
from kafka.errors import TopicAlreadyExistsError

from amuddu.contracts.events.topics import DEAD_LETTERS, TOPICS, Topic
from amuddu.kit.bus import clients
from amuddu.kit.settings import Settings

ASKABLE = (2, 4)
"""Since this version a broker lets the cluster choose how many copies a topic has. An older one
(the tests' stand-in) makes a topic when somebody asks for it, and nothing is compared."""
DAY_MS = 86_400_000
ALL: tuple[Topic, ...] = (*TOPICS, *DEAD_LETTERS)

State = Literal["created", "as it should be", "differs", "not checked"]


@dataclass(frozen=True, slots=True)
class Found:
    """What stands on the cluster for a topic, and how it differs from the contracts."""

    name: str
    state: State
    partitions: int
    differences: tuple[str, ...] = ()


def options(topic: Topic) -> dict[str, str]:
    """How the broker is to keep a topic.

    Compaction may not wait: what a person took back is gone from the log within a day. A tombstone
    stays a month, so that a consumer which was away that long still hears of it.

    The other topics keep every event for a day, then the last one of each key: that is enough for a
    consumer which was away, as each says the round that it is of. A tombstone leaves nothing of its
    key, so an erasure need not wait for the day when everything old is deleted.
    """
    if topic.compacted:
        return {
            "cleanup.policy": "compact",
            "max.compaction.lag.ms": str(DAY_MS),
            "min.cleanable.dirty.ratio": "0.1",
            "segment.ms": str(DAY_MS // 4),
            "delete.retention.ms": str(30 * DAY_MS),
        }
    if topic in DEAD_LETTERS:
        return {"cleanup.policy": "delete", "retention.ms": str(topic.retention_days * DAY_MS)}
    return {
        "cleanup.policy": "compact,delete",
        "retention.ms": str(topic.retention_days * DAY_MS),
        "min.compaction.lag.ms": str(DAY_MS),
        "max.compaction.lag.ms": str(2 * DAY_MS),
        "min.cleanable.dirty.ratio": "0.1",
        "segment.ms": str(DAY_MS // 4),
        "delete.retention.ms": str(DAY_MS),
    }


def apply(settings: Settings) -> Sequence[Found]:
    """Create the topics that lack and compare the others; changes nothing that exists.

    Partitions cannot be taken away and adding some breaks the order per key, so a difference is
    a person's to mend.
    """
    wanted = {settings.kafka_topic_prefix + topic.name: topic for topic in ALL}
    if (clients.api_version(settings) or ASKABLE) < ASKABLE:
        return _asked_for(settings, wanted)
    admin = clients.admin(settings)
    try:
        return _apply(admin, wanted)
    finally:
        admin.close()


def _apply(admin: KafkaAdminClient, wanted: Mapping[str, Topic]) -> Sequence[Found]:
    present = set(admin.list_topics())
    missing = {name: topic for name, topic in wanted.items() if name not in present}
    _create(admin, missing)
    configs = _configs(admin, list(wanted))
    described = admin.describe_topics(list(wanted))
    partitions = {each["name"]: len(each["partitions"]) for each in described}
    return [
        _compared(name, topic, partitions.get(name, 0), configs.get(name, {}), name in missing)
        for name, topic in wanted.items()
    ]


def _create(admin: KafkaAdminClient, missing: Mapping[str, Topic]) -> None:
    if not missing:
        return
    asked = {
        name: {
            "num_partitions": topic.partitions,
            "replication_factor": -1,  # what the cluster has set for itself
            "configs": options(topic),
        }
        for name, topic in missing.items()
    }
    # Another process may be first; what it made is compared like any other.
    with suppress(TopicAlreadyExistsError):
        admin.create_topics(asked, wait_for_metadata=True)


def _configs(admin: KafkaAdminClient, names: Sequence[str]) -> dict[str, dict[str, str]]:
    resources = [ConfigResource("topic", name) for name in names]
    found = admin.describe_configs(resources, config_filter="all").get("topic", {})
    return {
        name: {key: str(config["value"]) for key, config in configs.items()}
        for name, configs in found.items()
    }


def _compared(
    name: str, topic: Topic, partitions: int, found: Mapping[str, str], created: bool
) -> Found:
    wrong = [
        f"{key} is {found.get(key, 'unset')}, not {value}"
        for key, value in options(topic).items()
        if found.get(key) != value
    ]
    if partitions != topic.partitions:
        wrong.insert(0, f"{partitions} partitions, not {topic.partitions}")
    state: State = "differs" if wrong else "created" if created else "as it should be"
    return Found(name, state, partitions, tuple(wrong))


def _asked_for(settings: Settings, names: Mapping[str, Topic]) -> Sequence[Found]:
    producer = clients.producer(settings, "topics")
    try:
        counted = {name: len(producer.partitions_for(name) or ()) for name in names}
    finally:
        producer.close(timeout=clients.CONNECT_MS / 1000)
    return [
        Found(name, "not checked" if count else "differs", count) for name, count in counted.items()
    ]
