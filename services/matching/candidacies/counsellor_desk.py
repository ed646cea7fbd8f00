"""What a counsellor sees first: who waits for whom, and how many people stand where."""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta
from uuid import UUID

from amuddu.contracts.matching import CandidacyState
from amuddu.contracts.matching.desk import Pending, PendingPage, StateCounts, StateCountsIn
from amuddu.kit.auth import Actor
from amuddu.kit.clock import now
from amuddu.kit.db import Session
from services.matching.candidacies import access, desk_repository
from services.matching.candidacies.tables import CandidacyRow
from services.matching.facts import repository as facts_repository
from services.matching.facts.reading import code_of, vacancy_facts
from services.matching.facts.tables import CandidateRow, VacancyRow

UNANSWERED_AFTER = timedelta(days=2)
"""An invitation without an answer for so long is worth a call."""
UNFOLLOWED_AFTER = timedelta(days=3)
"""A yes that the employer did nothing with for so long is worth a word with them."""


def state_counts(session: Session, actor: Actor, body: StateCountsIn) -> StateCounts:
    """How many people stand where, in those of the vacancies that concern the reader."""
    found: dict[UUID, dict[CandidacyState, int]] = defaultdict(dict)
    rows = desk_repository.state_counts(
        session,
        body.ids,
        scope=facts_repository.vacancies_of(actor),
        states=access.states_shown_to(actor),
    )
    for vacancy_id, state, count in rows:
        of_vacancy = found[vacancy_id]
        if state is not None:
            read_as = access.state_shown_to(actor, state)
            of_vacancy[read_as] = of_vacancy.get(read_as, 0) + count
    return StateCounts(vacancies=found)


def pending(session: Session, actor: Actor, *, limit: int) -> PendingPage:
    """Candidacies of open vacancies on which somebody waits, the longest first."""
    moment = now()
    rows, total = desk_repository.pending(
        session,
        scope=facts_repository.vacancies_of(actor),
        told_before=moment - UNANSWERED_AFTER,
        accepted_before=moment - UNFOLLOWED_AFTER,
        limit=limit,
    )
    return PendingPage(items=tuple(_pending(*row) for row in rows), total=total)


def _pending(row: CandidacyRow, vacancy: VacancyRow, person: CandidateRow) -> Pending:
    facts = vacancy_facts(vacancy)
    return Pending.of(
        row,
        candidacy_id=row.id,
        vacancy_title=facts.title,
        employer_name=facts.employer_name,
        code=code_of(person, row.profile_id),
        since=row.updated_at,
    )
