"""`Try again in a moment`: the page for when the database or a service is away.

What was typed comes along, hidden in the page, so that one press sends it again: somebody who
filled a long form on a phone must not lose it to a restart of ours. A password or a file does
not come along.
"""

from __future__ import annotations

import asyncio

from fastapi import Request
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.responses import Response

from amuddu.kit.audit.store import AuditAway
from amuddu.kit.errors import AmudduError
from gateway.web import rendering
from gateway.web.error_pages import whoever

_FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")
_LISTEN_SECONDS = 5.0
_KEPT = 256 * 1024
"""Characters of a form that the page carries at most."""


async def page_of(request: Request, error: AmudduError) -> Response:
    """The page, with what was typed where it can be kept."""
    fields = await _typed(request)
    return await run_in_threadpool(_page, request, error, fields)


def _page(request: Request, error: AmudduError, fields: list[tuple[str, str]]) -> Response:
    query = f"?{request.url.query}" if request.url.query else ""
    looking = whoever(request)
    response = rendering.page(
        request,
        looking,
        "unavailable.html",
        status=error.status,
        message=error.text.in_(looking.lang) if isinstance(error, AuditAway) else "",
        address=request.url.path + query,
        sent=request.method == "POST",
        fields=fields,
    )
    response.headers["Retry-After"] = str(error.retry_after or 2)
    return response


async def _typed(request: Request) -> list[tuple[str, str]]:
    """The fields of the form that was sent, in their order; none where it cannot be kept whole."""
    if not request.headers.get("content-type", "").startswith(_FORMS):
        return []
    try:
        async with asyncio.timeout(_LISTEN_SECONDS):
            form = await request.form(max_files=1, max_fields=500)
    except (AmudduError, HTTPException, TimeoutError):
        return []
    return _kept(form)


def _kept(form: FormData) -> list[tuple[str, str]]:
    fields = [(name, value) for name, value in form.multi_items() if isinstance(value, str)]
    whole = len(fields) == len(form.multi_items())
    secret = any("password" in name for name, _ in fields)
    small = sum(len(name) + len(value) for name, value in fields) <= _KEPT
    return fields if whole and small and not secret else []
