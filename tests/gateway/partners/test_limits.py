"""Limits are told in headers, hold over all processes, and are each partner's own."""

from __future__ import annotations

import pytest
import time_machine
from fastapi.testclient import TestClient

from amuddu.kit import clock
from gateway.app import create as gateway_app
from tests.gateway.conftest import House
from tests.gateway.partners.support import Program, partner_of, signed_in, token_of


@pytest.fixture
def house(house: House) -> House:
    house.app.state.settings = house.app.state.settings.model_copy(
        update={"partner_requests_minute": 5}
    )
    return house


def test_what_is_left_is_told_and_who_asks_too_much_waits(
    house: House, time_machine: time_machine.TimeMachineFixture
) -> None:
    time_machine.move_to(clock.now(), tick=False)
    chief = signed_in(house)
    partner_id = partner_of(chief)
    first = Program(house, token_of(chief, partner_id)["token"])
    second = Program(house, token_of(chief, partner_id, ["offers:read"])["token"])
    left = []
    for program in (first, second, first, second):
        answer = program.get("/offers")
        assert answer.status_code == 200
        assert '"partner";q=5;w=60' in answer.headers["ratelimit-policy"]
        left.append(answer.headers["ratelimit"])
    assert left == [f'"address";r=71, "partner";r={n};t=60' for n in (4, 3, 2, 1)]
    assert first.get("/profiles").status_code == 403, "what is refused is counted"
    time_machine.shift(20)
    refused = second.get("/offers")
    assert refused.status_code == 429
    assert refused.headers["retry-after"] == "40"
    assert '"partner";r=0;t=40' in refused.headers["ratelimit"]
    assert refused.headers["content-type"] == "application/problem+json"
    # Another process of the gateway counts the same; another partner has its own.
    other_process = gateway_app(
        house.app.state.settings, database=house.databases["gateway"], services=house.services
    )
    elsewhere = Program(house, first.token)
    elsewhere._client = TestClient(other_process)
    assert elsewhere.get("/offers").status_code == 429
    other = Program(house, token_of(chief, partner_of(chief, "Autre"))["token"])
    assert other.get("/offers").status_code == 200
    # Asking meanwhile makes nobody wait longer.
    time_machine.shift(41)
    again = first.get("/offers")
    assert again.status_code == 200
    assert '"partner";r=4;t=60' in again.headers["ratelimit"]


def test_limits_of_today_are_told_to_programs_too(house: House) -> None:
    stranger = Program(house)
    answer = stranger.get("/offers")
    assert answer.headers["ratelimit-policy"] == '"address";q=72;qu="concurrent-requests"'
    assert answer.headers["ratelimit"] == '"address";r=71'
    wrong = {"login": "personne", "password": "rien de bon"}
    told = stranger.post("/sessions", wrong)
    assert told.status_code == 401
    assert '"tries";q=10' in told.headers["ratelimit-policy"]
    assert '"tries";r=9' in told.headers["ratelimit"]
    for _ in range(10):
        last = stranger.post("/sessions", wrong)
    assert last.status_code == 429
    assert '"tries";r=0;t=' in last.headers["ratelimit"]
    assert int(last.headers["retry-after"]) <= 61
    assert "ratelimit" not in house.browser().get("/emplois").headers


def test_revoked_tokens_take_nothing_of_their_partner(house: House) -> None:
    chief = signed_in(house)
    partner_id = partner_of(chief)
    made = token_of(chief, partner_id)
    chief.call("DELETE", f"/partners/{partner_id}/tokens/{made['about']['id']}")
    for _ in range(7):
        assert Program(house, made["token"]).get("/offers").status_code == 401
    assert Program(house, token_of(chief, partner_id)["token"]).get("/offers").status_code == 200
