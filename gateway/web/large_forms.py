"""A form that is too large comes back as a page, where the API answers problem+json.

The browser is listened to first: cut off while it sends, it would show a broken connection
instead of the answer.
"""

from __future__ import annotations

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from amuddu.kit.errors import TooLarge
from amuddu.kit.i18n import N_
from amuddu.kit.web.http import MAX_BODY
from gateway.web import error_pages

_LISTEN = 8 * MAX_BODY
"""Bytes to listen to before hanging up on somebody who sends without end."""


class LargeFormsMiddleware:
    """Answers a form that announces more than `MAX_BODY` bytes with a page."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or not _too_large(scope):
            await self._app(scope, receive, send)
            return
        await _listen(receive)
        error = TooLarge(
            N_(
                "Ce fichier est trop gros : {megabytes} Mo au plus. "
                "Coupez-le en plusieurs fichiers."
            ),
            megabytes=MAX_BODY // 1024 // 1024,
        )
        page = await run_in_threadpool(error_pages.page_of, Request(scope), error)
        await page(scope, receive, send)


def _too_large(scope: Scope) -> bool:
    length = Headers(scope=scope).get("content-length", "0")
    a_page = not scope["path"].startswith("/api/")
    return a_page and length.isdigit() and int(length) > MAX_BODY


async def _listen(receive: Receive) -> None:
    heard = 0
    while heard < _LISTEN:
        message = await receive()
        heard += len(message.get("body", b""))
        if message["type"] == "http.disconnect" or not message.get("more_body"):
            return
