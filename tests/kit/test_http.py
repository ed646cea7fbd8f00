"""Errors are problem+json in the caller's language, and carry no value that somebody typed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from fastapi import APIRouter
from fastapi.testclient import TestClient
from sqlalchemy import text

from amuddu.contracts.types import Contract, Day, Money, ShortText
from amuddu.kit.app import create_app
from amuddu.kit.auth import Role, require
from amuddu.kit.db import Database, SessionDep
from amuddu.kit.errors import Conflict, NotFound
from amuddu.kit.settings import Settings
from amuddu.kit.trust.gate import ActorDep
from amuddu.kit.trust.tokens import digest
from tests.signing import signer
from tests.support import counsellor, headers_for

router = APIRouter()


class Body(Contract):
    name: ShortText
    wage: Money | None = None
    day: Day | None = None


@router.post("/echo")
def echo(body: Body) -> Body:
    return body


@router.get("/missing")
def missing() -> None:
    raise NotFound


@router.get("/mine")
def mine(actor: ActorDep) -> str:
    require(actor, Role.COUNSELLOR)
    return str(actor.role)


@router.post("/write")
def write(session: SessionDep, fail: bool = False) -> str:
    session.connection().execute(text("INSERT INTO effect VALUES ('a', 1)"))
    if fail:
        raise Conflict
    return "written"


@pytest.fixture
def client(database: Database, settings: Settings) -> Iterator[TestClient]:
    app = create_app(
        name="employers",
        title="t",
        description="",
        settings=settings,
        database=database,
        routers=[router],
    )
    with TestClient(app) as made:
        yield made


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "name"),
        ({"name": "a\x00b"}, "name"),
        ({"name": "x" * 500}, "name"),
        ({"name": "a", "wage": -1}, "wage"),
        ({"name": "a", "wage": 1e30}, "wage"),
        ({"name": "a", "wage": "beaucoup"}, "wage"),
        ({"name": "a", "day": "2026-02-31"}, "day"),
        ({"name": "a", "day": "9999-01-01"}, "day"),
        ({"name": "a", "surprise": 1}, "surprise"),
        ({"name": ["a"]}, "name"),
    ],
)
def test_bad_input_names_the_field_and_the_fix(
    client: TestClient, body: dict[str, object], field: str
) -> None:
    answer = client.post("/echo", json=body, headers={"Accept-Language": "fr"})
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"
    assert [error["field"] for error in answer.json()["errors"]] == [field]
    assert all(error["message"] for error in answer.json()["errors"])
    assert "beaucoup" not in answer.text


def test_malformed_json_is_refused_in_plain_words(client: TestClient) -> None:
    answer = client.post(
        "/echo", content=b'{"name": ', headers={"Content-Type": "application/json"}
    )
    assert answer.status_code == 422
    assert "JSON" in answer.json()["errors"][0]["message"]


def test_a_lone_surrogate_is_refused(client: TestClient) -> None:
    answer = client.post(
        "/echo", content=b'{"name": "\\ud800"}', headers={"Content-Type": "application/json"}
    )
    assert answer.status_code == 422


@pytest.mark.parametrize(
    ("path", "status"), [("/missing", 404), ("/nowhere", 404), ("/mine", 401), ("/echo", 405)]
)
def test_every_refusal_is_a_problem(client: TestClient, path: str, status: int) -> None:
    answer = client.get(path)
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["status"] == status


def test_an_actor_token_opens_what_its_role_may_see(client: TestClient) -> None:
    assert client.get("/mine", headers=headers_for(counsellor())).json() == "counsellor"


def test_a_forged_actor_token_is_nobody(client: TestClient, tmp_path: Path) -> None:
    stranger = signer(tmp_path, "gateway")
    token = stranger.asked("employers", digest("GET", b"/mine", b""), counsellor())
    forged = {"Authorization": f"Bearer {token}"}
    assert client.get("/mine", headers=forged).status_code == 401


def test_a_refused_request_leaves_nothing_half_written(
    client: TestClient, database: Database
) -> None:
    assert client.post("/write?fail=true").status_code == 409
    assert client.post("/write").status_code == 200
    with database.engine.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM effect")).scalar() == 1


def test_an_oversized_body_is_refused_before_it_is_read(client: TestClient) -> None:
    answer = client.post("/echo", content=b"x" * (9 * 1024 * 1024))
    assert answer.status_code == 413


def test_the_correlation_id_comes_back(client: TestClient) -> None:
    answer = client.get("/livez", headers={"X-Correlation-ID": "story-123456"})
    assert answer.headers["x-correlation-id"] == "story-123456"
    strange = client.get("/livez", headers={"X-Correlation-ID": "a b; drop"})
    assert strange.headers["x-correlation-id"] != "a b; drop"


def test_without_its_database_a_service_asks_to_come_back(
    settings: Settings, database: Database
) -> None:
    gone = Database("postgresql+psycopg://nobody@127.0.0.1:1/none")
    app = create_app(
        name="employers",
        title="t",
        description="",
        settings=settings,
        database=gone,
        routers=[router],
    )
    with TestClient(app) as client:
        for answer in (client.get("/readyz"), client.post("/write")):
            assert answer.status_code == 503
            assert answer.headers["retry-after"] == "2"


def test_dates_and_amounts_survive_the_journey(client: TestClient) -> None:
    body = {"name": " Maçon  confirmé ", "wage": "3500.50", "day": "2026-12-01"}
    answer = Body.model_validate(client.post("/echo", json=body).json())
    assert answer == Body(name="Maçon confirmé", wage="3500.50", day=date(2026, 12, 1))  # type: ignore[arg-type]
