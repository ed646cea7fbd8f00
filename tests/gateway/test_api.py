"""The public API: bearer tokens, the main job without pages, refusals as problem+json."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from fastapi.testclient import TestClient

from amuddu.kit.auth import Role
from tests.gateway.conftest import PASSWORD, Browser, House


def client_of(house: House, login: str, *, lang: str = "fr") -> TestClient:
    client = TestClient(house.app, headers={"Accept-Language": lang})
    body = {"login": login, "password": PASSWORD}
    token = client.post("/api/v1/sessions", json=body).json()["token"]
    client.headers["Authorization"] = f"Bearer {token}"
    return client


def test_a_bearer_token_opens_and_closes(house: House) -> None:
    house.account(Role.COUNSELLOR, "salma", agency_id="rabat")
    client = client_of(house, "salma")
    assert client.get("/api/v1/vacancies").status_code == 200
    assert client.delete("/api/v1/sessions/current").status_code == 204
    refused = client.get("/api/v1/vacancies")
    assert refused.status_code == 401
    assert refused.headers["content-type"] == "application/problem+json"


def test_a_page_session_is_no_api_token_and_the_reverse(house: House) -> None:
    house.account(Role.COUNSELLOR, "salma", agency_id="rabat")
    token = client_of(house, "salma").headers["Authorization"].split()[1]
    stranger = TestClient(house.app, cookies={"amuddu_session": token})
    assert stranger.get("/api/v1/vacancies").status_code == 401
    assert stranger.get("/personnes").url.path == "/connexion"


def test_somebody_elses_vacancy_does_not_exist(house: House) -> None:
    mine = house.vacancy(house.employer())
    house.account(Role.EMPLOYER, "autre-patron", employer_id=uuid4())
    client = client_of(house, "autre-patron")
    for path in ("", "/candidacies"):
        assert client.get(f"/api/v1/vacancies/{mine.id}{path}").status_code == 404


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"title": ""}, "title"),
        ({"title": "x", "places": 10**12}, "places"),
        ({"title": "x\x00"}, "title"),
        ({"title": "x", "starts_on": "2026-13-01"}, "starts_on"),
        ({"title": "x", "place": "atlantide"}, "place"),
        ({"title": "x", "occupation": {"text": "x", "concept": "dragon-tamer"}}, "occupation"),
    ],
)
def test_bad_fields_come_back_with_their_fix(
    house: House, body: dict[str, Any], field: str
) -> None:
    house.account(Role.EMPLOYER, "patron", employer_id=house.employer().id)
    answer = client_of(house, "patron").post("/api/v1/vacancies", json=body)
    assert answer.status_code == 422
    assert field in {error["field"].split(".")[0] for error in answer.json()["errors"]}
    assert all(error["message"] for error in answer.json()["errors"])


def test_the_document_names_every_operation(house: House) -> None:
    document = TestClient(house.app).get("/openapi.json").json()
    operations = [op for path in document["paths"].values() for op in path.values()]
    assert len({op["operationId"] for op in operations}) == len(operations)
    assert "/api/v1/vacancies/{vacancy_id}/ranking" in document["paths"]


def test_addresses_and_forms_with_odd_numbers_are_read_or_refused(house: House) -> None:
    vacancy = house.vacancy(house.employer())
    house.account(Role.COUNSELLOR, "salma", agency_id="rabat")
    browser = Browser(house.app).sign_in("salma")
    assert browser.get(f"/offres/{vacancy.id}/candidats", offset="9" * 5000).status_code == 200
    page = browser.post("/personnes/nouvelle", {"given_name": "A", "max_distance_km": "²"})
    assert page.status_code == 422


def test_an_import_for_an_agency_that_cannot_be_is_refused(house: House) -> None:
    house.account(Role.ADMINISTRATOR, "admin")
    answer = client_of(house, "admin").post(
        "/api/v1/imports/profiles",
        data={"agency_id": "Rabat ville"},
        files={"file": ("x.csv", b"ref;nom;prenom;metier\n1;a;b;macon\n")},
    )
    assert answer.status_code == 422
