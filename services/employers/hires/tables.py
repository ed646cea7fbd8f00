"""Tables: the file of each hire, its steps, and the log of what was done to it."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import Column, Index, Numeric, SmallInteger, String, Text, false
from sqlmodel import Field

from amuddu.contracts.hires import HireState, StepState, StuckReason
from amuddu.contracts.types import HiringRouteCode
from amuddu.kit import columns
from services.employers.common.tables import Base


class HireRow(Base, table=True):
    """A hire: the id of its candidacy, the contract as it is to be signed, where the file stands.

    Of the person it holds a pseudonymous id, the code their employer knows and their agency. Every
    file begins with the route `ask`; another is what its people have it follow. `papers_until` is a
    date that a counsellor gave, for the agency alone.
    """

    __tablename__ = "hires"
    __table_args__ = (
        Index("hires_of_employer", "employer_id"),
        Index("hires_of_vacancy", "vacancy_id"),
    )

    id: UUID = Field(primary_key=True)
    vacancy_id: UUID = Field(foreign_key="vacancies.id")
    employer_id: UUID = Field(foreign_key="employers.id")
    profile_id: UUID | None = None
    """None once they were erased: money that was claimed keeps the file."""
    code: str = Field(sa_type=String(20))
    agency_id: str | None = Field(default=None, sa_type=String(80))
    """The agency that followed the person when they were hired."""
    route: HiringRouteCode = Field(default="ask", sa_type=String(24))
    scheme_id: str | None = Field(default=None, sa_type=String(80))
    state: HireState = Field(default="open", sa_type=String(16))
    stuck_on: str | None = Field(default=None, sa_type=String(40))
    stuck_reason: StuckReason | None = Field(default=None, sa_type=String(24))
    hired_on: date
    contract_type: str | None = Field(default=None, sa_type=String(16))
    contract_months: int | None = Field(default=None, sa_type=SmallInteger)
    wage_month: Decimal | None = Field(default=None, sa_column=Column(Numeric(10, 2)))
    starts_on: date | None = None
    papers_until: date | None = None
    young: bool = Field(default=False, sa_column_kwargs={"server_default": false()})
    """Whether the person hired is under 18: the employer has duties of their own."""
    domestic: bool = Field(default=False, sa_column_kwargs={"server_default": false()})
    """Whether the employer is a private household (law 19-12)."""
    updated_at: datetime = columns.moment()


class HireStepRow(Base, table=True):
    """One step of a file, in the order of its route."""

    __tablename__ = "hire_steps"

    hire_id: UUID = Field(foreign_key="hires.id", primary_key=True)
    step_id: str = Field(sa_type=String(40), primary_key=True)
    position: int = Field(sa_type=SmallInteger)
    state: StepState = Field(default="todo", sa_type=String(16))
    started_on: date | None = None
    done_on: date | None = None
    note: str = Field(default="", sa_type=Text)


class HireLogRow(Base, table=True):
    """One thing done to a file: which, to which step, by whom, when, and why."""

    __tablename__ = "hire_log"
    __table_args__ = (Index("hire_log_of", "hire_id", "id"),)

    id: int | None = columns.serial()
    hire_id: UUID = Field(foreign_key="hires.id")
    name: str = Field(sa_type=String(16))
    step_id: str | None = Field(default=None, sa_type=String(40))
    from_state: HireState | None = Field(default=None, sa_type=String(16))
    to_state: HireState = Field(sa_type=String(16))
    reason: str | None = Field(default=None, sa_type=String(24))
    note: str = Field(default="", sa_type=Text)
    actor_id: UUID
    actor_role: str = Field(sa_type=String(16))
    at: datetime = columns.moment()
