"""SQL of the offers that anybody may read."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, not_
from sqlmodel import Session, col, select

from services.employers.common.schemas import Asked
from services.employers.organisations.tables import EmployerRow
from services.employers.vacancies.repository import said
from services.employers.vacancies.tables import VacancyRow

Pair = tuple[VacancyRow, EmployerRow]


def offers(
    session: Session,
    *,
    home_trades: Collection[str],
    asked: Asked,
    place: str | None,
    limit: int,
    offset: int,
) -> tuple[Sequence[Pair], int]:
    """One page of offers, newest first, and how many there are."""
    conditions = [*_public(home_trades), *_filters(asked, place)]
    page = (
        select(VacancyRow, EmployerRow)
        .join(EmployerRow, col(EmployerRow.id) == col(VacancyRow.employer_id))
        .where(*conditions)
        .order_by(col(VacancyRow.published_at).desc(), col(VacancyRow.id).desc())
    )
    total = select(func.count()).select_from(VacancyRow).where(*conditions)
    return session.exec(page.limit(limit).offset(offset)).all(), session.exec(total).one()


def offer(session: Session, vacancy_id: UUID, *, home_trades: Collection[str]) -> Pair | None:
    """One offer, where anybody may read it."""
    query = (
        select(VacancyRow, EmployerRow)
        .join(EmployerRow, col(EmployerRow.id) == col(VacancyRow.employer_id))
        .where(VacancyRow.id == vacancy_id, *_public(home_trades))
    )
    return session.exec(query).first()


def _public(home_trades: Collection[str]) -> list[ColumnElement[bool]]:
    """Open, of a firm, not being looked at. Where nobody said whether a trade that is done in
    homes is done in one, it may be."""
    trade = func.coalesce(col(VacancyRow.occupation)["concept"].astext, "")
    unsaid = and_(col(VacancyRow.household).is_(None), trade.in_(home_trades))
    return [
        col(VacancyRow.status) == "published",
        col(VacancyRow.hidden_until).is_(None),
        col(VacancyRow.household).is_not(True),
        not_(unsaid),
    ]


def _filters(asked: Asked, place: str | None) -> list[ColumnElement[bool]]:
    found = [said(asked)]
    if place is not None:
        found.append(col(VacancyRow.place) == place)
    return found
