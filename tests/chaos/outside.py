"""The world outside: a mail server and an SMS provider that count what they accept.

Both know a message by the id that the house gives it, so a message accepted twice shows. The
mail server can misbehave: refuse for now (451) and drop connections before it has accepted.
"""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.parser import BytesHeaderParser
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from aiosmtpd.smtp import SMTP, Envelope, Session

from cli.demo.sink import Mailbox, mail_sink


@dataclass(slots=True)
class Accepted:
    """How often each message was accepted."""

    times: Counter[str] = field(default_factory=Counter)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def note(self, message_id: str) -> None:
        """One more acceptance."""
        with self._lock:
            self.times[message_id] += 1

    @property
    def distinct(self) -> int:
        """Messages accepted at least once."""
        return len(self.times)

    @property
    def repeated(self) -> int:
        """Acceptances beyond the first of each message."""
        with self._lock:
            return sum(self.times.values()) - len(self.times)


class MailServer(Mailbox):
    """Accepts mail, except for a share that it puts off or hangs up on."""

    def __init__(self, accepted: Accepted) -> None:
        super().__init__()
        self._accepted = accepted
        self._headers = BytesHeaderParser()
        self.put_off = 0.0
        """Share of messages answered 451."""
        self.hang_up = 0.0
        """Share of connections dropped, half at the recipient and half within the text."""
        self.refusals = 0
        self.drops = 0
        self._recipients = 0
        self._texts = 0

    async def handle_RCPT(
        self, server: SMTP, _session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        self._recipients += 1
        if _is_due(self._recipients, self.hang_up / 2):
            return self._dropped(server)
        envelope.rcpt_tos.append(address)
        envelope.rcpt_options.extend(options)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, _session: Session, envelope: Envelope) -> str:
        self._texts += 1
        if _is_due(self._texts, self.hang_up / 2):
            return self._dropped(server)
        if _is_due(self._texts + 3, self.put_off):
            self.refusals += 1
            return "451 4.3.0 try again later"
        content = envelope.content
        raw = content if isinstance(content, bytes) else str(content).encode()
        self._accepted.note(str(self._headers.parsebytes(raw)["Message-ID"]))
        return "250 OK"

    def _dropped(self, server: SMTP) -> str:
        self.drops += 1
        server.transport.abort()
        return "421 4.3.2 closing"


def _is_due(number: int, share: float) -> bool:
    """Whether this one is of the share: every tenth for 0.1, none for 0."""
    return share > 0 and number % round(1 / share) == 0


class _SmsHandler(BaseHTTPRequestHandler):
    accepted: Accepted

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers.get("Content-Length", "0")))
        self.accepted.note(self.headers["Idempotency-Key"])
        self.send_response(202)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - inherited name
        """Say nothing."""


@dataclass(frozen=True, slots=True)
class Outside:
    """Both, what they accepted, and the settings that lead to them."""

    mail: MailServer
    by_mail: Accepted
    by_sms: Accepted
    environment: dict[str, str]

    @property
    def distinct(self) -> int:
        return self.by_mail.distinct + self.by_sms.distinct

    @property
    def repeated(self) -> int:
        return self.by_mail.repeated + self.by_sms.repeated


@contextmanager
def outside() -> Iterator[Outside]:
    """Both, listening on loopback."""
    by_mail, by_sms = Accepted(), Accepted()
    handler = type("Handler", (_SmsHandler,), {"accepted": by_sms})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    mail = MailServer(by_mail)
    try:
        with mail_sink(mail) as (_, environment):
            address = f"http://127.0.0.1:{server.server_port}/messages"
            yield Outside(mail, by_mail, by_sms, {**environment, "AMUDDU_SMS_URL": address})
    finally:
        server.shutdown()
        server.server_close()
