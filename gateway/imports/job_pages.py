"""The page of one file: how far it is, what its columns are, what became of it.

While it waits or runs the page asks for itself again every few seconds, without a script, until
somebody says that it should not.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from typing import cast
from uuid import UUID

from fastapi import APIRouter, Request
from starlette.responses import Response

from amuddu.imports.columns import Kind
from amuddu.imports.importer import expected
from amuddu.kit.auth import Actor
from amuddu.kit.db import Database, SessionDep
from amuddu.kit.errors import AmudduError, Conflict, Forbidden, Gone, Invalid, NotFound, Unavailable
from amuddu.kit.i18n import N_, Text
from gateway.imports import jobs
from gateway.imports.access import PAGE_ROLES
from gateway.imports.mappings import choosing, kept, words
from gateway.imports.mappings.guesses import Asked, asked
from gateway.imports.outcome import IDENTIFYING, ImportReport
from gateway.imports.service import table_of
from gateway.imports.shown import address, report_of
from gateway.imports.tables import ImportJob
from gateway.sessions.security import FormDep, Viewer, ViewerDep
from gateway.web import rendering, spreadsheets
from gateway.web.error_pages import by_field
from gateway.web.forms import typed_values

router = APIRouter(include_in_schema=False)

SHOWN = 200
"""Remarks shown on the page; the others stand in the file to download."""
_AGAIN_SECONDS = 3
_OPEN = ("waiting", "running")
_AT_ONCE = threading.BoundedSemaphore(2)
"""Files that are opened for a page at a time, in one process."""
_PATIENCE = 5.0
"""Seconds that a page waits for its turn to open one."""


@router.get("/imports/{job_id}")
def job_page(
    request: Request, viewer: ViewerDep, job_id: UUID, pause: str = "", tout: str = ""
) -> Response:
    """How far a file is; the questions about its columns; the report in the end."""
    job = _seen(request, viewer, job_id)
    if job.state == "columns" and job.account_id == viewer.actor.id:
        return _questions(request, viewer, job)
    page = _show(request, viewer, job, still=bool(pause), everything=bool(tout))
    if job.state in _OPEN and not pause:
        page.headers["Refresh"] = str(_AGAIN_SECONDS)
    return page


@router.post("/imports/{job_id}/arreter")
def stop(viewer: ViewerDep, session: SessionDep, job_id: UUID, _: FormDep) -> Response:
    """Stop a file; what was kept stays."""
    jobs.stop(session, viewer.actor, job_id)
    return rendering.redirect(address(job_id))


@router.post("/imports/{job_id}/colonnes")
def choose(request: Request, viewer: ViewerDep, job_id: UUID, form: FormDep) -> Response:
    """Take what somebody said of the columns, and go on."""
    job = _seen(request, viewer, job_id)
    if job.account_id != viewer.actor.id:
        raise Forbidden
    if job.state != "columns":
        raise Conflict
    kind = cast(Kind, job.kind)
    headers, columns = _columns_of(request, job)
    try:
        mapping = choosing.read(kind, columns, form)
    except Invalid as error:
        return _questions(
            request, viewer, job, columns=columns, values=typed_values(form), problem=error
        )
    database: Database = request.app.state.database
    with database.session() as session:
        shape = jobs.shape_of(kind, headers)
        jobs.choose(session, viewer.actor, job_id, mapping, shape)
    return rendering.redirect(address(job_id))


_LINE, _COLUMN, _TO_DO = N_("Ligne"), N_("Colonne"), N_("À faire")
_WHAT, _REFUSED, _KEPT = N_("Ce qui s'est passé"), N_("ligne refusée"), N_("ligne gardée")


@router.get("/imports/{job_id}/remarques.csv")
def remarks(viewer: ViewerDep, session: SessionDep, job_id: UUID) -> Response:
    """All remarks as a table: line, column, what to do."""
    report = report_of(jobs.seen(session, viewer.actor, job_id))
    if report is None:
        raise NotFound
    head = [Text(word).in_(viewer.lang) for word in (_LINE, _COLUMN, _TO_DO, _WHAT)]
    return spreadsheets.download(
        "csv", f"import-{job_id}", head, _rows(report, viewer), rtl=viewer.lang == "ar"
    )


def _rows(report: ImportReport, viewer: Viewer) -> Iterator[list[spreadsheets.Cell]]:
    for word, found in ((_REFUSED, report.refused), (_KEPT, report.notes)):
        outcome = Text(word).in_(viewer.lang)
        for each in found:
            line = f"{each.sheet} {each.line or ''}".strip() if each.sheet else each.line
            yield [line, each.column, each.message, outcome]


def _show(
    request: Request, viewer: Viewer, job: ImportJob, *, still: bool, everything: bool
) -> Response:
    kind = cast(Kind, job.kind)
    return rendering.page(
        request,
        viewer,
        "import_job.html",
        job=job,
        name=_name(request, job),
        report=report_of(job),
        shown=None if everything else SHOWN,
        everything=everything,
        still=still,
        open=job.state in _OPEN,
        pairs=kept.pairs(job.mapping, kind) if job.mapping else [],
        fields=words.fields(kind, viewer.lang),
        sends_files=_sends_files(viewer.actor),
    )


def _questions(
    request: Request,
    viewer: Viewer,
    job: ImportJob,
    *,
    columns: list[Asked] | None = None,
    values: dict[str, str] | None = None,
    problem: AmudduError | None = None,
) -> Response:
    """What each column is, for whoever sent the file: with some of its cells, which nobody else
    is shown and which are kept nowhere."""
    kind = cast(Kind, job.kind)
    if columns is None:
        _, columns = _columns_of(request, job)
    if values is None:
        values = {choosing.name_of_column(n): each.guess for n, each in enumerate(columns)}
    fields = words.fields(kind, viewer.lang)
    needed = {column.field: column.required for column in expected(kind)}
    errors = by_field(problem, viewer) if problem else {}
    called = {choosing.name_of_column(n): each.header for n, each in enumerate(columns)}
    called |= {choosing.name_of_constant(field): fields[field] for field in needed}
    return rendering.page(
        request,
        viewer,
        "import_columns.html",
        status=problem.status if problem else 200,
        job=job,
        name=_name(request, job),
        columns=columns,
        column_name=choosing.name_of_column,
        options=sorted(fields.items(), key=lambda pair: pair[0] not in needed),
        needed=[
            (
                choosing.name_of_constant(field),
                fields[field],
                field not in IDENTIFYING,
                needed[field],
            )
            for field in fields
            if field in needed
        ],
        values=values,
        errors=errors,
        summary={name: f"{called.get(name, name)} – {said}" for name, said in errors.items()},
        sends_files=_sends_files(viewer.actor),
    )


def _columns_of(request: Request, job: ImportJob) -> tuple[tuple[str, ...], list[Asked]]:
    """The headers of a job's file, and its columns with samples, read from the sealed file."""
    state = request.app.state
    if not _AT_ONCE.acquire(timeout=_PATIENCE):
        raise Unavailable(retry_after=5)
    try:
        content = jobs.content_of(state.database, job, state.settings.accepted_keys)
        if content is None:
            raise Gone(jobs.TOO_OLD)
        table = table_of(cast(Kind, job.kind), content, _name(request, job))
        return table.headers, asked(cast(Kind, job.kind), table)
    finally:
        _AT_ONCE.release()


def _seen(request: Request, viewer: Viewer, job_id: UUID) -> ImportJob:
    """The job, without a connection held while its file is opened."""
    database: Database = request.app.state.database
    with database.session() as session:
        return jobs.seen(session, viewer.actor, job_id)


def _name(request: Request, job: ImportJob) -> str:
    return jobs.name_of(job, request.app.state.settings.accepted_keys)


def _sends_files(actor: Actor) -> bool:
    return actor.role in PAGE_ROLES
