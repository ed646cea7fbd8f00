"""All SQL of where employers stand: their files, others that may be the same, their vacancies."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from uuid import UUID

from sqlalchemy import ColumnElement, case, exists, or_, update
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, func, select

from amuddu.contracts.organisations import EmployerState
from amuddu.reference.places import Part
from services.employers.hires.tables import HireRow
from services.employers.organisations.repository import Scope
from services.employers.organisations.tables import EmployerRow
from services.employers.vacancies.tables import VacancyRow

_GONE = "merged"
_HIRE_OVER = ("done", "abandoned")


def files(
    session: Session,
    scope: Scope,
    *,
    parts: Collection[Part],
    ice: str | None,
    state: EmployerState | None,
    limit: int,
    offset: int,
) -> tuple[Sequence[EmployerRow], int]:
    """Employers of a scope, those that wait for their agency first; and how many there are."""
    asked: list[ColumnElement[bool]] = list(scope.conditions())
    if ice:
        asked.append(col(EmployerRow.ice) == ice)
    else:
        asked += map(_called, parts)
    if state:
        asked.append(col(EmployerRow.state) == state)
    elif not ice:
        asked.append(col(EmployerRow.state) != _GONE)
    first = case((waits(), 0), else_=1)
    query = select(EmployerRow).where(*asked)
    query = query.order_by(first, col(EmployerRow.name_key), col(EmployerRow.id))
    total = session.exec(select(func.count()).select_from(EmployerRow).where(*asked)).one()
    return session.exec(query.limit(limit).offset(offset)).all(), total


def _called(part: Part) -> ColumnElement[bool]:
    """That an employer's name holds a word, or that its town is the one that the word names."""
    named = col(EmployerRow.name_key).contains(part.text, autoescape=True)
    return or_(named, col(EmployerRow.place) == part.town) if part.town else named


def waits() -> ColumnElement[bool]:
    """Whether the agency is to look at an employer."""
    entered = (col(EmployerRow.state) == "entered") & col(EmployerRow.declared_at).is_not(None)
    return (col(EmployerRow.state) == "declared") | entered


def waiting(session: Session, scope: Scope) -> int:
    """How many employers of a scope wait for their agency."""
    wanted = select(func.count()).select_from(EmployerRow).where(*scope.conditions(), waits())
    return session.exec(wanted).one()


def alike(
    session: Session, row: EmployerRow, *, enterprise: str, words: str
) -> Sequence[EmployerRow]:
    """Others that bear the same numbers, wherever they are, or the same name in the agency."""
    named = (col(EmployerRow.agency_id) == row.agency_id) & (
        (col(EmployerRow.name_key) == words)
        | col(EmployerRow.name_key).startswith(words + " ", autoescape=True)
    )
    same: list[ColumnElement[bool]] = [named]
    if enterprise:
        same.append(col(EmployerRow.ice).startswith(enterprise, autoescape=True))
    wanted = select(EmployerRow).where(
        or_(*same), EmployerRow.id != row.id, col(EmployerRow.state) != _GONE
    )
    return session.exec(wanted.order_by(col(EmployerRow.name_key)).limit(10)).all()


def verified_with(session: Session, ice: str) -> EmployerRow | None:
    """The verified employer of an ICE."""
    return session.exec(
        select(EmployerRow).where(EmployerRow.ice == ice, EmployerRow.state == "verified")
    ).one_or_none()


def verified_named(session: Session, name_key: str) -> Sequence[EmployerRow]:
    """Verified employers that bear exactly this name; two are enough to know that it is several."""
    wanted = select(EmployerRow).where(
        EmployerRow.name_key == name_key, EmployerRow.state == "verified"
    )
    return session.exec(wanted.limit(2)).all()


def verified_among(session: Session, vacancies: Collection[UUID]) -> Sequence[UUID]:
    """Those of these published vacancies whose employer is verified."""
    wanted = (
        select(VacancyRow.id)
        .join(EmployerRow, col(EmployerRow.id) == col(VacancyRow.employer_id))
        .where(col(VacancyRow.id).in_(vacancies), col(EmployerRow.state) == "verified")
    )
    return session.exec(wanted).all()


def counted(session: Session, employers: Collection[UUID]) -> dict[tuple[UUID, str], int]:
    """How many vacancies each employer has, by status."""
    wanted = (
        select(VacancyRow.employer_id, VacancyRow.status, func.count())
        .where(col(VacancyRow.employer_id).in_(employers))
        .group_by(col(VacancyRow.employer_id), col(VacancyRow.status))
    )
    return {(one, status): number for one, status, number in session.exec(wanted)}


def lock_waiting(session: Session, employer_id: UUID) -> Sequence[VacancyRow]:
    """Vacancies of an employer that wait, locked."""
    wanted = select(VacancyRow).where(
        VacancyRow.employer_id == employer_id, VacancyRow.status == "waiting"
    )
    return session.exec(wanted.order_by(col(VacancyRow.id)).with_for_update()).all()


def open_hires(session: Session, employer_id: UUID) -> int:
    """How many files of hires of an employer are not over."""
    wanted = select(func.count()).select_from(HireRow)
    return session.exec(
        wanted.where(HireRow.employer_id == employer_id, col(HireRow.state).not_in(_HIRE_OVER))
    ).one()


def hand_over_unpublished(session: Session, employer_id: UUID, *, to: UUID) -> int:
    """Give the vacancies that were never told to another employer; how many. One whose reference
    the other has already stays: it is the same vacancy."""
    kept = aliased(VacancyRow)
    known = exists().where(
        col(kept.employer_id) == to, col(kept.external_ref) == col(VacancyRow.external_ref)
    )
    moved = (
        update(VacancyRow)
        .where(
            col(VacancyRow.employer_id) == employer_id,
            col(VacancyRow.status).in_(("draft", "waiting")),
            ~known,
        )
        .values(employer_id=to)
        .execution_options(synchronize_session=False)
    )
    return session.connection().execute(moved).rowcount
