"""SQL of reports."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, case, delete, func
from sqlalchemy import select as entities
from sqlmodel import Session, col, select

from amuddu.contracts.postings.reports import GRAVE
from services.employers.organisations.repository import Scope
from services.employers.organisations.tables import EmployerRow
from services.employers.reports.tables import ReportLogRow, ReportRow
from services.employers.vacancies.tables import VacancyRow

WAITING = ("received", "looked_at")
Whole = tuple[ReportRow, VacancyRow, EmployerRow]


def waiting_of(session: Session, vacancy_id: UUID) -> Sequence[ReportRow]:
    """Reports of an offer that are not decided."""
    query = select(ReportRow).where(
        ReportRow.vacancy_id == vacancy_id, col(ReportRow.state).in_(WAITING)
    )
    return session.exec(query).all()


def hidden_by(session: Session, employer_id: UUID, reporter: bytes) -> int:
    """How many offers of an employer are hidden now by one reporter."""
    query = select(func.count()).where(
        ReportRow.employer_id == employer_id,
        ReportRow.reporter == reporter,
        col(ReportRow.hid),
        col(ReportRow.state).in_(WAITING),
    )
    return session.exec(query).one()


def report(session: Session, report_id: UUID) -> ReportRow | None:
    return session.get(ReportRow, report_id)


def lock_report(session: Session, report_id: UUID) -> ReportRow | None:
    """The report as it stands now, until the end of the transaction."""
    return session.get(ReportRow, report_id, with_for_update=True, populate_existing=True)


def by_code(session: Session, digest: bytes) -> ReportRow | None:
    """The report behind a code."""
    return session.exec(select(ReportRow).where(ReportRow.code_digest == digest)).first()


def reports(
    session: Session, scope: Scope, *, open_only: bool, limit: int, offset: int
) -> tuple[Sequence[Whole], int]:
    """One page of reports about employers of a scope: those that wait first, grave ones before
    the others, then the oldest."""
    conditions: list[ColumnElement[bool]] = [*scope.conditions()]
    if open_only:
        conditions.append(col(ReportRow.state).in_(WAITING))
    waits = case((col(ReportRow.state).in_(WAITING), 0), else_=1)
    grave = case((col(ReportRow.reason).in_(sorted(GRAVE)), 0), else_=1)
    query = (
        entities(ReportRow, VacancyRow, EmployerRow)
        .join(VacancyRow, col(VacancyRow.id) == col(ReportRow.vacancy_id))
        .join(EmployerRow, col(EmployerRow.id) == col(ReportRow.employer_id))
        .where(*conditions)
    )
    total = session.exec(select(func.count()).select_from(query.subquery())).one()
    ordered = query.order_by(waits, grave, col(ReportRow.created_at), col(ReportRow.id))
    rows = session.execute(ordered.limit(limit).offset(offset))
    return [(one, vacancy, employer) for one, vacancy, employer in rows], total


def log(session: Session, report_id: UUID) -> Sequence[ReportLogRow]:
    """Steps of a report, oldest first."""
    query = select(ReportLogRow).where(ReportLogRow.report_id == report_id)
    return session.exec(query.order_by(col(ReportLogRow.id))).all()


def over_count(session: Session, cutoff: datetime) -> int:
    """How many reports were decided by then."""
    return session.exec(select(func.count()).select_from(ReportRow).where(*_over(cutoff))).one()


def forget_over(session: Session, cutoff: datetime, *, limit: int) -> int:
    """Delete some of them with their steps."""
    some = select(ReportRow.id).where(*_over(cutoff)).limit(limit)
    ids = session.exec(some.with_for_update(skip_locked=True)).all()
    session.execute(delete(ReportLogRow).where(col(ReportLogRow.report_id).in_(ids)))
    session.execute(delete(ReportRow).where(col(ReportRow.id).in_(ids)))
    return len(ids)


def _over(cutoff: datetime) -> list[ColumnElement[bool]]:
    return [col(ReportRow.state).not_in(WAITING), col(ReportRow.updated_at) <= cutoff]
