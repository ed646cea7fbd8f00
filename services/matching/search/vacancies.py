"""Which open vacancies come first for a person, by the replica's numbers."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

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
from services.matching.search.engine import Engine, Fit

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
    pool = engine.matcher.pool([person])
    open_now = map(vacancy_of, facts_repository.vacancies(session, ids).values())
    found = [
        _fit(engine.matcher, pool, profile, vacancy)
        for vacancy in open_now
        if protection.allowed(profile.facts, vacancy.facts)
    ]
    found.sort(key=lambda each: (-each.fit, each.vacancy_id))
    engine.cache.keep(row.profile_id, jobs, state, found)
    return found


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
