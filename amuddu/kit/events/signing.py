"""Who says an event: signed by its producer where it is written, checked where it is handled.

Signed is all that is acted on: id, type, version, topic, key, time, data, and the producer's own
name. Left out are the correlation id and the other headers, which only say where to look in logs
and traces and are written anew on the way. The key lives in the process, so a row that somebody
else wrote into an outbox, or a record into a topic, is refused by everybody who hears it.

An event passes through JSONB and Kafka, which keep what it says and not its bytes: the order of
fields, and how a number is written, change. What is signed is therefore one form of its own, made
again at either end.
"""

from __future__ import annotations

import json
import time
from base64 import b64decode, b64encode
from datetime import UTC
from decimal import Decimal
from typing import Any

from amuddu.contracts.events.envelope import Envelope, Event
from amuddu.contracts.events.topics import BY_NAME, open_envelope
from amuddu.kit.identity import LOOK_AGAIN_SECONDS, Identities, Identity

PRODUCER, KEY_ID, SIGNATURE = "signed-by", "signed-with", "signature"
"""Headers of a signed envelope; they travel through `kit/bus/records.py` like any other."""

_ABOUT = b"amuddu event 1\n"
"""Nothing else that these keys sign begins so."""
_WRITE = json.JSONEncoder(
    sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False
).encode
_WAIT_AGAIN_SECONDS = 60.0


class Forged(Exception):
    """An event that its topic's producer did not say; `why` is one of a few words, none of the
    event's own. A handler raises it as well, for what its service knows to be untrue."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


def signed(envelope: Envelope, by: Identity) -> Envelope:
    """The envelope with the signature of its producer; one that it had before is replaced."""
    signature = b64encode(by.sign(_form(envelope, by.name))).decode()
    headers = {PRODUCER: by.name, KEY_ID: by.key_id, SIGNATURE: signature}
    return envelope.model_copy(update={"headers": {**envelope.headers, **headers}})


def _form(envelope: Envelope, producer: str) -> bytes:
    """The one form of what is signed. Raises `ValueError` for what has none."""
    said = [
        producer,
        str(envelope.id),
        envelope.type,
        envelope.version,
        envelope.topic,
        envelope.key,
        envelope.occurred_at.astimezone(UTC).isoformat(),
        envelope.data,
    ]
    written = _WRITE(said)
    # JSONB keeps numbers as decimals: it writes 1e+16 out and has no zero below zero.
    if "e+" in written or "-0.0" in written:
        written = _WRITE(_as_kept(said))
    return _ABOUT + written.encode()


def _as_kept(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _as_kept(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_as_kept(inner) for inner in value]
    if isinstance(value, float):
        return int(Decimal(repr(value))) if "e+" in repr(value) else value or 0.0
    return value


class Checks:
    """What a consumer asks of every envelope before it believes it."""

    def __init__(self, known: Identities) -> None:
        self._known = known
        self._waited_at = float("-inf")

    def opened(self, envelope: Envelope) -> Event:
        """The event in an envelope that the producer of its topic signed.

        Raises `Forged` where that is not so, and what `open_envelope` raises.
        """
        topic = BY_NAME.get(envelope.topic)
        if topic is None:
            raise Forged("topic")
        self._check_signature(envelope, topic.producer)
        event = open_envelope(envelope)
        if type(event) not in topic.events:
            raise Forged("type")
        if event.key != envelope.key:
            raise Forged("key")
        return event

    def _check_signature(self, envelope: Envelope, producer: str) -> None:
        headers = envelope.headers
        if PRODUCER not in headers or KEY_ID not in headers or SIGNATURE not in headers:
            raise Forged("unsigned")
        if headers[PRODUCER] != producer:
            raise Forged("producer")
        if not self._knows(producer, headers[KEY_ID]):
            raise Forged("unknown key")
        try:
            signature = b64decode(headers[SIGNATURE], validate=True)
            said = _form(envelope, producer)
        except (ValueError, OverflowError):
            raise Forged("signature") from None
        if not self._known.verify(producer, headers[KEY_ID], signature, said):
            raise Forged("signature")

    def _knows(self, producer: str, key_id: str) -> bool:
        """Whether the producer has this key; one made this very second is waited for, but not
        often, or a stranger's inventions would hold everybody up."""
        if self._known.key(producer, key_id) is not None:
            return True
        if time.monotonic() - self._waited_at < _WAIT_AGAIN_SECONDS:
            return False
        time.sleep(LOOK_AGAIN_SECONDS)
        self._waited_at = time.monotonic()
        return self._known.key(producer, key_id) is not None
