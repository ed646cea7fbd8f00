"""An envelope is the same after its way through a record; no bytes whatever raise or are lost."""

from __future__ import annotations

import json
from base64 import b64decode
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amuddu.contracts.events.envelope import UNREADABLE, Envelope
from amuddu.kit.bus.kafka import waves
from amuddu.kit.bus.records import Place, Written, read, read_again, write
from tests.kit.bus.conftest import TOPIC, closed

PLACE = Place(TOPIC.name, 0, 7, 1_700_000_000_000)

texts = st.text(st.characters(exclude_characters="\x00", exclude_categories=["Cs"]), max_size=20)
values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | texts,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
    max_leaves=6,
)


@given(
    st.dictionaries(texts, values, max_size=4),
    texts,
    st.dictionaries(st.just("traceparent"), texts),
)
def test_an_envelope_comes_back_as_it_was(
    data: dict[str, object], correlation: str, headers: dict[str, str]
) -> None:
    envelope = Envelope.wrap(closed(), correlation_id=correlation, headers=headers)
    envelope = envelope.model_copy(update={"data": data})
    assert read(write(envelope), PLACE) == envelope


@given(
    st.none() | st.binary(max_size=20),
    st.binary(max_size=40),
    st.lists(st.tuples(texts, st.binary(max_size=10)), max_size=3),
)
def test_any_bytes_are_kept(
    key: bytes | None, value: bytes, headers: list[tuple[str, bytes]]
) -> None:
    envelope = read(Written(key, value, headers), PLACE)
    assert envelope is not None
    assert envelope.type == UNREADABLE
    assert b64decode(envelope.data["value"]) == value
    assert "\\u0000" not in envelope.model_dump_json()
    again = read_again(envelope)
    assert (again.id, again.key, again.data) == (envelope.id, envelope.key, envelope.data)


@pytest.mark.parametrize(
    "value",
    [
        b"",
        b"null",
        b"[1]",
        b'{"a": NaN}',
        b'{"a": [1e999]}',
        b'{"a": 1' + b"0" * 400 + b".5}",
        b'{"a": "\\u0000"}',
        b'{"a": ["\\ud800"]}',
        b"[" * 100_000,
        b"9" * 5000,
    ],
)
def test_what_no_database_keeps_is_no_event(value: bytes) -> None:
    record = write(Envelope.wrap(closed()))
    envelope = read(Written(record.key, value, record.headers), PLACE)
    assert envelope is not None
    assert envelope.type == UNREADABLE


def test_a_backslash_before_u0000_is_only_text() -> None:
    value = json.dumps({"text": "C:\\u0000"}).encode()
    envelope = read(Written(b"k", value, write(Envelope.wrap(closed())).headers), PLACE)
    assert envelope is not None
    assert envelope.data == {"text": "C:\\u0000"}


def test_a_tombstone_tells_nobody_anything() -> None:
    assert read(Written(b"key", None, []), PLACE) is None


@given(st.lists(st.integers(0, 4), max_size=30))
def test_of_one_key_only_one_event_is_in_flight(keys: list[int]) -> None:
    ids = [uuid4() for _ in range(5)]
    envelopes = [Envelope.wrap(closed(ids[key])) for key in keys]
    cut = waves(envelopes)
    assert all(len({each.key for each in wave}) == len(wave) > 0 for wave in cut)
    for key in set(keys):
        told = [each for each in envelopes if each.key == str(ids[key])]
        assert [each for wave in cut for each in wave if each.key == str(ids[key])] == told
    assert len(cut) == max((keys.count(key) for key in keys), default=0)
    assert sum(map(len, cut)) == len(envelopes)
