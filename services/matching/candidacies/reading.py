"""Candidacies as their readers get them. Changes nothing."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from amuddu.contracts.matching import CandidacyState, Transition
from amuddu.contracts.matching.candidacies import Candidacy, CandidacyPage, CodeFound, CodesFound
from amuddu.contracts.matching.ranking import Glimpse, Reasons
from amuddu.contracts.types import Lang
from amuddu.kit.auth import Actor, Role
from amuddu.kit.db import Session
from amuddu.reference.text import fold
from services.matching.candidacies import access, desk_repository, repository
from services.matching.candidacies.tables import CandidacyRow, TransitionRow
from services.matching.facts import access as facts_access
from services.matching.facts import protection
from services.matching.facts import repository as facts_repository
from services.matching.facts.pseudonym import stand_in
from services.matching.facts.reading import code_of, vacancy_facts
from services.matching.facts.tables import CandidateRow, VacancyRow
from services.matching.ranking.reasons import relabelled, without_own_words

MOST_CODES = 5000
"""Candidacies that are compared by their code, the last moved first."""


def candidacies(
    session: Session,
    actor: Actor,
    vacancy_id: UUID,
    *,
    state: CandidacyState | None,
    lang: Lang,
    limit: int,
    offset: int,
) -> CandidacyPage:
    """One page of a vacancy's candidacies; an employer sees some states, and codes for names."""
    vacancy = facts_access.visible_vacancy(actor, facts_repository.vacancy(session, vacancy_id))
    states = access.states_read_as(actor, state) if state else access.states_shown_to(actor)
    rows, total = repository.candidacies_page(
        session, vacancy_id, states=states, limit=limit, offset=offset
    )
    people = facts_repository.candidates(session, [row.profile_id for row in rows])
    items = tuple(
        shown_candidacy(actor, row, vacancy, people.get(row.profile_id), lang=lang) for row in rows
    )
    return CandidacyPage(items=items, total=total)


def candidacy(session: Session, actor: Actor, candidacy_id: UUID, *, lang: Lang) -> Candidacy:
    """One candidacy with its log."""
    row = repository.candidacy(session, candidacy_id)
    vacancy = facts_repository.vacancy(session, row.vacancy_id) if row else None
    seen = access.visible_candidacy(actor, row, vacancy)
    return whole_candidacy(session, actor, seen, lang=lang)


def by_code(session: Session, actor: Actor, *, code: str, limit: int) -> CodesFound:
    """Candidacies of the reader's vacancies whose person they call so, the last moved first.

    Staff know somebody by one code. An employer knows each candidacy by a code of its own, which is
    made from its id and kept nowhere: theirs are made again and compared.
    """
    wanted = _compared(code)
    rows = desk_repository.called(
        session,
        None if actor.role is Role.EMPLOYER else wanted,
        scope=facts_repository.vacancies_of(actor),
        states=access.states_shown_to(actor),
        limit=MOST_CODES,
    )
    if actor.role is Role.EMPLOYER:
        rows = [row for row in rows if _compared(stand_in(row[0].id)) == wanted]
    items = tuple(_called(actor, *row) for row in rows[:limit])
    return CodesFound(items=items, total=len(rows))


def _compared(code: str) -> str:
    return fold(code).replace(" ", "")


def _called(
    actor: Actor, row: CandidacyRow, vacancy: VacancyRow, person: CandidateRow
) -> CodeFound:
    facts = vacancy_facts(vacancy)
    employer = actor.role is Role.EMPLOYER
    return CodeFound(
        candidacy_id=row.id,
        vacancy_id=row.vacancy_id,
        vacancy_title=facts.title,
        employer_name=facts.employer_name,
        code=stand_in(row.id) if employer else code_of(person, row.profile_id),
        state=access.state_shown_to(actor, row.state),
    )


def whole_candidacy(session: Session, actor: Actor, row: CandidacyRow, *, lang: Lang) -> Candidacy:
    """A candidacy that the actor may see, with its log."""
    vacancy = facts_repository.vacancy(session, row.vacancy_id)
    assert vacancy is not None  # a candidacy begins with a published vacancy, which is kept
    person = facts_repository.candidate(session, row.profile_id)
    shown = shown_candidacy(actor, row, vacancy, person, lang=lang)
    steps = repository.log_of(session, row.id)
    log = _steps_shown_to(actor, steps)
    if not access.opened_to(actor, row.state):
        log = [
            step.model_copy(update={"at": _day_of(step.at)})
            for step in log
            if step.name != "mark_told"
        ]
    return shown.model_copy(update={"log": tuple(log)})


def shown_candidacy(
    actor: Actor,
    row: CandidacyRow,
    vacancy: VacancyRow,
    person: CandidateRow | None,
    *,
    lang: Lang,
) -> Candidacy:
    """A candidacy as the actor may see it.

    Employers get no own words, and a code of this candidacy alone: by the person's own code
    they would know somebody again from one vacancy to another. Before a yes they get a glimpse
    for the reasons, no fit and the day alone, by which they would.
    """
    employer = actor.role is Role.EMPLOYER
    opened = access.opened_to(actor, row.state)
    return Candidacy.of(
        row,
        profile_id=None if employer else row.profile_id,
        code=stand_in(row.id) if employer else code_of(person, row.profile_id),
        state=access.state_shown_to(actor, row.state),
        fit=row.fit if opened else None,
        reasons=_reasons(row, vacancy, lang, employer=employer) if opened else None,
        glimpse=Glimpse.model_validate(row.glimpse) if row.glimpse and not opened else None,
        updated_at=row.updated_at if opened else _day_of(row.updated_at),
        young=protection.is_young(person) if person and opened else None,
    )


def _day_of(moment: datetime) -> datetime:
    """The day alone: two candidacies of the same minute would be known to be of one person."""
    return moment.replace(hour=0, minute=0, second=0, microsecond=0)


def _reasons(
    row: CandidacyRow, vacancy: VacancyRow, lang: Lang, *, employer: bool
) -> Reasons | None:
    if row.reasons is None:
        return None
    kept = relabelled(Reasons.model_validate(row.reasons), vacancy_facts(vacancy), lang)
    return without_own_words(kept) if employer else kept


def _steps_shown_to(actor: Actor, steps: Collection[TransitionRow]) -> list[Transition]:
    """The steps between states that the actor gets to see; others leave no trace.

    An employer does not read that somebody had to be called, nor who wrote their answer down.
    """
    states = access.states_shown_to(actor)
    shown = [
        transition_out(step, before=step.from_state if step.from_state in states else "proposed")
        for step in steps
        if step.to_state in states
    ]
    return [_unhelped(step) for step in shown] if actor.role is Role.EMPLOYER else shown


def _unhelped(step: Transition) -> Transition:
    if step.name == "mark_told":
        return step.model_copy(update={"reason": None})
    if step.name == "accept":
        return step.model_copy(update={"role": Role.JOBSEEKER.value})
    return step


def transition_out(step: TransitionRow, *, before: CandidacyState | None = None) -> Transition:
    return Transition.of(step, from_state=before or step.from_state)
