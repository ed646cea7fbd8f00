"""From a vacancy's publication to its ranking; a relay that only polls beside it.

Measured through the public API of a whole house with 400 people: POST the vacancy, then ask for
its ranking until it is there. The peer is the same house with the relay's and the replica's
wake-ups switched off, so that both look once a second, as a plain polling outbox does.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from unittest import mock

import psycopg

from amuddu.kit.db import Database
from benchmarks.table import Row
from cli.client import Api
from cli.demo import seed
from cli.demo.sink import mail_sink
from cli.processes import one_process
from gateway.settings import GatewaySettings

VACANCIES = 30


def measure() -> Iterator[Row]:
    """Two houses, one after the other."""
    yield Row("Amuddu: published to ranked", _seconds(), "ms")
    # A channel that nobody notifies: LISTEN hears nothing, and the poll is all there is.
    deaf = mock.patch.object(psycopg.Connection, "notifies", _sleeping)
    with deaf:
        yield Row("peer: the same, polling once a second", _seconds(), "ms")


def _sleeping(_: object, **_options: object) -> Iterator[psycopg.Notify]:
    time.sleep(1.0)
    return iter(())


def _seconds() -> list[float]:
    with tempfile.TemporaryDirectory() as folder, mail_sink() as (_, mail):
        environment = {
            "AMUDDU_DATA_DIR": str(Path(folder) / "data"),
            "AMUDDU_LOG_LEVEL": "WARNING",
            **mail,
        }
        with one_process.running(environment=environment) as addresses:
            return _publish(addresses.gateway)


def _publish(url: str) -> list[float]:
    settings = GatewaySettings()
    database = Database.of(settings, "gateway", settings.database_url)
    today = datetime.now(UTC).date()
    seed.seed(database, url, jobseekers=400, postings=12, today=today)
    database.close()
    employer = Api(url).sign_in(seed.EMPLOYER, seed.PASSWORD)
    counsellor = Api(url).sign_in(seed.COUNSELLOR, seed.PASSWORD)
    return [_one(employer, counsellor) for _ in range(VACANCIES)]


def _one(employer: Api, counsellor: Api) -> float:
    body = {
        "title": "Plombier",
        "occupation": {"text": "plombier"},
        "place": "rabat",
        "contract_type": "CDI",
    }
    begun = time.perf_counter()
    vacancy = employer.post("/vacancies", body)
    seed.wait_until_ranked(counsellor, vacancy["id"], at_least=1, seconds=30, pause=0.005)
    return (time.perf_counter() - begun) * 1000
