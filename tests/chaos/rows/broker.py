"""The broker down, frozen, and far away, while writing goes on."""

from __future__ import annotations

import time
from collections.abc import Callable

from tests.chaos.house import House
from tests.chaos.log import unhandled
from tests.chaos.reconcile import drained
from tests.chaos.rows.row import Row

RECOVERY_SECONDS = 10.0
PER_SECOND = 5.0
ROUND_TRIP_SECONDS = 2.0


def run(house: House) -> Row:
    """Each fault in turn; after each, the time until all that was written has arrived."""
    row = Row("broker down 60 s, frozen 30 s, round trip of 2 s")
    house.load.write(house.sized(300, 40))
    _, findings = drained(house.databases, house.load.journal, seconds=60)
    row.must("all had arrived before the first fault", findings.clean, *findings.missing)
    _fault(house, row, "down", house.road.cut, seconds=house.sized(60, 10))
    if not house.short:
        _fault(house, row, "frozen", house.road.freeze, seconds=30)
        _fault(house, row, "far", lambda: house.road.delay(ROUND_TRIP_SECONDS), seconds=30)
    unread = unhandled(house)
    row.must("every event of the log was handled", not unread, *unread)
    row.must("no dead letter", house.newly_buried == 0)
    return row


def _fault(house: House, row: Row, name: str, begin: Callable[[], None], *, seconds: float) -> None:
    journal = house.load.journal
    journal.know_no_more()
    before, good, all_answers, silent = (
        journal.acknowledged,
        journal.count(200, 201),
        sum(journal.answers.values()),
        sum(journal.unanswered.values()),
    )
    journal.slowest = 0.0
    begin()
    try:
        with house.load.writing(per_second=PER_SECOND):
            time.sleep(seconds)
    finally:
        house.road.open()
        journal.know_all()
    took, findings = drained(house.databases, journal, seconds=60)
    written = journal.acknowledged - before
    refused = (sum(journal.answers.values()) - all_answers) - (journal.count(200, 201) - good)
    refused += sum(journal.unanswered.values()) - silent
    row.figures |= {
        f"{name}_written": written,
        f"{name}_refused": refused,
        f"{name}_slowest_ms": round(journal.slowest * 1000),
        f"{name}_recovered_s": round(took, 1),
        f"{name}_lost": len(findings.missing),
    }
    row.must(f"{name}: writing went on", written >= seconds * PER_SECOND * 0.5)
    row.must(f"{name}: every write was accepted at once", refused == 0, str(journal.answers))
    row.must(f"{name}: recovered within 10 s", took <= RECOVERY_SECONDS)
    row.must(f"{name}: nothing lost", not findings.missing, *findings.missing)
    row.must(f"{name}: nothing twice", not findings.double, *findings.double)
