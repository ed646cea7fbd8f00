"""The worker: events move, and days that pass are noticed."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from sqlmodel import select

from amuddu.contracts.events.envelope import Envelope
from amuddu.contracts.notifications import ANSWERS, CandidateAnswered
from amuddu.contracts.profiles import ProfileUpdated
from amuddu.kit import clock
from amuddu.kit.bus.memory import MemoryBus
from amuddu.kit.db import Database
from amuddu.kit.settings import Settings
from services.profiles import worker as workers
from services.profiles.residence.tables import ResidenceRow
from services.profiles.worker import create
from tests.services.profiles.conftest import Call, person
from tests.services.profiles.residence.test_schemes import SCHEME, version
from tests.support import counsellor, employer, outbox_events

PATIENCE = 10.0


def eventually(happened: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not happened():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def test_rights_are_looked_at_when_the_worker_starts(
    call: Call, database: Database, settings: Settings
) -> None:
    title = {"status": "permit_work", "valid_until": clock.today().isoformat()}
    call(counsellor(), "POST", "/profiles", person(residence=title), expect=201)
    yesterday = clock.today() - timedelta(days=1)
    with database.session() as session:
        facts = session.exec(select(ResidenceRow)).one()
        facts.valid_until, facts.review_on = yesterday, clock.today()
        facts.looked_on = yesterday
    worker = create(database=database, bus=MemoryBus())
    worker.start()
    try:
        eventually(lambda: len(outbox_events(database)) == 2)
    finally:
        worker.stop()
    event = outbox_events(database)[-1]
    assert isinstance(event, ProfileUpdated)
    assert event.route == "not_now"


def test_the_worker_relays_and_consumes(call: Call, database: Database, settings: Settings) -> None:
    bus = MemoryBus()
    heard: list[Envelope] = []
    for other in ("matching", "notifications"):
        bus.subscribe(other, ["profiles.profiles"], heard.append)
    worker = create(database=database, bus=bus)
    bus.subscribe("matching", [ANSWERS], lambda envelope: None)
    worker.start()
    try:
        made = call(counsellor(), "POST", "/profiles", person(), expect=201)
        eventually(lambda: len(heard) == 2)
        hirer = employer()
        assert hirer.employer_id is not None
        answer = CandidateAnswered(
            candidacy_id=uuid4(),
            vacancy_id=uuid4(),
            profile_id=UUID(made["id"]),
            employer_id=hirer.employer_id,
            answer="yes",
        )
        assert len(bus.publish([Envelope.wrap(answer)])) == 1
    finally:
        worker.stop()
    assert call(hirer, "GET", f"/disclosures/{answer.candidacy_id}")["display_name"]
    assert outbox_events(database) == []


def test_a_version_that_is_told_reaches_the_lists(
    call: Call, database: Database, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert workers.CHECK_SECONDS <= 300, "a few minutes at most"
    monkeypatch.setattr(workers, "CHECK_SECONDS", 0.05)
    bus = MemoryBus()
    heard: list[Envelope] = []
    for other in ("matching", "notifications"):
        bus.subscribe(other, ["profiles.profiles"], heard.append)
    call(counsellor(), "POST", "/profiles", person(), expect=201)
    worker = create(database=database, bus=bus)
    worker.start()
    try:
        eventually(lambda: len(heard) == 2)
        assert len(bus.publish([Envelope.wrap(version(2, clock.today(), "permit_work"))])) == 1
        eventually(lambda: len(heard) == 4)
    finally:
        worker.stop()
    assert heard[0].data["schemes"].get(SCHEME) is None
    assert heard[-1].data["schemes"][SCHEME] == "eligible"
