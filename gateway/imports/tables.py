"""Tables of imports: jobs, the files they wait with (unreadable without the secret), mappings."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Column, DateTime, Index, LargeBinary, func, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field

from gateway.sessions.tables import Base as Base


def _moment(**options: Any) -> Any:
    return Field(sa_column=Column(DateTime(timezone=True), **options))


class ImportJob(Base, table=True):
    """A file that somebody sent, how far it is, and in the end what became of it.

    `organisation`: whose turn it takes, as `agency:rabat`. `counts`: rows by outcome at the last
    batch that was kept. `runner` holds the job until `lease_until`, then another may take it.
    """

    __tablename__ = "import_job"
    __table_args__ = (
        # One at a time for an organisation, however many processes look for work.
        Index(
            "import_job_one_running",
            "organisation",
            unique=True,
            postgresql_where=text("state = 'running'"),
        ),
        Index(
            "import_job_open",
            "organisation",
            "created_at",
            postgresql_where=text("state IN ('waiting', 'columns', 'running')"),
        ),
        Index("import_job_of_organisation", "organisation", "created_at"),
        Index("import_job_of_account", "account_id", "created_at"),
    )

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    organisation: str = Field(max_length=90)
    kind: str = Field(max_length=20)
    account_id: UUID
    session_id: str | None = Field(default=None, max_length=64)
    """The session in which it is worked through; none once it has ended."""
    lang: str = Field(max_length=2)
    """In which the remarks are written: that of whoever sent the file."""
    employer_id: UUID | None = None
    agency_id: str | None = Field(default=None, max_length=80)
    name: bytes | None = Field(default=None, sa_column=Column(LargeBinary, nullable=True))
    """Name of the file, sealed: it often names a person."""
    state: str = Field(default="waiting", max_length=10)
    stopping: bool = False
    done: int = 0
    total: int | None = None
    counts: dict[str, int] = Field(default_factory=dict, sa_column=Column(JSONB, nullable=False))
    mapping: dict[str, Any] | None = Field(
        default=None, sa_column=Column(JSONB(none_as_null=True), nullable=True)
    )
    mapping_kept_at: datetime | None = _moment(nullable=True, default=None)
    """When the mapping was kept, where it applied by itself."""
    report: dict[str, Any] | None = Field(
        default=None, sa_column=Column(JSONB(none_as_null=True), nullable=True)
    )
    attempts: int = 0
    runner: UUID | None = None
    lease_until: datetime | None = _moment(nullable=True, default=None)
    due_at: datetime | None = _moment(nullable=True, default=None)
    """Not before: what stumbled waits a little."""
    created_at: datetime = _moment(nullable=False, server_default=func.now())
    started_at: datetime | None = _moment(nullable=True, default=None)
    ended_at: datetime | None = _moment(nullable=True, default=None, index=True)


class ImportFile(Base, table=True):
    """The content of a job's file, sealed; gone as soon as the job ends."""

    __tablename__ = "import_file"

    job_id: UUID = Field(primary_key=True, foreign_key="import_job.id", ondelete="CASCADE")
    content: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    created_at: datetime = _moment(nullable=False, server_default=func.now(), index=True)


class KeptMapping(Base, table=True):
    """Which column fills what in files of one shape; `shape`: a digest of kind and headers."""

    __tablename__ = "import_mapping"
    __table_args__ = (Index("import_mapping_of_shape", "organisation", "shape", unique=True),)

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    organisation: str = Field(max_length=90)
    kind: str = Field(max_length=20)
    shape: str = Field(max_length=64)
    mapping: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSONB, nullable=False))
    account_id: UUID
    kept_at: datetime = _moment(nullable=False, server_default=func.now())
