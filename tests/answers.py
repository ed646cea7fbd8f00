"""How a client of an application in memory gets its answer: whole, in one visit to the loop.

Starlette's own client can read an answer while it is being made, and for this goes to the loop's
thread and back eight times a request. No test reads so, and a page asks ten services: the visits
were a tenth of all that the tests of the gateway compute.
"""

from __future__ import annotations

from collections.abc import Iterator, MutableMapping
from contextlib import contextmanager
from typing import Any
from urllib.parse import unquote

import anyio
import httpx2
import pytest
from starlette.testclient import _TestClientTransport

_PORTS = {"http": 80, "https": 443}


@contextmanager
def made_whole() -> Iterator[None]:
    """For the length of the block, every `TestClient` gets whole answers."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(_TestClientTransport, "handle_request", _handle)
        yield


class _Answer:
    """What the application says of one request, heard to its end."""

    def __init__(self, request: httpx2.Request) -> None:
        """Made in the loop."""
        self._request = request
        self._read = False
        self._complete = anyio.Event()
        self._pieces: list[bytes] = []
        self.begun: MutableMapping[str, Any] = {}

    async def receive(self) -> dict[str, Any]:
        """The body, read once it is asked for; then nothing until all is answered."""
        if not self._read:
            self._read = True
            return {"type": "http.request", "body": self._request.read()}
        await self._complete.wait()
        return {"type": "http.disconnect"}

    async def send(self, message: MutableMapping[str, Any]) -> None:
        """What the application says next; out of turn it is refused."""
        if message["type"] == "http.response.start":
            assert not self.begun, "an answer begins twice"
            self.begun = message
        elif message["type"] == "http.response.body":
            assert self.begun, "a body before its answer begins"
            assert not self._complete.is_set(), "more after the end of an answer"
            self._pieces.append(bytes(message.get("body", b"")))
            if not message.get("more_body", False):
                self._complete.set()

    def told(self) -> httpx2.Response:
        headers = [(name.decode(), value.decode()) for name, value in self.begun["headers"]]
        body = b"" if self._request.method == "HEAD" else b"".join(self._pieces)
        return httpx2.Response(
            self.begun["status"],
            headers=headers,
            stream=httpx2.ByteStream(body),
            request=self._request,
        )


def _handle(transport: _TestClientTransport, request: httpx2.Request) -> httpx2.Response:
    answers: list[_Answer] = []

    async def asked() -> None:
        answers.append(_Answer(request))
        scope = _scope(transport, request)
        await transport.app(scope, answers[0].receive, answers[0].send)  # type: ignore[arg-type]

    with transport.portal_factory() as portal:
        try:
            portal.call(asked)
        except Exception:  # as Starlette's own client: what broke is answered as a 500
            if transport.raise_server_exceptions:
                raise
    if answers[0].begun:
        return answers[0].told()
    assert not transport.raise_server_exceptions, "the application answers nothing"
    return httpx2.Response(500, request=request)


def _scope(transport: _TestClientTransport, request: httpx2.Request) -> dict[str, Any]:
    url = request.url
    host = [] if "host" in request.headers else [(b"host", url.netloc)]
    named = request.headers.multi_items()
    return {
        "type": "http",
        "http_version": "1.1",
        "method": request.method,
        "path": unquote(url.path),
        "raw_path": url.raw_path.split(b"?", 1)[0],
        "root_path": transport.root_path,
        "scheme": url.scheme,
        "query_string": url.query,
        "headers": host + [(name.lower().encode(), value.encode()) for name, value in named],
        "client": transport.client,
        "server": [url.host, url.port or _PORTS[url.scheme]],
        "state": transport.app_state.copy(),
    }
