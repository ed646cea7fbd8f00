"""What one stranger may take of a public process: time to send and to read, places at once.

Without it forty connections that send a byte a second, or forty that ask without end, leave
nobody else served. Every bound is wide for a poor mobile line and narrow for who means harm:

- a request's head comes within `HEAD_SECONDS`, its body within `BODY_SECONDS`, and what is
  answered is taken at `SEND_SECONDS` a piece, else the connection is closed;
- `AT_ONCE` requests of one address are answered at a time, the next wait their turn; more than
  `WAITING` that wait are refused. An office behind one address has its turns one after another;
- one address has `MOST_CONNECTIONS` open, unless it is a proxy's that the settings trust.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from functools import lru_cache
from ipaddress import ip_address, ip_network
from weakref import WeakKeyDictionary

from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from uvicorn.config import Config
from uvicorn.protocols.http.h11_impl import H11Protocol
from uvicorn.server import ServerState

from amuddu.kit.errors import AmudduError, TooManyRequests
from amuddu.kit.i18n import N_
from amuddu.kit.web import limits
from amuddu.kit.web.http import problem

HEAD_SECONDS = 15.0
BODY_SECONDS = 120.0
"""8 MB, the largest file, at 550 kbit/s."""
SEND_SECONDS = 60.0
AT_ONCE = 8
"""A browser opens six connections."""
WAITING = 64
MOST_CONNECTIONS = 256
"""More than those that may wait, and the idle ones of their browsers."""


TOLD = "/api/"
"""Answers below this address tell limits."""


class TooSlow(AmudduError):
    """A body that does not come."""

    status, code = 408, "too_slow"
    default = N_("L'envoi a pris trop de temps. Vérifiez votre connexion et recommencez.")


@dataclass(slots=True)
class _Turns:
    """Requests of one address."""

    free: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(AT_ONCE))
    here: int = 0


class _Turn:
    """The turn of one request: taken, given while its reader is waited for, taken again.

    Once its answer is on the way it takes none any more: the browser asks for the next page
    meanwhile, and the two would stand in one queue.
    """

    def __init__(self, free: asyncio.Semaphore) -> None:
        self._free = free
        self._held = self._over = False

    async def take(self) -> None:
        if self._over:
            return
        await self._free.acquire()
        self._held = True
        if self._over:
            self.give()

    def give(self) -> bool:
        """Let the next one have it; whether there was any to give."""
        if not self._held:
            return False
        self._held = False
        self._free.release()
        return True

    def end(self) -> None:
        self._over = True
        self.give()


class StrangersMiddleware:
    """Outermost layer of a public process."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._turns: dict[str, _Turns] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        address = scope["client"][0] if scope.get("client") else ""
        deadline = asyncio.get_running_loop().time() + BODY_SECONDS
        if scope["path"].startswith(TOLD):
            send = _telling(send, scope)
            here = self._turns[address].here if address in self._turns else 0
            most = AT_ONCE + WAITING
            limits.note(scope, limits.Limit("address", most, most - here - 1, at_once=True))
        try:
            async with self._turn(address) as turn:
                await self._app(scope, _in_time(receive, deadline, turn), _taken(send, turn))
        except TooManyRequests as refused:
            await problem(Request(scope), refused)(scope, receive, send)

    @asynccontextmanager
    async def _turn(self, address: str) -> AsyncIterator[_Turn]:
        """A turn of an address, waited for. Raises `TooManyRequests` where too many wait."""
        turns = self._turns.setdefault(address, _Turns())
        if turns.here >= AT_ONCE + WAITING:
            raise TooManyRequests(retry_after=2)
        turns.here += 1
        turn = _Turn(turns.free)
        try:
            await turn.take()
            yield turn
        finally:
            turn.end()
            turns.here -= 1
            if not turns.here:
                self._turns.pop(address, None)


def _telling(send: Send, scope: Scope) -> Send:
    """Answers to programs say how much they may still ask (`limits.py`)."""

    async def write(message: Message) -> None:
        if message["type"] == "http.response.start":
            limits.tell(scope, MutableHeaders(scope=message))
        await send(message)

    return write


def _in_time(receive: Receive, deadline: float, turn: _Turn) -> Receive:
    """The body, as long as it comes in time; afterwards whatever the server says.

    Who is waited for has no turn meanwhile: a slow neighbour holds nobody up.
    """
    whole = False

    async def read() -> Message:
        nonlocal whole
        if whole:
            return await receive()
        given = turn.give()
        try:
            async with asyncio.timeout_at(deadline):
                message = await receive()
        except TimeoutError:
            raise TooSlow from None
        finally:
            if given:
                await turn.take()
        whole = not message.get("more_body", False)
        return message

    return read


def _taken(send: Send, turn: _Turn) -> Send:
    """What is answered. Who takes it slowly has no turn meanwhile; who takes nothing at all is cut
    off by the protocol."""

    async def write(message: Message) -> None:
        if message["type"] != "http.response.body":
            await send(message)
        elif not message.get("more_body", False):
            turn.end()
            await send(message)
        else:
            given = turn.give()
            try:
                await send(message)
            finally:
                if given:
                    await turn.take()

    return write


_OPEN: WeakKeyDictionary[ServerState, Counter[str]] = WeakKeyDictionary()
"""Connections of each address, by server."""


class PromptProtocol(H11Protocol):
    """uvicorn's HTTP/1.1, which closes a connection whose request's head does not come, cuts off
    who takes nothing of an answer, and does not open too many of one address."""

    _late: asyncio.TimerHandle | None = None
    _stuck: asyncio.TimerHandle | None = None
    _address = ""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._expect()
        peer = transport.get_extra_info("peername")
        if isinstance(peer, tuple) and not _trusted(str(peer[0]), _listed(self.config)):
            self._address = str(peer[0])
            opened = _OPEN.setdefault(self.server_state, Counter())
            opened[self._address] += 1
            if opened[self._address] > MOST_CONNECTIONS:
                transport.abort()

    def connection_lost(self, exc: Exception | None) -> None:
        self._forget()
        self._taken()
        if self._address:
            opened = _OPEN[self.server_state]
            opened[self._address] -= 1
            if not opened[self._address]:
                del opened[self._address]
        super().connection_lost(exc)

    def pause_writing(self) -> None:
        """The reader is behind: what waits for them is in memory."""
        super().pause_writing()
        if self._stuck is None:
            # Closing would wait for the reader once more.
            self._stuck = self.loop.call_later(SEND_SECONDS, self.transport.abort)

    def resume_writing(self) -> None:
        """The reader has taken a piece."""
        self._taken()
        super().resume_writing()

    def _taken(self) -> None:
        if self._stuck is not None:
            self._stuck.cancel()
            self._stuck = None

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        if self._answering():
            self._forget()
        else:
            self._expect()

    def _answering(self) -> bool:
        return self.cycle is not None and not self.cycle.response_complete

    def _expect(self) -> None:
        if self._late is None:
            self._late = self.loop.call_later(HEAD_SECONDS, self._close)

    def _forget(self) -> None:
        if self._late is not None:
            self._late.cancel()
            self._late = None

    def _close(self) -> None:
        self._late = None
        if not self._answering() and not self.transport.is_closing():
            self.transport.close()


def _listed(config: Config) -> str:
    """The proxies that are trusted, as the settings list them."""
    named = config.forwarded_allow_ips
    return named if isinstance(named, str) else ",".join(named or ())


@lru_cache(maxsize=1024)
def _trusted(address: str, proxies: str) -> bool:
    """Whether somebody stands before us there, through whom many others come."""
    named = [each.strip() for each in proxies.split(",") if each.strip()]
    if "*" in named or address in named:
        return True
    try:
        return any(ip_address(address) in ip_network(each, strict=False) for each in named)
    except ValueError:  # a name, or an address that is none
        return False
