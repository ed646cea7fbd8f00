"""All SQL of vacancies.

Whatever changes a vacancy first locks its employer's row, then its own: changes of one employer
come one after another, so an event never tells an older employer's name than the one kept.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, or_, text, true
from sqlalchemy import select as columns
from sqlalchemy.orm import Mapped
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from amuddu.contracts.employers import VacancyStatus
from amuddu.reference.places import Part
from services.employers.common.schemas import Asked
from services.employers.organisations.repository import Scope
from services.employers.organisations.tables import EmployerRow
from services.employers.vacancies.tables import TransitionRow, VacancyRow

_IMPORT_LOCK = 7_305_130_001


# --- employers --------------------------------------------------------------------------------


def one_import_at_a_time(session: Session) -> None:
    """Imports lock many employers, in the order of their file: two at once could wait for
    each other for ever, so the second waits for the first here."""
    session.connection().execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _IMPORT_LOCK})


# --- vacancies --------------------------------------------------------------------------------


def vacancy(session: Session, vacancy_id: UUID) -> VacancyRow | None:
    return session.get(VacancyRow, vacancy_id)


def lock_vacancy(session: Session, vacancy_id: UUID) -> VacancyRow | None:
    """The vacancy as it stands now, until the end of the transaction."""
    return session.get(VacancyRow, vacancy_id, with_for_update=True, populate_existing=True)


def lock_vacancy_by_ref(
    session: Session, employer_id: UUID, external_ref: str
) -> VacancyRow | None:
    """The vacancy that an employer calls by this reference, locked."""
    query = select(VacancyRow).where(
        VacancyRow.employer_id == employer_id, VacancyRow.external_ref == external_ref
    )
    return session.exec(query.with_for_update()).first()


def lock_published(session: Session, employer_id: UUID) -> Sequence[VacancyRow]:
    """The vacancies that an employer has open, locked, oldest first."""
    query = select(VacancyRow).where(
        VacancyRow.employer_id == employer_id, VacancyRow.status == "published"
    )
    return session.exec(query.order_by(col(VacancyRow.created_at)).with_for_update()).all()


def lock_told(session: Session) -> Sequence[tuple[VacancyRow, EmployerRow]]:
    """Every vacancy that was ever open, with its employer, both locked."""
    query = select(VacancyRow, EmployerRow).join(
        EmployerRow, col(EmployerRow.id) == VacancyRow.employer_id
    )
    query = query.where(
        col(VacancyRow.published_at).is_not(None),
        col(VacancyRow.status).not_in(("draft", "waiting")),
    )
    return session.exec(query.order_by(col(VacancyRow.id)).with_for_update()).all()


def silent(session: Session, since: datetime, *, limit: int) -> Sequence[tuple[UUID, UUID]]:
    """Published vacancies of which nothing was heard since an instant, with their employers."""
    query = select(VacancyRow.id, VacancyRow.employer_id).where(
        VacancyRow.status == "published", col(VacancyRow.updated_at) <= since
    )
    return session.exec(query.order_by(col(VacancyRow.id)).limit(limit)).all()


def silent_count(session: Session, since: datetime) -> int:
    """How many published vacancies were not heard of since an instant."""
    query = select(func.count()).where(
        col(VacancyRow.status) == "published", col(VacancyRow.updated_at) <= since
    )
    return session.exec(query).one()


def vacancies(
    session: Session,
    scope: Scope,
    *,
    status: VacancyStatus | None,
    asked: Asked,
    silent_since: datetime | None = None,
    limit: int,
    offset: int,
) -> tuple[Sequence[tuple[VacancyRow, EmployerRow]], int]:
    """One page of vacancies with their employers, newest first, and how many there are."""
    conditions = [*scope.conditions(), *_filters(status, asked)]
    if silent_since is not None:
        conditions += [col(VacancyRow.status) == "published"]
        conditions += [col(VacancyRow.updated_at) <= silent_since]
    page: SelectOfScalar[tuple[VacancyRow, EmployerRow]]
    page = select(VacancyRow, EmployerRow).join(EmployerRow).where(*conditions)  # type: ignore[assignment]  # a row of two reads as a pair
    page = page.order_by(col(VacancyRow.created_at).desc(), col(VacancyRow.id).desc())
    total = select(func.count()).select_from(VacancyRow).join(EmployerRow).where(*conditions)
    return session.exec(page.limit(limit).offset(offset)).all(), session.exec(total).one()


def _filters(status: VacancyStatus | None, asked: Asked) -> list[ColumnElement[bool]]:
    found = [said(asked, col(EmployerRow.name_key))]
    if status is not None:
        found.append(col(VacancyRow.status) == status)
    return found


def said(asked: Asked, *more: Mapped[str]) -> ColumnElement[bool]:
    """Whether a vacancy answers to a search: each part stands in its words, or in `more`, or is
    its town; for what is asked beside towns, the trade as it is known is enough."""
    towns = [_says(part, more) for part in asked.parts if part.town]
    others = and_(true(), *(_says(part, more) for part in asked.parts if not part.town))
    if asked.trade is not None:
        others = or_(col(VacancyRow.occupation)["concept"].astext == asked.trade, others)
    return and_(true(), *towns, others)


def _says(part: Part, more: tuple[Mapped[str], ...]) -> ColumnElement[bool]:
    ways = [text.contains(part.text, autoescape=True) for text in (col(VacancyRow.words), *more)]
    return or_(*ways, col(VacancyRow.place) == part.town) if part.town else or_(*ways)


def near(
    session: Session, row: VacancyRow, scope: Scope, *, trade: str | None, limit: int
) -> Sequence[tuple[VacancyRow, EmployerRow]]:
    """Vacancies of a scope that are not closed, in the same town and trade, the newest first."""
    occupation = col(VacancyRow.occupation)
    same = occupation.is_(None) if trade is None else occupation["concept"].astext == trade
    wanted: SelectOfScalar[tuple[VacancyRow, EmployerRow]]
    wanted = select(VacancyRow, EmployerRow).join(EmployerRow)  # type: ignore[assignment]  # a row of two reads as a pair
    wanted = wanted.where(
        *scope.conditions(),
        VacancyRow.status != "closed",
        VacancyRow.place == row.place,
        VacancyRow.id != row.id,
        same,
    )
    newest = wanted.order_by(col(VacancyRow.created_at).desc(), col(VacancyRow.id))
    return session.exec(newest.limit(limit)).all()


def transitions(session: Session, vacancy_id: UUID) -> Sequence[TransitionRow]:
    """Log of a vacancy, oldest first."""
    query = select(TransitionRow).where(TransitionRow.vacancy_id == vacancy_id)
    return session.exec(query.order_by(col(TransitionRow.id))).all()


# --- hidden while the agency looks ---------------------------------------------------------------


def due_to_show(session: Session, at: datetime, *, limit: int) -> Sequence[tuple[UUID, UUID]]:
    """Hidden vacancies whose time is over, with their employers."""
    query = select(VacancyRow.id, VacancyRow.employer_id).where(*_over(at))
    return session.exec(query.order_by(col(VacancyRow.id)).limit(limit)).all()


def due_count(session: Session, at: datetime) -> int:
    """How many they are."""
    return session.exec(select(func.count()).select_from(VacancyRow).where(*_over(at))).one()


def hidden_of(session: Session, employer_id: UUID) -> int:
    """How many offers of an employer are hidden now."""
    query = select(func.count()).select_from(VacancyRow)
    return session.exec(
        query.where(
            VacancyRow.employer_id == employer_id,
            VacancyRow.status == "published",
            col(VacancyRow.hidden_until).is_not(None),
        )
    ).one()


def _over(at: datetime) -> list[ColumnElement[bool]]:
    return [col(VacancyRow.status) == "published", col(VacancyRow.hidden_until) <= at]


# --- statistics -------------------------------------------------------------------------------


def published_before(
    session: Session, until: datetime
) -> Sequence[tuple[str | None, str, str, int]]:
    """Vacancies published before an instant: place, month (`2026-11`), how they stand (`open`, or
    why they were closed), and how many."""
    month = func.to_char(func.timezone("UTC", col(VacancyRow.published_at)), "YYYY-MM")
    standing = func.coalesce(col(VacancyRow.closing_reason), "open")
    query = (
        columns(col(VacancyRow.place), month, standing, func.count())
        .where(col(VacancyRow.published_at) < until)
        .group_by(col(VacancyRow.place), month, standing)
    )
    return [tuple(row) for row in session.execute(query)]


def hours_to_fill(session: Session, until: datetime) -> list[float]:
    """Of the vacancies published before an instant and filled: the hours from publication to
    closing."""
    open_for = col(VacancyRow.updated_at) - col(VacancyRow.published_at)
    query = columns(func.extract("epoch", open_for) / 3600).where(
        col(VacancyRow.published_at) < until, col(VacancyRow.closing_reason) == "filled"
    )
    return [float(hours) for (hours,) in session.execute(query)]
