"""With a service away the gateway answers 503, as a page or a problem, and loses nothing typed."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

import httpx2
import pytest
from fastapi.testclient import TestClient

from amuddu.kit import identity
from amuddu.kit.auth import Role
from amuddu.kit.settings import Settings
from amuddu.kit.trust.tokens import Signer
from gateway.clients import Services
from gateway.clients.employers import EmployersClient
from tests.gateway.conftest import PASSWORD, Browser, House, mason
from tests.support import AGENCY


def refused(request: httpx2.Request) -> httpx2.Response:
    raise httpx2.ConnectError("refused", request=request)


def hangs(request: httpx2.Request) -> httpx2.Response:
    raise httpx2.ReadTimeout("slow", request=request)


def fails(_: httpx2.Request) -> httpx2.Response:
    return httpx2.Response(500, text="Traceback")


def another_version(_: httpx2.Request) -> httpx2.Response:
    return httpx2.Response(200, json={"surprise": "somebody's name"})


def a_proxy_page(_: httpx2.Request) -> httpx2.Response:
    return httpx2.Response(200, text="<h1>Welcome to nginx</h1>")


def a_proxy_broken_json(_: httpx2.Request) -> httpx2.Response:
    return httpx2.Response(404, text="{", headers={"content-type": "application/json"})


Broken = Callable[[httpx2.Request], httpx2.Response]
AWAY = [refused, hangs, fails, another_version, a_proxy_page]


def without_employers(house: House, broken: Broken) -> None:
    """The house as it is, but for what answers at the address of the employers service."""
    http = httpx2.Client(base_url="http://employers", transport=httpx2.MockTransport(broken))
    away = EmployersClient(http, Signer(identity.own(Settings(), "gateway")))
    services: Services = replace(house.services, employers=away)
    house.app.state.services = services


@pytest.fixture
def counsellor(house: House) -> Browser:
    return house.counsellor()


def test_a_page_says_to_try_again(house: House, counsellor: Browser) -> None:
    for broken in AWAY:
        without_employers(house, broken)
        page = counsellor.get("/offres")
        assert page.status_code == 503, broken
        assert page.headers["retry-after"] == "2"
        assert "Réessayez dans un instant" in page.text
        assert 'href="/offres"' in page.text
        assert "somebody" not in page.text
        assert "Se déconnecter" in page.text  # who is signed in is known, and stays so


def test_the_api_says_when_to_come_back(house: House) -> None:
    login = house.account(Role.COUNSELLOR, agency_id=AGENCY).login
    client = TestClient(house.app)
    session = {"login": login, "password": PASSWORD}
    token = client.post("/api/v1/sessions", json=session).json()["token"]
    for broken in AWAY:
        without_employers(house, broken)
        answer = client.get("/api/v1/vacancies", headers={"Authorization": f"Bearer {token}"})
        assert answer.status_code == 503, broken
        assert answer.headers["retry-after"] == "2"
        assert answer.headers["content-type"] == "application/problem+json"
        assert "surprise" not in answer.text


def test_a_form_comes_back_with_what_was_typed(house: House, counsellor: Browser) -> None:
    without_employers(house, refused)
    typed = {"title": "Maçon & <fils>", "occupation": mason()["occupation"]["text"]}
    page = counsellor.post("/offres/nouvelle", typed)
    assert page.status_code == 503
    assert "Maçon &amp; &lt;fils&gt;" in page.text
    assert "Envoyer de nouveau" in page.text
    assert re.search(r'name="csrf_token"[^>]*>\n[0-9a-f]{32,}</textarea>', page.text)


def test_a_refusal_that_cannot_be_read_is_still_a_refusal(
    house: House, counsellor: Browser
) -> None:
    without_employers(house, a_proxy_broken_json)
    assert counsellor.get("/offres").status_code == 404
