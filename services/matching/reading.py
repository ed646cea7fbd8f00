"""Rankings and lists: what people look at before they decide. Changes nothing.

A ranking has two stages. The replica's numbers give everybody's fit and so the order; then the
people of the page alone are read from the tables, compared again with all their words, and
explained. Somebody who withdrew a moment ago is gone at the second stage.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from time import perf_counter
from uuid import UUID

from sqlmodel import Session

from amuddu.contracts.matching import (
    Candidacy,
    CandidacyPage,
    CandidacyState,
    RankedCandidate,
    RankedVacancy,
    Ranking,
    Reasons,
    Transition,
    VacancyRanking,
)
from amuddu.contracts.types import Lang
from amuddu.kit.auth import Actor, Role
from services.matching import access, pipeline, repository
from services.matching.facts import (
    code_of,
    profile_of,
    shown_vacancy,
    today,
    vacancy_facts,
    vacancy_of,
)
from services.matching.matcher import EmbeddedVacancy, Explained
from services.matching.models import CandidacyRow, CandidateRow, TransitionRow, VacancyRow
from services.matching.ordering import PROPOSED, Desk, Wanted, order, vacancies_by_fit
from services.matching.pseudonym import stand_in
from services.matching.reasons import relabelled, without_own_words


def ranking(
    session: Session,
    desk: Desk,
    actor: Actor,
    vacancy_id: UUID,
    *,
    wanted: Wanted,
    lang: Lang,
    limit: int,
    offset: int,
) -> Ranking:
    """One page of the people who fit a vacancy best."""
    started = perf_counter()
    row = access.visible_vacancy(actor, repository.vacancy(session, vacancy_id))
    vacancy = vacancy_of(row)
    states = repository.states_for_vacancy(session, vacancy_id)
    ordered = order(desk, vacancy, wanted, states)
    page = [ordered.view.ids[place] for place in ordered.places[offset : offset + limit]]
    items = _page(session, desk, vacancy, page, states, offset=offset, lang=lang)
    return Ranking(
        vacancy=shown_vacancy(row, lang=lang),
        items=items,
        total=len(ordered.places),
        considered=len(ordered.view.ids),
        standing=Counter(state for _, state in states.values()),
        took_ms=round((perf_counter() - started) * 1000, 1),
    )


def _page(
    session: Session,
    desk: Desk,
    vacancy: EmbeddedVacancy,
    ids: list[UUID],
    states: dict[UUID, tuple[UUID, CandidacyState]],
    *,
    offset: int,
    lang: Lang,
) -> tuple[RankedCandidate, ...]:
    found = repository.candidates(session, ids)
    rows = [found[identifier] for identifier in ids if identifier in found]
    explained = desk.matcher.explain(
        vacancy, [profile_of(row) for row in rows], today=today(), lang=lang
    )
    # Facts may have changed since the replica looked: the page stands by what it says itself.
    best = sorted(zip(rows, explained, strict=True), key=lambda pair: -pair[1].fit)
    standing = {row.profile_id: states.get(row.profile_id, PROPOSED) for row in rows}
    logs = repository.logs_of(session, [one for one, _ in standing.values() if one])
    return tuple(
        _candidate(row, result, vacancy, standing[row.profile_id], offset + place, logs)
        for place, (row, result) in enumerate(best, start=1)
    )


def _candidate(
    row: CandidateRow,
    explained: Explained,
    vacancy: EmbeddedVacancy,
    standing: tuple[UUID | None, CandidacyState],
    rank: int,
    logs: dict[UUID, list[TransitionRow]],
) -> RankedCandidate:
    incentive = vacancy.facts.incentive
    candidacy_id, state = standing
    return RankedCandidate(
        profile_id=row.profile_id,
        code=code_of(row, row.profile_id),
        rank=rank,
        fit=explained.fit,
        reasons=explained.reasons,
        route=row.route,
        scheme_verdict=row.schemes.get(incentive.scheme_id) if incentive else None,
        place=row.place,
        state=state,
        candidacy_id=candidacy_id,
        contactable=row.contactable,
        agency_id=row.agency_id,
        log=tuple(_step(step) for step in logs[candidacy_id]) if candidacy_id else (),
    )


# --- a person's vacancies ---------------------------------------------------------------------


def vacancies_for(
    session: Session,
    desk: Desk,
    actor: Actor,
    profile_id: UUID,
    *,
    lang: Lang,
    limit: int,
    offset: int,
) -> VacancyRanking:
    """One page of the open vacancies that fit a person best."""
    row = access.visible_person(actor, repository.candidate(session, profile_id))
    ranked = vacancies_by_fit(session, desk, row)
    with desk.replica.jobs() as (jobs, _):
        considered = len(jobs.ids)
    states = repository.states_for_person(session, profile_id)
    page = [each.vacancy_id for each in ranked[offset : offset + limit]]
    found = repository.vacancies(session, page)  # without what closed a moment ago
    return VacancyRanking(
        items=tuple(
            _ranked_vacancy(desk, row, found[vacancy_id], states, rank, lang)
            for rank, vacancy_id in enumerate(page, start=offset + 1)
            if vacancy_id in found
        ),
        total=len(ranked),
        considered=considered,
    )


def _ranked_vacancy(
    desk: Desk,
    row: CandidateRow,
    vacancy: VacancyRow,
    states: dict[UUID, CandidacyState],
    rank: int,
    lang: Lang,
) -> RankedVacancy:
    explained = desk.matcher.explain(
        vacancy_of(vacancy), [profile_of(row)], today=today(), lang=lang
    )[0]
    return RankedVacancy(
        vacancy=shown_vacancy(vacancy, lang=lang),
        rank=rank,
        fit=explained.fit,
        reasons=explained.reasons,
        state=states.get(vacancy.id, "proposed"),
    )


# --- candidacies ------------------------------------------------------------------------------


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
    vacancy = access.visible_vacancy(actor, repository.vacancy(session, vacancy_id))
    shown = access.states_shown_to(actor)
    states: Collection[CandidacyState] = shown if state is None else {state} & set(shown)
    rows, total = repository.candidacies_page(
        session, vacancy_id, states=states, limit=limit, offset=offset
    )
    people = repository.candidates(session, [row.profile_id for row in rows])
    items = tuple(
        shown_candidacy(actor, row, vacancy, people.get(row.profile_id), lang=lang) for row in rows
    )
    return CandidacyPage(items=items, total=total)


def candidacy(session: Session, actor: Actor, candidacy_id: UUID, *, lang: Lang) -> Candidacy:
    """One candidacy with its log."""
    row = repository.candidacy(session, candidacy_id)
    vacancy = repository.vacancy(session, row.vacancy_id) if row else None
    seen = access.visible_candidacy(actor, row, vacancy)
    return whole_candidacy(session, actor, seen, lang=lang)


def whole_candidacy(session: Session, actor: Actor, row: CandidacyRow, *, lang: Lang) -> Candidacy:
    """A candidacy that the actor may see, with its log."""
    vacancy = repository.vacancy(session, row.vacancy_id)
    assert vacancy is not None  # a candidacy begins with a published vacancy, which is kept
    person = repository.candidate(session, row.profile_id)
    shown = shown_candidacy(actor, row, vacancy, person, lang=lang)
    steps = repository.log_of(session, row.id)
    return shown.model_copy(update={"log": tuple(_steps_shown_to(actor, steps))})


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
    they would know somebody again from one vacancy to another. The route, which hints at a person's
    situation, comes with the contact: after a yes.
    """
    employer = actor.role is Role.EMPLOYER
    return Candidacy(
        id=row.id,
        vacancy_id=row.vacancy_id,
        profile_id=None if employer else row.profile_id,
        code=stand_in(row.id) if employer else code_of(person, row.profile_id),
        state=row.state,
        fit=row.fit,
        reasons=_reasons(row, vacancy, lang, employer=employer),
        route=person.route if person and access.route_shown_to(actor, row.state) else None,
        meet_asked_at=row.meet_asked_at,
        updated_at=row.updated_at,
    )


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
        _step(step, before=step.from_state if step.from_state in states else "proposed")
        for step in steps
        if step.to_state in states
    ]
    return [_unhelped(step) for step in shown] if actor.role is Role.EMPLOYER else shown


def _unhelped(step: Transition) -> Transition:
    if step.name == pipeline.MARK_TOLD.name:
        return step.model_copy(update={"reason": None})
    if step.name == pipeline.ACCEPT.name:
        return step.model_copy(update={"role": Role.JOBSEEKER.value})
    return step


def _step(step: TransitionRow, *, before: CandidacyState | None = None) -> Transition:
    return Transition(
        name=step.name,
        from_state=before or step.from_state,
        to_state=step.to_state,
        at=step.at,
        role=step.role,
        reason=step.reason,
    )
