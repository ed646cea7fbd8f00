"""Rankings and lists: what people look at before they decide. Changes nothing.

A ranking has two stages. The replica's numbers give everybody's fit and so the order; then the
people of the page alone are read from the tables, compared again with all their words, and
explained. Somebody who withdrew a moment ago is gone at the second stage.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from time import perf_counter
from uuid import UUID

import numpy as np
from numpy.typing import NDArray
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
from amuddu.contracts.types import Lang, Level
from amuddu.kit.auth import Actor, Role
from amuddu.reference.languages import level_rank
from services.matching import access, repository
from services.matching.facts import (
    code_of,
    profile_of,
    shown_vacancy,
    today,
    vacancy_facts,
    vacancy_of,
)
from services.matching.matcher import EmbeddedVacancy, Explained, Matcher
from services.matching.models import CandidacyRow, CandidateRow, TransitionRow, VacancyRow
from services.matching.pool import Floats, Ints, language_number
from services.matching.pseudonym import stand_in
from services.matching.ranking import Demand, best_first, distances, score
from services.matching.reasons import relabelled, without_own_words
from services.matching.replica import People, Replica

DEPTH = 20_000
"""How many people, nearest by vector, are compared in full. Below it everybody is."""
VACANCY_DEPTH = 200
"""How many vacancies, nearest by vector, are compared with a person; those of their trades too."""

_PROPOSED: tuple[UUID | None, CandidacyState] = (None, "proposed")


@dataclass(frozen=True, slots=True)
class Desk:
    """What reading needs beside the tables: the process's matcher and its replica."""

    matcher: Matcher
    replica: Replica


@dataclass(frozen=True, slots=True)
class Wanted:
    """Filters of a ranking; `None` does not filter. They hide people, they never move a fit."""

    max_km: int | None = None
    language: str | None = None
    level: Level = "A1"
    hireable_only: bool = False
    state: CandidacyState | None = None
    min_fit: float | None = None
    only: frozenset[UUID] = frozenset()
    """These people alone, set aside or not; empty: everybody."""


@dataclass(frozen=True, slots=True)
class _Order:
    """People that pass the filters, best first, by place in the view."""

    places: Ints
    view: People


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
    order = _order(desk, vacancy, wanted, states)
    page = [order.view.ids[place] for place in order.places[offset : offset + limit]]
    items = _page(session, desk, vacancy, page, states, offset=offset, lang=lang)
    return Ranking(
        vacancy=shown_vacancy(row, lang=lang),
        items=items,
        total=len(order.places),
        considered=len(order.view.ids),
        took_ms=round((perf_counter() - started) * 1000, 1),
    )


def _order(
    desk: Desk,
    vacancy: EmbeddedVacancy,
    wanted: Wanted,
    states: dict[UUID, tuple[UUID, CandidacyState]],
) -> _Order:
    view, index = desk.replica.people
    demand = desk.matcher.demand(vacancy.facts, view.pool, today=today())
    passing = _passing(view, demand, wanted) & _in_state(view, wanted, states)
    allowed = None if passing.all() else view.numbers[passing]
    numbers, similarity = index.search(vacancy.vector, k=DEPTH, allowed=allowed)
    places, known = _places(view.numbers, numbers)
    by_place = np.argsort(places)
    places, similarity = places[by_place], similarity[known][by_place]
    everybody = len(places) == len(view.ids)
    pool = view.pool if everybody else view.pool.take(places)
    fits = score(demand, pool, similarity).fits
    if wanted.min_fit is not None:
        keep = fits >= wanted.min_fit
        places, fits = places[keep], fits[keep]
    return _Order(places[best_first(fits, view.numbers[places])], view)


def _passing(view: People, demand: Demand, wanted: Wanted) -> NDArray[np.bool_]:
    """Who passes the filters on facts. Somebody whose place is unknown is not "near"."""
    passing = np.ones(len(view.ids), dtype=np.bool_)
    if wanted.max_km is not None:
        passing &= distances(demand, view.pool) <= wanted.max_km
    if wanted.language is not None:
        have = view.pool.level_of(language_number(wanted.language))
        passing &= have >= level_rank(wanted.level) + 1
    if wanted.hireable_only:
        passing &= view.hireable
    return passing


def _in_state(
    view: People,
    wanted: Wanted,
    states: dict[UUID, tuple[UUID, CandidacyState]],
) -> NDArray[np.bool_]:
    """Who stands at the state wanted; without one, everybody who was not set aside."""
    if wanted.only:
        named = (identifier in wanted.only for identifier in view.ids)
        return np.fromiter(named, dtype=np.bool_, count=len(view.ids))
    state = wanted.state
    if not states:
        return np.full(len(view.ids), state in (None, "proposed"))
    found = (states.get(identifier, _PROPOSED)[1] for identifier in view.ids)
    passing = (now != "set_aside" if state is None else now == state for now in found)
    return np.fromiter(passing, dtype=np.bool_, count=len(view.ids))


def _places(held: Ints, numbers: Ints) -> tuple[Ints, NDArray[np.bool_]]:
    """Place of each number in the ascending `held`, and which are there.

    The index may be a moment ahead of the view: what the view does not know yet is left out.
    """
    places = np.searchsorted(held, numbers)
    known = places < len(held)
    known[known] = held[places[known]] == numbers[known]
    return places[known], known


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
    standing = {row.profile_id: states.get(row.profile_id, _PROPOSED) for row in rows}
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
    ranked = ranked_vacancies(session, desk, row)
    states = repository.states_for_person(session, profile_id)
    page = ranked[offset : offset + limit]
    return VacancyRanking(
        items=tuple(
            _ranked_vacancy(desk, row, vacancy, states, rank, lang)
            for rank, vacancy in enumerate(page, start=offset + 1)
        ),
        total=len(ranked),
        considered=len(desk.replica.jobs[0].ids),
    )


def ranked_vacancies(session: Session, desk: Desk, row: CandidateRow) -> list[VacancyRow]:
    """The open vacancies that a person is compared with, best first."""
    jobs, index = desk.replica.jobs
    profile = profile_of(row)
    person = desk.matcher.person(profile.facts, vector=profile.vector)
    nearest, _ = index.search(profile.vector, k=VACANCY_DEPTH)
    same_trade = jobs.numbers[np.isin(jobs.trades, person.occupations)]
    places, _ = _places(jobs.numbers, np.union1d(nearest, same_trade))
    found = repository.vacancies(session, [jobs.ids[place] for place in places])
    return _fits(desk, row, list(found.values()))


def _fits(desk: Desk, row: CandidateRow, vacancies: list[VacancyRow]) -> list[VacancyRow]:
    """The vacancies by fit, best first; of equals the one with the smaller id."""
    person = profile_of(row)
    pool = desk.matcher.pool([desk.matcher.person(person.facts, vector=person.vector)])

    def fit(vacancy: VacancyRow) -> float:
        embedded = vacancy_of(vacancy)
        demand = desk.matcher.demand(embedded.facts, pool, today=today())
        similarity: Floats = np.array([embedded.vector @ person.vector], dtype=np.float64)
        return float(score(demand, pool, similarity).fits[0])

    return sorted(vacancies, key=lambda vacancy: (-fit(vacancy), vacancy.id))


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
    they would know somebody again from one vacancy to another.
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
        route=person.route if person else None,
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
    """The steps between states that the actor gets to see; others leave no trace."""
    states = access.states_shown_to(actor)
    return [
        _step(step, before=step.from_state if step.from_state in states else "proposed")
        for step in steps
        if step.to_state in states
    ]


def _step(step: TransitionRow, *, before: CandidacyState | None = None) -> Transition:
    return Transition(
        name=step.name,
        from_state=before or step.from_state,
        to_state=step.to_state,
        at=step.at,
        role=step.role,
        reason=step.reason,
    )
