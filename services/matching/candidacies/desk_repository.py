"""SQL of the counsellor's desk: decisions about several people, who waits, where people stand."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import Session, col

from amuddu.contracts.matching import CandidacyState
from services.matching.candidacies.tables import BulkRow, CandidacyRow, TransitionRow
from services.matching.facts.tables import CandidateRow, VacancyRow


def add_bulk(session: Session, row: BulkRow) -> bool:
    """Keep a decision about several people; `False` where its key is known already.

    Of two that come at once with one key, the second waits here until the first is done.
    """
    values = insert(BulkRow).values(**row.model_dump())
    kept = values.on_conflict_do_nothing().returning(col(BulkRow.key))
    return session.scalar(kept) is not None


def bulk(session: Session, key: UUID) -> BulkRow | None:
    """A decision about several people, to read."""
    return session.scalar(select(BulkRow).where(col(BulkRow.key) == key))


def locked_bulk(session: Session, key: UUID) -> BulkRow | None:
    """A decision about several people, locked."""
    return session.scalar(select(BulkRow).where(col(BulkRow.key) == key).with_for_update())


def steps_of_bulk(session: Session, key: UUID) -> Sequence[TransitionRow]:
    """The steps that a decision about several people took."""
    return session.scalars(select(TransitionRow).where(col(TransitionRow.bulk) == key)).all()


def people_of_bulk(session: Session, key: UUID) -> Sequence[UUID]:
    """The people for whom a decision took a step."""
    query = (
        select(col(CandidacyRow.profile_id))
        .join(TransitionRow, col(TransitionRow.candidacy_id) == col(CandidacyRow.id))
        .where(col(TransitionRow.bulk) == key)
        .order_by(col(TransitionRow.id))
    )
    return session.scalars(query).all()


def last_step(session: Session, candidacy_id: UUID) -> int | None:
    """Id of the newest step of a candidacy."""
    query = select(func.max(col(TransitionRow.id))).where(
        col(TransitionRow.candidacy_id) == candidacy_id
    )
    return session.scalar(query)


def state_counts(
    session: Session, ids: Sequence[UUID], *, scope: ColumnElement[bool], states: Iterable[str]
) -> Sequence[tuple[UUID, CandidacyState | None, int]]:
    """How many stand at each state, for those of the vacancies that lie in `scope`."""
    joined = and_(
        col(CandidacyRow.vacancy_id) == col(VacancyRow.id), col(CandidacyRow.state).in_(states)
    )
    query = (
        select(col(VacancyRow.id), col(CandidacyRow.state), func.count(col(CandidacyRow.id)))
        .outerjoin(CandidacyRow, joined)
        .where(col(VacancyRow.id).in_(ids), col(VacancyRow.facts).is_not(None), scope)
        .group_by(col(VacancyRow.id), col(CandidacyRow.state))
    )
    return [tuple(row) for row in session.execute(query)]


def pending(
    session: Session,
    *,
    scope: ColumnElement[bool],
    told_before: datetime,
    accepted_before: datetime,
    limit: int,
) -> tuple[Sequence[tuple[CandidacyRow, VacancyRow, CandidateRow]], int]:
    """Candidacies of open vacancies on which somebody waits, the longest first."""
    state, moved = col(CandidacyRow.state), col(CandidacyRow.updated_at)
    waits = or_(
        and_(state == "told", moved <= told_before),
        and_(state == "accepted", moved <= accepted_before),
        state == "unreachable",
    )
    query = (
        select(CandidacyRow, VacancyRow, CandidateRow)
        .join(VacancyRow, col(VacancyRow.id) == col(CandidacyRow.vacancy_id))
        .join(CandidateRow, col(CandidateRow.profile_id) == col(CandidacyRow.profile_id))
        .where(waits, scope, col(VacancyRow.facts).is_not(None), col(VacancyRow.open))
    )
    total = session.scalar(select(func.count()).select_from(query.subquery()))
    rows = session.execute(query.order_by(moved, col(CandidacyRow.id)).limit(limit))
    return [tuple(row) for row in rows], total or 0


def called(
    session: Session,
    code: str | None,
    *,
    scope: ColumnElement[bool],
    states: Iterable[str],
    limit: int,
) -> Sequence[tuple[CandidacyRow, VacancyRow, CandidateRow]]:
    """Candidacies of vacancies of a scope whose person bears this code, as it is compared; of
    everybody where none is given. The last moved first."""
    query = (
        select(CandidacyRow, VacancyRow, CandidateRow)
        .join(VacancyRow, col(VacancyRow.id) == col(CandidacyRow.vacancy_id))
        .join(CandidateRow, col(CandidateRow.profile_id) == col(CandidacyRow.profile_id))
        .where(scope, col(VacancyRow.facts).is_not(None), col(CandidacyRow.state).in_(states))
    )
    if code is not None:
        query = query.where(func.lower(func.replace(col(CandidateRow.code), "-", "")) == code)
    newest = query.order_by(col(CandidacyRow.updated_at).desc(), col(CandidacyRow.id))
    return [tuple(row) for row in session.execute(newest.limit(limit))]
