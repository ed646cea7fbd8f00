"""A form sent twice acts once: a double click, an impatient tap, a reload, a lost connection.

Each page's form carries a token of its own (`security.csrf_token`). The same token with the same
content is therefore the same form: whoever sends it again is shown where the first sending led.
A form that led to no other page (it came back to be mended) may be sent again.

    first sending   claim -> act -> 303, whose address is kept
    second sending  waits for that address and goes there; nothing is done again
"""

from __future__ import annotations

import hashlib
import time

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData, Headers, UploadFile
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from amuddu.kit import clock
from amuddu.kit.db import Database
from amuddu.kit.errors import Conflict
from amuddu.kit.i18n import N_
from gateway.sessions import repository
from gateway.sessions.service import digest

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


def name_of(path: str, form: FormData) -> str:
    """What tells this sending from all others; of what was written only a digest is kept."""
    said = "\x1f".join(
        f"{name}\x1e{value if isinstance(value, str) else _file(value)}"
        for name, value in form.multi_items()
    )
    return digest(f"{path}\x1f{said}")


def _file(sent: UploadFile) -> str:
    """A file by its name and content: one that was mended meanwhile is another."""
    content = hashlib.file_digest(sent.file, "sha256").hexdigest()  # type: ignore[arg-type]  # a file that may lie in memory
    sent.file.seek(0)
    return f"{sent.filename}\x1e{content}"


def claim(database: Database, name: str) -> None:
    """Be the one who acts on a form. Raises `AlreadySent`, and `StillBusy` after a long wait."""
    deadline = time.monotonic() + _PATIENCE
    while time.monotonic() < deadline:
        with database.session() as session:
            if repository.claim_form(session, name, at=clock.now()):
                return
        location = led_to(database, name)
        if location:
            raise AlreadySent(location)
        time.sleep(0.05)
    raise StillBusy


def led_to(database: Database, name: str) -> str | None:
    """Where a form led that was sent before; empty while it is being acted on."""
    with database.session() as session:
        return repository.form_led_to(session, name)


def _keep_location(database: Database, name: str, location: str) -> None:
    with database.session() as session:
        if location:
            repository.keep_location(session, name, location=location)
        else:
            repository.forget_form(session, name)


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
            name = (
                state.pop("sent_form", None) if message["type"] == "http.response.start" else None
            )
            if name is not None:
                location = Headers(raw=message["headers"]).get("location", "")
                await run_in_threadpool(_keep_location, scope["app"].state.database, name, location)
            await send(message)

        try:
            await self._app(scope, receive, settling)
        finally:
            if name := state.pop("sent_form", None):  # it failed before it could answer
                await run_in_threadpool(_keep_location, scope["app"].state.database, name, "")
