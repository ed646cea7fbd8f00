"""Rankings: what people look at before they decide. Changes nothing.

A ranking has two stages. The replica's numbers give everybody's fit and so the order; then the
people of the page alone are read from the tables, compared again with all their words, and
explained. Somebody who withdrew a moment ago is gone at the second stage.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from time import perf_counter
from uuid import UUID

from amuddu.contracts.matching import CandidacyState, InterestState
from amuddu.contracts.matching.ranking import (
    NEAR_KM,
    HoursWanted,
    Narrower,
    Neighbour,
    OfferSearchName,
    RankedCandidate,
    RankedVacancy,
    Ranking,
    RankingPart,
    RankingSort,
    VacancyRanking,
    Wider,
    Within,
)
from amuddu.contracts.types import Lang, Level
from amuddu.kit.auth import Actor, Role
from amuddu.kit.clock import today
from amuddu.kit.db import Session
from services.matching.candidacies import repository
from services.matching.candidacies.reading import transition_out
from services.matching.candidacies.tables import TransitionRow
from services.matching.facts import access as facts_access
from services.matching.facts import protection
from services.matching.facts import repository as facts_repository
from services.matching.facts.reading import code_of, profile_of, shown_vacancy, vacancy_of
from services.matching.facts.tables import CandidateRow, VacancyRow
from services.matching.interests import life
from services.matching.interests import repository as interests_repository
from services.matching.lexicon.concepts import concepts
from services.matching.ranking.matcher import EmbeddedVacancy, Explained
from services.matching.search.engine import Engine, Fit
from services.matching.search.finding import Search
from services.matching.search.narrowing import Left
from services.matching.search.ordering import PROPOSED, Parted, Wanted, order
from services.matching.search.vacancies import found_by, searched, vacancies_by_fit


def ranking(
    session: Session,
    engine: Engine,
    actor: Actor,
    vacancy_id: UUID,
    *,
    max_km: int | None,
    language: str | None,
    level: Level | None,
    min_fit: float | None,
    state: CandidacyState | None,
    only: Collection[UUID],
    part: RankingPart,
    trade: str | None,
    all_essentials: bool,
    in_time: bool,
    languages_met: bool,
    interested: bool,
    sort: RankingSort,
    lang: Lang,
    limit: int,
    offset: int,
) -> Ranking:
    """One page of the people who fit a vacancy best, of those whom the filters let pass."""
    started = perf_counter()
    row = facts_access.visible_vacancy(actor, facts_repository.vacancy(session, vacancy_id))
    keen = _interested(session, actor, vacancy_id)
    wanted = Wanted(
        max_km=max_km,
        language=language,
        level=level or "A1",
        state=state,
        min_fit=min_fit,
        only=_among(only, keen) if interested else frozenset(only),
        part=part,
        trade=trade,
        all_essentials=all_essentials,
        in_time=in_time,
        languages_met=languages_met,
        sort=sort,
    )
    vacancy = vacancy_of(row)
    states = repository.states_for_vacancy(session, vacancy_id)
    ordered = order(engine, vacancy, wanted, states, most=offset + limit)
    page = list(ordered.ids[offset:])
    items = _page(
        session, engine, vacancy, page, states, keen=keen, sort=sort, offset=offset, lang=lang
    )
    return Ranking(
        vacancy=shown_vacancy(row, lang=lang),
        items=items,
        total=ordered.total,
        considered=ordered.considered,
        standing=Counter(state for _, state in states.values()),
        wider=_wider(engine, ordered.wider, lang),
        narrower=_narrower(ordered.left, interested=len(keen)),
        took_ms=round((perf_counter() - started) * 1000, 1),
    )


def _wider(engine: Engine, found: Parted, lang: Lang) -> Wider:
    """What would bring more people, in words."""
    ids = engine.matcher.occupations.ids
    known = concepts("occupation")
    return Wider(
        outside=found.outside,
        by=dict(found.by),
        trades=tuple(
            Neighbour(concept=ids[entry], label=known[ids[entry]].titles[lang], people=people)
            for entry, people in found.trades.items()
        ),
    )


def _interested(session: Session, actor: Actor, vacancy_id: UUID) -> dict[UUID, datetime]:
    """People of the reader's own agency whom the vacancy interests: nobody else reads it."""
    if not actor.is_staff:
        return {}
    return interests_repository.open_since(
        session, vacancy_id, states=life.ALIVE, agency_id=actor.agency_id
    )


NOBODY = UUID(int=0)


def _among(only: Collection[UUID], keen: Collection[UUID]) -> frozenset[UUID]:
    """Whom to look at; nobody where nobody is left: no one named would be everybody."""
    left = set(keen).intersection(only) if only else set(keen)
    return frozenset(left or {NOBODY})


def _narrower(left: Left, *, interested: int) -> Narrower:
    """What would bring fewer people, with how many."""
    return Narrower(
        interested=interested,
        all_essentials=left.all_essentials,
        in_time=left.in_time,
        languages_met=left.languages_met,
        within=tuple(
            Within(km=km, people=people) for km, people in zip(NEAR_KM, left.within, strict=True)
        ),
    )


def _page(
    session: Session,
    engine: Engine,
    vacancy: EmbeddedVacancy,
    ids: list[UUID],
    states: dict[UUID, tuple[UUID, CandidacyState]],
    *,
    keen: Mapping[UUID, datetime],
    sort: RankingSort,
    offset: int,
    lang: Lang,
) -> tuple[RankedCandidate, ...]:
    found = facts_repository.candidates(session, ids)
    # Facts may have changed since the replica looked: the page stands by what it says itself.
    closed = protection.closed(vacancy.facts)
    rows = [
        found[identifier]
        for identifier in ids
        if identifier in found and not closed.to(found[identifier])
    ]
    explained = engine.matcher.explain(
        vacancy, [profile_of(row) for row in rows], today=today(), lang=lang
    )
    pairs = list(zip(rows, explained, strict=True))
    best = sorted(pairs, key=lambda pair: -pair[1].fit) if sort == "fit" else pairs
    standing = {row.profile_id: states.get(row.profile_id, PROPOSED) for row in rows}
    logs = repository.logs_of(session, [one for one, _ in standing.values() if one])
    return tuple(
        _candidate(
            row,
            result,
            standing[row.profile_id],
            offset + place,
            logs,
            since=keen.get(row.profile_id),
        )
        for place, (row, result) in enumerate(best, start=1)
    )


def _candidate(
    row: CandidateRow,
    explained: Explained,
    standing: tuple[UUID | None, CandidacyState],
    rank: int,
    logs: dict[UUID, list[TransitionRow]],
    *,
    since: datetime | None,
) -> RankedCandidate:
    candidacy_id, state = standing
    return RankedCandidate.of(
        row,
        code=code_of(row, row.profile_id),
        rank=rank,
        fit=explained.fit,
        reasons=explained.reasons,
        state=state,
        candidacy_id=candidacy_id,
        young=protection.is_young(row),
        age_unknown=protection.is_unknown(row),
        log=tuple(transition_out(step) for step in logs[candidacy_id]) if candidacy_id else (),
        interested_since=since,
    )


def vacancies_for(
    session: Session,
    engine: Engine,
    actor: Actor,
    profile_id: UUID,
    *,
    part: RankingPart,
    q: str | None,
    trade: str | None,
    place: str | None,
    hours: HoursWanted | None,
    lang: Lang,
    limit: int,
    offset: int,
) -> VacancyRanking:
    """One page of the open vacancies that fit a person best, of those that they look for."""
    row = facts_access.visible_person(actor, facts_repository.candidate(session, profile_id))
    search = Search(q=q, trade=trade, place=place, hours=hours)
    everything = (
        searched(session, engine, row, search, lang=lang)
        if search.asked
        else vacancies_by_fit(session, engine, row)
    )
    states = repository.states_for_person(session, profile_id)
    near = _near(actor, everything, states)
    ranked = [
        one for one in everything if part == "all" or (one.vacancy_id in near) == (part == "inside")
    ]
    with engine.replica.jobs() as (jobs, _):
        considered = len(jobs.ids)
    page = [each.vacancy_id for each in ranked[offset : offset + limit]]
    interests = {
        one.vacancy_id: one.state for one in interests_repository.of_people(session, [profile_id])
    }
    found = {
        vacancy_id: vacancy  # without what closed a moment ago, or is closed to them since
        for vacancy_id, vacancy in facts_repository.vacancies(session, page).items()
        if protection.allowed_in(row, vacancy)
    }
    return VacancyRanking(
        items=tuple(
            ranked_vacancy(
                engine, row, found[vacancy_id], rank, lang, states=states, interests=interests
            )
            for rank, vacancy_id in enumerate(page, start=offset + 1)
            if vacancy_id in found
        ),
        total=len(ranked),
        outside=len(everything) - len(near),
        considered=considered,
        without=_without(session, engine, search, lang) if not everything else {},
    )


def _near(
    actor: Actor, everything: Sequence[Fit], states: Mapping[UUID, CandidacyState]
) -> set[UUID]:
    """Vacancies of the person's trades within what was said. Staff find there too what somebody
    decided on; the person reads that apart."""
    staff = actor.role is not Role.JOBSEEKER
    return {
        one.vacancy_id for one in everything if one.inside or (staff and one.vacancy_id in states)
    }


def _without(
    session: Session, engine: Engine, search: Search, lang: Lang
) -> dict[OfferSearchName, int]:
    """What a search that finds nothing would find without one thing that is asked."""
    fewer = ((name, search.without(name)) for name in search.asked)
    counts = {name: found_by(session, engine, one, lang=lang) for name, one in fewer if one.asked}
    return {name: count for name, count in counts.items() if count}


def ranked_vacancy(
    engine: Engine,
    row: CandidateRow,
    vacancy: VacancyRow,
    rank: int,
    lang: Lang,
    *,
    states: Mapping[UUID, CandidacyState],
    interests: Mapping[UUID, InterestState],
) -> RankedVacancy:
    """A vacancy beside a person, with the reasons."""
    explained = engine.matcher.explain(
        vacancy_of(vacancy), [profile_of(row)], today=today(), lang=lang
    )[0]
    return RankedVacancy(
        vacancy=shown_vacancy(vacancy, lang=lang),
        rank=rank,
        fit=explained.fit,
        reasons=explained.reasons,
        state=states.get(vacancy.id, "proposed"),
        interest=interests.get(vacancy.id),
    )
