"""SQL of the files of hires."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, case, func, or_
from sqlalchemy import select as entities
from sqlmodel import Session, col, select

from amuddu.contracts.hires import HireState
from services.employers.common.schemas import Asked
from services.employers.hires.tables import HireLogRow, HireRow, HireStepRow
from services.employers.organisations.tables import EmployerRow
from services.employers.vacancies.repository import said
from services.employers.vacancies.tables import VacancyRow

_WAITING_FIRST: dict[str, int] = {"stuck": 0, "open": 1, "done": 2, "abandoned": 3}


@dataclass(frozen=True, slots=True)
class Whose:
    """Whose files are meant: of one firm, of the people of one agency, or everybody's."""

    employer_id: UUID | None = None
    agency_id: str | None = None

    def conditions(self) -> list[ColumnElement[bool]]:
        """The same as SQL, over the files' table."""
        found: list[ColumnElement[bool]] = []
        if self.employer_id is not None:
            found.append(col(HireRow.employer_id) == self.employer_id)
        if self.agency_id is not None:
            found.append(col(HireRow.agency_id) == self.agency_id)
        return found


def hire(session: Session, hire_id: UUID) -> HireRow | None:
    return session.get(HireRow, hire_id)


def lock_hire(session: Session, hire_id: UUID) -> HireRow | None:
    """The file as it stands now, until the end of the transaction."""
    return session.get(HireRow, hire_id, with_for_update=True, populate_existing=True)


def steps(session: Session, hire_id: UUID) -> list[HireStepRow]:
    """Steps of a file in the order of its route."""
    query = select(HireStepRow).where(HireStepRow.hire_id == hire_id)
    return list(session.exec(query.order_by(col(HireStepRow.position))).all())


def steps_of(session: Session, ids: Sequence[UUID]) -> dict[UUID, list[HireStepRow]]:
    """Steps of several files."""
    query = select(HireStepRow).where(col(HireStepRow.hire_id).in_(ids))
    found: dict[UUID, list[HireStepRow]] = {each: [] for each in ids}
    for row in session.exec(query.order_by(col(HireStepRow.position))).all():
        found[row.hire_id].append(row)
    return found


def drop_steps(session: Session, rows: Sequence[HireStepRow]) -> None:
    """Take steps that a new route does not have away; what was done stays in the log."""
    for row in rows:
        session.delete(row)
    session.flush()


def log(session: Session, hire_id: UUID) -> Sequence[HireLogRow]:
    """What was done to a file, oldest first."""
    query = select(HireLogRow).where(HireLogRow.hire_id == hire_id)
    return session.exec(query.order_by(col(HireLogRow.id))).all()


def hires(
    session: Session,
    whose: Whose,
    *,
    asked: Asked,
    code: str,
    state: HireState | None,
    limit: int,
    offset: int,
) -> tuple[list[tuple[HireRow, EmployerRow, VacancyRow]], int]:
    """One page of files with employer and vacancy, those that wait for something first. `code`: as
    it is compared, for files of a person called so."""
    named = func.lower(func.replace(col(HireRow.code), "-", "")) == code
    conditions = [*whose.conditions(), or_(named, said(asked, col(EmployerRow.name_key)))]
    if state is not None:
        conditions.append(col(HireRow.state) == state)
    rank = case(_WAITING_FIRST, value=col(HireRow.state))
    query = (
        entities(HireRow, EmployerRow, VacancyRow)
        .join(EmployerRow, col(HireRow.employer_id) == col(EmployerRow.id))
        .join(VacancyRow, col(HireRow.vacancy_id) == col(VacancyRow.id))
        .where(*conditions)
    )
    total = session.exec(select(func.count()).select_from(query.subquery())).one()
    page = query.order_by(rank, col(HireRow.updated_at), col(HireRow.id))
    rows = session.execute(page.limit(limit).offset(offset))
    return [(hire, employer, vacancy) for hire, employer, vacancy in rows], total


def count_by_state(session: Session, whose: Whose) -> dict[HireState, int]:
    """How many files stand where."""
    query = (
        select(col(HireRow.state), func.count())
        .where(*whose.conditions())
        .group_by(col(HireRow.state))
    )
    return dict(session.exec(query).all())


def stuck_now(session: Session, whose: Whose) -> dict[tuple[str, str], int]:
    """How many files are stuck at a step, for a reason."""
    query = (
        select(col(HireRow.stuck_on), col(HireRow.stuck_reason), func.count())
        .join(EmployerRow, col(HireRow.employer_id) == col(EmployerRow.id))
        .where(col(HireRow.state) == "stuck", *whose.conditions())
        .group_by(col(HireRow.stuck_on), col(HireRow.stuck_reason))
    )
    return {(str(step), str(reason)): number for step, reason, number in session.exec(query).all()}


def stuck_ever(session: Session, whose: Whose) -> dict[tuple[str, str], int]:
    """How often a file got stuck at a step, for a reason."""
    query = (
        select(col(HireLogRow.step_id), col(HireLogRow.reason), func.count())
        .join(HireRow, col(HireLogRow.hire_id) == col(HireRow.id))
        .join(EmployerRow, col(HireRow.employer_id) == col(EmployerRow.id))
        .where(col(HireLogRow.name) == "get_stuck", *whose.conditions())
        .group_by(col(HireLogRow.step_id), col(HireLogRow.reason))
    )
    return {(str(step), str(reason)): number for step, reason, number in session.exec(query).all()}
