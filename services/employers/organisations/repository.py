"""All SQL of employers, and who may know of which."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from services.employers.organisations.tables import EmployerLogRow, EmployerRow


@dataclass(frozen=True, slots=True)
class Scope:
    """Whose rows are meant: all of them, one agency's, or one employer's."""

    agency_id: str | None = None
    employer_id: UUID | None = None

    def covers(self, employer: EmployerRow) -> bool:
        """Whether an employer, and so its vacancies, lies in the scope."""
        return self.agency_id in {None, employer.agency_id} and self.employer_id in {
            None,
            employer.id,
        }

    def conditions(self) -> list[ColumnElement[bool]]:
        """The same as SQL, over the employers' table."""
        found: list[ColumnElement[bool]] = []
        if self.agency_id is not None:
            found.append(col(EmployerRow.agency_id) == self.agency_id)
        if self.employer_id is not None:
            found.append(col(EmployerRow.id) == self.employer_id)
        return found


def employer(session: Session, employer_id: UUID) -> EmployerRow | None:
    return session.get(EmployerRow, employer_id)


def lock_employer(session: Session, employer_id: UUID) -> EmployerRow | None:
    """The employer as it stands now, until the end of the transaction."""
    return session.get(EmployerRow, employer_id, with_for_update=True, populate_existing=True)


def employers(
    session: Session, scope: Scope, *, words: str, limit: int, offset: int
) -> Sequence[EmployerRow]:
    """Employers of a scope by name, those left out for whom nothing more is written."""
    living = col(EmployerRow.state).not_in(("suspended", "merged"))
    query = select(EmployerRow).where(*scope.conditions(), living)
    if words:
        query = query.where(col(EmployerRow.name_key).contains(words, autoescape=True))
    query = query.order_by(col(EmployerRow.name_key), col(EmployerRow.id))
    return session.exec(query.limit(limit).offset(offset)).all()


def employer_named(session: Session, agency_id: str, name_key: str) -> EmployerRow | None:
    return session.exec(_named(agency_id, name_key)).first()


def locked_named(
    session: Session, agency_id: str, name_keys: Collection[str]
) -> Sequence[EmployerRow]:
    """Those of an agency's employers who bear these names, locked."""
    wanted = select(EmployerRow).where(
        EmployerRow.agency_id == agency_id, col(EmployerRow.name_key).in_(name_keys)
    )
    return session.exec(wanted.order_by(col(EmployerRow.id)).with_for_update()).all()


def find_or_add_employer(session: Session, row: EmployerRow) -> EmployerRow:
    """The agency's employer of this name, added where there is none yet; then locked."""
    values = insert(EmployerRow).values(**row.model_dump())
    session.connection().execute(values.on_conflict_do_nothing(constraint="employers_name"))
    return session.exec(_named(row.agency_id, row.name_key).with_for_update()).one()


def _named(agency_id: str, name_key: str) -> SelectOfScalar[EmployerRow]:
    return select(EmployerRow).where(
        EmployerRow.agency_id == agency_id, EmployerRow.name_key == name_key
    )


def log_of(session: Session, employer_id: UUID) -> Sequence[EmployerLogRow]:
    """What was done to an employer, oldest first."""
    wanted = select(EmployerLogRow).where(EmployerLogRow.employer_id == employer_id)
    return session.exec(wanted.order_by(col(EmployerLogRow.id))).all()
