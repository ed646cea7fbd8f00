"""SQL of erasures: people with their candidacies."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from uuid import UUID

from sqlalchemy import select as columns_of
from sqlalchemy import union
from sqlmodel import Session, col, delete, select

from services.matching.candidacies.tables import CandidacyRow, TransitionRow
from services.matching.facts.tables import CandidateRow
from services.matching.interests.tables import InterestRow
from services.matching.interviews import repository as interviews_repository
from services.matching.interviews.tables import InterviewRow
from services.matching.searches.tables import SavedSearchRow


def locked_people(session: Session, ids: Collection[UUID]) -> Sequence[CandidateRow]:
    """Those of these people that there is a row of, locked."""
    query = select(CandidateRow).where(col(CandidateRow.profile_id).in_(ids))
    return session.exec(query.order_by(col(CandidateRow.profile_id)).with_for_update()).all()


def drop_candidacies(session: Session, ids: Collection[UUID]) -> list[UUID]:
    """Delete the candidacies of these people with their log and their interviews; which
    they were."""
    mine = select(CandidacyRow.id).where(col(CandidacyRow.profile_id).in_(ids))
    found = list(session.exec(mine.order_by(col(CandidacyRow.id)).with_for_update()).all())
    interviews_repository.drop_of(session, found)
    session.exec(delete(TransitionRow).where(col(TransitionRow.candidacy_id).in_(found)))
    session.exec(delete(CandidacyRow).where(col(CandidacyRow.id).in_(found)))
    return found


def let_go_by(session: Session, written: int) -> Sequence[UUID]:
    """People whose facts a transaction took away."""
    query = select(CandidateRow.profile_id).where(
        CandidateRow.changed == written, col(CandidateRow.facts).is_(None)
    )
    return session.exec(query).all()


def people_held(session: Session, after: UUID, limit: int) -> Sequence[UUID]:
    """People of whom anything is held, those after an id, in order."""
    held = union(
        columns_of(col(CandidateRow.profile_id)),
        columns_of(col(CandidacyRow.profile_id)),
        columns_of(col(InterestRow.profile_id)),
        columns_of(col(InterviewRow.profile_id)),
        columns_of(col(SavedSearchRow.profile_id)),
    )
    every = held.subquery().c.profile_id
    query = columns_of(every).where(every > after).order_by(every).limit(limit)
    return session.connection().execute(query).scalars().all()
