"""The outside world on this machine: a mail server, an SMS provider, a profiles service."""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Iterable
from email import message_from_bytes, policy
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Self
from uuid import UUID

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from fastapi import FastAPI, Response

from amuddu.contracts.doors import (
    ADDRESSEES,
    ADDRESSEES_PATH,
    OFFICER_ADDRESSES,
    OFFICER_ADDRESSES_PATH,
)
from amuddu.contracts.news import Addressee, Addressees, AddresseesIn
from amuddu.contracts.profiles import READ_CONTACT_ROUTE, ContactRoute
from amuddu.contracts.profiles.oversight import OfficerAddress, OfficerAddresses
from amuddu.kit.auth import Role, require
from amuddu.kit.db import Database
from amuddu.kit.settings import Settings
from amuddu.kit.trust.gate import ActorDep, Gate


class MailSink:
    """A real SMTP server that keeps what it takes, for ASCII addresses.

    `recipient_replies` and `replies` are what it first answers to RCPT and DATA.
    """

    def __init__(self) -> None:
        self.received: list[EmailMessage] = []
        self.replies: list[str] = []
        self.recipient_replies: list[str] = []
        self.port = _free_port()
        self._controller = Controller(
            self, hostname="127.0.0.1", port=self.port, enable_SMTPUTF8=False
        )

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self.recipient_replies:
            return self.recipient_replies.pop(0)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        if self.replies:
            return self.replies.pop(0)
        assert isinstance(envelope.content, bytes)
        mail = message_from_bytes(envelope.content, policy=policy.default)
        assert isinstance(mail, EmailMessage)
        self.received.append(mail)
        return "250 OK"

    def __enter__(self) -> Self:
        self._controller.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._controller.stop()


class SmsSink:
    """A real HTTP server that plays an SMS provider. `replies` are statuses it gives first.

    Like a provider, it takes a message once: `received` is by idempotency key.
    """

    def __init__(self) -> None:
        self.requests: list[tuple[dict[str, str], dict[str, Any]]] = []
        self.received: dict[str, dict[str, Any]] = {}
        self.replies: list[tuple[int, dict[str, str]]] = []
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,))
        self.url = f"http://127.0.0.1:{self._server.server_port}/messages"

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        sink = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                sink.requests.append((dict(self.headers), body))
                status, headers = sink.replies.pop(0) if sink.replies else (202, {})
                if status < 300:
                    sink.received[self.headers["Idempotency-Key"]] = body
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *_: object) -> None:
                """Say nothing."""

        return Handler

    def reply(self, *statuses: int) -> None:
        self.replies.extend((status, {}) for status in statuses)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


class Profiles:
    """The profiles service's contact route: who may ask, and what it answers."""

    def __init__(self, routes: Iterable[tuple[UUID, ContactRoute]] = ()) -> None:
        self.routes: dict[UUID, ContactRoute] = dict(routes)
        self.failures: list[int] = []
        self.app = FastAPI()
        self.app.state.gate = Gate.of(Settings(), "profiles", sensitive=False)
        self.app.state.database = Database("postgresql+psycopg://nobody@127.0.0.1:1/nothing")
        self.app.get("/v1/profiles/{profile_id}/contact-route", name=READ_CONTACT_ROUTE.name)(
            self._route
        )

    def _route(self, profile_id: UUID, actor: ActorDep) -> Response:
        require(actor, Role.SERVICE)
        assert actor.organisation == "notifications"
        if self.failures:
            return Response(status_code=self.failures.pop(0))
        route = self.routes.get(profile_id)
        if route is None:
            return Response(status_code=404)
        return Response(route.model_dump_json(), media_type="application/json")


class Officers:
    """The gateway's doors where addresses of officers and of people at work are asked."""

    def __init__(self) -> None:
        self.officers: list[OfficerAddress] = []
        self.at_work: dict[tuple[str, str | None], list[Addressee]] = {}
        self.failures: list[int] = []
        self.app = FastAPI()
        self.app.state.gate = Gate.of(Settings(), "gateway", sensitive=False, lasting=False)
        self.app.state.database = Database("postgresql+psycopg://nobody@127.0.0.1:1/nothing")
        self.app.get(OFFICER_ADDRESSES_PATH, name=OFFICER_ADDRESSES)(self._addresses)
        self.app.post(ADDRESSEES_PATH, name=ADDRESSEES)(self._at_work)

    def _addresses(self, actor: ActorDep) -> Response:
        require(actor, Role.SERVICE)
        assert actor.organisation == "notifications"
        if self.failures:
            return Response(status_code=self.failures.pop(0))
        found = OfficerAddresses(officers=tuple(self.officers))
        return Response(found.model_dump_json(), media_type="application/json")

    def _at_work(self, actor: ActorDep, wanted: AddresseesIn) -> Response:
        require(actor, Role.SERVICE)
        if self.failures:
            return Response(status_code=self.failures.pop(0))
        people = self.at_work.get((wanted.who, wanted.organisation), [])
        found = Addressees(people=tuple(people))
        return Response(found.model_dump_json(), media_type="application/json")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
