"""Administrators who make tokens, and programs that bear them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import httpx2
from fastapi.testclient import TestClient

from amuddu.kit import clock
from amuddu.kit.auth import Role
from tests.gateway.conftest import PASSWORD, House

BOTH = ["offers:read", "report:read"]


@dataclass
class Program:
    """Something that calls the public API, as whoever its token names."""

    house: House
    token: str = ""
    _client: TestClient = field(init=False)

    def __post_init__(self) -> None:
        self._client = TestClient(self.house.app)

    def call(self, method: str, path: str, **more: Any) -> httpx2.Response:
        headers = {"Accept-Language": "en", **more.pop("headers", {})}
        if self.token:
            headers["Authorization"] = f"Bearer {self.token}"
        return self._client.request(method, f"/api/v1{path}", headers=headers, **more)

    def get(self, path: str, **query: Any) -> httpx2.Response:
        return self.call("GET", path, params=query)

    def post(self, path: str, body: Any = None) -> httpx2.Response:
        return self.call("POST", path, json=body)


def signed_in(house: House, role: Role = Role.ADMINISTRATOR, **of: Any) -> Program:
    """The program of somebody who signs in."""
    account = house.account(role, **of)
    body = {"login": account.login, "password": PASSWORD}
    made = Program(house).post("/sessions", body)
    assert made.status_code == 201, made.text
    return Program(house, made.json()["token"])


def partner_of(chief: Program, name: str = "Observatoire") -> str:
    """A partner's id."""
    answer = chief.post("/partners", {"name": name})
    assert answer.status_code == 201, answer.text
    return str(answer.json()["id"])


def last_day(days: int = 90) -> str:
    return (clock.today() + timedelta(days=days)).isoformat()


def token_of(
    chief: Program, partner_id: str, scopes: list[str] | None = None, *, days: int = 90
) -> dict[str, Any]:
    """A token as it is told once: `token`, and what is known `about` it."""
    body = {"scopes": scopes or BOTH, "expires_on": last_day(days)}
    answer = chief.post(f"/partners/{partner_id}/tokens", body)
    assert answer.status_code == 201, answer.text
    told: dict[str, Any] = answer.json()
    return told
