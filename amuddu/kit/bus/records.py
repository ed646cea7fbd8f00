"""An envelope as a record of a Kafka topic, and back.

The key is the entity's id, the value the event's data as JSON, the headers say the rest:

    event-id, event-type, event-version, occurred-at, correlation-id, and `Envelope.headers`
    (who signed and the signature, W3C `traceparent`, the reason of a dead letter) under their
    own names.

A record without a value is a tombstone: it tells the broker to forget a key, and nobody else.
Bytes that hold no event are not dropped: they come as an envelope of the type `UNREADABLE`,
which no contract names, and so end as a dead letter from which they can be read again.
"""

from __future__ import annotations

import math
import re
from base64 import b64decode, b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid5

from pydantic import ValidationError
from pydantic_core import from_json, to_json

from amuddu.contracts.events.envelope import FORGED, TOMBSTONE, UNREADABLE, Envelope

_NAMESPACE = UUID("6a3f3c1e-7b0f-4f7e-9b61-4a8f0d0f4c55")
_SUSPECT = re.compile(rb"\\u|\d[eE]|\d{300}")
_OWN = ("event-id", "event-type", "event-version", "occurred-at", "correlation-id")


@dataclass(frozen=True, slots=True)
class Written:
    """What a record holds; what it is to hold."""

    key: bytes | None
    value: bytes | None
    headers: list[tuple[str, bytes]]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a record stands; the topic's name without the prefix of the set-up."""

    topic: str
    partition: int
    offset: int
    timestamp: int


def write(envelope: Envelope) -> Written:
    """The record of an envelope."""
    own = (
        str(envelope.id),
        envelope.type,
        str(envelope.version),
        envelope.occurred_at.isoformat(),
        envelope.correlation_id,
    )
    headers = [*zip(_OWN, own, strict=True), *envelope.headers.items()]
    return Written(
        key=envelope.key.encode(),
        value=to_json(envelope.data),
        headers=[(name, value.encode()) for name, value in headers],
    )


def read(record: Written, place: Place) -> Envelope | None:
    """The envelope of a record; `None` for a tombstone. Raises nothing, whatever the bytes."""
    if record.value is None:
        return None
    try:
        return _envelope(record, place, record.value)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        # The kind of error alone: a library's message quotes what it read.
        reason = "ValidationError" if isinstance(error, ValidationError) else type(error).__name__
        return _unreadable(record, place, reason)


def _envelope(record: Written, place: Place, value: bytes) -> Envelope:
    headers = {name: text.decode() for name, text in record.headers}
    data = from_json(value, allow_inf_nan=False)
    envelope = Envelope(
        id=UUID(headers.pop("event-id")),
        type=headers.pop("event-type")[:80],
        version=int(headers.pop("event-version")),
        topic=place.topic,
        key=(record.key or b"").decode(),
        occurred_at=headers.pop("occurred-at"),
        correlation_id=headers.pop("correlation-id", "")[:64],
        headers=headers,
        data=data,
    )
    # What PostgreSQL cannot keep as JSON is no event of ours. The data is looked through only
    # where its bytes hold an escape or a huge number: an event of ours has none.
    beside = (envelope.type, envelope.key, envelope.correlation_id, *headers, *headers.values())
    suspect = _SUSPECT.search(value) is not None
    ours = envelope.type in (FORGED, TOMBSTONE, UNREADABLE)  # names that nobody sends
    if ours or not envelope.key or "\x00" in "".join(beside) or (suspect and not _kept(data)):
        raise ValueError
    return envelope


def _kept(data: Any) -> bool:
    """Whether PostgreSQL keeps all of this: no NUL, no half of a character, no endless number."""
    if isinstance(data, dict):
        return all(_kept(key) and _kept(value) for key, value in data.items())
    if isinstance(data, list):
        return all(_kept(value) for value in data)
    if isinstance(data, float):
        return math.isfinite(data)
    if not isinstance(data, str):
        return True
    return not any(c == "\x00" or "\ud800" <= c <= "\udfff" for c in data)


def _unreadable(record: Written, place: Place, reason: str) -> Envelope:
    where = f"{place.topic}/{place.partition}/{place.offset}/{place.timestamp}"
    return Envelope(
        id=uuid5(_NAMESPACE, where),
        type=UNREADABLE,
        version=0,
        topic=place.topic,
        key=_text(record.key or b""),
        data={
            "reason": reason,
            "partition": place.partition,
            "offset": place.offset,
            "timestamp": place.timestamp,
            "key": _packed(record.key),
            "value": _packed(record.value),
            "headers": [[_text(name.encode()), _packed(text)] for name, text in record.headers],
        },
    )


def read_again(envelope: Envelope) -> Envelope:
    """Read once more the bytes of an unreadable envelope, and take out one that was refused; any
    other comes back as it is."""
    if envelope.type == FORGED:
        return Envelope.model_validate(envelope.data)
    if envelope.type != UNREADABLE:
        return envelope
    data = envelope.data
    place = Place(envelope.topic, data["partition"], data["offset"], data["timestamp"])
    headers: Sequence[Sequence[str]] = data["headers"]
    record = Written(
        key=_unpacked(data["key"]),
        value=_unpacked(data["value"]),
        headers=[(name, _unpacked(text) or b"") for name, text in headers],
    )
    return read(record, place) or envelope


def _text(value: bytes) -> str:
    """Bytes as text that any database keeps."""
    return value.decode("utf-8", "replace").replace("\x00", "�")[:200]


def _packed(value: bytes | None) -> str | None:
    return None if value is None else b64encode(value).decode()


def _unpacked(text: str | None) -> bytes | None:
    return None if text is None else b64decode(text)
