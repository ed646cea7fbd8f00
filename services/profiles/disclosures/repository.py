"""All SQL of opened contacts."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy.dialects.postgresql import insert
from sqlmodel import Session, col, select

from services.profiles.disclosures.tables import GrantRow, VacancyEmployerRow


def grant(session: Session, candidacy_id: UUID) -> GrantRow | None:
    """The grant of a candidacy."""
    return session.get(GrantRow, candidacy_id)


def grants_given(session: Session, profile_id: UUID, *, limit: int, offset: int) -> list[GrantRow]:
    """The grants that a yes opened, newest first; those closed since are among them."""
    wanted = (
        select(GrantRow)
        .where(GrantRow.profile_id == profile_id, col(GrantRow.agreed_at).is_not(None))
        .order_by(col(GrantRow.agreed_at).desc(), col(GrantRow.candidacy_id))
    )
    return list(session.exec(wanted.limit(limit).offset(offset)))


def locked_grant(session: Session, candidacy_id: UUID) -> GrantRow | None:
    """The grant of a candidacy, locked."""
    return session.get(GrantRow, candidacy_id, with_for_update=True)


def locked_grants_of(session: Session, vacancy_id: UUID) -> list[GrantRow]:
    """The grants of a vacancy's candidacies, locked in one order."""
    wanted = select(GrantRow).where(GrantRow.vacancy_id == vacancy_id)
    wanted = wanted.order_by(col(GrantRow.candidacy_id)).with_for_update()
    return list(session.exec(wanted))


def locked_employer_of(session: Session, vacancy_id: UUID) -> VacancyEmployerRow:
    """Whose a vacancy is, locked, whether it is known or not: who hears of a candidacy and who
    hears of its vacancy wait for one another, or each would miss what the other brings."""
    row = insert(VacancyEmployerRow).values(vacancy_id=vacancy_id)
    session.connection().execute(row.on_conflict_do_nothing())
    found = session.get(VacancyEmployerRow, vacancy_id, with_for_update=True)
    assert found is not None  # rows are never deleted
    return found
