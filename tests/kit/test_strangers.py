"""Whoever asks for the next page as soon as the last is there is not counted twice."""

from __future__ import annotations

import asyncio
from collections import Counter
from typing import Any

from anyio.from_thread import start_blocking_portal
from starlette.types import Receive, Scope, Send

from amuddu.kit.web import strangers

SCOPE: dict[str, Any] = {
    "type": "http",
    "method": "GET",
    "path": "/",
    "headers": [],
    "query_string": b"",
    "client": ("192.0.2.7", 1),
}


class App:
    """Answers in two pieces after a while; how many it has in hand at once."""

    def __init__(self) -> None:
        self.now = self.most = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await receive()
        self.now += 1
        self.most = max(self.most, self.now)
        await asyncio.sleep(0.002)
        self.now -= 1
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b"here", "more_body": False})


async def browse(door: strangers.StrangersMiddleware, pages: int) -> Counter[int]:
    """One browser, which asks for the next page once the last has come, not once its request is
    over for the process."""
    seen: Counter[int] = Counter()
    over: list[asyncio.Task[None]] = []
    for _ in range(pages):
        come = asyncio.Event()

        async def receive() -> dict[str, Any]:
            return {"type": "http.request", "body": b"", "more_body": False}

        async def send(message: Any, come: asyncio.Event = come) -> None:
            await asyncio.sleep(0)
            if message["type"] == "http.response.start":
                seen[message["status"]] += 1
            elif not message.get("more_body"):
                come.set()

        over.append(asyncio.create_task(door(dict(SCOPE), receive, send)))
        await come.wait()
    await asyncio.gather(*over)
    return seen


def test_an_office_behind_one_address_is_served() -> None:
    """Sixty people who work behind one address, each with one page at a time."""
    app = App()
    door = strangers.StrangersMiddleware(app)

    async def all_of_them() -> Counter[int]:
        each = await asyncio.gather(*(browse(door, 20) for _ in range(60)))
        return sum(each, Counter())

    with start_blocking_portal() as portal:
        assert portal.call(all_of_them) == {200: 60 * 20}
    assert 0 < app.most <= strangers.AT_ONCE
    assert door._turns == {}


def test_turns_are_given_back_whatever_a_reader_does() -> None:
    """Some go away in the middle; afterwards as many are answered at once as before."""
    app = App()
    door = strangers.StrangersMiddleware(app)

    async def leave() -> None:
        task = asyncio.create_task(browse(door, 3))
        await asyncio.sleep(0.003)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)

    async def both() -> Counter[int]:
        holding = asyncio.create_task(browse(door, 50))
        await asyncio.gather(*(leave() for _ in range(40)))
        app.most = 0
        found: Counter[int] = sum(
            await asyncio.gather(*(browse(door, 5) for _ in range(30))), Counter()
        )
        return found + await holding

    with start_blocking_portal() as portal:
        assert portal.call(both) == {200: 30 * 5 + 50}
    assert 0 < app.most <= strangers.AT_ONCE
