"""How events travel between services: one interface.

`memory.py` joins services that share a process (the default set-up). Kafka comes beside it,
behind the same interface; only modules of this folder may import kafka.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

from amuddu.contracts.events import Envelope

Handler = Callable[[Envelope], None]
"""Handles one envelope and returns once its effect is committed; raises to have it again."""


class Bus(Protocol):
    """Carries envelopes from one producer to every consuming service."""

    def publish(self, envelopes: Sequence[Envelope]) -> int:
        """Publish in order; return how many, counted from the first, are safe.

        Safe: kept by a broker, or committed by every consuming service. Publishing stops at
        the first envelope that is not safe.
        """

    def subscribe(self, consumer: str, topics: Sequence[str], handler: Handler) -> None:
        """Have `handler` called for each envelope of the topics, in order per key."""
