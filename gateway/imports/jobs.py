"""Files as jobs: kept sealed, looked at, stopped, told what their columns are.

waiting -> running -> done
   ^          |-> columns: nobody knows what its columns are, and somebody is asked
   |          |-> failed: it is no table, or nothing of it was taken
   +----------+-> waiting again: this process stops, or a service is away
any of them but the last -> stopped
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePath
from typing import cast
from uuid import UUID, uuid4

from amuddu.contracts.batch import RowOutcome
from amuddu.contracts.types import Lang
from amuddu.imports.columns import Kind
from amuddu.imports.mapping import Mapped
from amuddu.kit import clock, retention
from amuddu.kit.auth import Actor
from amuddu.kit.db import Database, Session
from amuddu.kit.errors import Conflict, Forbidden, Invalid, NotFound
from amuddu.kit.i18n import N_, Text
from amuddu.kit.trust.sealing import SealBroken, opened, sealed
from amuddu.reference.text import fold
from gateway.clients import Services
from gateway.clients.base import Caller
from gateway.imports import access, repository
from gateway.imports.access import Target
from gateway.imports.mappings import kept
from gateway.imports.outcome import ImportReport, without
from gateway.imports.tables import ImportJob
from gateway.sessions import service as accounts

SHOWN = 20
"""Jobs in the list of the last ones."""
_NAME = 150
_PURPOSE = b"amuddu.gateway.imports"

TOO_OLD = N_("Ce fichier a attendu plus d'un jour : il a été supprimé. Envoyez-le de nouveau.")
"""A file says things of people: it is not kept for somebody who may never come back."""


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as somebody sent it. `mapping`: which of its columns fills what, where they say so."""

    kind: Kind
    content: bytes
    name: str
    target: Target
    mapping: Mapped | None = None


def add(
    database: Database, services: Services, caller: Caller, upload: Upload, *, secret: str
) -> ImportJob:
    """Keep a file until its turn comes. Raises what `access` says of whoever may not send it."""
    actor = caller.actor
    assert actor is not None
    if not upload.content.strip():
        text = N_("Ce fichier est vide : choisissez un fichier avec des lignes.")
        raise Invalid(text)
    with database.session() as session:
        access.may_send(session, actor, upload.kind)
        access.check_agency(session, actor, upload.kind, upload.target)
    access.check_employer(services, caller, upload.kind, upload.target)
    job_id = uuid4()
    job = ImportJob(
        id=job_id,
        organisation=access.organisation_of(actor, upload.target),
        kind=upload.kind,
        account_id=actor.id,
        lang=caller.lang,
        employer_id=upload.target.employer_id,
        agency_id=upload.target.agency_id,
        name=sealed(_tidy(upload.name).encode(), row=job_id, purpose=_PURPOSE, secret=secret),
        mapping=upload.mapping.model_dump(mode="json", by_alias=True) if upload.mapping else None,
        created_at=clock.now(),
    )
    content = sealed(upload.content, row=job_id, purpose=_PURPOSE, secret=secret)
    with database.session() as session:
        job.session_id = accounts.open_for_work(session, actor)
        repository.lock_queue(session, job.organisation)
        access.room(session, job.organisation)
        repository.add(session, job, content)
    return job


def seen(session: Session, actor: Actor, job_id: UUID, *, lock: bool = False) -> ImportJob:
    """A job that somebody may see. Raises `NotFound`."""
    found = repository.job(session, job_id, lock=lock)
    if found is None or not access.sight_of(actor).covers(found):
        raise NotFound
    return found


def last(session: Session, actor: Actor) -> Sequence[ImportJob]:
    """The last jobs that somebody may see, newest first."""
    sight = access.sight_of(actor)
    return repository.last(
        session, organisation=sight.organisation, account_id=sight.account_id, limit=SHOWN
    )


def stop(session: Session, actor: Actor, job_id: UUID) -> ImportJob:
    """End a job: at once where it waits, after the batch in hand where it runs.

    What was kept stays. Stopping what has ended changes nothing.
    """
    found = seen(session, actor, job_id, lock=True)
    if found.state in repository.HELD:
        end(session, found, "stopped", report_so_far(found))
    elif found.state == "running":
        found.stopping = True
        repository.save(session, found)
    return found


def choose(session: Session, actor: Actor, job_id: UUID, mapping: Mapped, shape: str) -> ImportJob:
    """Say what the columns of one's file are: kept for the next of its shape, and it goes on.

    Raises `Forbidden` for a colleague's file, `Conflict` where nothing is asked any more.
    """
    found = seen(session, actor, job_id, lock=True)
    if found.account_id != actor.id:
        raise Forbidden
    if found.state != "columns":
        raise Conflict
    found.attempts = 0
    found.mapping = mapping.model_dump(mode="json", by_alias=True)
    kept.keep(session, found, shape)
    repository.wake(session, found)
    return found


def content_of(database: Database, job: ImportJob, secrets: Sequence[str]) -> bytes | None:
    """The file of a job while it is kept and can be opened."""
    with database.session() as session:
        content = repository.content(session, job.id)
    try:
        return (
            None
            if content is None
            else opened(content, row=job.id, purpose=_PURPOSE, secrets=secrets)
        )
    except SealBroken:
        return None


def name_of(job: ImportJob, secrets: Sequence[str]) -> str:
    """Name of the file; empty where it cannot be opened any more."""
    try:
        return (
            opened(job.name, row=job.id, purpose=_PURPOSE, secrets=secrets).decode()
            if job.name
            else ""
        )
    except SealBroken:
        return ""


def end(session: Session, job: ImportJob, state: str, report: ImportReport) -> None:
    """The job is over: its file is deleted, its report kept."""
    job.state, job.ended_at = state, clock.now()
    job.runner = job.lease_until = job.due_at = None
    job.report = report.model_dump(mode="json")
    if job.session_id is not None:
        accounts.end_work(session, job.session_id)
        job.session_id = None
    repository.save(session, job)
    repository.drop_file(session, job.id)


def forget_somebody(session: Session, *, agencies: Sequence[str], words: Sequence[str]) -> int:
    """Somebody was erased: no report of these agencies names them by these words any more, and
    files that were read lose their names, which often are a person's. How many files wait."""
    found = repository.of_agencies(session, agencies)
    for job in found:
        if job.report is not None:
            job.report = without(ImportReport.model_validate(job.report), words).model_dump(
                mode="json"
            )
            job.name = None
            repository.save(session, job)
    return repository.files_held(session, [job.id for job in found])


def report_so_far(job: ImportJob, error: str = "") -> ImportReport:
    """What is known of a job that ends while nobody works at it."""
    counts: Counter[RowOutcome] = Counter(cast(dict[RowOutcome, int], job.counts))
    return ImportReport(
        rows=counts.total(), counts=dict(counts), interrupted=bool(counts), error=error
    )


def files_due(session: Session, at: datetime) -> int:
    """How many files waited for too long."""
    return repository.old_files(session, before=retention.before("import_file", at))


def end_waiting(session: Session, at: datetime, limit: int) -> int:
    """Delete files that waited for too long, and end their jobs; how many."""
    before = retention.before("import_file", at)
    found = repository.abandoned(session, before=before, now=at, limit=limit)
    for job in found:
        error = Text(TOO_OLD).in_(cast(Lang, job.lang))
        end(session, job, "failed", report_so_far(job, error))
    return len(found) or repository.drop_old_files(session, before=before, limit=limit)


def shape_of(kind: Kind, headers: Sequence[str]) -> str:
    """What files of one shape have in common: their kind and the set of their headers."""
    names = sorted({fold(header) for header in headers if header.strip()})
    return hashlib.sha256("\x1f".join([kind, *names]).encode("utf-8", "replace")).hexdigest()


def _tidy(name: str) -> str:
    """A file's name without folders and what no page could show."""
    last_part = PurePath(name.replace("\\", "/")).name
    shown = "".join(letter if letter.isprintable() else "·" for letter in last_part)
    stem, dot, suffix = shown.rpartition(".")
    return f"{stem[:_NAME]}{dot}{suffix[:10]}" if dot else shown[:_NAME]
