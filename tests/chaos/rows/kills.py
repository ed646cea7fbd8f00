"""`kill -9` over every kind of process while vacancies, profiles and shortlists are written."""

from __future__ import annotations

import random
import signal
import threading
import time
from collections import Counter

from tests.chaos.house import House
from tests.chaos.log import unhandled
from tests.chaos.reconcile import drained
from tests.chaos.rows.row import Row

SENDER = "worker-notifications"
DRAIN_SECONDS = 60.0
LIFE_SECONDS = 5.0
"""A process just started is left alone so long: it is to be killed at work, not at birth."""


def run(house: House) -> Row:
    """Kill, drain, compare."""
    writes = house.sized(10_000, 200)
    kills = max(house.sized(55, 11), len(house.separate.supervisor.kinds))
    row = Row(f"{kills} kill -9 over every kind of process during {writes} events")
    journal, supervisor = house.load.journal, house.separate.supervisor
    before, repeated = journal.acknowledged, house.outside.repeated
    deaths = sum(child.deaths for child in supervisor.children)
    writing = threading.Thread(target=_write, args=(house, writes, row))
    begun = time.monotonic()
    writing.start()
    killed = _kill_along(house, writing, goal=writes, start=before, kills=kills)
    writing.join()
    wrote = time.monotonic() - begun
    took, findings = drained(house.databases, journal, seconds=DRAIN_SECONDS)
    unread = unhandled(house)
    again = house.outside.repeated - repeated
    row.figures |= {
        "events": journal.acknowledged - before,
        "kills": sum(killed.values()),
        "kinds": len(killed),
        "writing_s": round(wrote, 1),
        "drained_s": round(took, 1),
        "lost": len(findings.missing) + len(unread),
        "recorded_twice": len(findings.double),
        "provider_twice": again,
        "senders_killed": killed[SENDER],
        "unanswered": sum(journal.unanswered.values()),
        "answers_500": journal.faults,
    }
    row.must("all events were written", journal.acknowledged - before >= writes)
    row.must(f"{kills} kills over all kinds", sum(killed.values()) >= kills)
    row.must("every kind was killed", set(killed) == set(supervisor.kinds))
    row.must("nothing lost", not findings.missing and not unread, *findings.missing, *unread)
    row.must("nothing recorded twice", not findings.double, *findings.double)
    row.must("at most one duplicate at the provider per sender killed", again <= killed[SENDER])
    row.must(f"drained within {DRAIN_SECONDS:.0f} s", took <= DRAIN_SECONDS)
    row.must("no dead letter", house.newly_buried == 0)
    row.must("never a 500", journal.faults == 0, str(journal.answers))
    died = sum(child.deaths for child in supervisor.children) - deaths - sum(killed.values())
    row.must("no process died by itself", died == 0, f"{died} died")
    return row


def _write(house: House, writes: int, row: Row) -> None:
    try:
        house.load.write(writes)
    except RuntimeError as error:
        row.must("every write was taken in the end", False, str(error))


def _kill_along(
    house: House, writing: threading.Thread, *, goal: int, start: int, kills: int
) -> Counter[str]:
    """Kill one process after the other, spread evenly over what is written."""
    supervisor, journal = house.separate.supervisor, house.load.journal
    rng, killed, queue = random.Random(20260101), Counter[str](), list[str]()
    for number in range(1, kills + 1):
        due = start + goal * number // (kills + 1)
        while journal.acknowledged < due and writing.is_alive():
            time.sleep(0.02)
        if not queue:
            queue = rng.sample(supervisor.kinds, len(supervisor.kinds))
        kind = queue.pop()
        child = rng.choice(supervisor.of(kind))
        deadline = time.monotonic() + 20
        while child.age < LIFE_SECONDS and time.monotonic() < deadline:
            time.sleep(0.02)
        child.signal(signal.SIGKILL)
        killed[kind] += 1
    return killed
