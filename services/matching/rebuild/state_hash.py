"""What matching knows, as one number: two databases that say the same have the same hash.

Counted in: people and vacancies with their facts, candidacies with every step. Left out: rows
that hold nothing any more (somebody who withdrew), vectors (made of the facts), the notes of
counsellors (no event carries them), which steps were taken together (they can be undone for some
minutes only), and whatever only moves events.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from hashlib import sha256
from typing import Any

from sqlalchemy import select
from sqlmodel import Session, col

from services.matching.candidacies.tables import CandidacyRow, TransitionRow
from services.matching.facts.tables import CandidateRow, VacancyRow

PAGE = 1000


_PEOPLE = select(
    col(CandidateRow.profile_id),
    col(CandidateRow.revision),
    col(CandidateRow.code),
    col(CandidateRow.agency_id),
    col(CandidateRow.place),
    col(CandidateRow.route),
    col(CandidateRow.contactable),
    col(CandidateRow.schemes),
    col(CandidateRow.facts),
    col(CandidateRow.model_id),
).where(col(CandidateRow.facts).is_not(None))
_JOBS = select(
    col(VacancyRow.id),
    col(VacancyRow.revision),
    col(VacancyRow.open),
    col(VacancyRow.agency_id),
    col(VacancyRow.employer_id),
    col(VacancyRow.facts),
    col(VacancyRow.model_id),
).where(col(VacancyRow.facts).is_not(None))
_CANDIDACIES = select(
    col(CandidacyRow.id),
    col(CandidacyRow.vacancy_id),
    col(CandidacyRow.profile_id),
    col(CandidacyRow.state),
    col(CandidacyRow.fit),
    col(CandidacyRow.reasons),
    col(CandidacyRow.round),
    col(CandidacyRow.meet_asked_at),
    col(CandidacyRow.updated_at),
)
_STEPS = select(
    col(TransitionRow.candidacy_id),
    col(TransitionRow.name),
    col(TransitionRow.from_state),
    col(TransitionRow.to_state),
    col(TransitionRow.at),
    col(TransitionRow.actor_id),
    col(TransitionRow.role),
    col(TransitionRow.reason),
)


def state_hash(session: Session) -> str:
    """SHA-256 over the durable state that the session sees."""
    digest = sha256()
    for line in _lines(session):
        digest.update(json.dumps(line, sort_keys=True, default=str).encode() + b"\n")
    return digest.hexdigest()


def _lines(session: Session) -> Iterator[Any]:
    for kind, query in (
        ("person", _PEOPLE.order_by(col(CandidateRow.profile_id))),
        ("vacancy", _JOBS.order_by(col(VacancyRow.id))),
        ("candidacy", _CANDIDACIES.order_by(col(CandidacyRow.id))),
        ("step", _STEPS.order_by(col(TransitionRow.candidacy_id), col(TransitionRow.id))),
    ):
        for row in session.execute(query.execution_options(yield_per=PAGE)):
            yield [kind, *row]
