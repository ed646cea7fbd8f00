"""What machines ask a process, and what it counts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from uuid import uuid4

import httpx2
import pytest
from fastapi import APIRouter, FastAPI
from fastapi.testclient import TestClient
from prometheus_client.parser import text_string_to_metric_families
from sqlalchemy import text

from amuddu.contracts.employers import VacancyClosed
from amuddu.kit.app import create_app
from amuddu.kit.db import Database
from amuddu.kit.events import outbox
from amuddu.kit.health import internal_port
from amuddu.kit.health.probes import Health
from amuddu.kit.settings import Settings

router = APIRouter()
PERSON = "3f0e8c1d-0000-4000-8000-00000000beef"


@router.get("/v1/people/{person_id}/links/{token}")
def page(person_id: str, token: str) -> str:
    return "ok"


def app_over(database: Database, settings: Settings, *, public: bool = False) -> FastAPI:
    return create_app(
        name="employers",
        title="t",
        description="",
        settings=settings,
        database=database,
        routers=[router],
        public=public,
    )


@pytest.fixture
def client(database: Database, settings: Settings) -> Iterator[TestClient]:
    with TestClient(app_over(database, settings)) as made:
        yield made


def waiting(database: Database, *, seconds: int) -> None:
    """An event that has waited in the outbox for so long."""
    with database.session() as session:
        outbox.add(session, VacancyClosed(vacancy_id=uuid4(), revision=1, reason="filled"))
        session.connection().execute(
            text("UPDATE outbox SET created_at = now() - make_interval(secs => :s)"), {"s": seconds}
        )


def figures(body: str) -> dict[str, float]:
    """Name and labels -> value, of the figures that are this product's own."""
    return {
        f"{sample.name}{sorted(sample.labels.items())}": sample.value
        for family in text_string_to_metric_families(body)
        for sample in family.samples
        if sample.name.startswith("amuddu_")
    }


def test_a_process_that_serves_is_ready(client: TestClient) -> None:
    assert client.get("/livez").json() == {"status": "ok"}
    assert client.get("/readyz").json() == {
        "status": "ready",
        "degraded": False,
        "why": [],
        "oldest_outbox_seconds": 0.0,
    }


def test_events_that_wait_too_long_degrade_it_and_leave_it_ready(
    client: TestClient, database: Database
) -> None:
    waiting(database, seconds=30)
    assert client.get("/readyz").json()["degraded"] is False
    waiting(database, seconds=90)
    answer = client.get("/readyz")
    assert answer.status_code == 200
    assert answer.json()["degraded"] is True
    assert answer.json()["why"] == ["events_waiting"]
    assert 90 <= answer.json()["oldest_outbox_seconds"] < 120
    with database.session() as session:
        session.connection().execute(text("DELETE FROM outbox"))
    assert client.get("/readyz").json()["degraded"] is False


def test_what_waits_and_what_is_buried_is_counted(client: TestClient, database: Database) -> None:
    before = figures(client.get("/metrics").text)
    waiting(database, seconds=0)
    waiting(database, seconds=75)
    found = figures(client.get("/metrics").text)
    of = "[('service', 'employers')]"
    assert before[f"amuddu_outbox_rows{of}"] == 0
    assert before[f"amuddu_outbox_oldest_seconds{of}"] == 0
    assert found[f"amuddu_outbox_rows{of}"] == 2
    assert 75 <= found[f"amuddu_outbox_oldest_seconds{of}"] < 100
    assert found[f"amuddu_dead_letters{of}"] == 0
    assert found[f"amuddu_degraded{of}"] == 1
    assert found[f"amuddu_database_up{of}"] == 1


def test_requests_are_counted_by_pattern_and_never_by_address(client: TestClient) -> None:
    address = f"/v1/people/{PERSON}/links/a-signed-secret"
    for _ in range(3):
        client.get(address)
    client.get("/nowhere/somebody@exemple.ma")
    client.request("SURPRISE", address)
    body = client.get("/metrics").text
    counted = figures(body)
    labels = [
        ("method", "GET"),
        ("route", "/v1/people/{person_id}/links/{token}"),
        ("service", "employers"),
        ("status", "200"),
    ]
    assert counted[f"amuddu_http_requests_total{labels}"] == 3
    for secret in (PERSON, "a-signed-secret", "somebody", "nowhere", "SURPRISE"):
        assert secret not in body


def test_no_label_can_carry_an_id(client: TestClient) -> None:
    body = client.get("/metrics").text
    allowed = {"service", "method", "route", "status", "type", "outcome", "channel", "topic"}
    allowed |= {"partition", "le", "why", "kind", "overdue"}
    named = {
        label
        for family in text_string_to_metric_families(body)
        for sample in family.samples
        if sample.name.startswith("amuddu_")
        for label in sample.labels
    }
    assert named <= allowed
    assert not re.search(r"[0-9a-f]{8}-[0-9a-f]{4}", body)


def test_strangers_see_no_figures(database: Database, settings: Settings) -> None:
    with TestClient(app_over(database, settings, public=True)) as client:
        assert client.get("/metrics").status_code == 404
        assert client.get("/readyz").status_code == 200


def test_the_inside_port_answers_machines_and_nobody_else(
    database: Database, settings: Settings
) -> None:
    health = Health("employers", settings, database)
    with (
        internal_port.serving(health, host="127.0.0.1", port=0) as port,
        httpx2.Client(base_url=f"http://127.0.0.1:{port}", trust_env=False) as client,
    ):
        assert client.get("/livez").json() == {"status": "ok"}
        assert client.get("/readyz").json()["degraded"] is False
        assert "amuddu_outbox_rows" in client.get("/metrics").text
        for path in ("/docs", "/openapi.json", "/v1/employers", "/"):
            assert client.get(path).status_code == 404


def test_the_inside_port_without_a_database(settings: Settings) -> None:
    gone = Database("postgresql+psycopg://nobody@127.0.0.1:1/none")
    health = Health("employers", settings, gone)
    with (
        internal_port.serving(health, host="127.0.0.1", port=0) as port,
        httpx2.Client(base_url=f"http://127.0.0.1:{port}", trust_env=False) as client,
    ):
        assert client.get("/livez").status_code == 200
        answer = client.get("/readyz")
        assert answer.status_code == 503
        assert answer.headers["retry-after"] == "2"
        assert "amuddu_database_up" in client.get("/metrics").text
