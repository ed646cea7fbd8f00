"""Load: pages of those who work here, mixed, asked by 1, 16 and 64 clients at once.

`python -m benchmarks load`; `--seconds 30` for each number of clients (15 where none is given).
Every process is apart, as in production: an API and a worker for each service, the gateway, events
over Kafka's wire protocol, and the clients in a process of their own on the same machine. Each
client is one signed-in browser that asks for the next page as soon as it has the last: today, the
vacancies, a ranked list, people, one person, hires, claims, the report. The last line is one JSON
object: requests a second, `p50_ms`, `p99_ms` and `errors` for each number of clients.

No peer: what another product's pages cost says nothing of these.
"""

from __future__ import annotations

import argparse
import json
import math
import random
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import httpx2

from amuddu.kit import clock
from amuddu.kit.db import Database
from cli.client import Api
from cli.demo import seed
from cli.demo.sink import mail_sink
from cli.processes import separate

CLIENTS = (1, 16, 64)
SECONDS = 15.0
WARM_SECONDS = 3.0
PEOPLE, POSTINGS = 400, 40
GOAL = {"requests_per_second": 120, "p99_ms": 1000}
READERS: Mapping[str, tuple[str, ...]] = {
    seed.COUNSELLOR: (
        "/aujourdhui",
        "/offres",
        "/offres/{vacancy}/candidats",
        "/personnes",
        "/personnes/{person}",
        "/embauches",
        "/demandes",
    ),
    seed.EMPLOYER: ("/aujourdhui", "/offres", "/offres/{vacancy}", "/embauches", "/demandes"),
    seed.COORDINATOR: ("/aujourdhui", "/offres", "/bilan", "/budgets", "/aides"),
}


def measure(arguments: Sequence[str] = ()) -> Iterator[str]:
    """Rows for `python -m benchmarks load`."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks load")
    parser.add_argument("--seconds", type=float, default=SECONDS, help="for each number of clients")
    seconds = parser.parse_args(arguments).seconds
    found: dict[str, Any] = {}
    with ExitStack() as stack:
        url, cookies, paths = _house(stack)
        _asked(url, cookies, paths, clients=4, seconds=WARM_SECONDS)
        for clients in CLIENTS:
            answer = _asked(url, cookies, paths, clients=clients, seconds=seconds)
            found[str(clients)] = answer
            yield (
                f"{clients:>3} clients: {answer['requests_per_second']:>6} requests a second, "
                f"p50 {answer['p50_ms']} ms, p99 {answer['p99_ms']} ms, "
                f"{answer['errors']} errors {answer['statuses'] or ''}; "
                f"slowest page {answer['slowest_page']}"
            )
    yield json.dumps({"clients": found, "goal": {**GOAL, "errors": 0}})


def _house(stack: ExitStack) -> tuple[str, dict[str, dict[str, str]], dict[str, list[str]]]:
    """Everything running, filled, and somebody signed in for each kind of reader."""
    folder = Path(stack.enter_context(tempfile.TemporaryDirectory(ignore_cleanup_errors=True)))
    _, mail = stack.enter_context(mail_sink())
    kafka = stack.enter_context(separate.mock_cluster())
    environment = {"AMUDDU_LOG_LEVEL": "ERROR", **mail}
    running = stack.enter_context(separate.running(folder, kafka=kafka, environment=environment))
    database = Database(running.databases["gateway"])
    seed.seed(database, running.gateway, jobseekers=PEOPLE, postings=POSTINGS, today=clock.today())
    database.close()
    staff = Api(running.gateway).sign_in(seed.COUNSELLOR, seed.PASSWORD)
    person = staff.get("/profiles", limit=1)["items"][0]["id"]
    paths: dict[str, list[str]] = {}
    for login, pages in READERS.items():
        api = Api(running.gateway).sign_in(login, seed.PASSWORD)
        vacancy = api.get("/vacancies", limit=1)["items"][0]["id"]
        paths[login] = [page.format(vacancy=vacancy, person=person) for page in pages]
    seed.wait_until_ranked(
        staff, staff.get("/vacancies", limit=1)["items"][0]["id"], at_least=50, seconds=60
    )
    cookies = {login: _signed_in(running.gateway, login) for login in READERS}
    return running.gateway, cookies, paths


def _signed_in(url: str, login: str) -> dict[str, str]:
    with httpx2.Client(base_url=url, timeout=30, follow_redirects=True) as client:
        page = client.get("/connexion").text
        token = page.split('name="csrf_token" value="', 1)[1].split('"', 1)[0]
        fields = {"csrf_token": token, "login": login, "password": seed.PASSWORD}
        client.post("/connexion", data=fields).raise_for_status()
        return dict(client.cookies)


def _asked(
    url: str,
    cookies: Mapping[str, Mapping[str, str]],
    paths: Mapping[str, Sequence[str]],
    *,
    clients: int,
    seconds: float,
) -> dict[str, Any]:
    """What so many clients saw; they run in a process of their own."""
    asked = {
        "url": url,
        "cookies": cookies,
        "paths": paths,
        "clients": clients,
        "seconds": seconds,
    }
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.load"],
        input=json.dumps(asked),
        capture_output=True,
        text=True,
        check=True,
    )
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


# --- in the clients' process --------------------------------------------------------------------


def _client(number: int, asked: Mapping[str, Any], until: float) -> list[tuple[str, float, int]]:
    """One browser: a page after the other; each with what it took and its status."""
    login = sorted(asked["paths"])[number % len(asked["paths"])]
    pages, chance = asked["paths"][login], random.Random(number)
    seen: list[tuple[str, float, int]] = []
    with httpx2.Client(
        base_url=asked["url"], cookies=asked["cookies"][login], timeout=60
    ) as client:
        while (begun := time.perf_counter()) < until:
            page = chance.choice(pages)
            try:
                status = client.get(page).status_code
            except httpx2.HTTPError:
                status = 0
            seen.append((page, time.perf_counter() - begun, status))
    return seen


def _load(asked: Mapping[str, Any]) -> dict[str, Any]:
    begun = time.perf_counter()
    until = begun + asked["seconds"]
    with ThreadPoolExecutor(asked["clients"]) as pool:
        each = [pool.submit(_client, n, asked, until) for n in range(asked["clients"])]
        seen = [one for client in each for one in client.result()]
    took = time.perf_counter() - begun
    times = sorted(seconds for _, seconds, _ in seen)
    by_page: dict[str, list[float]] = {}
    for page, seconds, _ in seen:
        by_page.setdefault(page, []).append(seconds)
    medians = {page: sorted(all_)[len(all_) // 2] for page, all_ in by_page.items()}
    slowest = max(medians, key=lambda page: medians[page])
    return {
        "requests_per_second": round(len(seen) / took, 1),
        "p50_ms": round(1000 * times[len(times) // 2]),
        "p99_ms": round(1000 * times[math.ceil(0.99 * len(times)) - 1]),
        "errors": sum(status != 200 for _, _, status in seen),
        "statuses": Counter(f"{status} {page}" for page, _, status in seen if status != 200),
        "slowest_page": f"{slowest} ({round(1000 * medians[slowest])} ms)",
    }


if __name__ == "__main__":
    print(json.dumps(_load(json.load(sys.stdin))))
