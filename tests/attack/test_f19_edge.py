"""Strangers on the public address, who want nobody else to be served, or to write into others'
stories.

They hold connections open with a byte now and then, ask without end, and name correlation ids.
"""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, suppress

import httpx2
import pytest
from fastapi import FastAPI, Request, Response

from amuddu.kit.web import strangers
from amuddu.kit.web.http import EdgeMiddleware, install_error_handlers
from amuddu.kit.web.strangers import PromptProtocol, StrangersMiddleware
from cli.processes import one_process

MANY = 40
LARGE = b"x" * 1_000_000
SMALL = 8192
"""Buffers on the way that do not hold it."""
HOST = "127.0.0.1"


@pytest.fixture
def in_hand() -> InHand:
    return InHand()


@pytest.fixture
def address(monkeypatch: pytest.MonkeyPatch, in_hand: InHand) -> Iterator[tuple[str, int]]:
    """A public process as the command line serves it, whose bounds are those of a short test."""
    for name, seconds in (("HEAD_SECONDS", 1.0), ("BODY_SECONDS", 1.0), ("SEND_SECONDS", 1.0)):
        monkeypatch.setattr(strangers, name, seconds)
    app = FastAPI()

    @app.get("/page")
    def page(request: Request) -> str:
        greedy = request.client is not None and request.client.host == GREEDY
        in_hand.change(greedy)
        time.sleep(0.05)
        in_hand.change(-greedy)
        return "served"

    @app.get("/large")
    def large() -> Response:
        return Response(LARGE)

    @app.post("/form")
    async def form(request: Request) -> int:
        return len(await request.body())

    app.add_middleware(EdgeMiddleware, service="edge", public=True)
    app.add_middleware(StrangersMiddleware)
    install_error_handlers(app)
    listening = one_process.listen(HOST, 0)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, SMALL)
    server = one_process.Server(app, listening)
    server.start()
    yield listening.getsockname()
    server.stop()


class InHand:
    """How many requests of the greedy address are answered at a time."""

    def __init__(self) -> None:
        self.now = self.most = 0
        self._lock = threading.Lock()

    def change(self, by: int) -> None:
        with self._lock:
            self.now += by
            self.most = max(self.most, self.now)


GREEDY = "203.0.113.9"


def serve(address: tuple[str, int], *, of: str) -> None:
    """Somebody else, of another address, is served."""
    url = f"http://{HOST}:{address[1]}/page"
    assert httpx2.get(url, headers={"X-Forwarded-For": of}, timeout=20).text == '"served"'


def slow(address: tuple[str, int], head: bytes) -> socket.socket:
    connection = socket.create_connection(address)
    connection.sendall(head)
    return connection


def test_who_never_ends_the_head_is_let_go_and_others_are_served(address: tuple[str, int]) -> None:
    with ExitStack() as stack:
        open_ones = [
            stack.enter_context(slow(address, b"GET /page HTTP/1.1\r\nHost: x\r\nX-Slow: "))
            for _ in range(MANY)
        ]
        serve(address, of="198.51.100.7")
        assert all(map(_is_let_go, open_ones))


def test_who_never_ends_a_body_is_told_and_others_are_served(address: tuple[str, int]) -> None:
    head = b"POST /form HTTP/1.1\r\nHost: x\r\nContent-Length: 100000\r\n\r\n"
    with ExitStack() as stack:
        open_ones = [stack.enter_context(slow(address, head + b"a")) for _ in range(MANY)]
        # Not even those behind the same address wait for them.
        serve(address, of=HOST)
        for connection in open_ones:
            connection.settimeout(20)
            assert b" 408 " in connection.recv(200)


def test_an_upload_that_trickles_is_told_and_others_are_served(address: tuple[str, int]) -> None:
    head = b"POST /form HTTP/1.1\r\nHost: x\r\nContent-Length: 100000\r\n\r\n"
    with ExitStack() as stack:
        open_ones = [stack.enter_context(slow(address, head)) for _ in range(MANY)]
        deadline = time.monotonic() + 20
        waiting = list(open_ones)
        while waiting and time.monotonic() < deadline:
            # A byte now and then is no upload, however long it goes on.
            waiting = [one for one in waiting if not _answered(one)]
            serve(address, of=HOST)
        assert waiting == []


def test_who_reads_nothing_is_cut_off_and_others_are_served(
    address: tuple[str, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    gone: list[PromptProtocol] = []
    lost = PromptProtocol.connection_lost

    def noting(connection: PromptProtocol, exc: Exception | None) -> None:
        if connection.flow.write_paused:
            gone.append(connection)
        lost(connection, exc)

    monkeypatch.setattr(PromptProtocol, "connection_lost", noting)
    ask = b"GET /large HTTP/1.1\r\nHost: x\r\n\r\n"
    with ExitStack() as stack:
        open_ones = [stack.enter_context(_small_reader(address, ask)) for _ in range(MANY)]
        # Not even those behind the same address wait for them.
        serve(address, of=HOST)
        serve(address, of="198.51.100.7")
        while len(gone) < MANY:
            time.sleep(0.05)
        assert all(_received(each) < len(LARGE) for each in open_ones)


def test_one_address_does_not_take_every_connection(
    address: tuple[str, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(strangers, "MOST_CONNECTIONS", 8)
    monkeypatch.setattr(strangers, "HEAD_SECONDS", 60.0)
    theirs = ("127.0.0.2", 0)
    with ExitStack() as stack:
        opened = [
            stack.enter_context(socket.create_connection(address, source_address=theirs))
            for _ in range(MANY)
        ]
        serve(address, of="198.51.100.7")
        assert sum(map(_is_closed_at_once, opened)) == MANY - 8
    # Through a proxy that is trusted many come, and once they left there is room again.
    with ExitStack() as stack:
        for _ in range(MANY):
            stack.enter_context(slow(address, b""))
        url = f"http://{HOST}:{address[1]}/page"
        transport = httpx2.HTTPTransport(local_address=theirs[0])
        with httpx2.Client(transport=transport, timeout=20) as client:
            assert client.get(url).status_code == 200


def test_who_asks_without_end_takes_turns_and_others_are_served(
    address: tuple[str, int], in_hand: InHand
) -> None:
    ended = threading.Event()

    def ask() -> None:
        with httpx2.Client(headers={"X-Forwarded-For": GREEDY}, timeout=30) as client:
            while not ended.is_set():
                client.get(f"http://{HOST}:{address[1]}/page")

    greedy = [threading.Thread(target=ask) for _ in range(MANY)]
    for one in greedy:
        one.start()
    try:
        for number in range(5):
            serve(address, of=f"198.51.100.{number}")
    finally:
        ended.set()
        for one in greedy:
            one.join()
    assert 0 < in_hand.most <= strangers.AT_ONCE


def test_too_many_that_wait_for_one_address_are_refused(
    address: tuple[str, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(strangers, "WAITING", 0)
    statuses: list[int] = []

    def ask() -> None:
        statuses.append(httpx2.get(f"http://{HOST}:{address[1]}/page", timeout=30).status_code)

    asked = [threading.Thread(target=ask) for _ in range(MANY)]
    for one in asked:
        one.start()
    for one in asked:
        one.join()
    assert set(statuses) == {200, 429}


def test_nobody_writes_into_somebody_elses_story(address: tuple[str, int]) -> None:
    theirs = "6f1b5a10-0000-4000-8000-00000000aaaa"
    url = f"http://{HOST}:{address[1]}/page"
    answer = httpx2.get(url, headers={"X-Correlation-ID": theirs})
    assert answer.headers["x-correlation-id"] != theirs


def _small_reader(address: tuple[str, int], asked: bytes) -> socket.socket:
    """A connection that has asked, and has room for little of the answer."""
    connection = socket.socket()
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, SMALL)
    connection.connect(address)
    connection.sendall(asked)
    return connection


def _answered(connection: socket.socket) -> bool:
    """Whether a dribbling upload was refused."""
    connection.settimeout(0.01)
    try:
        connection.sendall(b"a")
        return b" 408 " in connection.recv(200)
    except TimeoutError:
        return False
    except OSError:
        return True


def _received(connection: socket.socket) -> int:
    """Bytes of an answer until the other side is gone."""
    connection.settimeout(20)
    received = 0
    with suppress(OSError):
        while part := connection.recv(100_000):
            received += len(part)
    return received


def _is_closed_at_once(connection: socket.socket) -> bool:
    connection.settimeout(0.2)
    try:
        return connection.recv(1) == b""
    except TimeoutError:
        return False
    except OSError:
        return True


def _is_let_go(connection: socket.socket) -> bool:
    """Whether the other side closed a connection that still dribbles."""
    connection.settimeout(20)
    try:
        connection.sendall(b"a")
        return connection.recv(100) == b""
    except TimeoutError:
        return False
    except OSError:
        return True
