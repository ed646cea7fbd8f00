"""The few skills that would open most vacancies to somebody."""

from __future__ import annotations

from collections.abc import Callable
from uuid import uuid4

import pytest

from amuddu.kit.auth import Actor
from amuddu.kit.db import Database
from services.matching.search.replica import Replica
from tests.services.matching.support import Caller, profile, ref, tell, vacancy
from tests.support import agent, counsellor, employer, jobseeker

Call = Callable[[Actor], Caller]


@pytest.fixture
def person(database: Database, replica: Replica) -> str:
    """A mason who lays bricks, three vacancies for masons and one for a cook."""
    somebody = profile(skills=(ref("lay-bricks"),))
    tell(
        database,
        somebody,
        vacancy(essential_skills=(ref("lay-bricks"), ref("render-walls")), wanted_skills=()),
        vacancy(essential_skills=(ref("render-walls"), ref("read-plans")), wanted_skills=()),
        vacancy(essential_skills=(), wanted_skills=(ref("read-plans"), ref("pour-concrete"))),
        vacancy(
            title="Cuisinier",
            description="",
            occupation=ref("cook"),
            essential_skills=(ref("wash-dishes"),),
            wanted_skills=(),
            place="agadir",
        ),
    )
    replica.refresh()
    return str(somebody.profile_id)


def test_the_most_asked_skill_comes_first_with_its_vacancies(call: Call, person: str) -> None:
    answer = call(counsellor()).get(f"/profiles/{person}/skill-gap").json()
    skills = {one["concept"]: one["asked_by"] for one in answer["skills"]}
    assert list(skills) == ["render-walls", "read-plans", "pour-concrete"]
    assert skills == {"render-walls": 2, "read-plans": 2, "pour-concrete": 1}
    assert answer["considered"] == 3
    assert {job["title"] for job in answer["skills"][0]["vacancies"]} == {"Maçon"}


def test_few_are_told(call: Call, person: str) -> None:
    answer = call(counsellor()).get(f"/profiles/{person}/skill-gap", limit=1).json()
    assert [one["concept"] for one in answer["skills"]] == ["render-walls"]


def test_of_some_skills_alone_with_every_vacancy_that_asks_for_them(
    call: Call, person: str
) -> None:
    among = {"skills": "read-plans,pour-concrete,wash-dishes", "limit": 20}
    answer = call(counsellor()).get(f"/profiles/{person}/skill-gap", **among).json()
    asked_in = {one["concept"]: one["asked_in"] for one in answer["skills"]}
    assert list(asked_in) == ["read-plans", "pour-concrete"]
    assert [len(ids) for ids in asked_in.values()] == [2, 1]
    # One vacancy asks for both: together they are two, not three.
    assert len({each for ids in asked_in.values() for each in ids}) == 2


def test_it_is_for_the_person_and_their_agency_alone(call: Call, person: str) -> None:
    path = f"/profiles/{person}/skill-gap"
    assert call(jobseeker(profile_id=uuid4())).get(path).status_code == 404
    assert call(counsellor(agency="agadir")).get(path).status_code == 404
    assert call(employer(employer_id=uuid4())).get(path).status_code == 403
    assert call(agent()).get(path).status_code == 200
    assert call(counsellor()).get(f"/profiles/{uuid4()}/skill-gap").status_code == 404
