"""The envelope that carries every event, and the base of the events themselves.

An event states what happened to one entity. Events carry state (a consumer rebuilds itself
from them) and hold ids and match facts only: no name, no contact, no residence title.
"""

from __future__ import annotations

from typing import Any, ClassVar, Self
from uuid import UUID, uuid4

from pydantic import AwareDatetime, Field

from amuddu.contracts.types import Contract
from amuddu.kit import clock


class Event(Contract):
    """One fact that a service tells the others. Subclasses name their type, version and topic."""

    type: ClassVar[str]
    version: ClassVar[int] = 1
    topic: ClassVar[str]
    keyed_by: ClassVar[str]
    """The field with the id of the entity that the event is about."""
    ends_state: ClassVar[bool] = False
    """Whether nothing about the entity may stay on a compacted topic once this was told."""
    no_longer_read: ClassVar[frozenset[str]] = frozenset()
    """Fields of earlier versions that this one lacks. A log still holds such events: they are read
    without these."""

    @property
    def key(self) -> str:
        """Id of the entity: events of one key stay in order."""
        return str(getattr(self, self.keyed_by))


UNREADABLE = "unreadable"
"""Type of the envelope in which a bus hands over bytes that hold no event; see `records.py`."""


TOMBSTONE = "tombstone"
"""Type of the envelope that has a broker forget a key: it says nothing, and nobody is handed it."""


FORGED = "forged"
"""Type of the envelope in which a consumer keeps one that it refused, whole, as its data."""


class Envelope(Contract):
    """An event on its way: what it is, who it is about, when, and where the story began."""

    id: UUID = Field(default_factory=uuid4)
    type: str
    version: int
    topic: str
    key: str
    occurred_at: AwareDatetime = Field(default_factory=clock.now)
    correlation_id: str = ""
    headers: dict[str, str] = Field(default_factory=dict)
    """What travels beside the event: who signed it and the signature, W3C trace context, the
    reason of a dead letter."""
    data: dict[str, Any]

    @classmethod
    def wrap(
        cls, event: Event, *, correlation_id: str = "", headers: dict[str, str] | None = None
    ) -> Self:
        """Put an event in its envelope."""
        return cls(
            type=event.type,
            version=event.version,
            topic=event.topic,
            key=event.key,
            correlation_id=correlation_id,
            headers=headers or {},
            data=event.model_dump(mode="json"),
        )
