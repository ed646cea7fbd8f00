"""Public API of imports: a file as a job, or batches of rows for the command line."""

from __future__ import annotations

from uuid import UUID

from fastapi import APIRouter, Request

from amuddu.contracts.batch import BatchIn, BatchOut
from amuddu.imports.columns import Kind
from amuddu.kit.db import SessionDep
from amuddu.kit.web.problems import PROBLEMS
from gateway.clients import ServicesDep
from gateway.imports import jobs, service
from gateway.imports.access import Target
from gateway.imports.shown import ImportProgress, progress
from gateway.imports.uploading import DOCUMENTED, ApiUpload, upload_of
from gateway.sessions.security import CallerDep

router = APIRouter(prefix="/api/v1", responses=PROBLEMS, tags=["imports"])


@router.post("/imports/{kind}", status_code=202, openapi_extra=DOCUMENTED)
def import_file(
    request: Request, caller: CallerDep, services: ServicesDep, kind: Kind, form: ApiUpload
) -> ImportProgress:
    """Send a file of vacancies or profiles: it is worked through in its turn.

    The columns are those of the templates at `/imports/modele/{kind}.csv`; a file with others
    comes with a `mapping`, or waits until its sender has said at `page` what its columns are. The
    fourth file of one organisation that waits is refused (429).
    """
    state = request.app.state
    secret = state.settings.signing_key
    sent = upload_of(kind, form)
    return progress(jobs.add(state.database, services, caller, sent, secret=secret))


@router.get("/imports/jobs/{job_id}")
def import_job(caller: CallerDep, session: SessionDep, job_id: UUID) -> ImportProgress:
    """How far a file is, and in the end what became of it, for 30 days."""
    assert caller.actor is not None
    return progress(jobs.seen(session, caller.actor, job_id))


@router.post("/imports/jobs/{job_id}/stop")
def stop_import(caller: CallerDep, session: SessionDep, job_id: UUID) -> ImportProgress:
    """Stop a file after the batch in hand: what was kept stays and is counted."""
    assert caller.actor is not None
    return progress(jobs.stop(session, caller.actor, job_id))


@router.post("/imports/{kind}/batch")
def import_batch(caller: CallerDep, services: ServicesDep, kind: Kind, body: BatchIn) -> BatchOut:
    """Import up to 200 rows that are already under the fields' names; each is judged alone."""
    target = Target(body.employer_id, body.agency_id)
    return service.send_batch(services, caller, kind, list(body.rows), target)
