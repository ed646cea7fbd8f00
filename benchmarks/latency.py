"""How long news takes: vacancy published to ranking visible, shortlisted to message sent.

Through the public API of a whole house with 400 people, twice: every service in one process on
the memory bus, and every process separate over Kafka (the mock cluster of a checkout, or the one
that KAFKA=host:port names). Each time begins before the request is sent, so it holds the API's
own answer too; the first ends with the first ranking that considers the people, the second when
the mail server has accepted the message.
"""

from __future__ import annotations

import os
import statistics
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from amuddu.kit.db import Database
from cli.client import Api, ApiProblem
from cli.demo import seed
from cli.demo.sink import Mailbox, mail_sink, sms_sink
from cli.processes import one_process, separate
from gateway.settings import GatewaySettings

VACANCIES, MESSAGES = 100, 100
PEOPLE = 400
QUIET = {"AMUDDU_LOG_LEVEL": "WARNING", "AMUDDU_SEND_POLL_SECONDS": "0.05"}


@dataclass(frozen=True, slots=True)
class Latency:
    """Median and 99th percentile of many times."""

    name: str
    milliseconds: list[float] = field(repr=False)

    def __str__(self) -> str:
        cuts = statistics.quantiles(self.milliseconds, n=100, method="inclusive")
        count = len(self.milliseconds)
        return f"  {self.name:58} p50 {cuts[49]:8.1f} ms   p99 {cuts[98]:8.1f} ms   ({count} times)"


def measure() -> Iterator[Latency]:
    """Both houses, one after the other."""
    for bus, opened in (("memory, one process", _together), ("kafka, separate", _separate)):
        with ExitStack() as stack:
            mailbox, mail = stack.enter_context(mail_sink())
            environment = {**QUIET, **mail, **stack.enter_context(sms_sink())}
            address, accounts = opened(stack, environment)
            seed.seed(
                accounts, address, jobseekers=PEOPLE, postings=12, today=datetime.now(UTC).date()
            )
            employer = Api(address).sign_in(seed.EMPLOYER, seed.PASSWORD)
            counsellor = Api(address).sign_in(seed.COUNSELLOR, seed.PASSWORD)
            published = [_published(employer, counsellor) for _ in range(VACANCIES)]
            yield Latency(f"{bus}: published to ranking", [took for _, took in published])
            vacancies = [vacancy_id for vacancy_id, _ in published]
            told = list(_told(counsellor, mailbox, vacancies))
            yield Latency(f"{bus}: shortlisted to message sent", told)


def _together(stack: ExitStack, environment: dict[str, str]) -> tuple[str, Database]:
    folder = stack.enter_context(tempfile.TemporaryDirectory())
    data = {"AMUDDU_DATA_DIR": str(Path(folder) / "data")}
    addresses = stack.enter_context(one_process.running(environment={**environment, **data}))
    settings = GatewaySettings()
    return addresses.gateway, Database.of(settings, "gateway", settings.database_url)


def _separate(stack: ExitStack, environment: dict[str, str]) -> tuple[str, Database]:
    folder = stack.enter_context(tempfile.TemporaryDirectory(ignore_cleanup_errors=True))
    servers = os.environ.get("KAFKA", "")
    kafka = (
        separate.real_cluster(servers, "bench")
        if servers
        else stack.enter_context(separate.mock_cluster())
    )
    started = separate.running(Path(folder), kafka=kafka, environment=environment)
    running = stack.enter_context(started)
    return running.gateway, Database(running.databases["gateway"])


def _published(employer: Api, counsellor: Api) -> tuple[str, float]:
    body = {
        "title": "Plombier",
        "occupation": {"text": "plombier"},
        "place": "rabat",
        "contract_type": "CDI",
    }
    begun = time.perf_counter()
    vacancy = employer.post("/vacancies", body)
    seed.wait_until_ranked(counsellor, vacancy["id"], at_least=1, seconds=30, pause=0.002)
    return vacancy["id"], (time.perf_counter() - begun) * 1000


def _told(counsellor: Api, mailbox: Mailbox, vacancies: list[str]) -> Iterator[float]:
    """Shortlist people who read e-mail, one at a time, each for a vacancy of their own."""
    readers = list(_readers(counsellor, vacancies[0]))
    pairs = ((vacancy, person) for vacancy in vacancies for person in readers)
    arrived = len(mailbox.wait(0, seconds=0))
    for _ in range(MESSAGES):
        vacancy_id, profile_id = next(pairs)
        begun = time.perf_counter()
        counsellor.post(f"/vacancies/{vacancy_id}/candidates/{profile_id}/shortlist")
        arrived += 1
        if len(mailbox.wait(arrived, seconds=30)) < arrived:
            raise TimeoutError("a message did not arrive")
        yield (time.perf_counter() - begun) * 1000


def _readers(counsellor: Api, vacancy_id: str) -> Iterator[str]:
    """People of the agency who may be hired, agreed to be told, and read e-mail."""
    ranking = counsellor.get(f"/vacancies/{vacancy_id}/ranking", part="all", limit=100)
    closed = counsellor.closed_now(ranking["items"])
    for item in ranking["items"]:
        if item["contactable"] and item["profile_id"] not in closed:
            person = _profile(counsellor, item["profile_id"])
            if person is not None and person["channel"] == "email":
                yield item["profile_id"]


def _profile(counsellor: Api, profile_id: str) -> dict[str, Any] | None:
    try:
        found: dict[str, Any] = counsellor.get(f"/profiles/{profile_id}")
    except ApiProblem as problem:
        if problem.status == 404:
            return None
        raise
    return found
