"""With its database stopped a process answers 503 and says when to come back, never 500.

The server is a real PostgreSQL, stopped without a goodbye while the applications hold
connections to it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from uuid import UUID, uuid4

import pytest
from fastapi import APIRouter, FastAPI
from fastapi.routing import APIRoute
from fastapi.testclient import TestClient

from amuddu.kit.auth import Actor, Role
from gateway import routes
from gateway import routes as gateway_routes
from services.employers.vacancies.routes import router as employers
from services.matching.candidacies.routes import router as matching
from services.notifications.invitations.routes import router as notifications
from services.profiles.people.routes import router as profiles
from services.support.catalogue.routes import router as catalogue
from services.support.places.routes import router as places
from tests.gateway.conftest import SERVICES, Browser, House
from tests.outage.conftest import Server
from tests.support import AGENCY, headers_for

ROUTERS: dict[str, tuple[APIRouter, ...]] = {
    "profiles": (profiles,),
    "employers": (employers,),
    "matching": (matching,),
    "notifications": (notifications,),
    "support": (catalogue, places),
}
ACTORS = [
    Actor(id=uuid4(), role=role, agency_id=AGENCY, employer_id=uuid4(), profile_id=uuid4())
    for role in Role
]


def addresses(routers: tuple[APIRouter, ...]) -> Iterator[tuple[str, str]]:
    """Every route, its parameters filled with something that could exist."""
    for router in routers:
        for route in router.routes:
            assert isinstance(route, APIRoute)
            path = re.sub(r"\{(\w+)\}", lambda found: _example(found.group(1)), route.path)
            for method in sorted(route.methods):
                yield method, path


def _example(name: str) -> str:
    known = {"token": "x" * 40, "purpose": "matching", "kind": "vacancies", "answer": "yes"}
    return known.get(name, str(UUID(int=7)))


def app_of(house: House, service: str) -> FastAPI:
    client: TestClient = getattr(house.services, service)._http
    app = client.app
    assert isinstance(app, FastAPI)
    return app


@pytest.fixture(scope="module")
def counsellor(house: House) -> Browser:
    """Somebody who signed in before the database went away."""
    return house.counsellor()


@pytest.fixture(scope="module")
def without_database(house: House, counsellor: Browser, server: Server) -> Iterator[House]:
    """The house and whoever is signed in, from the moment that the server stopped."""
    server.crash()
    yield house
    server.start()


@pytest.mark.parametrize("service", SERVICES)
def test_every_route_of_a_service_asks_to_come_back(without_database: House, service: str) -> None:
    app = app_of(without_database, service)
    client = TestClient(app, raise_server_exceptions=False)
    told = 0
    for method, path in addresses(ROUTERS[service]):
        for actor in ACTORS:
            answer = client.request(method, path, headers=headers_for(actor))
            assert answer.status_code != 500, (method, path, actor.role)
            if answer.status_code == 503:
                told += 1
                assert int(answer.headers["retry-after"]) >= 1
                assert answer.headers["content-type"] == "application/problem+json"
                assert "Réessayez" in answer.json()["title"]
    assert told >= len(list(addresses(ROUTERS[service]))) / 2


@pytest.mark.parametrize("service", [*SERVICES, "gateway"])
def test_a_process_without_its_database_lives_and_is_not_ready(
    without_database: House, service: str
) -> None:
    app = without_database.app if service == "gateway" else app_of(without_database, service)
    client = TestClient(app, raise_server_exceptions=False)
    assert client.get("/livez").json() == {"status": "ok"}
    ready = client.get("/readyz")
    assert ready.status_code == 503
    assert ready.headers["retry-after"] == "2"
    assert ready.headers["content-type"] == "application/problem+json"


def test_the_figures_of_a_service_say_that_its_database_is_away(without_database: House) -> None:
    client = TestClient(app_of(without_database, "employers"), raise_server_exceptions=False)
    answer = client.get("/metrics")
    assert answer.status_code == 200
    assert 'amuddu_database_up{service="employers"} 0.0' in answer.text
    assert "amuddu_outbox_rows" not in answer.text


def test_every_route_of_the_public_api_asks_to_come_back(without_database: House) -> None:
    client = TestClient(without_database.app, raise_server_exceptions=False)
    told = 0
    for method, path in addresses(routes.API):
        answer = client.request(method, path, headers={"Authorization": "Bearer x"}, json={})
        assert answer.status_code != 500, (method, path)
        if answer.status_code == 503:
            told += 1
            assert answer.headers["retry-after"] == "2"
            assert answer.headers["content-type"] == "application/problem+json"
    assert told > 15


def test_every_page_says_to_try_again(without_database: House, counsellor: Browser) -> None:
    told = 0
    for method, path in addresses(gateway_routes.ROUTERS):
        page = (
            counsellor.get(path)
            if method == "GET"
            else counsellor.post(path, {"title": "Maçon"}, follow=False)
        )
        assert page.status_code != 500, (method, path)
        if page.status_code == 503:
            told += 1
            assert page.headers["retry-after"] == "2"
            said = "application/problem+json" if path.startswith("/api/") else "text/html"
            assert said in page.headers["content-type"], (method, path)
            assert "Réessayez dans un instant" in page.text
            assert "Se connecter" not in page.text
            assert "amuddu_session" not in page.headers.get("set-cookie", "")
    assert told > 30


@pytest.mark.parametrize(
    ("lang", "title"),
    [
        ("fr", "Réessayez dans un instant"),
        ("ar", "المرجو إعادة المحاولة بعد لحظات"),
        ("en", "Try again in a moment"),
        ("es", "Vuelva a intentarlo en un momento"),
    ],
)
def test_the_page_speaks_the_readers_language(
    without_database: House, lang: str, title: str
) -> None:
    client = TestClient(
        without_database.app,
        raise_server_exceptions=False,
        headers={"Accept-Language": lang},
        cookies={"amuddu_session": "anything"},
    )
    page = client.get("/offres")
    assert page.status_code == 503
    assert title in page.text
    assert ('dir="rtl"' in page.text) is (lang == "ar")


def test_a_password_is_never_put_into_a_page(without_database: House) -> None:
    client = TestClient(
        without_database.app,
        raise_server_exceptions=False,
        cookies={"amuddu_session": "anything"},
    )
    form = {"login": "somebody", "password": "hunter2-hunter2"}
    for path in ("/connexion", "/inscription"):
        page = client.post(path, data=form)
        assert page.status_code == 503
        assert "hunter2" not in page.text
        assert "somebody" not in page.text
