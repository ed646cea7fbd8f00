"""Somebody hangs up before their request has arrived: no fault of the service."""

from __future__ import annotations

from typing import Any

from starlette.types import Message

from tests.services.employers.conftest import House
from tests.support import counsellor, headers_for


def test_a_caller_who_hangs_up_is_no_server_error(house: House) -> None:
    sent: list[Message] = []

    async def hung_up() -> Message:
        return {"type": "http.disconnect"}

    async def send(message: Message) -> None:
        sent.append(message)

    headers = {"content-length": "5", **headers_for(counsellor())}
    scope: dict[str, Any] = {
        "type": "http",
        "method": "GET",
        "path": "/v1/vacancies",
        "raw_path": b"/v1/vacancies",
        "query_string": b"",
        "headers": [(name.lower().encode(), value.encode()) for name, value in headers.items()],
    }
    assert house.client.portal is not None
    house.client.portal.call(house.client.app, scope, hung_up, send)
    assert sent[0]["status"] == 400
