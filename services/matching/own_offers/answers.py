"""What a person said of offers, and what came of each: candidacies that they were told of, and
offers that they said interest them. One line a vacancy."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from amuddu.contracts.matching.own_offers import Answer, AnswerPage
from amuddu.contracts.types import Lang
from amuddu.kit.auth import Actor
from amuddu.kit.db import Session
from services.matching.candidacies import repository as candidacies_repository
from services.matching.candidacies import service as candidacies
from services.matching.candidacies.tables import CandidacyRow, TransitionRow
from services.matching.facts import access as facts_access
from services.matching.facts import repository as facts_repository
from services.matching.facts.reading import shown_vacancy
from services.matching.facts.tables import VacancyRow
from services.matching.interests import repository as interests_repository
from services.matching.interests.tables import InterestRow
from services.matching.own_offers import standing


def answers(
    session: Session, actor: Actor, profile_id: UUID, *, lang: Lang, limit: int, offset: int
) -> AnswerPage:
    """One page of it, what moved last first."""
    facts_access.visible_person(actor, facts_repository.candidate(session, profile_id))
    rows = candidacies_repository.of_person(session, profile_id)
    logs = candidacies_repository.logs_of(session, [row.id for row in rows])
    told = {row.vacancy_id: row for row in rows if standing.was_told(logs[row.id])}
    said = {row.vacancy_id: row for row in interests_repository.of_people(session, [profile_id])}
    known = facts_repository.published(session, [*told, *said])
    found = [
        of_pair(session, known[each], told.get(each), logs, said.get(each), lang=lang)
        for each in dict.fromkeys((*told, *said))
        if each in known
    ]
    newest = sorted((one for one in found if one), key=lambda one: one.at, reverse=True)
    return AnswerPage(items=tuple(newest[offset : offset + limit]), total=len(newest))


def of_pair(
    session: Session,
    vacancy: VacancyRow,
    candidacy: CandidacyRow | None,
    logs: dict[UUID, list[TransitionRow]],
    interest: InterestRow | None,
    *,
    lang: Lang,
) -> Answer | None:
    """What came of one vacancy; nothing where the person neither was told nor said anything.

    Of a candidacy that ended and an interest, what moved last is told.
    """
    log = logs[candidacy.id] if candidacy else []
    if candidacy is not None and not standing.was_told(log):
        candidacy = None
    if _interest_counts(candidacy, interest):
        assert interest is not None
        state = standing.OF_INTEREST[interest.state]
        if state == "closed" and vacancy.open:
            state = "ended"
        at = interest.updated_at
        return Answer(vacancy=shown_vacancy(vacancy, lang=lang), state=state, at=at)
    if candidacy is None:
        return None
    full = candidacies.full(session, vacancy)
    return Answer(
        vacancy=shown_vacancy(vacancy, lang=lang),
        state=standing.of_candidacy(candidacy, log, full=full, open_now=vacancy.open),
        reason=standing.reason_of(candidacy, log),
        at=candidacy.updated_at,
    )


def _interest_counts(candidacy: CandidacyRow | None, interest: InterestRow | None) -> bool:
    if interest is None or candidacy is None:
        return interest is not None
    return candidacy.state not in standing.STANDING and interest.updated_at > candidacy.updated_at


def one_answer(
    session: Session, vacancy: VacancyRow, profile_id: UUID, *, lang: Lang
) -> Answer | None:
    """What came of one vacancy for a person."""
    pair = {"vacancy_id": vacancy.id, "profile_id": profile_id}
    candidacy = candidacies_repository.pair(session, **pair)
    ids: Collection[UUID] = [candidacy.id] if candidacy else []
    logs = candidacies_repository.logs_of(session, ids)
    interest = interests_repository.pair(session, **pair)
    return of_pair(session, vacancy, candidacy, logs, interest, lang=lang)
