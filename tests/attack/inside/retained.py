"""What a broker still holds of all that was published, once it has compacted its topics."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID

from amuddu.contracts.events.envelope import TOMBSTONE, Envelope
from amuddu.contracts.events.topics import BY_NAME, EVENTS
from amuddu.kit.bus import records
from amuddu.kit.bus.memory import MemoryBus
from amuddu.kit.bus.topics import options

Record = tuple[str, bytes | None, bytes]
"""Key, value (none: a tombstone), headers as text."""


@dataclass
class Retaining:
    """A bus that keeps the records as Kafka's producer would have written them."""

    bus: MemoryBus
    records: dict[str, list[Record]] = field(default_factory=dict)
    published: dict[str, list[Envelope]] = field(default_factory=dict)

    def publish(self, envelopes: Sequence[Envelope]) -> set[UUID]:
        """Publish, and keep what is safe."""
        safe = self.bus.publish(envelopes)
        for envelope in envelopes:
            if envelope.id in safe:
                self._keep(envelope)
        return safe

    def _keep(self, envelope: Envelope) -> None:
        self.published.setdefault(envelope.topic, []).append(envelope)
        written = records.write(envelope)
        headers = b" ".join(value for _, value in written.headers)
        kept = self.records.setdefault(envelope.topic, [])
        if envelope.type != TOMBSTONE:
            kept.append((envelope.key, written.value, headers))
        event = EVENTS.get((envelope.type, envelope.version))
        if envelope.type == TOMBSTONE or (event is not None and event.ends_state):
            kept.append((envelope.key, None, b""))

    def text(self) -> str:
        """Everything that stays after compaction."""
        found = []
        for name, kept in self.records.items():
            compacts = "compact" in options(BY_NAME[name])["cleanup.policy"]
            last = {key: (value, headers) for key, value, headers in kept}
            lines = (
                [(key, *rest) for key, rest in last.items()]
                if compacts
                else [(key, value, headers) for key, value, headers in kept]
            )
            found += [
                f"{name} {key} {value.decode()} {headers.decode()}"
                for key, value, headers in lines
                if value is not None
            ]
        return "\n".join(found)
