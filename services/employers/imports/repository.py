"""SQL of imports: a batch's vacancies and those like them, each with one statement."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any, TypeAlias
from uuid import UUID

from sqlalchemy import tuple_
from sqlmodel import Session, col, select

from amuddu.kit.db import insert_many
from services.employers.common.tables import Base
from services.employers.imports.tables import LikenessRow
from services.employers.organisations.tables import EmployerRow
from services.employers.vacancies.tables import EMPLOYER_NAMED, TransitionRow, VacancyRow

Key: TypeAlias = tuple[UUID, str]
"""An employer, and a reference or digest of theirs."""


def locked_by_refs(session: Session, keys: Collection[Key]) -> dict[Key, VacancyRow]:
    """The vacancies that employers call by these references, locked."""
    named = tuple_(col(VacancyRow.employer_id), col(VacancyRow.external_ref))
    wanted = select(VacancyRow).where(named.in_(keys)).order_by(col(VacancyRow.id))
    found = session.exec(wanted.with_for_update()) if keys else ()
    return {(row.employer_id, str(row.external_ref)): row for row in found}


def named_since(session: Session, agency_id: str, refs: Collection[str]) -> dict[str, EmployerRow]:
    """Employers that somebody named for an agency's drafts of these references, locked."""
    wanted = (
        select(VacancyRow.external_ref, EmployerRow)
        .join(EmployerRow, col(EmployerRow.id) == col(VacancyRow.employer_id))
        .join(TransitionRow, col(TransitionRow.vacancy_id) == col(VacancyRow.id))
        .where(
            EmployerRow.agency_id == agency_id,
            col(VacancyRow.external_ref).in_(refs),
            TransitionRow.reason == EMPLOYER_NAMED,
        )
        .order_by(col(EmployerRow.id))
        .with_for_update(of=EmployerRow)
    )
    return {str(ref): row for ref, row in session.exec(wanted)} if refs else {}


def add_vacancies(
    session: Session, rows: Sequence[VacancyRow], lines: Sequence[TransitionRow]
) -> None:
    """Write new vacancies and the lines of their logs, in their order."""
    _add(session, VacancyRow, [_columns(row) for row in rows])
    _add(session, TransitionRow, [_columns(line, but=("id",)) for line in lines])


def like(session: Session, keys: Collection[Key]) -> dict[Key, list[VacancyRow]]:
    """The vacancies of these employers, not closed, that said what these digests say."""
    found: dict[Key, list[VacancyRow]] = {}
    if not keys:
        return found
    digested = tuple_(col(LikenessRow.employer_id), col(LikenessRow.digest))
    wanted = (
        select(LikenessRow.digest, VacancyRow)
        .join(VacancyRow, col(VacancyRow.id) == col(LikenessRow.vacancy_id))
        .where(digested.in_(keys), VacancyRow.status != "closed")
        .order_by(col(VacancyRow.created_at), col(VacancyRow.id))
    )
    for digest, row in session.exec(wanted):
        found.setdefault((row.employer_id, digest), []).append(row)
    return found


def add_likenesses(session: Session, said: Collection[tuple[UUID, str, UUID]]) -> None:
    """Keep what new vacancies say: employer, digest, vacancy."""
    names = ("employer_id", "digest", "vacancy_id")
    _add(session, LikenessRow, [dict(zip(names, each, strict=True)) for each in said])


def _columns(row: Base, *, but: Collection[str] = ()) -> dict[str, Any]:
    names = row.metadata.tables[str(row.__tablename__)].columns.keys()
    return {name: getattr(row, name) for name in names if name not in but}


def _add(session: Session, table: type[Base], rows: Sequence[dict[str, Any]]) -> None:
    insert_many(session, table.metadata.tables[str(table.__tablename__)], rows)
