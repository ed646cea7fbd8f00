"""A job as its reader sees it, on a page and through the API."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Literal, cast
from uuid import UUID

from amuddu.contracts.types import Contract
from amuddu.imports.columns import Kind
from gateway.imports import jobs
from gateway.imports.outcome import ImportReport
from gateway.imports.tables import ImportJob

State = Literal["waiting", "columns", "running", "done", "stopped", "failed"]


class ImportProgress(Contract):
    """A file on its way, and in the end what became of it.

    `state`: `waiting` for its turn; `columns`: whoever sent it has to say at `page` what its
    columns are; `running`; `done`; `stopped`: by somebody, what was kept stays; `failed`: it is no
    table, or nothing more of it could be taken, and the report says why. `done` of `total` rows;
    no total where it is not known beforehand. `report`: once it has ended.
    """

    id: UUID
    kind: Kind
    state: State
    done: int
    total: int | None
    created_at: datetime
    ended_at: datetime | None
    page: str
    report: ImportReport | None


def progress(job: ImportJob) -> ImportProgress:
    """A job as the API answers it."""
    return ImportProgress(
        id=job.id,
        kind=cast(Kind, job.kind),
        state=cast(State, job.state),
        done=job.done,
        total=job.total,
        created_at=job.created_at,
        ended_at=job.ended_at,
        page=address(job.id),
        report=report_of(job),
    )


def report_of(job: ImportJob) -> ImportReport | None:
    """What became of a job that has ended."""
    return ImportReport.model_validate(job.report) if job.report is not None else None


def names_of(rows: Sequence[ImportJob], secrets: Sequence[str]) -> dict[UUID, str]:
    """Names of the files, for those who may see them."""
    return {job.id: jobs.name_of(job, secrets) for job in rows}


def address(job_id: UUID) -> str:
    """The page of a job."""
    return f"/imports/{job_id}"
