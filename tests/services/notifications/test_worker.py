"""The whole way: events in by the bus, a message out, the delivery told by the bus."""

from __future__ import annotations

import threading

from fastapi.testclient import TestClient

from amuddu.contracts.events.envelope import Envelope
from amuddu.contracts.events.topics import open_envelope
from amuddu.contracts.notifications import NotificationSent
from amuddu.contracts.profiles import ContactRoute
from amuddu.kit.bus.memory import MemoryBus
from services.notifications import worker
from tests.keys import signed
from tests.services.notifications.conftest import House
from tests.services.notifications.events import published, shortlisted


def test_from_shortlist_to_delivery(house: House) -> None:
    bus, heard, told = MemoryBus(), threading.Event(), []

    def listen(envelope: Envelope) -> None:
        told.append(open_envelope(envelope))
        heard.set()

    vacancy = published()
    event = shortlisted(vacancy)
    house.profiles.routes[event.profile_id] = ContactRoute(
        channel="email", address="joy@example.ma", language="es"
    )
    running = worker.create(
        house.settings.model_copy(update={"send_poll_seconds": 0.02}),
        database=house.database,
        bus=bus,
        profiles=TestClient(house.profiles.app),
    )
    for consumer, topic in (
        ("matching", "notifications.deliveries"),
        ("matching", "employers.vacancies"),
        ("profiles", "employers.vacancies"),
        ("profiles", "matching.candidates"),
    ):
        bus.subscribe(consumer, [topic], listen if "deliveries" in topic else lambda _: None)

    running.start()
    try:
        assert len(bus.publish([signed(event), signed(vacancy)])) == 2
        assert heard.wait(10)
    finally:
        running.stop()

    assert told == [NotificationSent(candidacy_id=event.candidacy_id, channel="email")]
    assert house.mail.received[0]["Content-Language"] == "es"


def test_a_worker_makes_its_own_client(house: House) -> None:
    """With nothing given, it asks the profiles service of the settings: nobody is there."""
    event = house.invite()
    settings = house.settings.model_copy(
        update={"send_poll_seconds": 0.02, "profiles_url": "http://127.0.0.1:1"}
    )
    running = worker.create(settings, database=house.database, bus=MemoryBus())
    running.start()
    for _ in range(200):
        if house.message(event.candidacy_id).state == "failed":
            break
        threading.Event().wait(0.02)
    running.stop()
    assert house.message(event.candidacy_id).failure == "gave_up"
