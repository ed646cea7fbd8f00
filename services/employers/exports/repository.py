"""SQL of what employers holds about a person."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from uuid import UUID

from sqlalchemy import select as entities
from sqlmodel import Session, col, select

from services.employers.claims.tables import ClaimRow
from services.employers.hires.tables import HireRow
from services.employers.organisations.tables import EmployerRow
from services.employers.vacancies.tables import VacancyRow


def hires(
    session: Session, people: Collection[UUID]
) -> list[tuple[HireRow, EmployerRow, VacancyRow]]:
    """The files of a person's hires, each with employer and vacancy."""
    wanted = (
        entities(HireRow, EmployerRow, VacancyRow)
        .join(EmployerRow, col(HireRow.employer_id) == col(EmployerRow.id))
        .join(VacancyRow, col(HireRow.vacancy_id) == col(VacancyRow.id))
        .where(col(HireRow.profile_id).in_(people))
        .order_by(col(HireRow.hired_on).desc(), col(HireRow.id))
    )
    return [(hire, firm, vacancy) for hire, firm, vacancy in session.execute(wanted)]


def claims(session: Session, hires: Collection[UUID]) -> Sequence[ClaimRow]:
    """Every claim for these hires."""
    wanted = select(ClaimRow).where(col(ClaimRow.hire_id).in_(hires))
    return session.exec(wanted.order_by(col(ClaimRow.updated_at).desc(), col(ClaimRow.id))).all()
