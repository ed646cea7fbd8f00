"""How events travel between services: one interface, two ways.

`memory.py` joins services that share a process (the default set-up); `kafka.py` joins processes.
Both pass the suite in `tests/kit/bus/`. Only modules of this folder may import kafka.
"""

from __future__ import annotations

from collections.abc import Sequence, Set
from typing import Protocol
from uuid import UUID

from amuddu.contracts.events.envelope import Envelope
from amuddu.kit.settings import Settings


class Handler(Protocol):
    """Handles envelopes in order and returns once all their effects are committed.

    Raises to have them all again; those whose effect is committed already are then skipped.
    """

    def __call__(self, *envelopes: Envelope) -> None: ...


class Bus(Protocol):
    """Carries envelopes from one producer to every consuming service."""

    def publish(self, envelopes: Sequence[Envelope]) -> Set[UUID]:
        """Publish in order of keys; return the ids of the envelopes that are safe.

        Safe: kept by a broker, or committed by every consuming service. Of two envelopes of one
        key the second is not sent before the first is safe; another key does not wait for them.
        """

    def subscribe(self, consumer: str, topics: Sequence[str], handler: Handler) -> None:
        """Have `handler` called for the envelopes of the topics, in order per key."""

    def start(self) -> None:
        """Begin to hand envelopes to those who subscribed."""

    def stop(self) -> None:
        """Finish what is being handled, keep the place, and leave. Nothing is published after."""


def chosen(settings: Settings) -> Bus:
    """The bus that the settings name."""
    if settings.bus == "kafka":
        # Imported here: a process on the in-process bus needs no Kafka client installed.
        from amuddu.kit.bus.kafka import KafkaBus

        return KafkaBus(settings)
    from amuddu.kit.bus.memory import MemoryBus

    return MemoryBus()
