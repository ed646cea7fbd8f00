"""Every event has a schema on file, an example that fits it, and no personal field."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from amuddu.contracts.events import schemas, topics
from amuddu.contracts.events.envelope import Envelope, Event

EVENTS = [pytest.param(event, id=event.type) for event in topics.EVENTS.values()]
FORBIDDEN = {
    "name",
    "given_name",
    "family_name",
    "display_name",
    "email",
    "phone",
    "address",
    "nationality",
    "residence",
    "status",
    "title_of_stay",
    "birth_year",
    "sex",
}


@pytest.mark.parametrize("event", EVENTS)
def test_the_schema_on_file_is_the_event(event: type[Event]) -> None:
    on_file = json.loads(schemas.path_of(event).read_text())
    assert on_file == schemas.schema_of(event), "run `make schemas` and review the change"


@pytest.mark.parametrize("event", EVENTS)
def test_the_example_is_a_valid_event(event: type[Event]) -> None:
    example = json.loads(schemas.example_of(event).read_text())
    read = event.model_validate(example)
    assert topics.open_envelope(Envelope.wrap(read)) == read
    assert read.key


@pytest.mark.parametrize("event", EVENTS)
def test_no_event_has_a_personal_field(event: type[Event]) -> None:
    def names(schema: object) -> set[str]:
        if isinstance(schema, dict):
            own = set(schema.get("properties", {}))
            return own.union(*(names(value) for value in schema.values()))
        if isinstance(schema, list):
            return set().union(*(names(value) for value in schema))
        return set()

    assert not names(schemas.schema_of(event)) & FORBIDDEN


def test_no_file_of_an_event_that_is_gone() -> None:
    known = {schemas.path_of(event).name for event in topics.EVENTS.values()}
    for folder in (schemas.SCHEMAS, schemas.EXAMPLES):
        assert {path.name for path in Path(folder).glob("*.json")} == known


def test_topics_have_a_producer_and_a_consumer() -> None:
    for topic in topics.TOPICS:
        assert topic.consumers or topic.rebuilds
        assert topic.producer not in topic.consumers
        assert all(event.topic == topic.name for event in topic.events)


def test_an_unknown_event_is_named() -> None:
    with pytest.raises(topics.UnknownEvent, match=r"vacancy\.sung v1"):
        topics.open_envelope(Envelope(type="vacancy.sung", version=1, topic="t", key="k", data={}))


def test_an_earlier_version_in_a_log_is_read_without_what_it_no_longer_tells() -> None:
    event = topics.EVENTS["profile.updated", 2]
    data = {"profile_id": "6a1c2e4f-8b9d-4c3e-a5f6-7d8e9f0a1b2c", "revision": 3}
    old = Envelope(
        type="profile.updated",
        version=1,
        topic=event.topic,
        key=data["profile_id"],
        data={**data, "route": "not_now", "schemes": {"MA_TAHFIZ": "not_eligible"}},
    )
    assert topics.open_envelope(old) == event.model_validate(data)
    with pytest.raises(topics.UnknownEvent):
        topics.open_envelope(old.model_copy(update={"version": 3}))
