"""A thousand events that nobody can handle among ten thousand: each buried, none in the way."""

from __future__ import annotations

import random
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from uuid import uuid4

import psycopg

from amuddu.contracts.events.envelope import Envelope
from amuddu.contracts.profiles import TOPIC, ProfileUpdated
from amuddu.contracts.types import ConceptRef
from amuddu.kit.bus import clients, records
from amuddu.kit.bus.records import Written
from amuddu.kit.db import plain
from amuddu.kit.events.signing import signed
from amuddu.kit.identity import Identity
from tests.chaos.house import House
from tests.chaos.log import identity_of, settings
from tests.chaos.rows.load import AGENCY
from tests.chaos.rows.row import Row

BUG = "ALTER TABLE candidate ADD CONSTRAINT chaos_bug CHECK (code <> 'POISON')"
FIX = "ALTER TABLE candidate DROP CONSTRAINT chaos_bug"
"""A handler that fails, and its mending, as a deployment would bring them."""
PATIENCE_SECONDS = 240.0
SHARES = (("malformed", 33), ("unknown_version", 33), ("unfit", 22), ("forged", 10), ("failing", 2))
"""Poison by kind, in hundredths. One that fails is tried four times over about a second and a
half, so they are few: the others that share its worker wait meanwhile, which is measured too."""
REASONS = {
    "malformed": "Unreadable",
    "unknown_version": "UnknownEvent",
    "unfit": "ValidationError",
    "forged": "forged",
    "failing": "IntegrityError",
}
"""How the reason of each kind begins; what follows a colon is the kind of error alone."""


@dataclass(frozen=True, slots=True)
class Made:
    """A record and what it is: `good`, or a kind of poison; and who it is about."""

    kind: str
    person: str
    written: Written


def run(house: House) -> Row:
    """Publish, wait until all is handled or buried, mend, replay."""
    total = house.sized(10_000, 300)
    row = Row(f"{total // 10} poison messages among {total}")
    made = list(_made(total, by=identity_of(house, "profiles")))
    count = Counter(each.kind for each in made)
    buried_before = {each: house.databases.buried(each) for each in ("matching", "notifications")}
    _alter(house, BUG)
    begun = time.monotonic()
    _publish(house, made)
    poison = sum(count.values()) - count["good"]
    done = _wait_handled(house, made, poison + sum(buried_before["matching"].values()))
    took = time.monotonic() - begun
    buried = house.databases.buried("matching")
    buried.subtract(buried_before["matching"])
    reached = _known(house, [each.person for each in made if each.kind == "good"])
    row.figures |= {
        "published": total,
        "poison": poison,
        "reached": reached,
        "buried": {reason: n for reason, n in sorted(buried.items()) if n},
        "seconds_to_handle": round(took, 1),
    }
    row.must("all was handled or buried in time", done)
    row.must("every good event arrived, in every partition", reached == count["good"])
    for kind, expected in REASONS.items():
        found = sum(n for reason, n in buried.items() if reason.partition(":")[0] == expected)
        row.must(f"{kind}: all buried, with the reason", found == count[kind], str(dict(buried)))
    others = house.databases.buried("notifications")
    others.subtract(buried_before["notifications"])
    # What fails in matching alone is no poison to notifications.
    held = sum(others.values()) == poison - count["failing"]
    row.must("the other consumer buried its own", held, str(dict(others)))
    _replay(house, row, [each.person for each in made if each.kind == "failing"])
    return row


def _replay(house: House, row: Row, people: Sequence[str]) -> None:
    """Mend the handler; what failed is handled, what is no event stays buried."""
    row.must("nothing of what failed had arrived", _known(house, people) == 0)
    before = house.databases.buried("matching")
    _alter(house, FIX)
    # Status 1: what is no event stays buried.
    house.separate.command("deadletters", "replay", "matching", seconds=300, accept=(1,))
    after = house.databases.buried("matching")
    row.figures["replayed"] = _known(house, people)
    row.must("what failed was replayed after the fix", _known(house, people) == len(people))
    row.must("it is buried no more", after["IntegrityError"] == 0)
    del before["IntegrityError"], after["IntegrityError"]
    row.must("the rest stays buried", +after == +before)


def _made(total: int, *, by: Identity) -> Iterator[Made]:
    rng = random.Random(20260101)
    poison = total // 10
    kinds = [kind for kind, share in SHARES for _ in range(max(2, poison * share // 100))]
    kinds += ["malformed"] * (poison - len(kinds)) + ["good"] * (total - poison)
    rng.shuffle(kinds)
    for number, kind in enumerate(kinds):
        yield _record(kind, number, rng, by)


def _record(kind: str, number: int, rng: random.Random, by: Identity) -> Made:
    event = ProfileUpdated(
        profile_id=uuid4(),
        revision=1,
        code="POISON" if kind == "failing" else f"C{number}",
        agency_id=AGENCY,
        occupations=(ConceptRef(text="maçon", concept="mason"),),
        skills=(ConceptRef(text="monter un mur"),),
        place="rabat",
        contactable=True,
    )
    envelope = Envelope.wrap(event)
    if kind == "unknown_version":
        envelope = envelope.model_copy(update={"version": 99})
    if kind == "unfit":
        envelope = envelope.model_copy(update={"data": {**envelope.data, "revision": "many"}})
    if kind != "forged":
        envelope = signed(envelope, by)
    written = records.write(envelope)
    if kind == "malformed":
        garbage = (b"{", b"\xff\xfe\x00", b"[1, 2]", b'{"a": "\\u0000"}', rng.randbytes(40))
        written = Written(written.key, rng.choice(garbage), written.headers[: rng.randrange(4)])
    return Made(kind, event.key, written)


def _publish(house: House, made: Sequence[Made]) -> None:
    chosen = settings(house)
    producer = clients.producer(chosen, "chaos")
    topic = chosen.kafka_topic_prefix + TOPIC
    try:
        sent = [
            producer.send(topic, key=w.key, value=w.value, headers=w.headers)
            for w in (each.written for each in made)
        ]
        for each in sent:
            each.get(timeout=60)
    finally:
        producer.close()


def _wait_handled(house: House, made: Sequence[Made], buried: int) -> bool:
    good = [each.person for each in made if each.kind == "good"]
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline:
        done = sum(house.databases.buried("matching").values()) >= buried
        if done and _known(house, good) == len(good):
            return True
        time.sleep(0.5)
    return False


def _known(house: House, people: Sequence[str]) -> int:
    """How many of these people matching knows."""
    with psycopg.connect(plain(house.separate.databases["matching"])) as connection:
        query = "SELECT count(*) FROM candidate WHERE profile_id = ANY(%s) AND vector IS NOT NULL"
        found = connection.execute(query, (list(people),)).fetchone()
    return int(found[0]) if found else 0


def _alter(house: House, statement: str) -> None:
    with psycopg.connect(plain(house.separate.databases["matching"])) as connection:
        connection.execute(statement.encode())
