"""An application over an emptied database, and people to fill it with."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from fastapi.testclient import TestClient

from amuddu.contracts.notifications import CandidateAnswered
from amuddu.kit.auth import Actor
from amuddu.kit.db import Database
from amuddu.kit.settings import Settings
from services.profiles.app import create
from tests.conftest import DatabaseOf
from tests.support import headers_for, service


@pytest.fixture
def database(database_of: DatabaseOf) -> Database:
    return database_of("services.profiles")


@pytest.fixture
def keys(database_of: DatabaseOf) -> Database:
    return database_of("services.profiles.keys")


@pytest.fixture
def client(database: Database, keys: Database, settings: Settings) -> Iterator[TestClient]:
    with TestClient(create(database=database, keys=keys)) as client:
        yield client


Call = Callable[..., Any]


@pytest.fixture
def call(client: TestClient) -> Call:
    """`call(actor, "GET", "/profiles", expect=200)`: the body of the answer."""

    def calling(
        actor: Actor,
        method: str,
        path: str,
        body: Any = None,
        *,
        expect: int = 200,
        lang: str = "fr",
        **params: Any,
    ) -> Any:
        answer = client.request(
            method,
            f"/v1{path}",
            json=body,
            params=params,
            headers=headers_for(actor, lang=lang),
        )
        assert answer.status_code == expect, answer.text
        return answer.json()

    return calling


def person(**changes: Any) -> dict[str, Any]:
    """A profile as a form sends it, invented from end to end."""
    return {
        "given_name": "Zibounda",
        "family_name": "Korvalan",
        "sex": "f",
        "birth_year": 1991,
        "nationality": "CM",
        "residence": {"status": "permit_work", "valid_until": "2099-06-30"},
        "email": "zibounda@exemple.ma",
        "phone": "+212 6 61 23 45 67",
        "channel": "sms",
        "language": "fr",
        "about": "Je suis Zibounda, camerounaise, maçonne depuis 2012. Tél. 06 61 23 45 67.",
        "occupations": [{"text": "maçonne"}],
        "skills": [{"text": "préparer le mortier"}, {"text": "enduits au chaux"}],
        "experience": [{"title": "maçon", "months": 30, "description": "Murs chez Korvalan."}],
        "languages": [{"code": "fr", "level": "B2"}],
        "place": "rabat",
        "max_distance_km": 30,
        "contract_types": ["CDI", "CDD"],
        "consents": {"matching": True, "contact": True},
        **changes,
    }


def witness(
    call: Call, answer: CandidateAnswered, *, by: Actor | None = None, expect: int = 200
) -> None:
    """The gateway saw this yes come in."""
    body = answer.model_dump(mode="json", include={"profile_id", "vacancy_id", "round"})
    path = f"/disclosures/{answer.candidacy_id}/yes"
    call(by or service("gateway"), "PUT", path, body, expect=expect)
