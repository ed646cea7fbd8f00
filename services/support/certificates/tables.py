"""Tables: certificates, and the log of what was done to them.

What stands on a certificate is kept as it was said on that day: a course that is called otherwise
later changes no paper. Of a person it holds what a request holds, and none of it once they are
erased: the number, the course and the day say nothing of anybody, and the paper stays good.
"""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import Index, SmallInteger, String, text
from sqlmodel import Field

from amuddu.contracts.support.certificates import CertificateState, RevokeReason
from amuddu.kit import columns
from services.support.common.tables import Base


class CertificateRow(Base, table=True):
    """A certificate."""

    __tablename__ = "certificates"
    __table_args__ = (
        Index("certificates_number", "number", unique=True),
        Index(
            "certificates_once",
            "request_id",
            unique=True,
            postgresql_where=text("state = 'issued'"),
        ),
        Index("certificates_of_person", "profile_id"),
        Index("certificates_of_agency", "agency_id"),
    )

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    number: str = Field(sa_type=String(12))
    request_id: UUID | None = None
    session_id: UUID | None = None
    profile_id: UUID | None = None
    code: str | None = Field(default=None, sa_type=String(20))
    agency_id: str | None = Field(default=None, sa_type=String(80))
    course_id: UUID
    course_title: str = Field(sa_type=String(160))
    centre_name: str = Field(sa_type=String(160))
    hours: int | None = Field(default=None, sa_type=SmallInteger)
    completed_on: date
    state: CertificateState = Field(default="issued", sa_type=String(16))
    reason: RevokeReason | None = Field(default=None, sa_type=String(24))
    issued_at: datetime = columns.moment()
    updated_at: datetime = columns.moment()


class CertificateLogRow(Base, table=True):
    """One thing done to a certificate: which, by whom, when, why."""

    __tablename__ = "certificate_log"
    __table_args__ = (Index("certificate_log_of", "certificate_id", "id"),)

    id: int | None = columns.serial()
    certificate_id: UUID = Field(foreign_key="certificates.id")
    name: str = Field(sa_type=String(16))
    from_state: CertificateState | None = Field(default=None, sa_type=String(16))
    to_state: CertificateState = Field(sa_type=String(16))
    reason: str | None = Field(default=None, sa_type=String(24))
    actor_id: UUID
    actor_role: str = Field(sa_type=String(16))
    at: datetime = columns.moment()
