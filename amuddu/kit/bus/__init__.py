"""How events travel between services: one interface, two ways.

`memory.py` joins services that share a process (the default set-up); `kafka.py` joins processes.
Both pass the suite in `tests/kit/bus/`. Only modules of this folder may import kafka.
"""

from __future__ import annotations

from amuddu.kit.bus.interface import Bus as Bus
from amuddu.kit.bus.interface import Handler as Handler
from amuddu.kit.settings import Settings


def chosen(settings: Settings) -> Bus:
    """The bus that the settings name."""
    if settings.bus == "kafka":
        # Imported here: a process on the in-process bus needs no Kafka client installed.
        from amuddu.kit.bus.kafka import KafkaBus

        return KafkaBus(settings)
    from amuddu.kit.bus.memory import MemoryBus

    return MemoryBus()
