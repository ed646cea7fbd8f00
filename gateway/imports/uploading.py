"""A file as it comes in: nothing of it is read before its sender may send one.

Who sends, their role and the room in the queue are asked before the body of the request is
touched; whoever is refused costs a look at the database and no more.
"""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Annotated
from uuid import UUID

from fastapi import Depends, Request
from pydantic import BaseModel
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData, UploadFile

from amuddu.contracts.types import Slug
from amuddu.imports.columns import Kind
from amuddu.imports.mapping import Mapped, parse
from amuddu.kit.auth import Actor
from amuddu.kit.db import Database
from amuddu.kit.errors import Invalid, TooManyRequests, invalid
from amuddu.kit.i18n import N_
from gateway.imports import access
from gateway.imports.access import Target
from gateway.imports.jobs import Upload
from gateway.sessions.security import CallerDep, ViewerDep, form_once
from gateway.web.forms import optional, read_model

_NO_FILE = N_("Choisissez un fichier.")
_MOST_MAPPING = 100_000
"""Characters of a mapping that comes with a file."""


def _admit(request: Request, actor: Actor, kind: Kind) -> None:
    database: Database = request.app.state.database
    with database.session() as session:
        access.may_send(session, actor, kind)


def _caller_admitted(request: Request, caller: CallerDep, kind: Kind) -> None:
    assert caller.actor is not None
    _admit(request, caller.actor, kind)


async def _body(
    request: Request, _: Annotated[None, Depends(_caller_admitted)]
) -> AsyncIterator[FormData]:
    async with request.form(max_files=1, max_fields=20) as form:
        yield form


async def _form(
    request: Request, viewer: ViewerDep, kind: Kind
) -> AsyncIterator[FormData | TooManyRequests]:
    viewer.require(*access.PAGE_ROLES)
    try:
        await run_in_threadpool(_admit, request, viewer.actor, kind)
    except TooManyRequests as full:
        # Heard to its end and kept nowhere: cut off while it sends, a browser shows no page.
        async for _ in request.stream():
            pass
        yield full
        return
    async with asynccontextmanager(form_once)(request, viewer) as form:
        yield form


PageUpload = Annotated[FormData | TooManyRequests, Depends(_form)]
"""The form of a page, read once its viewer is admitted; or that there is no room for it."""
ApiUpload = Annotated[FormData, Depends(_body)]
"""The form sent to the API, read once its caller is admitted."""

DOCUMENTED = {
    "requestBody": {
        "required": True,
        "content": {
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "required": ["file"],
                    "properties": {
                        "file": {
                            "type": "string",
                            "contentMediaType": "application/octet-stream",
                            "description": "CSV, XLSX or JSON lines, 8 MB at most.",
                        },
                        "employer_id": {
                            "type": "string",
                            "format": "uuid",
                            "description": "For whom, for vacancies.",
                        },
                        "agency_id": {
                            "type": "string",
                            "description": "Needed of an administrator.",
                        },
                        "mapping": {
                            "type": "string",
                            "description": "As JSON: which column of the file fills which field.",
                        },
                    },
                }
            }
        },
    }
}
"""The body of the API's upload: FastAPI would read it before anybody is asked who they are."""


class _Fields(BaseModel):
    employer_id: UUID | None = None
    agency_id: Slug | None = None


def upload_of(kind: Kind, form: FormData) -> Upload:
    """The file that was sent and for whom. Raises `Invalid`."""
    sent = form.get("file")
    if not isinstance(sent, UploadFile) or not sent.filename:
        raise invalid("file", _NO_FILE)
    fields = read_model(
        _Fields, {name: optional(form, name) for name in ("employer_id", "agency_id")}
    )
    target = Target(fields.employer_id, fields.agency_id)
    return Upload(kind, sent.file.read(), sent.filename, target, _mapping(kind, form))


def _mapping(kind: Kind, form: FormData) -> Mapped | None:
    written = optional(form, "mapping")
    if written is None:
        return None
    try:
        found = json.loads(written) if len(written) <= _MOST_MAPPING else None
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict) or not found:
        raise Invalid(N_("Ce fichier de correspondance est à corriger."))
    return parse(found, kind)
