"""What every HTTP process does alike: problem+json, language, correlation id, size limit.

No answer carries a library's English message, a stack or a value that somebody typed.
"""

from __future__ import annotations

import re
import time
from collections.abc import Sequence
from typing import Any
from uuid import uuid4

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from sqlalchemy.exc import DataError, DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from amuddu.contracts.types import Lang
from amuddu.kit.errors import (
    AmudduError,
    BadRequest,
    Conflict,
    FieldError,
    Forbidden,
    Invalid,
    NotFound,
    NotSignedIn,
    TooLarge,
    Unavailable,
)
from amuddu.kit.i18n import N_, negotiate
from amuddu.kit.observability import logs, metrics, tracing
from amuddu.kit.web.validation import field_errors

log = logs.get(__name__)

MAX_BODY = 8 * 1024 * 1024
CORRELATION = "X-Correlation-ID"
_SAFE_ID = re.compile(r"[A-Za-z0-9-]{8,64}")


class MethodNotAllowed(AmudduError):
    status, code = 405, "method_not_allowed"
    default = N_("Cette adresse ne permet pas cette action.")


_BY_STATUS: dict[int, type[AmudduError]] = {
    error.status: error
    for error in (BadRequest, NotSignedIn, Forbidden, NotFound, MethodNotAllowed, TooLarge)
}


def request_language(request: Request) -> Lang:
    """Language the caller asked for in `Accept-Language`."""
    return negotiate(request.headers.get("accept-language"))


def problem(request: Request, error: AmudduError) -> JSONResponse:
    """An error as problem+json in the caller's language."""
    lang = request_language(request)
    body: dict[str, Any] = {
        "type": f"urn:amuddu:problem:{error.code}",
        "title": error.text.in_(lang),
        "status": error.status,
    }
    if error.fields:
        body["errors"] = _fields(error.fields, lang)
    headers: dict[str, str] = {"Content-Language": lang}
    if error.retry_after is not None:
        headers["Retry-After"] = str(error.retry_after)
    if error.status == NotSignedIn.status:
        headers["WWW-Authenticate"] = "Bearer"
    return JSONResponse(
        body, status_code=error.status, headers=headers, media_type="application/problem+json"
    )


def _fields(fields: Sequence[FieldError], lang: Lang) -> list[dict[str, str]]:
    return [{"field": item.field, "message": item.text.in_(lang)} for item in fields]


def _on_amuddu_error(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, AmudduError)
    return problem(request, error)


def _on_validation_error(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)
    return problem(request, Invalid(fields=field_errors(error.errors())))


def _on_http_exception(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)
    known = _BY_STATUS.get(error.status_code, BadRequest)
    response = problem(request, known())
    response.status_code = error.status_code
    for name, value in (error.headers or {}).items():
        response.headers[name] = value
    return response


def _on_database_away(request: Request, error: Exception) -> JSONResponse:
    log.warning("database out of reach", exc_info=error)
    return problem(request, Unavailable(retry_after=2))


def _on_database_error(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, DBAPIError)
    if error.connection_invalidated or isinstance(error, OperationalError | InterfaceError):
        return _on_database_away(request, error)
    if (getattr(error.orig, "sqlstate", "") or "").startswith("23"):
        return problem(request, Conflict())  # two writers at once: the second may try again
    if isinstance(error, DataError):
        return problem(request, BadRequest())  # a value that PostgreSQL cannot hold
    raise error


def install_error_handlers(app: FastAPI) -> None:
    """Render every expected error as problem+json."""
    app.add_exception_handler(AmudduError, _on_amuddu_error)
    app.add_exception_handler(RequestValidationError, _on_validation_error)
    app.add_exception_handler(HTTPException, _on_http_exception)
    app.add_exception_handler(DBAPIError, _on_database_error)
    app.add_exception_handler(PoolTimeout, _on_database_away)


class EdgeMiddleware:
    """Outermost layer: correlation id in and out, trace, size limit; a log line a request.

    `public`: the callers are strangers, whose word on which trace or story they belong to is not
    taken: they could write into the story of somebody else.
    """

    def __init__(
        self, app: ASGIApp, *, service: str, public: bool = False, max_body: int = MAX_BODY
    ) -> None:
        self._app = app
        self._service = service
        self._public = public
        self._max_body = max_body

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        correlation = headers.get(CORRELATION, "")
        if self._public or not _SAFE_ID.fullmatch(correlation):
            correlation = str(uuid4())
        logs.bind_correlation(correlation)
        if scope["path"] in _OF_MACHINES:
            await self._answer(scope, receive, send, correlation)
            return
        parent = {} if self._public else {tracing.HEADER: headers.get(tracing.HEADER, "")}
        with tracing.span(scope["method"], kind="server", parent=parent) as span:
            status = await self._answer(scope, receive, send, correlation)
            if span is not None:
                route = _route(scope)
                span.update_name(f"{scope['method']} {route}")
                span.set_attribute("http.request.method", scope["method"])
                span.set_attribute("http.route", route)
                span.set_attribute("http.response.status_code", status)
                span.set_attribute("amuddu.service", self._service)
                span.set_attribute("amuddu.correlation_id", correlation)

    async def _answer(self, scope: Scope, receive: Receive, send: Send, correlation: str) -> int:
        started, status = time.perf_counter(), 500

        async def send_with_id(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                MutableHeaders(scope=message)[CORRELATION] = correlation
            await send(message)

        length = Headers(scope=scope).get("content-length", "0")
        try:
            if length.isdigit() and int(length) > self._max_body:
                await problem(Request(scope), TooLarge())(scope, receive, send_with_id)
            else:
                await self._app(scope, _limited(receive, self._max_body), send_with_id)
        finally:
            self._note(scope, status, time.perf_counter() - started)
        return status

    def _note(self, scope: Scope, status: int, seconds: float) -> None:
        route = _route(scope)
        if scope["path"] in _OF_MACHINES or route == "/static":
            return
        metrics.count_request(self._service, scope["method"], route, status, seconds)
        log.info(
            "request",
            method=scope["method"],
            route=route,
            status=status,
            ms=round(seconds * 1000, 1),
        )


_OF_MACHINES = frozenset({"/livez", "/readyz", "/metrics"})
"""Asked every few seconds by machines: neither logged nor counted nor traced."""


def _route(scope: Scope) -> str:
    """The route's pattern, never the address itself: a signed link is a secret."""
    return str(getattr(scope.get("route"), "path", ""))


def _limited(receive: Receive, limit: int) -> Receive:
    """Stop reading a body that never announced its length once it passes the limit."""
    seen = 0

    async def read() -> Message:
        nonlocal seen
        message = await receive()
        seen += len(message.get("body", b""))
        if seen > limit:
            raise TooLarge
        return message

    return read
