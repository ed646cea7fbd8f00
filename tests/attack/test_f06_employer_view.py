"""An employer, with two vacancies, wants to know who the people without a name are.

They read every door of candidacies that is open to them, for every person whom the agency could
put forward, and look for what one person alone has, or has in both vacancies.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
from fastapi.testclient import TestClient

from amuddu.contracts.employers import VacancyPublished
from amuddu.contracts.profiles import ProfileUpdated
from amuddu.kit.db import Database
from amuddu.kit.settings import Settings
from services.matching.app import create
from services.matching.ranking.glimpse import LEAST
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
)
from tests.support import counsellor, employer

TRADES = ("mason", "cook", "painter", "driver", "seamstress")
PLACES = ("rabat", "sale", "tanger", "casablanca", "agadir", None)
LANGUAGES = ("fr", "ar", "wo", "ln", "bm", "en")
EXACT = re.compile(r"\d+\.\d|_km|months|20\d\d-\d\d-\d\dT(?!00:00:00)")
"""Numbers and times to the digit: by them somebody is known again."""


@pytest.fixture
def database(database_of: DatabaseOf) -> Database:
    return database_of("services.matching")


@pytest.fixture
def client(database: Database, settings: Settings) -> Iterator[TestClient]:
    with TestClient(create(settings=None, database=database, encoder=ENCODER)) as client:
        yield client


class Employer:
    """Two vacancies of one employer, and what they read of everybody."""

    def __init__(self, client: TestClient, database: Database) -> None:
        self.first = vacancy(languages=(spoken("fr", "A2"), spoken("wo", "B1")))
        self.second = vacancy(employer_id=self.first.employer_id, title="Chef d'équipe maçon")
        self.people = [_somebody(number) for number in range(40)]
        tell(database, self.first, self.second, *self.people)
        engine: Engine = client.app.state.engine  # type: ignore[attr-defined] # FastAPI's
        engine.replica.refresh()
        self._agency = Caller(client, counsellor())
        self._reader = Caller(client, employer(employer_id=self.first.employer_id))
        for one in (self.first, self.second):
            for person in self.people:
                path = f"/vacancies/{one.vacancy_id}/candidates/{person.profile_id}/shortlist"
                assert self._agency.post(path).status_code == 201

    def reads(self, one: VacancyPublished) -> list[dict[str, Any]]:
        found = self._reader.get(f"/vacancies/{one.vacancy_id}/candidacies")
        return [
            self._reader.get(f"/candidacies/{each['id']}").json() for each in found.json()["items"]
        ]


def _somebody(number: int) -> ProfileUpdated:
    """People as different as people are."""
    return profile(
        code=f"C{number:02}-XXX",
        occupations=(ref(TRADES[number % 3 and number % len(TRADES)]),),
        skills=(ref("lay-bricks"),) if number % 2 else (ref("render-walls"), ref("mix-mortar")),
        languages=(spoken(LANGUAGES[number % len(LANGUAGES)], "native"), spoken("fr", "B1")),
        place=PLACES[number % len(PLACES)],
        max_distance_km=10 + number,
        experience=(job("mason", 3 * number),),
    )


@pytest.fixture
def boss(client: TestClient, database: Database) -> Employer:
    return Employer(client, database)


def test_nobody_is_unique_in_what_is_read_before_a_yes(boss: Employer) -> None:
    for one in (boss.first, boss.second):
        read = boss.reads(one)
        assert len(read) == len(boss.people)
        views = Counter(_view(each) for each in read)
        assert min(views.values()) >= LEAST
        assert len(views) > 1, "a view that is the same for all tells nothing to anybody"


def test_nothing_exact_is_read_by_which_somebody_is_known_again(boss: Employer) -> None:
    for each in (*boss.reads(boss.first), *boss.reads(boss.second)):
        assert (each["fit"], each["reasons"], each["profile_id"]) == (None,) * 3
        assert not EXACT.search(str(_without_ids(each)))


def test_no_code_or_id_of_one_vacancy_is_met_in_the_other(boss: Employer) -> None:
    first, second = boss.reads(boss.first), boss.reads(boss.second)
    for name in ("id", "code"):
        assert not {each[name] for each in first} & {each[name] for each in second}
    own = {person.code for person in boss.people} | {str(p.profile_id) for p in boss.people}
    assert not any(word in str(each) for each in (*first, *second) for word in own)


def test_a_vacancy_that_asks_for_a_language_does_not_tell_who_speaks_it(boss: Employer) -> None:
    # Who speaks Wolof comes from somewhere: they read as those do who do not.
    read = {each["code"]: each for each in boss.reads(boss.first)}
    assert all("wo" not in str(each["glimpse"]) for each in read.values())
    assert {each["glimpse"]["fit"] for each in read.values()} == {None}


def _view(each: dict[str, Any]) -> str:
    return str(_without_ids(each))


def _without_ids(each: dict[str, Any]) -> dict[str, Any]:
    ids = {"id", "code", "vacancy_id"}
    steps = [{k: v for k, v in step.items() if k != "id"} for step in each["log"]]
    return {name: value for name, value in each.items() if name not in ids} | {"log": steps}
