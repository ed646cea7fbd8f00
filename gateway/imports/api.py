"""Public API of imports: a whole file, or batches of rows for the command line."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, File, Form, UploadFile

from amuddu.contracts.batch import BatchIn, BatchOut, RowOutcome
from amuddu.contracts.types import Contract, Slug
from amuddu.imports.columns import Kind
from amuddu.kit.web.problems import PROBLEMS
from gateway.clients import ServicesDep
from gateway.imports import service
from gateway.imports.service import Import, Target
from gateway.sessions.security import CallerDep

router = APIRouter(prefix="/api/v1", responses=PROBLEMS, tags=["imports"])


class CellProblem(Contract):
    """A cell to mend: its column as the file names it, and what to do."""

    column: str
    message: str


class RefusedRow(Contract):
    """A line of the file that was not kept, with what to mend in it."""

    line: int
    problems: tuple[CellProblem, ...]


class ImportReport(Contract):
    """What became of a file: rows by outcome, lines to mend, columns that mean nothing here.

    `interrupted`: a service went away; send the same file again, what was kept stays unchanged.
    """

    rows: int
    counts: dict[RowOutcome, int]
    refused: tuple[RefusedRow, ...]
    ignored_columns: tuple[str, ...]
    interrupted: bool = False


@router.post("/imports/{kind}")
def import_file(
    caller: CallerDep,
    services: ServicesDep,
    kind: Kind,
    file: Annotated[UploadFile, File(description="CSV, XLSX or JSON lines, 8 MB at most.")],
    employer_id: Annotated[UUID | None, Form(description="For whom, for vacancies.")] = None,
    agency_id: Annotated[Slug | None, Form(description="Needed of an administrator.")] = None,
) -> ImportReport:
    """Import a file of vacancies or profiles: good rows are kept, bad ones listed with the fix.

    The columns are those of the templates at `/imports/modele/{kind}.csv`.
    """
    sent = Import(
        services,
        caller,
        kind,
        file.file.read(),
        file.filename or "",
        Target(employer_id, agency_id),
    )
    sent.run()
    return _report(sent)


@router.post("/imports/{kind}/batch")
def import_batch(caller: CallerDep, services: ServicesDep, kind: Kind, body: BatchIn) -> BatchOut:
    """Import up to 200 rows that are already under the fields' names; each is judged alone."""
    target = Target(body.employer_id, body.agency_id)
    return service.send_batch(services, caller, kind, list(body.rows), target)


def _report(sent: Import) -> ImportReport:
    refused = tuple(
        RefusedRow(
            line=row.line,
            problems=tuple(
                CellProblem(column=each.column, message=each.message) for each in row.problems
            ),
        )
        for row in sent.report.refused
    )
    return ImportReport(
        rows=len(sent.report.rows),
        counts=dict(sent.report.counts),
        refused=refused,
        ignored_columns=sent.report.ignored_columns,
        interrupted=sent.interrupted,
    )
