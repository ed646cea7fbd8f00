"""A mail server and an SMS provider on loopback: the demonstration's only recipients."""

from __future__ import annotations

import asyncio
import socket
import threading
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session


class Mailbox:
    """Messages received, oldest first."""

    def __init__(self) -> None:
        self._messages: list[EmailMessage] = []
        self._arrived = threading.Condition()

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:
        """Called by aiosmtpd for each message."""
        content = envelope.content
        raw = content if isinstance(content, bytes) else str(content).encode()
        message = message_from_bytes(raw, policy=policy.default)
        with self._arrived:
            self._messages.append(message)
            self._arrived.notify_all()
        return "250 OK"

    def wait(self, count: int, *, seconds: float) -> list[EmailMessage]:
        """What has arrived once there are `count` messages, or once the time is over."""
        with self._arrived:
            self._arrived.wait_for(lambda: len(self._messages) >= count, timeout=seconds)
            return list(self._messages)


class _OnFreePort(Controller):
    """A controller whose port the system chooses (aiosmtpd itself cannot take port 0)."""

    def __init__(self, mailbox: Mailbox) -> None:
        self._listening = socket.create_server(("127.0.0.1", 0))
        super().__init__(mailbox, hostname="127.0.0.1", port=self._listening.getsockname()[1])

    def _create_server(self) -> Coroutine[Any, Any, asyncio.AbstractServer]:
        return self.loop.create_server(self._factory_invoker, sock=self._listening)


@contextmanager
def mail_sink(mailbox: Mailbox | None = None) -> Iterator[tuple[Mailbox, dict[str, str]]]:
    """A mailbox that listens, and the settings that send mail to it."""
    mailbox = mailbox or Mailbox()
    controller = _OnFreePort(mailbox)
    controller.start()
    settings = {"AMUDDU_SMTP_HOST": "127.0.0.1", "AMUDDU_SMTP_PORT": str(controller.port)}
    try:
        yield mailbox, settings
    finally:
        controller.stop()


class _SmsProvider(BaseHTTPRequestHandler):
    """Takes every SMS and forgets it; the notifications service keeps what was said."""

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers.get("Content-Length", "0")))
        self.send_response(202)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - inherited name
        """Phone numbers stay out of the log."""


@contextmanager
def sms_sink() -> Iterator[dict[str, str]]:
    """The settings that send SMS to a provider that listens here."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _SmsProvider)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield {"AMUDDU_SMS_URL": f"http://127.0.0.1:{server.server_port}/messages"}
    finally:
        server.shutdown()
        server.server_close()
