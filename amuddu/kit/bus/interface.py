"""What every bus can do, and what it asks of those who handle its events.

Apart from the package itself, which picks an implementation and so imports them all.
"""

from __future__ import annotations

from collections.abc import Sequence, Set
from typing import Protocol
from uuid import UUID

from amuddu.contracts.events.envelope import Envelope


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
