"""Tables: people who may be proposed, vacancies, candidacies and the log of their steps.

`changed` is the 64-bit id of the transaction that last wrote a row. Replicas follow it instead
of a counter: ids given out first may commit last, and a reader that asks for "more than the
last one I saw" would lose them for ever.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, Column, Index, LargeBinary, text
from sqlalchemy.orm import registry
from sqlmodel import Field, SQLModel, String

from amuddu.kit import columns

THIS_TRANSACTION = text("(pg_current_xact_id()::text)::bigint")


class Base(SQLModel, registry=registry()):
    """Tables of this service alone: `SQLModel.metadata` is shared by the whole process."""


class CandidateRow(Base, table=True):
    """A person who agreed to be proposed.

    Once they withdraw, facts and vector are gone and only id and revision stay: without them
    an older event that comes late would bring the person back.
    """

    __tablename__ = "candidate"
    __table_args__ = (Index("candidate_changed", "changed"),)

    profile_id: UUID = Field(primary_key=True)
    revision: int
    code: str = Field(default="", sa_type=String(20))
    agency_id: str | None = Field(default=None, sa_type=String(80))
    place: str | None = Field(default=None, sa_type=String(80))
    contactable: bool = False
    facts: dict[str, Any] | None = columns.document_or_none()
    """The data of the last `profile.updated`; `NULL` for somebody who withdrew."""
    vector: bytes | None = Field(default=None, sa_type=LargeBinary)
    """Little-endian float16; see `embedding.pack`."""
    model_id: str | None = Field(default=None, sa_type=String(80))
    changed: int | None = Field(
        default=None,
        sa_column=Column(BigInteger, nullable=False, server_default=THIS_TRANSACTION),
    )


class ReplicaRow(Base, table=True):
    """A process that holds a copy of the facts, and how far it has followed the tables."""

    __tablename__ = "replica"

    id: UUID = Field(primary_key=True)
    horizon: int = Field(sa_type=BigInteger)
    """All transactions below it are in the copy."""
    seen_at: datetime = columns.moment()


class VacancyRow(Base, table=True):
    """A vacancy as last published, open or closed."""

    __tablename__ = "vacancy"
    __table_args__ = (Index("vacancy_changed", "changed"),)

    id: UUID = Field(primary_key=True)
    revision: int
    open: bool
    agency_id: str | None = Field(default=None, sa_type=String(80))
    employer_id: UUID | None = None
    facts: dict[str, Any] | None = columns.document_or_none()
    """The data of the last `vacancy.published`; `NULL` when only its closing came through."""
    vector: bytes | None = Field(default=None, sa_type=LargeBinary)
    model_id: str | None = Field(default=None, sa_type=String(80))
    changed: int | None = Field(
        default=None,
        sa_column=Column(BigInteger, nullable=False, server_default=THIS_TRANSACTION),
    )
