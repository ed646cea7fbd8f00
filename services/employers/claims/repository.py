"""SQL of the claims."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from uuid import UUID

from sqlalchemy import ColumnElement, Select, case, func
from sqlalchemy import select as entities
from sqlmodel import Session, col, select

from amuddu.contracts.claims import ClaimState
from services.employers.claims.tables import ClaimLogRow, ClaimRow, InstalmentRow
from services.employers.hires.tables import HireRow
from services.employers.organisations.repository import Scope
from services.employers.organisations.tables import EmployerRow
from services.employers.vacancies.tables import VacancyRow

_OVER = ("refused", "withdrawn")
_WAITING_FIRST: dict[str, int] = {
    "submitted": 0,
    "payment_due": 1,
    "returned": 2,
    "approved": 3,
    "paid": 4,
    "clawed_back": 4,
    "retention_checked": 4,
    "contract_signed": 5,
    "draft": 6,
}
Whole = tuple[ClaimRow, HireRow, EmployerRow, VacancyRow]


def claim(session: Session, claim_id: UUID) -> ClaimRow | None:
    return session.get(ClaimRow, claim_id)


def lock_claim(session: Session, claim_id: UUID) -> ClaimRow | None:
    """The claim as it stands now, until the end of the transaction."""
    return session.get(ClaimRow, claim_id, with_for_update=True, populate_existing=True)


def of_hire(session: Session, hire_id: UUID) -> Sequence[ClaimRow]:
    """The claims of a hire that are not over with a no."""
    query = select(ClaimRow).where(ClaimRow.hire_id == hire_id, col(ClaimRow.state).not_in(_OVER))
    return session.exec(query.order_by(col(ClaimRow.updated_at))).all()


def instalments(session: Session, claim_id: UUID) -> list[InstalmentRow]:
    """Instalments of a claim in their order."""
    query = select(InstalmentRow).where(InstalmentRow.claim_id == claim_id)
    return list(session.exec(query.order_by(col(InstalmentRow.number))).all())


def log(session: Session, claim_id: UUID) -> Sequence[ClaimLogRow]:
    """Steps of a claim, oldest first."""
    query = select(ClaimLogRow).where(ClaimLogRow.claim_id == claim_id)
    return session.exec(query.order_by(col(ClaimLogRow.id))).all()


def supported(
    session: Session,
    employer_id: UUID,
    scheme_id: str,
    *,
    states: Iterable[ClaimState],
    but_hire: UUID,
) -> int:
    """How many claims of a scheme an employer has for other hires, in some states."""
    query = (
        select(func.count())
        .select_from(ClaimRow)
        .where(
            ClaimRow.employer_id == employer_id,
            ClaimRow.scheme_id == scheme_id,
            col(ClaimRow.state).in_(list(states)),
            ClaimRow.hire_id != but_hire,
        )
    )
    return session.exec(query).one()


def whole(session: Session, claim_id: UUID) -> Whole | None:
    """A claim with its hire, its employer and its vacancy."""
    found = session.execute(_joined().where(col(ClaimRow.id) == claim_id)).first()
    return (found[0], found[1], found[2], found[3]) if found else None


def claims(
    session: Session,
    scope: Scope,
    *,
    state: ClaimState | None,
    scheme_id: str | None,
    hire_id: UUID | None,
    limit: int,
    offset: int,
) -> tuple[list[Whole], int]:
    """One page of claims, those that wait for somebody first, the longest waiting first."""
    conditions: list[ColumnElement[bool]] = scope.conditions()
    if state is not None:
        conditions.append(col(ClaimRow.state) == state)
    if scheme_id is not None:
        conditions.append(col(ClaimRow.scheme_id) == scheme_id)
    if hire_id is not None:
        conditions.append(col(ClaimRow.hire_id) == hire_id)
    query = _joined().where(*conditions)
    counted = select(func.count()).select_from(ClaimRow).join(EmployerRow).where(*conditions)
    rank = case(_WAITING_FIRST, value=col(ClaimRow.state), else_=7)
    page = query.order_by(rank, col(ClaimRow.updated_at), col(ClaimRow.id))
    rows = session.execute(page.limit(limit).offset(offset))
    return [(row[0], row[1], row[2], row[3]) for row in rows], session.exec(counted).one()


def _joined() -> Select[ClaimRow, HireRow, EmployerRow, VacancyRow]:
    return (
        entities(ClaimRow, HireRow, EmployerRow, VacancyRow)
        .join(HireRow, col(ClaimRow.hire_id) == col(HireRow.id))
        .join(EmployerRow, col(ClaimRow.employer_id) == col(EmployerRow.id))
        .join(VacancyRow, col(HireRow.vacancy_id) == col(VacancyRow.id))
    )


_NOT_SENT = ("draft", "withdrawn")


def claims_by_scheme(session: Session) -> dict[str, int]:
    """How many claims of each scheme were sent in."""
    query = (
        select(col(ClaimRow.scheme_id), func.count())
        .where(col(ClaimRow.state).not_in(_NOT_SENT))
        .group_by(col(ClaimRow.scheme_id))
    )
    return dict(session.exec(query).all())
