"""All SQL of interviews."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, delete, false, func, or_, select
from sqlmodel import Session, col

from amuddu.contracts.matching.interviews import ALIVE
from amuddu.kit.auth import Actor, Role
from services.matching.facts import repository as facts_repository
from services.matching.facts.tables import CandidateRow, VacancyRow
from services.matching.interviews.tables import InterviewRow, InterviewStepRow


def one(session: Session, interview_id: UUID) -> InterviewRow | None:
    """An interview, to read."""
    return session.scalar(select(InterviewRow).where(col(InterviewRow.id) == interview_id))


def locked(session: Session, interview_id: UUID) -> InterviewRow | None:
    """The same, locked, as it now is."""
    query = select(InterviewRow).where(col(InterviewRow.id) == interview_id).with_for_update()
    return session.scalar(query.execution_options(populate_existing=True))


def lock_person(session: Session, profile_id: UUID) -> CandidateRow | None:
    """A person, for whom nobody sets another interview until this transaction ends."""
    query = select(CandidateRow).where(
        col(CandidateRow.profile_id) == profile_id, col(CandidateRow.facts).is_not(None)
    )
    return session.scalar(query.with_for_update().execution_options(populate_existing=True))


def of_candidacy(session: Session, candidacy_id: UUID) -> Sequence[InterviewRow]:
    """Those of a candidacy, the newest first."""
    query = select(InterviewRow).where(col(InterviewRow.candidacy_id) == candidacy_id)
    return session.scalars(query.order_by(col(InterviewRow.created_at).desc())).all()


def of_people(session: Session, people: Collection[UUID]) -> Sequence[InterviewRow]:
    """Those of these people, the last moved first."""
    query = select(InterviewRow).where(col(InterviewRow.profile_id).in_(people))
    newest = query.order_by(col(InterviewRow.updated_at).desc(), col(InterviewRow.id))
    return session.scalars(newest).all()


def alive_of(session: Session, candidacy_id: UUID) -> InterviewRow | None:
    """The one that is not over, locked."""
    query = select(InterviewRow).where(
        col(InterviewRow.candidacy_id) == candidacy_id, col(InterviewRow.state).in_(ALIVE)
    )
    return session.scalar(query.with_for_update())


def clashing(
    session: Session, row: InterviewRow, starts_at: datetime, ends_at: datetime
) -> Sequence[InterviewRow]:
    """Interviews that were set for a time that overlaps, of the person or for the vacancy."""
    same = (col(InterviewRow.profile_id) == row.profile_id) | (
        col(InterviewRow.vacancy_id) == row.vacancy_id
    )
    query = select(InterviewRow).where(
        same,
        col(InterviewRow.id) != row.id,
        col(InterviewRow.state) == "set",
        col(InterviewRow.starts_at) < ends_at,
        col(InterviewRow.ends_at) > starts_at,
    )
    return session.scalars(query).all()


def listed(
    session: Session, actor: Actor, *, off_since: datetime | None, limit: int
) -> tuple[Sequence[InterviewRow], int]:
    """Those that are not over and concern the actor, the earliest first.

    `off_since`: those that were called off since then too.
    """
    lately_off: ColumnElement[bool] = false()
    if off_since is not None:
        lately_off = (col(InterviewRow.state) == "off") & (col(InterviewRow.updated_at) > off_since)
    query = (
        select(InterviewRow)
        .join(CandidateRow, col(CandidateRow.profile_id) == col(InterviewRow.profile_id))
        .join(VacancyRow, col(VacancyRow.id) == col(InterviewRow.vacancy_id))
        .where(_concern(actor), or_(col(InterviewRow.state).in_(ALIVE), lately_off))
    )
    total = session.scalar(select(func.count()).select_from(query.subquery())) or 0
    earliest = query.order_by(
        col(InterviewRow.starts_at).asc().nulls_first(),
        col(InterviewRow.created_at),
        col(InterviewRow.id),
    )
    return session.scalars(earliest.limit(limit)).all(), total


def _concern(actor: Actor) -> ColumnElement[bool]:
    """The same as `meetings.access.seat`, as SQL over people and vacancies."""
    person = col(CandidateRow.profile_id)
    if actor.role is Role.JOBSEEKER:
        return person == actor.profile_id if actor.profile_id else false()
    if actor.role is Role.EMPLOYER:
        return facts_repository.vacancies_of(actor)
    own = col(CandidateRow.agency_id) == actor.agency_id if actor.agency_id else false()
    if actor.role is Role.COUNSELLOR:
        return or_(own, facts_repository.vacancies_of(actor))
    return own


def logs_of(session: Session, ids: Collection[UUID]) -> dict[UUID, list[InterviewStepRow]]:
    """The steps of each, the oldest first."""
    found: dict[UUID, list[InterviewStepRow]] = {each: [] for each in ids}
    query = select(InterviewStepRow).where(col(InterviewStepRow.interview_id).in_(ids))
    for row in session.scalars(query.order_by(col(InterviewStepRow.id))):
        found[row.interview_id].append(row)
    return found


def drop_of(session: Session, candidacies: Collection[UUID]) -> None:
    """Delete the interviews of these candidacies with their steps."""
    mine = select(col(InterviewRow.id)).where(col(InterviewRow.candidacy_id).in_(candidacies))
    connection = session.connection()
    connection.execute(delete(InterviewStepRow).where(col(InterviewStepRow.interview_id).in_(mine)))
    connection.execute(delete(InterviewRow).where(col(InterviewRow.candidacy_id).in_(candidacies)))
