"""Public API of imports: a whole file, or batches of rows for the command line."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, File, Form, UploadFile

from amuddu.contracts.batch import BatchIn, BatchOut, RowOutcome
from amuddu.contracts.types import Contract, Slug
from amuddu.imports.columns import Kind
from amuddu.imports.report import Remark
from amuddu.kit.web.problems import PROBLEMS
from gateway.clients import ServicesDep
from gateway.imports import service
from gateway.imports.service import Import, Target
from gateway.sessions.security import CallerDep

router = APIRouter(prefix="/api/v1", responses=PROBLEMS, tags=["imports"])


class CellRemark(Contract):
    """A place in the file and what to say of it: its column as the file names it.

    `line`: that of the file, counted from 1 with the header; none for the file as a whole.
    `sheet`: of which sheet, where a workbook has several that hold rows.
    """

    line: int | None
    column: str
    message: str
    sheet: str = ""


class ImportReport(Contract):
    """What became of a file: rows by outcome, what to mend, what was set right or left out.

    `complete`: every row was kept and nothing that the file holds was left out. `interrupted`: a
    service went away; send the same file again, what was kept stays unchanged.
    """

    rows: int
    counts: dict[RowOutcome, int]
    complete: bool
    refused: tuple[CellRemark, ...]
    notes: tuple[CellRemark, ...]
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
    report = sent.report
    return ImportReport(
        rows=report.done,
        counts=dict(report.counts),
        complete=report.complete and not sent.interrupted,
        refused=tuple(_remark(remark) for remark in sorted(report.refused)),
        notes=tuple(_remark(remark) for remark in sorted(report.notes)),
        ignored_columns=report.ignored_columns,
        interrupted=sent.interrupted,
    )


def _remark(remark: Remark) -> CellRemark:
    return CellRemark(
        line=remark.line or None,
        column=remark.column,
        message=remark.message,
        sheet=remark.sheet,
    )
