"""What was told and still stands, told once more."""

from __future__ import annotations

from amuddu.contracts.employers import VacancyClosed, VacancyPublished
from amuddu.kit.auth import Actor
from services.employers.retelling import retell
from tests.services.employers.conftest import House


def test_what_stands_is_told_once_more_and_drafts_are_not(house: House, boss: Actor) -> None:
    open_one = house.new_vacancy(by=boss)
    shut = house.new_vacancy(by=boss)
    house.new_vacancy(by=boss, publish=False)
    house.ok("POST", f"/vacancies/{shut['id']}/close", by=boss, body={"reason": "filled"})
    before, versions = house.events(), house.versions_told()
    with house.database.session() as session:
        told = retell(session)
    again = house.events()[len(before) :]
    assert told == len(again) + len(versions)
    assert [each for each in again if isinstance(each, VacancyPublished)] == [
        each for each in before if each.key == open_one["id"]
    ]
    (closed,) = (each for each in again if isinstance(each, VacancyClosed))
    assert closed.key == shut["id"]
    assert closed.vacancy is not None
    assert str(closed.vacancy.employer_id) == shut["employer_id"]
    assert house.versions_told() == [*versions, *versions]
