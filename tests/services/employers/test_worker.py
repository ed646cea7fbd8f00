"""The worker relays what the service tells, in order, and nothing stays behind."""

from __future__ import annotations

import time

from amuddu.contracts import schemes
from amuddu.contracts.employers import TOPIC
from amuddu.contracts.events.envelope import Envelope
from amuddu.contracts.events.topics import BY_NAME
from amuddu.kit.auth import Actor
from amuddu.kit.bus.memory import MemoryBus
from amuddu.rules.incentives.evaluation import all_schemes
from services.employers.settings import EmployersSettings
from services.employers.worker import create
from tests.services.employers.conftest import House


def test_what_was_told_reaches_every_consumer_in_order(house: House, boss: Actor) -> None:
    heard: dict[str, list[Envelope]] = {name: [] for name in BY_NAME[TOPIC].consumers}
    bus = MemoryBus()
    for name, envelopes in heard.items():
        bus.subscribe(name, [TOPIC], envelopes.append)
    versions: list[Envelope] = []
    bus.subscribe("profiles", [schemes.TOPIC], versions.append)
    path = f"/vacancies/{house.new_vacancy(by=boss)['id']}"
    house.ok("POST", f"{path}/close", by=boss, body={"reason": "filled"})
    worker = create(EmployersSettings(), database=house.database, bus=bus)
    worker.start()
    deadline = time.monotonic() + 10
    while house.events() and time.monotonic() < deadline:
        time.sleep(0.02)
    worker.stop()
    assert house.events() == []
    for envelopes in heard.values():
        assert [found.type for found in envelopes] == ["vacancy.published", "vacancy.closed"]
    assert {found.key for found in versions} == {f"{one.id}.1" for one in all_schemes()}
