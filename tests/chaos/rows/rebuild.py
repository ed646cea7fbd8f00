"""Matching's tables made anew from the log while rankings are read, then from the log alone."""

from __future__ import annotations

import itertools
import random
import threading
import time
from collections import Counter
from typing import Any

import httpx2
import psycopg

from amuddu.kit.db import plain
from tests.chaos.house import House
from tests.chaos.reconcile import drained
from tests.chaos.rows.row import Row

WATCHED = 6
"""How many rankings are read over and over."""
PAUSE_SECONDS = 0.05
"""Between two readings of one reader."""
VACANCIES_ONLY = (("vacancy", 4), ("close", 1))
"""What may be written meanwhile without changing a ranking that is watched."""
WIPE = "TRUNCATE transition, candidacy, bulk, vacancy, candidate, inbox CASCADE"
REBUILD_SECONDS = 400.0


def run(house: House) -> Row:
    """Rebuild beside the readers; then wipe, rebuild, and compare the two hashes."""
    row = Row("rebuild from the log while serving")
    house.load.write(house.sized(600, 80))
    _, findings = drained(house.databases, house.load.journal, seconds=90)
    row.must("all had arrived before", findings.clean, *findings.missing)
    _while_serving(house, row)
    _from_nothing(house, row)
    return row


def _while_serving(house: House, row: Row) -> None:
    journal = house.load.journal
    readers = _Readers(house)
    threads = [threading.Thread(target=readers.read_on) for _ in range(2)]
    before = journal.acknowledged
    readers.learn()
    for thread in threads:
        thread.start()
    begun = time.monotonic()
    try:
        with house.load.writing(per_second=5, threads=2, mix=VACANCIES_ONLY):
            said = house.separate.command("rebuild", "matching", seconds=REBUILD_SECONDS)
    finally:
        readers.stop.set()
        for thread in threads:
            thread.join()
    took = time.monotonic() - begun
    _, findings = drained(house.databases, journal, seconds=60)
    hashes = {line.split()[0]: line.split()[1] for line in said.splitlines()[-2:]}
    row.figures |= {
        "rebuilt_in_s": round(took, 1),
        "read_right": readers.seen["right"],
        "read_wrong": readers.seen["wrong"],
        "read_503": readers.seen["unavailable"],
        "written_meanwhile": journal.acknowledged - before,
    }
    row.must("same hash before and after", hashes.get("before") == hashes.get("after"), said)
    row.must("rankings were read meanwhile", readers.seen["right"] > WATCHED)
    row.must("no wrong answer was served", readers.seen["wrong"] == 0, *readers.wrong)
    row.must("writing went on", journal.acknowledged > before)
    row.must("nothing lost meanwhile", not findings.missing, *findings.missing)


def _from_nothing(house: House, row: Row) -> None:
    """The tables emptied, as after a disk was lost; the log is all there is."""
    supervisor = house.separate.supervisor
    with supervisor.paused("worker-matching"), supervisor.paused("api-matching"):
        before = house.separate.command("state-hash", "matching").strip()
        with psycopg.connect(plain(house.separate.databases["matching"])) as connection:
            connection.execute(WIPE)
        house.separate.command("rebuild", "matching", seconds=REBUILD_SECONDS)
        after = house.separate.command("state-hash", "matching").strip()
    address = house.separate.services["matching"]
    supervisor.wait_ready("api-matching", f"{address}/readyz", seconds=90)
    took, findings = drained(house.databases, house.load.journal, seconds=60)
    row.figures |= {"hash": after[:12], "caught_up_s": round(took, 1)}
    row.must("same hash from the log alone", before == after, f"{before} and {after}")
    row.must("nothing lost afterwards", not findings.missing, *findings.missing)


class _Readers:
    """Counsellors who look at the same rankings again and again."""

    def __init__(self, house: House) -> None:
        self._address = house.separate.services["matching"]
        self._asking = house.load.insider.asking("matching", house.load.counsellor())
        open_ones = set(house.load.journal.vacancies) - set(house.load.journal.closed)
        lasting = sorted(open_ones & {each for each, _ in house.load.journal.candidacies.values()})
        self._watched = random.Random(1).sample(lasting, min(WATCHED, len(lasting)))
        self._known: dict[str, Any] = {}
        self.seen: Counter[str] = Counter()
        self.wrong: list[str] = []
        self.stop = threading.Event()

    def learn(self) -> None:
        """Read each ranking once: what every later reading must say."""
        with httpx2.Client(timeout=15, trust_env=False) as client:
            for vacancy_id in self._watched:
                self._known[vacancy_id] = _said(self._get(client, vacancy_id).json())

    def read_on(self) -> None:
        """Read until told to stop."""
        with httpx2.Client(timeout=30, trust_env=False) as client:
            for vacancy_id in itertools.cycle(self._watched):
                self._judge(vacancy_id, self._get(client, vacancy_id))
                if self.stop.wait(PAUSE_SECONDS):
                    return

    def _get(self, client: httpx2.Client, vacancy_id: str) -> httpx2.Response:
        path = f"{self._address}/v1/vacancies/{vacancy_id}/ranking"
        return client.get(path, params={"part": "all", "limit": 50}, auth=self._asking)

    def _judge(self, vacancy_id: str, response: httpx2.Response) -> None:
        if response.status_code == httpx2.codes.SERVICE_UNAVAILABLE:
            self.seen["unavailable"] += 1
        elif response.is_success and _said(response.json()) == self._known[vacancy_id]:
            self.seen["right"] += 1
        else:
            self.seen["wrong"] += 1
            self.wrong.append(f"{vacancy_id}: {response.status_code} {response.text[:200]}")


def _said(ranking: dict[str, Any]) -> dict[str, Any]:
    """A ranking without the time it took."""
    return {name: value for name, value in ranking.items() if name != "took_ms"}
