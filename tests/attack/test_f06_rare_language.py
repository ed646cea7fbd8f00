"""An employer asks for a rare language to find out who comes from where.

Two vacancies that differ in nothing but one language; the language in the words of a skill, of the
trade, of the text; a common language as a mother tongue. What is read before a yes must not depend
on who speaks it: it stays the same, person by person, when the language changes hands.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
from fastapi.testclient import TestClient
from hypothesis import given, settings
from hypothesis import strategies as st

from amuddu.contracts.employers import VacancyPublished
from amuddu.contracts.matching.ranking import Glimpse
from amuddu.contracts.profiles import ProfileUpdated
from amuddu.kit.clock import today
from amuddu.kit.db import Database
from amuddu.kit.settings import Settings
from services.matching.app import create
from services.matching.ranking.glimpse import LEAST, glimpses
from services.matching.ranking.matcher import cosines, matcher_of
from services.matching.ranking.scoring import score
from services.matching.search.engine import Engine
from tests.conftest import DatabaseOf
from tests.services.matching.support import (
    ENCODER,
    Caller,
    job,
    profile,
    ref,
    spoken,
    tell,
    vacancy,
    words,
)
from tests.support import counsellor, employer

MATCHER = matcher_of(ENCODER)
FRENCH = spoken("fr", "A2")
PROBES: dict[str, dict[str, Any]] = {
    "asked alone": {"languages": (spoken("wo", "A1"),)},
    "asked beside another": {"languages": (FRENCH, spoken("wo", "B1"))},
    "asked at every level": {"languages": (spoken("wo", "A1"), spoken("wo", "native"))},
    "as a skill": {"essential_skills": (ref("lay-bricks"), words("parler wolof"))},
    "as the only skill": {"essential_skills": (words("accueil en wolof"),)},
    "as a wanted skill": {"wanted_skills": (words("wolof"),)},
    "as the trade": {"occupation": words("interprète wolof")},
    "in the text": {"title": "Maçon parlant wolof", "description": "Wolof wolof wolof."},
}


def _people(speaks: list[bool]) -> list[ProfileUpdated]:
    """People as different as people are; those who speak Wolof say so wherever they can."""
    return [
        profile(
            code=f"C{number:02}-XXX",
            occupations=(ref(("mason", "cook")[number % 3 == 0]),),
            skills=((words("parler wolof"),) if wolof else ()) + (ref("lay-bricks"),),
            about="Je parle wolof." if wolof else "",
            languages=(spoken("fr", ("A1", "B1")[number % 2]),)
            + ((spoken("wo", "native"),) if wolof else ()),
            place=("rabat", "tanger", None)[number % 3],
            experience=(job("mason", 20 * (number % 4)),),
        )
        for number, wolof in enumerate(speaks)
    ]


def _read(one: VacancyPublished, people: list[ProfileUpdated]) -> list[Glimpse]:
    vectors = MATCHER.profile_vectors(people)
    pool = MATCHER.pool(
        [MATCHER.person(who, vector=vector) for who, vector in zip(people, vectors, strict=True)]
    )
    demand = MATCHER.demand(one, pool, today=today())
    similarity = cosines(vectors, MATCHER.vacancy_vectors([one])[0])
    return glimpses(one, demand, pool, score(demand, pool, similarity))


@pytest.mark.parametrize("probe", PROBES.values(), ids=PROBES)
@settings(deadline=None, max_examples=25)
@given(speaks=st.lists(st.booleans(), min_size=LEAST, max_size=24))
def test_what_is_read_stays_when_the_language_changes_hands(
    probe: dict[str, Any], speaks: list[bool]
) -> None:
    one = vacancy(**probe)
    assert _read(one, _people(speaks)) == _read(one, _people([not each for each in speaks]))


def test_a_mother_tongue_is_told_of_nobody() -> None:
    one = vacancy(languages=(FRENCH, spoken("ar", "native")))
    levels = [("A1", "native")[number % 2] for number in range(4 * LEAST)]
    people = [profile(languages=(spoken("fr", "B1"), spoken("ar", level))) for level in levels]
    assert len({each.model_dump_json() for each in _read(one, people)}) == 1


def test_the_language_that_is_told_is_the_common_one() -> None:
    # What stands beside a rare language is still told: the employer is not left without.
    one = vacancy(languages=(spoken("fr", "B2"), spoken("wo", "B1")))
    levels = ["A1"] * LEAST + ["C1"] * LEAST
    people = [profile(languages=(spoken("fr", level),)) for level in levels]
    assert [each.languages for each in _read(one, people)] == [False] * LEAST + [True] * LEAST


# --- through the doors ------------------------------------------------------------------------


@pytest.fixture
def database(database_of: DatabaseOf) -> Database:
    return database_of("services.matching")


@pytest.fixture
def client(database: Database, settings: Settings) -> Iterator[TestClient]:
    with TestClient(create(settings=None, database=database, encoder=ENCODER)) as client:
        yield client


def test_two_vacancies_that_differ_in_a_rare_language_read_alike(
    client: TestClient, database: Database
) -> None:
    first = vacancy(languages=(FRENCH,))
    second = vacancy(employer_id=first.employer_id, languages=(FRENCH, spoken("wo", "B1")))
    people = _people([number % 4 == 0 for number in range(40)])
    tell(database, first, second, *people)
    engine: Engine = client.app.state.engine  # type: ignore[attr-defined] # FastAPI's
    engine.replica.refresh()
    agency, reader = (
        Caller(client, counsellor()),
        Caller(client, employer(employer_id=first.employer_id)),
    )
    for one in (first, second):
        for person in people:
            path = f"/vacancies/{one.vacancy_id}/candidates/{person.profile_id}/shortlist"
            assert agency.post(path).status_code == 201
    plain, probing = (_glimpses(reader, one) for one in (first, second))
    assert min(probing.values()) >= LEAST
    # Only the fit is missing, of everybody; the groups are those of the plain vacancy.
    assert probing == _without_fit(plain)
    assert len(probing) > 1, "a reading that is the same for all tells nothing to anybody"


def _glimpses(reader: Caller, one: VacancyPublished) -> Counter[tuple[tuple[str, str], ...]]:
    found = reader.get(f"/vacancies/{one.vacancy_id}/candidacies", limit=100).json()["items"]
    assert len(found) == 40
    return Counter(_key(each["glimpse"]) for each in found)


def _key(glimpse: dict[str, Any]) -> tuple[tuple[str, str], ...]:
    return tuple(sorted((name, str(value)) for name, value in glimpse.items()))


def _without_fit(
    readings: Counter[tuple[tuple[str, str], ...]],
) -> Counter[tuple[tuple[str, str], ...]]:
    found: Counter[tuple[tuple[str, str], ...]] = Counter()
    for key, count in readings.items():
        found[_key({**dict(key), "fit": None})] += count
    return found
