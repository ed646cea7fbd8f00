"""A list is the same as if everybody were compared in full, whatever is filtered and asked."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from itertools import product
from random import Random
from typing import Any
from uuid import UUID, uuid4

import numpy as np
import pytest
import time_machine
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from amuddu.contracts.matching.ranking import RankingSort
from amuddu.contracts.profiles import ProfileUpdated
from services.matching.people import best as visiting
from services.matching.people import columns
from services.matching.people.asked import Asked
from services.matching.people.columns import Candidate, Columns
from services.matching.people.view import Scopes
from services.matching.ranking.limits import OF_THE_TRADE, of_the_trade
from services.matching.ranking.matcher import EmbeddedVacancy, Matcher
from services.matching.ranking.scoring import NEUTRAL
from services.matching.search.ordering import States, Wanted, order_in
from tests.services.matching.people.full import Kept, listed
from tests.services.matching.support import ENCODER, job, profile, ref, spoken, vacancy, words

TODAY = date(2026, 9, 1)
TRADES = (
    *("mason", "tiler", "plasterer", "isco-7112"),
    *("cook", "security-guard", "construction-labourer", "goods-handler"),
)
TEXTS = ("maçon traditionnel de pisé", "aide sur chantier", "métier sans nom connu")
SKILLS = ("lay-bricks", "render-walls", "mix-mortar", "read-plans", "cash-handling", "drive-car")
PLACES = ("rabat", "sale", "casablanca", "agadir", None)
CONTRACTS = ("CDI", "CDD", "seasonal")
STATES = ("proposed", "set_aside", "shortlisted", "declined")


def _somebody(draw: Random) -> ProfileUpdated:
    trades = [*map(ref, TRADES), *map(words, TEXTS)]
    skills = [*map(ref, SKILLS), words("monter des murs en briques"), words("tour de main")]
    languages = [spoken(code, draw.choice(("A1", "B1", "C1"))) for code in ("fr", "ary", "en")]
    return profile(
        occupations=tuple(draw.sample(trades, draw.choice((0, 1, 1, 2)))),
        experience=tuple(
            job(draw.choice(TRADES), draw.choice((0, 6, 40, 400)))
            for _ in range(draw.choice((0, 0, 1, 2)))
        ),
        skills=tuple(draw.sample(skills, draw.choice((0, 1, 2, 4)))),
        languages=tuple(draw.sample(languages, draw.choice((0, 1, 2)))),
        place=draw.choice(PLACES),
        max_distance_km=draw.choice((None, None, 5, 50)),
        available_from=draw.choice((None, *(TODAY + timedelta(days=n) for n in (-60, 0, 10, 40)))),
        contract_types=tuple(draw.sample(CONTRACTS, draw.choice((0, 0, 1, 2)))),
        about=draw.choice(("", "", "Travailleur sérieux, habite près du chantier.")),
        young=draw.random() < 0.1,
        age_unknown=draw.random() < 0.1,
    )


@cache
def house() -> tuple[Matcher, list[tuple[Candidate, np.ndarray]]]:
    matcher, draw = Matcher(ENCODER), Random(7)
    people = [_somebody(draw) for _ in range(120)]
    vectors = matcher.profile_vectors(people)
    return matcher, [
        (Candidate(matcher.person(one, vector=row), one.young, one.age_unknown), row)
        for one, row in zip(people, vectors, strict=True)
    ]


VACANCIES = (
    vacancy(),
    vacancy(essential_skills=(), wanted_skills=(), languages=(), place="nowhere"),
    vacancy(
        essential_skills=(ref("drive-car"), ref("lay-bricks")),
        languages=(spoken("fr", "B1"),),
        starts_on=TODAY,
    ),
    vacancy(occupation=words("aide sur chantier"), title="Aide"),
    vacancy(occupation=ref("cook"), title="Cuisinier", contract_type="CDI"),
    vacancy(occupation=ref("tiler"), languages=(spoken("ary", "B1"), spoken("en", "A2"))),
    vacancy(  # some of what is essential stands for some of the trade
        occupation=ref("plasterer"),
        essential_skills=tuple(map(ref, ("cash-handling", "drive-car", "read-plans"))),
        starts_on=TODAY + timedelta(days=20),
    ),
    vacancy(  # its trade is told in words, and read from all that it says
        occupation=words("personne pour le chantier"),
        title="Personne pour le chantier",
        description="Monter des murs en briques et préparer le mortier.",
        essential_skills=(words("monter des murs en briques"), ref("mix-mortar")),
    ),
    vacancy(
        occupation=ref("construction-labourer"),
        essential_skills=(ref("mix-mortar"), ref("drive-car")),
    ),
)


@st.composite
def filters(draw: st.DrawFn, ids: list[UUID]) -> Wanted:
    one_of = st.sampled_from
    return Wanted(
        max_km=draw(one_of((None, None, 10, 100))),
        language=draw(one_of((None, None, "fr", "ary"))),
        level=draw(one_of(("A1", "B2"))),
        state=draw(one_of((None, None, None, *STATES))),
        min_fit=draw(one_of((None, None, 0.0, 0.4, 0.55, 0.8))),
        only=frozenset(draw(st.lists(one_of(ids), max_size=3)))
        if draw(st.booleans())
        else frozenset(),
        part=draw(one_of(("inside", "outside", "all"))),
        trade=draw(one_of((None, None, None, "tiler", "cook", "no-such-trade"))),
        all_essentials=draw(one_of((False, False, False, True))),
        in_time=draw(one_of((False, False, False, True))),
        languages_met=draw(one_of((False, False, False, True))),
        sort=draw(one_of(("fit", "fit", "distance", "day"))),
    )


class House:
    """People who come, change and leave; in columns, and as a list beside them."""

    def __init__(self) -> None:
        self.columns = Columns(ENCODER.dimension)
        self.people: list[Kept] = []
        self._clock = 0

    def tell(self, person: UUID, held: Candidate | None, vector: np.ndarray | None) -> None:
        self._clock += 1
        self.columns.apply([(person, self._clock, held, vector)])
        self.people = [one for one in self.people if one.id != person]
        if held is not None and vector is not None:
            self.people.append(Kept(person, held, vector))


@pytest.fixture(autouse=True)
def _small_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    """So that a few people are as many to the columns."""
    monkeypatch.setattr(columns, "TAIL", 5)
    monkeypatch.setattr(columns, "FEW_DEAD", 4)
    monkeypatch.setattr(visiting, "FIRST", 1)


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.data())
def test_a_list_is_that_of_comparing_everybody(data: st.DataObject) -> None:
    matcher, crowd = house()
    told = House()
    ids = [UUID(int=number * 2**70 + 1) for number in range(24)]
    steps = st.tuples(st.sampled_from(ids), st.integers(-12, len(crowd) - 1))
    for person, which in data.draw(st.lists(steps, max_size=60)):
        told.tell(person, *(crowd[which] if which >= 0 else (None, None)))
    states: States = {
        person: (uuid4(), state)
        for person, state in data.draw(
            st.dictionaries(st.sampled_from(ids), st.sampled_from(STATES), max_size=6)
        ).items()
    }
    wanted = data.draw(filters(ids))
    facts = data.draw(st.sampled_from(VACANCIES))
    one = EmbeddedVacancy(facts, matcher.vacancy_vectors([facts])[0])
    most = data.draw(st.integers(1, 30))
    with time_machine.travel(TODAY, tick=False), told.columns.reading() as view:
        full = listed(matcher, told.people, one, wanted, states, today=TODAY)
        found = order_in(view, matcher, one, wanted, states, on=TODAY, most=most)
        assert list(found.ids) == full.ids[:most]
        assert found.fits.tolist() == full.fits[:most]
        assert found.total == len(full.ids)
        assert found.wider.outside == full.outside
        assert dict(found.wider.by) == full.by
        assert list(found.wider.trades.items()) == list(full.trades.items())
        left = (found.left.all_essentials, found.left.in_time, found.left.languages_met)
        assert [*left, *found.left.within] == list(full.left.values())
        assert found.considered == len(told.people)


NARROWED: tuple[dict[str, Any], ...] = (
    {},
    {"all_essentials": True},
    {"in_time": True},
    {"languages_met": True},
    {"in_time": True, "max_km": 100, "min_fit": 0.4},
)


@pytest.mark.parametrize("number", range(len(VACANCIES)))
def test_a_list_of_many_is_that_of_comparing_everybody(number: int) -> None:
    """Whatever it is narrowed and sorted by, however short it is."""
    matcher, crowd = house()
    told, facts = House(), VACANCIES[number]
    for held, vector in crowd:
        told.tell(uuid4(), held, vector)
    one = EmbeddedVacancy(facts, matcher.vacancy_vectors([facts])[0])
    lists = product(("inside", "outside", "all"), ("fit", "distance", "day"), NARROWED)
    with time_machine.travel(TODAY, tick=False), told.columns.reading() as view:
        for part, sort, narrowed in lists:
            wanted = Wanted(part=part, sort=sort, **narrowed)
            full = listed(matcher, told.people, one, wanted, {}, today=TODAY)
            for most in (2, 9, 10_000):
                found = order_in(view, matcher, one, wanted, {}, on=TODAY, most=most)
                assert (list(found.ids), found.total) == (full.ids[:most], len(full.ids)), wanted
            left = (found.left.all_essentials, found.left.in_time, found.left.languages_met)
            assert [*left, *found.left.within] == list(full.left.values())
            assert (found.wider.outside, dict(found.wider.by)) == (full.outside, full.by)
            assert list(found.wider.trades.items()) == list(full.trades.items())


def test_what_is_essential_stands_for_some_of_the_trade() -> None:
    """Among the people of these tests are some who are shown for a trade and skills that would not
    do alone."""
    told, shown = House(), 0
    for held, vector in house()[1]:
        told.tell(uuid4(), held, vector)
    for number in range(len(VACANCIES)):
        asked = _asked(told, number)
        shares = asked.ticks / max(len(asked.demand.skills.essential), 1)
        alone = (asked.trade > 0) | asked.untraded | of_the_trade(np.zeros(len(shares)), shares)
        shown += int((asked.of_trade & ~alone).sum())
    assert shown > 0


def _asked(told: House, number: int = 0) -> Asked:
    matcher, _ = house()
    facts = VACANCIES[number]
    scopes = Scopes(matcher.occupations.whole(), matcher.skills.whole())
    with told.columns.reading() as view:
        none = view.pool(np.zeros(0, dtype=np.int64), scopes)
        demand = matcher.demand(facts, none, today=TODAY)
        return Asked(view, scopes, demand, matcher.vacancy_vectors([facts])[0])


@pytest.mark.parametrize("number", range(len(VACANCIES)))
def test_nobody_is_better_than_their_bound(number: int) -> None:
    told = House()
    for held, vector in house()[1]:
        told.tell(uuid4(), held, vector)
    asked = _asked(told, number)
    slots = asked.view.slots
    farthest = float(asked.demand.occupation[asked.demand.occupation < OF_THE_TRADE].max())
    most = visiting.bounds(asked, slots, farthest=farthest)
    fits = visiting.fits_of(asked, slots)
    assert (fits <= most).all()
    assert float(np.mean(most - fits)) < 0.35  # a bound of 1 for everybody would be none


def test_who_names_no_trade_is_shown_whatever_their_skills_are() -> None:
    """`Asked.of_trade` takes all of them: their skills speak from neutral upwards."""
    assert NEUTRAL >= OF_THE_TRADE


def test_equal_people_stand_in_the_order_in_which_they_came(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """However few are compared at once, and however many are equal to the last one shown.

    Of these everything is known at a glance, so that nobody is above their bound: who could only be
    equal to the last one shown is looked at all the same.
    """
    told, (matcher, crowd) = House(), house()
    exact = profile(skills=tuple(map(ref, ("lay-bricks", "render-walls", "read-plans"))))
    vector = matcher.profile_vectors([exact])[0]
    held = Candidate(replace(matcher.person(exact, vector=vector), told=False), False, False)
    ids = [uuid4() for _ in range(40)]
    cooks = [one for one in crowd if not _names_building(one[0])]
    for number, person in enumerate(ids):
        told.tell(uuid4(), *cooks[number % len(cooks)])
        told.tell(person, held, vector)
    told.tell(ids[3], held, vector)
    expected = [*ids[:3], *ids[4:], ids[3]]
    asked = _asked(told)
    slots = asked.view.slots_of(ids)
    fits = visiting.fits_of(asked, slots)
    assert (fits == visiting.bounds(asked, slots)).all()
    assert fits[0] > visiting.fits_of(asked, np.setdiff1d(asked.view.slots, slots)).max()
    one = EmbeddedVacancy(VACANCIES[0], matcher.vacancy_vectors([VACANCIES[0]])[0])
    # Of equal bounds the last to come are looked at first.
    last = lambda most, left, size: np.lexsort((-left, -most[left]))[:size]  # noqa: E731
    monkeypatch.setattr(visiting, "_highest", last)
    for first in (1, 3, 1_000):
        monkeypatch.setattr(visiting, "FIRST", first)
        for most in (1, 7, 39, 40):
            with told.columns.reading() as view:
                found = order_in(view, matcher, one, Wanted(part="all"), {}, on=TODAY, most=most)
            assert list(found.ids) == expected[:most]


def _names_building(held: Candidate) -> bool:
    near = house()[0].occupations.entries([ref(trade) for trade in ("cook", "security-guard")])
    return not np.isin(held.person.occupations, near).all() or not len(held.person.occupations)


@pytest.mark.parametrize("sort", ["fit", "distance", "day"])
def test_few_are_compared_where_many_are(sort: RankingSort) -> None:
    """The promise behind the speed: who cannot come in is not compared."""
    told = House()
    for _ in range(30):
        for held, vector in house()[1]:
            told.tell(uuid4(), held, vector)
    matcher = house()[0]
    one = EmbeddedVacancy(VACANCIES[0], matcher.vacancy_vectors([VACANCIES[0]])[0])
    wanted = Wanted(part="all", sort=sort)
    with told.columns.reading() as view:
        found = order_in(view, matcher, one, wanted, {}, on=TODAY, most=10)
    assert found.total > 1_300
    assert found.compared < 300
