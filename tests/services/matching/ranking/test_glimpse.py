"""What an employer reads before a yes is shared by several people, whoever they are."""

from __future__ import annotations

from collections import Counter
from typing import Any

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from amuddu.contracts.employers import VacancyPublished
from amuddu.contracts.matching.ranking import Glimpse
from amuddu.contracts.profiles import ProfileUpdated
from amuddu.kit.clock import today
from services.matching.ranking.glimpse import LEAST, glimpses, tellable
from services.matching.ranking.matcher import cosines, matcher_of
from services.matching.ranking.scoring import score
from tests.services.matching.support import ENCODER, job, profile, ref, spoken, vacancy

MATCHER = matcher_of(ENCODER)


def shown(one: VacancyPublished, people: list[ProfileUpdated]) -> list[Glimpse]:
    vectors = MATCHER.profile_vectors(people)
    pool = MATCHER.pool(
        [MATCHER.person(who, vector=vector) for who, vector in zip(people, vectors, strict=True)]
    )
    demand = MATCHER.demand(one, pool, today=today())
    similarity = cosines(vectors, MATCHER.vacancy_vectors([one])[0])
    return glimpses(one, demand, pool, score(demand, pool, similarity))


some_people = st.lists(
    st.fixed_dictionaries(
        {
            "occupations": st.sampled_from([(ref("mason"),), (ref("cook"),), (ref("painter"),)]),
            "skills": st.sampled_from([(), (ref("lay-bricks"),), (ref("render-walls"),)]),
            "languages": st.sampled_from(
                [(), (spoken("fr", "B1"),), (spoken("wo", "native"), spoken("fr", "A1"))]
            ),
            "place": st.sampled_from(["rabat", "sale", "tanger", None]),
            "experience": st.sampled_from([(), (job("mason", 6),), (job("mason", 60),)]),
        }
    ),
    max_size=40,
)


@settings(deadline=None)  # the first call compares with every concept
@given(some_people)
def test_each_reading_is_that_of_several_people(facts: list[dict[str, Any]]) -> None:
    found = shown(vacancy(), [profile(**each) for each in facts])
    counts = Counter(one.model_dump_json() for one in found)
    if len(facts) < LEAST:
        assert len(counts) <= 1
    else:
        assert min(counts.values()) >= LEAST


tables = st.integers(1, 5).flatmap(
    lambda width: st.lists(
        st.lists(st.integers(-1, 3), min_size=width, max_size=width), min_size=1, max_size=60
    )
)


@given(tables, st.integers(2, 8))
def test_rows_that_are_told_apart_are_groups(rows: list[list[int]], least: int) -> None:
    table = np.array(rows)
    told = tellable(table, least=least)
    assert not (told & (table < 0)).any()
    readings = Counter(map(tuple, np.where(told, table, -1).tolist()))
    assert (len(rows) < least and not told.any()) or min(readings.values()) >= least


@given(tables, st.integers(2, 8))
def test_the_order_of_people_changes_nothing(rows: list[list[int]], least: int) -> None:
    table = np.array(rows)
    assert (tellable(table, least=least)[::-1] == tellable(table[::-1], least=least)).all()


def test_as_much_is_told_as_several_people_share() -> None:
    alike = [profile() for _ in range(LEAST)]
    only_one = profile(skills=(ref("render-walls"),), place="tanger")
    first, *_, last = shown(vacancy(), [*alike, only_one])
    # The five alike would tell who the one is by what they have and it has not.
    assert first == last
    assert (first.trade, first.essentials, first.distance) == ("same", "some", None)


def test_nothing_that_is_told_shows_an_origin() -> None:
    people = [
        profile(languages=(spoken("fr", "B1"), *extra))
        for extra in [(spoken("wo", "native"),)] * LEAST + [()] * LEAST
    ]
    asked = vacancy(languages=(spoken("fr", "A2"), spoken("wo", "B1")))
    assert len({one.model_dump_json() for one in shown(asked, people)}) == 1
