"""All SQL of imports."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import and_, or_, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import aliased, defer
from sqlmodel import Session, col, delete, func, select

from gateway.imports.tables import ImportFile, ImportJob, KeptMapping

CHANNEL = "amuddu_imports"
"""Told of at each commit that leaves work to do."""
HELD = ("waiting", "columns")
"""A job whose file waits: for its turn, or for somebody to say what its columns are."""


def add(session: Session, job: ImportJob, content: bytes) -> None:
    """Keep a job and its file, and tell those who look for work."""
    session.add(job)
    session.flush()
    session.add(ImportFile(job_id=job.id, content=content))
    session.flush()
    _tell(session)


def lock_queue(session: Session, organisation: str) -> None:
    """Whoever else sends a file for this organisation waits until this transaction ends."""
    lock = func.pg_advisory_xact_lock(func.hashtextextended(f"imports:{organisation}", 0))
    session.execute(select(lock))


def held(session: Session, organisation: str) -> int:
    """How many files of an organisation wait."""
    query = select(func.count()).where(
        ImportJob.organisation == organisation, col(ImportJob.state).in_(HELD)
    )
    return session.exec(query).one()


def job(session: Session, job_id: UUID, *, lock: bool = False) -> ImportJob | None:
    return session.get(ImportJob, job_id, with_for_update=lock, populate_existing=lock)


def save(session: Session, row: ImportJob) -> None:
    session.add(row)
    session.flush()


def content(session: Session, job_id: UUID) -> bytes | None:
    """The sealed file of a job, while it is kept."""
    query = select(ImportFile.content).where(ImportFile.job_id == job_id)
    return session.exec(query).one_or_none()


def drop_file(session: Session, job_id: UUID) -> None:
    session.exec(delete(ImportFile).where(col(ImportFile.job_id) == job_id))


def wake(session: Session, row: ImportJob) -> None:
    """Let a job take its turn."""
    row.state = "waiting"
    save(session, row)
    _tell(session)


def last(
    session: Session, *, organisation: str | None, account_id: UUID | None, limit: int
) -> Sequence[ImportJob]:
    """The last jobs of an organisation, of an account, or of an account in an organisation."""
    query = select(ImportJob).order_by(col(ImportJob.created_at).desc()).limit(limit)
    query = query.options(defer(ImportJob.report))  # type: ignore[arg-type]  # long, and not listed
    if organisation is not None:
        query = query.where(ImportJob.organisation == organisation)
    if account_id is not None:
        query = query.where(ImportJob.account_id == account_id)
    return session.exec(query).all()


# --- whose turn it is ---------------------------------------------------------------------------


def take(session: Session, *, runner: UUID, now: datetime, lease: timedelta) -> ImportJob | None:
    """The job whose turn it is, held by this runner from now on.

    Organisations take turns: the one that began a file longest ago comes first, its oldest file
    first; none runs two at a time. A job whose runner is not heard of any more is taken again.
    Raises `IntegrityError` where another runner took a file of the same organisation meanwhile.
    """
    other, before = aliased(ImportJob), aliased(ImportJob)
    busy = (
        select(other.id)
        .where(
            other.organisation == ImportJob.organisation,
            other.state == "running",
            other.id != ImportJob.id,
        )
        .exists()
    )
    began = (
        select(func.max(before.started_at))
        .where(before.organisation == ImportJob.organisation)
        .scalar_subquery()
    )
    due = or_(col(ImportJob.due_at).is_(None), col(ImportJob.due_at) <= now)
    query = (
        select(ImportJob)
        .where(
            or_(
                and_(col(ImportJob.state) == "waiting", due, ~busy),
                and_(col(ImportJob.state) == "running", col(ImportJob.lease_until) <= now),
            )
        )
        .order_by(began.asc().nulls_first(), col(ImportJob.created_at))
        .limit(1)
        .with_for_update(of=ImportJob, skip_locked=True)
    )
    found = session.exec(query).first()
    if found is not None:
        found.state, found.runner = "running", runner
        found.started_at, found.lease_until = now, now + lease
        found.attempts += 1
        save(session, found)
    return found


def progressed(session: Session, job_id: UUID, *, runner: UUID, **values: Any) -> bool | None:
    """Write down how far a job is; whether it is to stop, `None` where it is held no longer."""
    query = (
        update(ImportJob)
        .where(
            col(ImportJob.id) == job_id,
            col(ImportJob.runner) == runner,
            col(ImportJob.state) == "running",
        )
        .values(**values)
        .returning(col(ImportJob.stopping))
    )
    return session.connection().execute(query).scalar_one_or_none()


def renew(
    session: Session, jobs: Collection[tuple[UUID, UUID]], *, now: datetime, lease: timedelta
) -> None:
    """Hold jobs for longer, each by its runner."""
    for job_id, runner in jobs:
        progressed(session, job_id, runner=runner, lease_until=now + lease)


# --- what is kept for how long ------------------------------------------------------------------


def abandoned(
    session: Session, *, before: datetime, now: datetime, limit: int
) -> Sequence[ImportJob]:
    """Jobs whose file was kept as long as a file may be, locked; those that run are left alone."""
    unheld = and_(col(ImportJob.state) == "running", col(ImportJob.lease_until) <= now)
    query = (
        select(ImportJob)
        .where(col(ImportJob.created_at) <= before, or_(col(ImportJob.state).in_(HELD), unheld))
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    return session.exec(query).all()


def old_files(session: Session, *, before: datetime) -> int:
    """How many files are older."""
    older = select(func.count()).where(col(ImportFile.created_at) <= before)
    return session.exec(older).one()


def drop_old_files(session: Session, *, before: datetime, limit: int) -> int:
    """Delete some files that are older; how many."""
    older = select(ImportFile.job_id).where(col(ImportFile.created_at) <= before).limit(limit)
    gone = delete(ImportFile).where(col(ImportFile.job_id).in_(older))
    return session.connection().execute(gone).rowcount


def of_agencies(session: Session, agencies: Collection[str]) -> Sequence[ImportJob]:
    """Jobs that brought people of these agencies, locked."""
    organisations = [f"agency:{agency_id}" for agency_id in agencies]
    query = select(ImportJob).where(
        ImportJob.kind == "profiles", col(ImportJob.organisation).in_(organisations)
    )
    return session.exec(query.order_by(col(ImportJob.id)).with_for_update()).all()


def files_held(session: Session, jobs: Collection[UUID]) -> int:
    """How many of these jobs still have their file."""
    return session.exec(select(func.count()).where(col(ImportFile.job_id).in_(jobs))).one()


# --- kept mappings ------------------------------------------------------------------------------


def keep_mapping(session: Session, row: KeptMapping) -> None:
    """Keep a mapping in the place of the one for the same shape."""
    changed = {
        "mapping": row.mapping,
        "account_id": row.account_id,
        "kept_at": row.kept_at,
    }
    made = insert(KeptMapping).values(
        id=row.id, organisation=row.organisation, kind=row.kind, shape=row.shape, **changed
    )
    session.connection().execute(
        made.on_conflict_do_update(index_elements=["organisation", "shape"], set_=changed)
    )


def mapping_of_shape(session: Session, organisation: str, shape: str) -> KeptMapping | None:
    query = select(KeptMapping).where(
        KeptMapping.organisation == organisation, KeptMapping.shape == shape
    )
    return session.exec(query).one_or_none()


def mapping(session: Session, mapping_id: UUID) -> KeptMapping | None:
    return session.get(KeptMapping, mapping_id)


def mappings(
    session: Session, *, organisation: str | None, account_id: UUID | None, limit: int
) -> Sequence[KeptMapping]:
    """Mappings of an organisation, or those that an account made; the last first."""
    query = select(KeptMapping).order_by(col(KeptMapping.kept_at).desc()).limit(limit)
    if organisation is not None:
        query = query.where(KeptMapping.organisation == organisation)
    if account_id is not None:
        query = query.where(KeptMapping.account_id == account_id)
    return session.exec(query).all()


def drop_mapping(session: Session, row: KeptMapping) -> None:
    session.delete(row)
    session.flush()


def _tell(session: Session) -> None:
    session.connection().execute(select(func.pg_notify(CHANNEL, "")))
