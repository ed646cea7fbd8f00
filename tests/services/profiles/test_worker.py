"""The worker: events move, and days that pass are noticed."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

import pytest
from sqlmodel import select

from amuddu.contracts.employers import TOPIC as VACANCIES
from amuddu.contracts.events.envelope import Envelope
from amuddu.contracts.matching import TOPIC as CANDIDATES
from amuddu.contracts.notifications import ANSWERS, CandidateAnswered
from amuddu.contracts.profiles import ProfileWithdrawn
from amuddu.kit import clock
from amuddu.kit.bus.memory import MemoryBus
from amuddu.kit.db import Database
from amuddu.kit.settings import Settings
from services.profiles import worker as workers
from services.profiles.residence.tables import ResidenceRow
from services.profiles.worker import create
from tests.keys import signed
from tests.services.notifications.events import published, shortlisted
from tests.services.profiles.conftest import Call, person, witness
from tests.support import counsellor, employer, outbox_events

PATIENCE = 10.0


def eventually(happened: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not happened():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def test_ages_are_looked_at_when_the_worker_starts(
    call: Call, database: Database, settings: Settings
) -> None:
    call(counsellor(), "POST", "/profiles", person(), expect=201)
    yesterday = clock.today() - timedelta(days=1)
    with database.session() as session:
        facts = session.exec(select(ResidenceRow)).one()
        facts.birth_year, facts.review_on = clock.today().year - 17, clock.today()
        facts.looked_on = yesterday
    worker = create(database=database, bus=MemoryBus())
    worker.start()
    try:
        eventually(lambda: len(outbox_events(database)) == 2)
    finally:
        worker.stop()
    event = outbox_events(database)[-1]
    assert isinstance(event, ProfileWithdrawn), "no parent or guardian agreed"


def test_the_worker_relays_and_consumes(call: Call, database: Database, settings: Settings) -> None:
    bus = MemoryBus()
    heard: list[Envelope] = []
    for other in ("matching", "notifications"):
        bus.subscribe(other, ["profiles.profiles"], heard.append)
    worker = create(database=database, bus=bus)
    others = {"matching": [ANSWERS, VACANCIES], "notifications": [CANDIDATES, VACANCIES]}
    for other, topics in others.items():
        bus.subscribe(other, topics, lambda *_: None)
    worker.start()
    try:
        made = call(counsellor(), "POST", "/profiles", person(), expect=201)
        eventually(lambda: len(heard) == 2)
        hirer = employer()
        assert hirer.employer_id is not None
        vacancy = published(employer_id=hirer.employer_id)
        asked = shortlisted(vacancy, profile_id=UUID(made["id"]))
        answer = CandidateAnswered.of(asked, answer="yes")
        witness(call, answer)
        assert len(bus.publish([signed(each) for each in (answer, asked, vacancy)])) == 3
    finally:
        worker.stop()
    assert call(hirer, "GET", f"/disclosures/{answer.candidacy_id}")["display_name"]
    assert outbox_events(database) == []


def test_who_was_told_under_an_earlier_version_of_the_event_is_told_again_once(
    call: Call, database: Database, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert workers.CHECK_SECONDS <= 300, "a few minutes at most"
    monkeypatch.setattr(workers, "CHECK_SECONDS", 0.05)
    bus = MemoryBus()
    heard: list[Envelope] = []
    for other in ("matching", "notifications"):
        bus.subscribe(other, ["profiles.profiles"], heard.append)
    call(counsellor(), "POST", "/profiles", person(), expect=201)
    with database.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE profiles SET told_hash = 'x', rules_stamp = 'x'")
    worker = create(database=database, bus=bus)
    worker.start()
    try:
        eventually(lambda: len(heard) == 4)
        time.sleep(0.3)
    finally:
        worker.stop()
    assert len(heard) == 4
    assert {each.version for each in heard} == {2}
