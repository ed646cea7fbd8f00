"""Erasures, from the word of the person to the receipt that every place has signed for.

Twenty people who left traces everywhere (a profile, facts and vector, a candidacy, a message that
was sent, an account) erase themselves through the public API, one after the other; each is timed
until the receipt is complete: all fourteen places have answered. First with everything in one
process, then with every process apart and events over Kafka's wire protocol: the tests' mock
cluster, or the one that `KAFKA=host:port` names. The last line is one JSON object.

`ERASURES=20` chooses how many. No peer: we know of no product that says when it is done.
"""

from __future__ import annotations

import json
import os
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from http.client import NOT_FOUND
from pathlib import Path
from typing import Any

from amuddu.kit import clock
from amuddu.kit.db import Database
from benchmarks.table import Row
from cli.client import Api, ApiProblem
from cli.demo import seed
from cli.demo.sink import mail_sink
from cli.processes import one_process, separate
from gateway.settings import GatewaySettings

ERASURES = int(os.environ.get("ERASURES", "20"))
GOAL_SECONDS = 60.0
_GIVE_UP = 120.0
_PAUSE = 0.02
_WANTED = {"matching": True, "contact": True, "statistics": False}


def measure() -> Iterator[Row | str]:
    """One process, then all of them apart."""
    result: dict[str, Any] = {}
    for name, house in (("one_process", _together), ("apart_over_kafka", _apart)):
        with house() as (url, accounts_url):
            took = _erased(url, accounts_url)
        yield Row(f"Amuddu: erased in every place, {name.replace('_', ' ')}", took, "s")
        result[name] = {
            "erasures": len(took),
            "median_s": round(statistics.median(took), 2),
            "slowest_s": round(max(took), 2),
            "goal_s": GOAL_SECONDS,
            "met": max(took) <= GOAL_SECONDS,
        }
    yield json.dumps(result)


@contextmanager
def _together() -> Iterator[tuple[str, str]]:
    with tempfile.TemporaryDirectory() as folder, mail_sink() as (_, mail):
        settings = {"AMUDDU_DATA_DIR": str(Path(folder) / "data"), **_quiet(mail)}
        with one_process.running(environment=settings) as addresses:
            named = GatewaySettings()
            database = Database.of(named, "gateway", named.database_url)
            database.close()
            yield addresses.gateway, database.url


@contextmanager
def _apart() -> Iterator[tuple[str, str]]:
    with ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory(ignore_cleanup_errors=True))
        _, mail = stack.enter_context(mail_sink())
        named = os.environ.get("KAFKA")
        kafka = (
            separate.real_cluster(named, "erasure")
            if named
            else stack.enter_context(separate.mock_cluster())
        )
        started = separate.running(Path(folder), kafka=kafka, environment=_quiet(mail))
        running = stack.enter_context(started)
        yield running.gateway, running.databases["gateway"]


def _quiet(mail: dict[str, str]) -> dict[str, str]:
    return {"AMUDDU_LOG_LEVEL": "ERROR", **mail}


def _erased(url: str, accounts_url: str) -> list[float]:
    """Seconds of each erasure."""
    database = Database(accounts_url)
    seed.seed(database, url, jobseekers=50, postings=4, today=clock.today())
    people = [_person(database, url, number) for number in range(ERASURES)]
    database.close()
    _leave_traces(url, {profile_id for _, profile_id in people})
    anybody = Api(url)
    return [_timed(api, anybody, profile_id) for api, profile_id in people]


def _person(database: Database, url: str, number: int) -> tuple[Api, str]:
    """Somebody with an account and a profile."""
    login = f"partir{number}@amuddu.example"
    seed.add_jobseeker(database, login)
    api = Api(url).sign_in(login, seed.PASSWORD)
    body = {
        "given_name": f"Essai{number}",
        "birth_year": 1985,
        "email": login,
        "channel": "email",
        "about": "Je répare des conduites depuis dix ans.",
        "occupations": [{"text": "plombier"}],
        "place": "rabat",
        "consents": _WANTED,
    }
    return api, api.post("/profiles", body)["id"]


def _leave_traces(url: str, people: set[str]) -> None:
    """All of them are put forward for a vacancy and told by e-mail."""
    employer = Api(url).sign_in(seed.EMPLOYER, seed.PASSWORD)
    counsellor = Api(url).sign_in(seed.COUNSELLOR, seed.PASSWORD)
    body = {
        "title": "Plombier",
        "occupation": {"text": "plombier"},
        "place": "rabat",
        "contract_type": "CDI",
    }
    vacancy = employer.post("/vacancies", body)["id"]
    seed.wait_until_ranked(counsellor, vacancy, at_least=len(people), seconds=60)
    for each in people:
        _until(partial(_put_forward, counsellor, f"/vacancies/{vacancy}/candidates/{each}"))

    def told() -> bool:
        path = f"/vacancies/{vacancy}/candidacies"
        items = counsellor.get(path, limit=100)["items"]
        return bool(sum(each["state"] == "told" for each in items) >= len(people))

    _until(told)


def _put_forward(counsellor: Api, path: str) -> bool:
    """Whether the person was put forward: matching may not have heard of them yet."""
    try:
        counsellor.post(f"{path}/shortlist")
    except ApiProblem as problem:
        if problem.status != NOT_FOUND:
            raise
        return False
    return True


def _timed(api: Api, anybody: Api, profile_id: str) -> float:
    begun = time.perf_counter()
    token = api.delete(f"/profiles/{profile_id}")["token"]
    _until(lambda: anybody.get(f"/erasure-receipts/{token}")["completed_at"])
    return time.perf_counter() - begun


def _until(holds: Callable[[], object]) -> None:
    deadline = time.perf_counter() + _GIVE_UP
    while not holds():
        if time.perf_counter() > deadline:
            raise TimeoutError("not within two minutes")
        time.sleep(_PAUSE)
