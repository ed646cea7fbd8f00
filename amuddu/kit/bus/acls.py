"""Who may do what on a cluster, from the same table as the topics.

A service's worker writes its own topics and its own dead letters, reads what it consumes or is
rebuilt from, and keeps its place in one group. Who creates the topics does nothing else. APIs and
the gateway speak to no broker. `deploy/kafka/` holds what `amuddu topics acls` prints.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

import yaml

from amuddu.contracts.events.topics import DEAD_LETTERS, TOPICS

ALL = (*TOPICS, *DEAD_LETTERS)
ADMIN = "topics"
"""Who runs `amuddu topics apply`."""
USER_PREFIX = "amuddu-kafka-"
"""Of a user's name on the cluster, and of the secret that Strimzi keeps for it."""


@dataclass(frozen=True, slots=True)
class Rule:
    """What one user may do with one topic or group."""

    user: str
    kind: Literal["topic", "group"]
    name: str
    operations: tuple[str, ...]


def users() -> tuple[str, ...]:
    """Everybody who has an account on the brokers."""
    named = {each for topic in TOPICS for each in (topic.producer, *topic.consumers)}
    return (*sorted(named), ADMIN)


def rules(*, prefix: str = "") -> Iterator[Rule]:
    """All that is allowed; whatever is not listed is refused. `prefix`: see the settings."""
    for user in users():
        for topic in ALL:
            if operations := _operations(user, topic.name):
                yield Rule(user, "topic", prefix + topic.name, operations)
        if any(user in topic.consumers for topic in TOPICS):
            yield Rule(user, "group", f"{prefix}amuddu-{user}", ("Read",))


def _operations(user: str, name: str) -> tuple[str, ...]:
    if user == ADMIN:
        return ("Create", "Describe", "DescribeConfigs")
    topic = next(each for each in ALL if each.name == name)
    writes = ("Write",) if topic.producer == user else ()
    reads = ("Read",) if user in (*topic.consumers, *topic.rebuilds) else ()
    return (*writes, *reads, "Describe") if writes or reads else ()


def commands(*, prefix: str = "") -> str:
    """Lines for a shell; `kafka_acls` is to be `kafka-acls.sh` and the way to the brokers."""
    return "".join(
        "$kafka_acls --add"
        f" --allow-principal User:{USER_PREFIX}{rule.user}"
        f"{''.join(f' --operation {each}' for each in rule.operations)}"
        f" --{rule.kind} {rule.name}\n"
        for rule in rules(prefix=prefix)
    )


def strimzi(*, prefix: str = "") -> str:
    """The same as `KafkaUser` resources, which Strimzi's operator keeps on the cluster."""
    return yaml.safe_dump_all(
        [_kafka_user(user, prefix) for user in users()], sort_keys=False, explicit_start=True
    )


def _kafka_user(user: str, prefix: str) -> dict[str, Any]:
    acls = [
        {
            "resource": {"type": rule.kind, "name": rule.name, "patternType": "literal"},
            "operations": list(rule.operations),
        }
        for rule in rules(prefix=prefix)
        if rule.user == user
    ]
    return {
        "apiVersion": "kafka.strimzi.io/v1beta2",
        "kind": "KafkaUser",
        "metadata": {
            "name": USER_PREFIX + user,
            "namespace": "amuddu",
            "labels": {"strimzi.io/cluster": "kafka"},
        },
        "spec": {
            "authentication": {"type": "scram-sha-512"},
            "authorization": {"type": "simple", "acls": acls},
        },
    }
