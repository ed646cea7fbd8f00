"""A form sent twice acts once: a double click, an impatient tap, a reload, a lost connection.

Each page's form carries a token of its own (`security.csrf_token`). The same token with the same
content is therefore the same form: whoever sends it again is shown where the first sending led.
A form that led to no other page (it came back to be mended) may be sent again.

    first sending   claim -> act -> 303, whose address is kept
    second sending  waits for that address and goes there; nothing is done again

An address often holds the id of a person, who may be erased meanwhile. So it is kept sealed, by a
key that follows from the form's own token and content: whoever sends the form again can open it,
and nobody else, whoever holds the table.
"""

from __future__ import annotations

import hashlib
import os
import time
from base64 import b64decode, b64encode
from dataclasses import dataclass, field

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData, Headers, UploadFile
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from amuddu.kit import clock
from amuddu.kit.db import Database
from amuddu.kit.errors import Conflict
from amuddu.kit.i18n import N_
from gateway.sessions import repository
from gateway.sessions.service import digest

_NONCE = 12
_STEP = 64
"""An address is as long as a multiple of this: its length would tell what it is."""
_PATIENCE = 20.0
"""Seconds that a second sending waits for the first: longer than any service may take."""


class AlreadySent(Exception):
    """This very form was sent before; `location` is where that led."""

    def __init__(self, location: str) -> None:
        super().__init__(location)
        self.location = location


class StillBusy(Conflict):
    """The first sending has not ended yet."""

    default = N_("C'est déjà envoyé et en cours. Attendez un instant, puis rechargez la page.")


@dataclass(frozen=True, slots=True)
class Sending:
    """One sending: its name, of which the table has a digest, and the key of where it leads."""

    name: str
    key: bytes = field(repr=False)


def sending(path: str, form: FormData) -> Sending:
    """What tells this sending from all others; of what was written only a digest is kept."""
    said = "\x1f".join(
        f"{name}\x1e{value if isinstance(value, str) else _file(value)}"
        for name, value in form.multi_items()
    )
    whole = f"{path}\x1f{said}"
    return Sending(digest(whole), hashlib.sha256(f"where it led\x1f{whole}".encode()).digest())


def _file(sent: UploadFile) -> str:
    """A file by its name and content: one that was mended meanwhile is another."""
    content = hashlib.file_digest(sent.file, "sha256").hexdigest()  # type: ignore[arg-type]  # a file that may lie in memory
    sent.file.seek(0)
    return f"{sent.filename}\x1e{content}"


def claim(database: Database, sent: Sending) -> None:
    """Be the one who acts on a form. Raises `AlreadySent`, and `StillBusy` after a long wait."""
    deadline = time.monotonic() + _PATIENCE
    while time.monotonic() < deadline:
        with database.session() as session:
            if repository.claim_form(session, sent.name, at=clock.now()):
                return
        location = led_to(database, sent)
        if location:
            raise AlreadySent(location)
        time.sleep(0.05)
    raise StillBusy


def led_to(database: Database, sent: Sending) -> str | None:
    """Where a form led that was sent before; empty while it is being acted on."""
    with database.session() as session:
        kept = repository.form_led_to(session, sent.name)
    return _opened(kept, sent) if kept else kept


def _keep_location(database: Database, sent: Sending, location: str) -> None:
    with database.session() as session:
        if location:
            repository.keep_location(session, sent.name, location=_sealed(location, sent))
        else:
            repository.forget_form(session, sent.name)


def _sealed(location: str, sent: Sending) -> str:
    nonce = os.urandom(_NONCE)
    padded = location.encode().ljust(-(-len(location.encode()) // _STEP) * _STEP)
    return b64encode(nonce + AESGCM(sent.key).encrypt(nonce, padded, None)).decode()


def _opened(kept: str, sent: Sending) -> str | None:
    """The address; none where somebody wrote something else there."""
    try:
        whole = b64decode(kept, validate=True)
        padded = AESGCM(sent.key).decrypt(whole[:_NONCE], whole[_NONCE:], None)
    except (InvalidTag, ValueError):
        return None
    return padded.decode().rstrip()


class OnceMiddleware:
    """Keeps where each claimed form led, as soon as its answer begins."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] != "POST":
            await self._app(scope, receive, send)
            return
        state = scope.setdefault("state", {})

        async def settling(message: Message) -> None:
            sent: Sending | None = (
                state.pop("sent_form", None) if message["type"] == "http.response.start" else None
            )
            if sent is not None:
                location = Headers(raw=message["headers"]).get("location", "")
                await run_in_threadpool(_keep_location, scope["app"].state.database, sent, location)
            await send(message)

        try:
            await self._app(scope, receive, settling)
        finally:
            if sent := state.pop("sent_form", None):  # it failed before it could answer
                await run_in_threadpool(_keep_location, scope["app"].state.database, sent, "")
