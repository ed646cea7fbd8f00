"""Tables of reports: what is said of an offer, and what the agency did about it."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import Column, Index, LargeBinary, String, text
from sqlmodel import Field

from amuddu.contracts.postings.reports import (
    ReportAbout,
    ReportFinding,
    ReportMeasure,
    ReportReason,
    ReportState,
    ReportVia,
)
from amuddu.kit import columns
from services.employers.common.tables import Base


def _code(*, nullable: bool = False) -> Column[str]:
    return Column(String(16), nullable=nullable)


class ReportRow(Base, table=True):
    """A report. It names nobody: `reporter` is a digest that fits this employer alone, there to
    count somebody once, and gone with the text once the report is decided."""

    __tablename__ = "reports"
    __table_args__ = (
        Index("reports_code", "code_digest", unique=True),
        Index(
            "reports_waiting",
            "vacancy_id",
            postgresql_where=text("state IN ('received', 'looked_at')"),
        ),
    )

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    vacancy_id: UUID = Field(foreign_key="vacancies.id")
    employer_id: UUID = Field(foreign_key="employers.id")
    about: ReportAbout = Field(sa_column=_code())
    reason: ReportReason = Field(sa_column=_code())
    via: ReportVia = Field(sa_column=_code())
    reporter: bytes | None = Field(default=None, sa_type=LargeBinary)
    code_digest: bytes = Field(sa_type=LargeBinary)
    text: bytes | None = Field(default=None, sa_type=LargeBinary)
    """Sealed; what tells of somebody was taken out before."""
    hid: bool = False
    state: ReportState = Field(default="received", sa_column=_code())
    measure: ReportMeasure | None = Field(default=None, sa_column=_code(nullable=True))
    finding: ReportFinding | None = Field(default=None, sa_column=_code(nullable=True))
    created_at: datetime = columns.moment()
    updated_at: datetime = columns.moment()


class ReportLogRow(Base, table=True):
    """One step of a report."""

    __tablename__ = "report_log"
    __table_args__ = (Index("report_log_of", "report_id", "id"),)

    id: int | None = columns.serial()
    report_id: UUID = Field(foreign_key="reports.id")
    name: str = Field(sa_type=String(16))
    from_state: ReportState | None = Field(default=None, sa_column=_code(nullable=True))
    to_state: ReportState = Field(sa_column=_code())
    actor_id: UUID
    actor_role: str = Field(sa_type=String(16))
    at: datetime = columns.moment()
