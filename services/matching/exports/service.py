"""What matching holds about the person of a pass. Of other people nothing: a glimpse is what five
share, and who was put forward beside somebody is nowhere in it."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from amuddu.contracts.export import PassIn
from amuddu.contracts.export.matching import (
    MatchedCandidacy,
    MatchedFacts,
    MatchedInterest,
    MatchedInterview,
    MatchedInterviewStep,
    MatchedSearch,
    MatchedStep,
    MatchingPart,
)
from amuddu.contracts.matching.ranking import Reasons
from amuddu.contracts.types import Lang
from amuddu.kit.auth import Actor
from amuddu.kit.db import Session
from amuddu.kit.trust.passes import Passes
from services.matching.candidacies import repository as candidacies_repository
from services.matching.candidacies.tables import CandidacyRow, TransitionRow
from services.matching.exports import repository
from services.matching.facts import repository as facts_repository
from services.matching.facts.reading import vacancy_facts
from services.matching.interests import repository as interests_repository
from services.matching.interests.tables import InterestRow
from services.matching.interviews import repository as interviews_repository
from services.matching.ranking.reasons import relabelled
from services.matching.searches import repository as searches_repository


def held(
    session: Session, body: PassIn, *, actor: Actor, passes: Passes, lang: Lang
) -> MatchingPart:
    """All of it."""
    people = passes.people(body.token, actor)
    rows = repository.candidacies(session, people)
    logs = candidacies_repository.logs_of(session, [row.id for row in rows])
    return MatchingPart(
        compared=tuple(MatchedFacts.of(one) for one in repository.facts(session, people)),
        candidacies=tuple(_candidacy(session, row, logs[row.id], lang) for row in rows),
        interests=_interests(session, people),
        interviews=_interviews(session, people),
        searches=tuple(
            MatchedSearch.of(row) for row in searches_repository.of_people(session, people)
        ),
    )


def _interviews(session: Session, people: Collection[UUID]) -> tuple[MatchedInterview, ...]:
    rows = interviews_repository.of_people(session, people)
    logs = interviews_repository.logs_of(session, [row.id for row in rows])

    def steps(interview_id: UUID) -> tuple[MatchedInterviewStep, ...]:
        return tuple(MatchedInterviewStep.of(each) for each in logs[interview_id])

    return tuple(
        MatchedInterview.of(
            row, times=tuple(row.times), bring=tuple(row.bring), steps=steps(row.id)
        )
        for row in rows
    )


def _interests(session: Session, people: Collection[UUID]) -> tuple[MatchedInterest, ...]:
    rows = interests_repository.of_people(session, people)
    known = facts_repository.published(session, [row.vacancy_id for row in rows])

    def title(row: InterestRow) -> str | None:
        vacancy = known.get(row.vacancy_id)
        return vacancy_facts(vacancy).title if vacancy else None

    return tuple(MatchedInterest.of(row, vacancy_title=title(row)) for row in rows)


def _candidacy(
    session: Session, row: CandidacyRow, steps: list[TransitionRow], lang: Lang
) -> MatchedCandidacy:
    vacancy = facts_repository.vacancy(session, row.vacancy_id)
    known = vacancy is not None and vacancy.facts is not None
    reasons = row.reasons
    if reasons is not None and vacancy is not None and known:
        said = relabelled(Reasons.model_validate(reasons), vacancy_facts(vacancy), lang)
        reasons = said.model_dump(mode="json")
    return MatchedCandidacy.of(
        row,
        vacancy_title=vacancy.facts.get("title") if vacancy and vacancy.facts else None,
        reasons=reasons,
        steps=tuple(MatchedStep.of(one, with_others=one.bulk is not None) for one in steps),
    )
