"""SQL of what matching holds about a person."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from uuid import UUID

from sqlalchemy import select
from sqlmodel import Session, col

from services.matching.candidacies.tables import CandidacyRow
from services.matching.facts.tables import CandidateRow


def facts(session: Session, people: Collection[UUID]) -> Sequence[CandidateRow]:
    """What is compared."""
    wanted = select(CandidateRow).where(col(CandidateRow.profile_id).in_(people))
    return session.scalars(wanted.order_by(col(CandidateRow.profile_id))).all()


def candidacies(session: Session, people: Collection[UUID]) -> Sequence[CandidacyRow]:
    """Every candidacy, the last moved first."""
    wanted = select(CandidacyRow).where(col(CandidacyRow.profile_id).in_(people))
    newest = wanted.order_by(col(CandidacyRow.updated_at).desc(), col(CandidacyRow.id))
    return session.scalars(newest).all()
