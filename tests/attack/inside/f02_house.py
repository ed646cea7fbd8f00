"""Services joined by a broker, as somebody finds them who has taken over one piece."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid4

from kafka import KafkaProducer
from sqlalchemy import text

from amuddu.contracts.events.envelope import Envelope, Event
from amuddu.contracts.events.topics import consumed_by
from amuddu.contracts.matching import CandidateShortlisted
from amuddu.contracts.notifications import CandidateAnswered
from amuddu.kit.auth import Actor
from amuddu.kit.bus import Bus, clients, records
from amuddu.kit.bus.memory import MemoryBus
from amuddu.kit.db import Database
from amuddu.kit.events import dead_letters
from amuddu.kit.events.consumer import Consumer, Handlers
from amuddu.kit.events.outbox import slot
from amuddu.kit.observability import metrics
from amuddu.kit.settings import Settings
from services.notifications.consumers import HANDLERS as OF_NOTIFICATIONS
from services.profiles.consumers import HANDLERS as OF_PROFILES
from tests.keys import signed
from tests.services.notifications.events import published
from tests.services.profiles.conftest import Call, person, witness
from tests.support import counsellor, employer

HANDLERS: dict[str, Handlers] = {"profiles": OF_PROFILES, "notifications": OF_NOTIFICATIONS}
PATIENCE = 30.0


@dataclass
class House:
    """Profiles and notifications, who listen; a person put forward for an employer's vacancy."""

    call: Call
    databases: dict[str, Database]
    bus: Bus
    settings: Settings
    boss: Actor = field(default_factory=employer)
    candidacy_id: UUID = field(default_factory=uuid4)
    vacancy_id: UUID = field(default_factory=uuid4)
    profile_id: UUID = field(init=False)

    def __post_init__(self) -> None:
        made = self.call(counsellor(), "POST", "/profiles", person(), expect=201)
        self.profile_id = UUID(made["id"])
        for name, handlers in HANDLERS.items():
            topics = [topic.name for topic in consumed_by(name)]
            self.bus.subscribe(name, topics, Consumer(name, self.databases[name], handlers))
        if isinstance(self.bus, MemoryBus):  # which asks the others to agree
            for name in ("matching", "employers"):
                topics = [topic.name for topic in consumed_by(name)]
                self.bus.subscribe(name, topics, lambda *_: None)
        self.bus.start()

    # --- what is true ---

    def vacancy(self) -> Event:
        return published(vacancy_id=self.vacancy_id, employer_id=self.boss.employer_id)

    def shortlisted(self, **changed: Any) -> CandidateShortlisted:
        facts = {
            "candidacy_id": self.candidacy_id,
            "vacancy_id": self.vacancy_id,
            "profile_id": self.profile_id,
            "employer_id": self.boss.employer_id,
        }
        return CandidateShortlisted.model_validate({**facts, **changed})

    def yes(self, **changed: Any) -> CandidateAnswered:
        return CandidateAnswered.of(self.shortlisted(), answer="yes", **changed)

    def tell(self, *events: Event) -> None:
        """Each by its producer."""
        envelopes = [signed(event) for event in events]
        assert len(self.bus.publish(envelopes)) == len(envelopes)

    def witness(self, *, by: Actor | None = None, expect: int = 200) -> None:
        """The gateway saw the person say yes."""
        witness(self.call, self.yes(), by=by, expect=expect)

    # --- what the attacker does ---

    def write_row(self, database: str, envelope: Envelope) -> None:
        """By SQL, with the database's password."""
        row = "INSERT INTO outbox (slot, envelope) VALUES (:slot, CAST(:envelope AS jsonb))"
        kept = {"slot": slot(envelope.key), "envelope": envelope.model_dump_json()}
        with self.databases[database].engine.begin() as connection:
            connection.execute(text(row), kept)

    def produce(self, envelope: Envelope, **altered: Any) -> None:
        """Over Kafka's protocol; `key`, `value` and `headers` in place of what is right."""
        right = records.write(envelope)
        headers = {**dict(right.headers), **altered.get("headers", {})}
        producer: KafkaProducer = clients.producer(self.settings, "stranger")
        sent = producer.send(
            self.settings.kafka_topic_prefix + envelope.topic,
            key=altered.get("key", right.key),
            value=altered.get("value", right.value),
            headers=[(name, value) for name, value in headers.items() if value is not None],
        )
        sent.get(timeout=PATIENCE)
        producer.close(timeout=5)

    # --- what came of it ---

    def contact(self, actor: Actor, *, candidacy_id: UUID | None = None, expect: int) -> Any:
        path = f"/disclosures/{candidacy_id or self.candidacy_id}"
        return self.call(actor, "GET", path, expect=expect)

    def nothing_opened(self, *others: Actor) -> None:
        for actor in (self.boss, counsellor(), *others):
            self.contact(actor, expect=404)

    def opens_by_the_truth(self) -> None:
        """What is behind the lie in its topics is handled."""
        self.witness()
        self.tell(self.vacancy(), self.shortlisted(), self.yes())
        eventually(lambda: self._grants_open() == 1)
        assert self.contact(self.boss, expect=200)["display_name"] == "Zibounda Korvalan"

    def buried(self, service: str = "profiles") -> list[str]:
        return [each.reason for each in dead_letters.waiting(self.databases[service])]

    def _grants_open(self) -> int:
        query = "SELECT count(*) FROM grants WHERE agreed_at IS NOT NULL AND revoked_at IS NULL"
        with self.databases["profiles"].engine.connect() as connection:
            return connection.execute(text(query)).scalar_one()


def counted() -> float:
    """How many events this process has refused."""
    families = metrics.EVENTS_FORGED.collect()
    samples = [each for family in families for each in family.samples]
    return sum(each.value for each in samples if each.name.endswith("_total"))


def eventually(holds: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < deadline, "never came true"
        time.sleep(0.05)


def as_json(data: dict[str, Any]) -> bytes:
    return json.dumps(data).encode()
