"""Which open vacancies come first for a person, by the replica's numbers."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from amuddu.contracts.types import Lang
from amuddu.kit.clock import today
from amuddu.kit.db import Session
from services.matching.facts import protection
from services.matching.facts import repository as facts_repository
from services.matching.facts.reading import profile_of, vacancy_of
from services.matching.facts.tables import CandidateRow
from services.matching.ranking.limits import of_the_trade, passed
from services.matching.ranking.matcher import EmbeddedProfile, EmbeddedVacancy, Matcher
from services.matching.ranking.pool import Floats, Ints, Pool
from services.matching.ranking.scoring import FEATURES, score
from services.matching.search import finding
from services.matching.search.engine import Engine, Fit
from services.matching.search.finding import Search

VACANCY_DEPTH = 200
"""How many vacancies, nearest by vector, are compared with a person; those of their trades too."""

OCCUPATION = FEATURES.index("occupation")


def vacancies_by_fit(session: Session, engine: Engine, row: CandidateRow) -> Sequence[Fit]:
    """The open vacancies that a person is compared with, best first; of equals the smaller id."""
    with engine.replica.jobs() as (jobs, index):
        state = (row.changed, today())
        known = engine.cache.get(row.profile_id, jobs, state)
        if known is not None:
            return known
        profile = profile_of(row)
        person = engine.matcher.person(profile.facts, vector=profile.vector)
        allowed = jobs.numbers if len(jobs.ids) else None
        nearest, _ = index.search(profile.vector, k=VACANCY_DEPTH, allowed=allowed)
        same_trade = jobs.numbers[np.isin(jobs.trades, person.occupations)]
        places, _ = _places(jobs.numbers, np.union1d(nearest, same_trade))
        ids = [jobs.ids[place] for place in places]
    found = _fits(session, engine, profile, ids)
    engine.cache.keep(row.profile_id, jobs, state, found)
    return found


def searched(
    session: Session, engine: Engine, row: CandidateRow, search: Search, *, lang: Lang
) -> Sequence[Fit]:
    """The open vacancies that somebody looked for, of whatever trade, best first; of very many
    those that are nearest to the person."""
    profile = profile_of(row)
    with engine.replica.jobs() as (jobs, index):
        wanted = finding.found(session, engine, jobs, search, lang=lang)
        asked = np.array([each in wanted for each in jobs.ids], dtype=np.bool_)
        nearest, _ = index.search(profile.vector, k=VACANCY_DEPTH, allowed=jobs.numbers[asked])
        places, _ = _places(jobs.numbers, np.sort(nearest))
        ids = [jobs.ids[place] for place in places]
    return _fits(session, engine, profile, ids)


def found_by(session: Session, engine: Engine, search: Search, *, lang: Lang) -> int:
    """How many open vacancies a search finds, for whomever."""
    with engine.replica.jobs() as (jobs, _):
        return len(finding.found(session, engine, jobs, search, lang=lang) & set(jobs.ids))


def _fits(
    session: Session, engine: Engine, profile: EmbeddedProfile, ids: Sequence[UUID]
) -> list[Fit]:
    """The fit of one person for each of these, where it is open and their age lets them; best
    first, of equals the smaller id."""
    pool = engine.matcher.pool([engine.matcher.person(profile.facts, vector=profile.vector)])
    open_now = map(vacancy_of, facts_repository.vacancies(session, ids).values())
    found = [
        _fit(engine.matcher, pool, profile, vacancy)
        for vacancy in open_now
        if protection.allowed(profile.facts, vacancy.facts)
    ]
    return sorted(found, key=lambda each: (-each.fit, each.vacancy_id))


def _fit(matcher: Matcher, pool: Pool, profile: EmbeddedProfile, vacancy: EmbeddedVacancy) -> Fit:
    """Fit of the one person in a pool, and whether the vacancy is within what was said."""
    demand = matcher.demand(vacancy.facts, pool, today=today())
    similarity: Floats = np.array([vacancy.vector @ profile.vector], dtype=np.float64)
    scores = score(demand, pool, similarity)
    of_trade = of_the_trade(scores.values[:, OCCUPATION], scores.stated)[0]
    inside = bool(of_trade and not passed(demand, pool).any())
    return Fit(vacancy.facts.vacancy_id, float(scores.fits[0]), inside)


def _places(held: Ints, numbers: Ints) -> tuple[Ints, NDArray[np.bool_]]:
    """Place of each number in the ascending `held`, and which are there.

    The index may be a moment ahead of the view: what the view does not know yet is left out.
    """
    places = np.searchsorted(held, numbers)
    known = places < len(held)
    known[known] = held[places[known]] == numbers[known]
    return places[known], known
