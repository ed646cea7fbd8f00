"""Tables: employers, vacancies, and the log of what was done to each vacancy.

A vacancy's columns bear the names of `VacancyIn`'s fields, so the two are copied by name.
"""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import (
    CheckConstraint,
    Column,
    Index,
    Numeric,
    SmallInteger,
    String,
    Text,
    UniqueConstraint,
    desc,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field

from amuddu.contracts.employers import ClosingReason, LanguageReason, VacancyStatus
from amuddu.kit import columns
from amuddu.kit.disclosure import releases
from services.employers.common.tables import Base

EMPLOYER_NAMED = "employer_named"
"""Why a draft was revised: somebody said whose it is."""


class VacancyRow(Base, table=True):
    """A vacancy as its employer wrote it, where it stands, and the terms it was published with."""

    __tablename__ = "vacancies"
    __table_args__ = (
        UniqueConstraint("employer_id", "external_ref", name="vacancies_external_ref"),
        CheckConstraint(
            "status IN ('draft', 'waiting') OR revision > 0", name="vacancies_told_once_published"
        ),
        Index("vacancies_newest", desc("created_at"), desc("id")),
        Index(
            "vacancies_open",
            desc("published_at"),
            desc("id"),
            postgresql_where=text("status = 'published'"),
        ),
    )

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    employer_id: UUID = Field(foreign_key="employers.id")
    status: VacancyStatus = Field(default="draft", sa_type=String(16))
    revision: int = 0
    closing_reason: ClosingReason | None = Field(default=None, sa_type=String(16))
    created_at: datetime = columns.moment()
    updated_at: datetime = columns.moment()
    published_at: datetime | None = columns.moment_or_none()
    words: str = Field(default="", sa_type=Text)
    """Title, occupation and reference as compared, for searching."""
    incentive: dict[str, Any] | None = columns.document_or_none()
    """`IncentiveTerms` as last told to the other services, with the criteria behind them."""

    title: str = Field(sa_type=String(160))
    description: str = Field(default="", sa_type=Text)
    occupation: dict[str, Any] | None = columns.document_or_none()
    essential_skills: list[dict[str, Any]] = columns.document(list)
    wanted_skills: list[dict[str, Any]] = columns.document(list)
    languages: list[dict[str, Any]] = columns.document(list)
    language_reason: LanguageReason | None = Field(default=None, sa_type=String(16))
    place: str | None = Field(default=None, sa_type=String(80))
    contract_type: str | None = Field(default=None, sa_type=String(16))
    contract_months: int | None = Field(default=None, sa_type=SmallInteger)
    wage_month: Decimal | None = Field(default=None, sa_column=Column(Numeric(10, 2)))
    wage_month_max: Decimal | None = Field(default=None, sa_column=Column(Numeric(10, 2)))
    starts_on: date | None = None
    places: int = Field(default=1, sa_type=SmallInteger)
    places_taken: int = Field(
        default=0, sa_column=Column(SmallInteger, nullable=False, server_default="0")
    )
    """Hires that hold, as their files say (`filling`)."""
    hidden_until: datetime | None = columns.moment_or_none()
    """Until when a report hides it at the latest (`reports.hiding`)."""
    told_apart: list[str] = Field(
        default_factory=list, sa_column=Column(JSONB, nullable=False, server_default="[]")
    )
    """Ids of vacancies that somebody said are not the same ad (`alike`)."""
    cleared_at: datetime | None = columns.moment_or_none()
    """When the agency last found nothing: for a while no report hides it by itself."""
    hours_week: int | None = Field(default=None, sa_type=SmallInteger)
    household: bool | None = None
    incentive_scheme: str | None = Field(default=None, sa_type=String(80))
    new_hire: bool | None = None
    external_ref: str | None = Field(default=None, sa_type=String(300))


class TransitionRow(Base, table=True):
    """One thing done to a vacancy: which, by whom, when, and why where a reason was given."""

    __tablename__ = "vacancy_transitions"
    __table_args__ = (Index("vacancy_transitions_of", "vacancy_id", "id"),)

    id: int | None = Field(default=None, primary_key=True)
    vacancy_id: UUID = Field(foreign_key="vacancies.id")
    name: str = Field(sa_type=String(16))
    from_status: VacancyStatus | None = Field(default=None, sa_type=String(16))
    to_status: VacancyStatus = Field(sa_type=String(16))
    revision: int
    actor_id: UUID
    actor_role: str = Field(sa_type=String(16))
    reason: str | None = Field(default=None, sa_type=String(32))
    at: datetime = columns.moment()


RELEASES = releases.table_in(Base.metadata)
"""What was released of the statistics."""
