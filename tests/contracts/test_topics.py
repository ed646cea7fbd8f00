"""The table of topics says what the code really produces and subscribes to."""

from __future__ import annotations

import ast
import importlib
from pathlib import Path

import pytest

from amuddu.contracts.events import topics
from amuddu.contracts.events.envelope import Event
from amuddu.kit.bus.topics import ALL, options
from cli.processes import one_process

ROOT = Path(__file__).resolve().parents[2]


def told_by(service: str) -> set[type[Event]]:
    """Events that a service's use cases make: the contracts called where the outbox is."""
    made = set()
    for path in (ROOT / "services" / service).rglob("*.py"):
        if "outbox" not in path.read_text():
            continue
        name = ".".join(path.relative_to(ROOT).with_suffix("").parts)
        module = importlib.import_module(name.removesuffix(".__init__"))
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call):
                # `VacancyClosed(...)` and `VacancyClosed.of(...)`, bare or of a module
                for part in ast.unparse(node.func).split("."):
                    found = getattr(module, part, None)
                    if isinstance(found, type) and issubclass(found, Event):
                        made.add(found)
    return made


@pytest.mark.parametrize("service", one_process.SERVICES)
def test_a_service_tells_only_what_its_topics_hold(service: str) -> None:
    own = {event for topic in topics.TOPICS if topic.producer == service for event in topic.events}
    told = told_by(service)
    assert told  # an empty answer would mean that this test reads the wrong files
    assert told <= own


@pytest.mark.parametrize("service", one_process.SERVICES)
def test_a_service_subscribes_to_what_it_handles(service: str) -> None:
    handled = set(_handlers(service))
    readable = {event for topic in topics.consumed_by(service) for event in topic.events}
    assert handled <= readable
    for topic in topics.consumed_by(service):
        assert handled & set(topic.events), f"{service} reads {topic.name} for nothing"


def _handlers(service: str) -> dict[type[Event], object]:
    if not topics.consumed_by(service):
        return {}
    return dict(importlib.import_module(f"services.{service}.consumers").HANDLERS)


def test_what_is_compacted_is_what_somebody_is_rebuilt_from() -> None:
    for topic in topics.TOPICS:
        assert topic.compacted == bool(topic.rebuilds), topic.name


def test_every_consumer_has_a_dead_letter_topic() -> None:
    consumers = {name for topic in topics.TOPICS for name in topic.consumers}
    assert {topic.producer for topic in topics.DEAD_LETTERS} == consumers
    assert {topic.name for topic in ALL} == set(topics.BY_NAME)


def test_nothing_waits_long_for_compaction() -> None:
    for topic in ALL:
        kept = options(topic)
        if topic.compacted:
            assert int(kept["max.compaction.lag.ms"]) <= 86_400_000
            assert int(kept["delete.retention.ms"]) >= 7 * 86_400_000
        elif topic in topics.DEAD_LETTERS:
            assert kept["cleanup.policy"] == "delete"
        else:  # after a tombstone nothing of its key stays for longer than two days
            assert kept["cleanup.policy"] == "compact,delete"
            assert int(kept["max.compaction.lag.ms"]) <= 2 * 86_400_000
            assert int(kept["min.compaction.lag.ms"]) >= 86_400_000
