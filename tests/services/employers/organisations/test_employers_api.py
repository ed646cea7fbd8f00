"""Employers: who enters, sees and changes them."""

from __future__ import annotations

from uuid import uuid4

import pytest

from amuddu.kit.auth import Actor, Role
from tests.services.employers.conftest import House
from tests.support import (
    AGENCY,
    OTHER_AGENCY,
    administrator,
    agent,
    counsellor,
    employer,
    jobseeker,
    service,
)

BODY = {"name": "Hôtel Atlas", "agency_id": AGENCY, "place": "rabat", "size": 12}


@pytest.mark.parametrize("who", [administrator(), counsellor()])
def test_entered_by_those_who_follow_it(house: House, who: Actor) -> None:
    made = house.ok("POST", "/employers", by=who, body=BODY)
    assert house.ok("GET", f"/employers/{made['id']}", by=who) == made
    assert made["name"] == "Hôtel Atlas"
    assert made["cnss_up_to_date"] is None


@pytest.mark.parametrize(
    "who", [counsellor(agency=OTHER_AGENCY), employer(), agent(), jobseeker(), service("matching")]
)
def test_entered_by_nobody_else(house: House, who: Actor) -> None:
    assert house.call("POST", "/employers", by=who, body=BODY).status_code == 403


def test_without_token_nothing_is_told(house: House) -> None:
    assert house.client.get("/v1/employers").status_code == 401


def test_each_sees_their_own(house: House) -> None:
    here, there = house.new_employer("Ici"), house.new_employer("Là", agency=OTHER_AGENCY)

    def names(who: Actor) -> list[str]:
        return [row["name"] for row in house.ok("GET", "/employers", by=who)]

    assert names(administrator()) == ["Ici", "Là"]
    assert names(counsellor()) == ["Ici"]
    assert names(employer(employer_id=there)) == ["Là"]
    assert (
        house.call("GET", f"/employers/{here}", by=employer(employer_id=there)).status_code == 404
    )
    assert house.call("GET", f"/employers/{there}", by=counsellor()).status_code == 404
    assert house.call("GET", f"/employers/{uuid4()}", by=administrator()).status_code == 404


def test_found_by_a_part_of_the_name_without_accents(house: House) -> None:
    house.new_employer("Hôtel Atlas")
    house.new_employer("100% Frais")
    found = house.ok("GET", "/employers", by=administrator(), q="hotel")
    assert [row["name"] for row in found] == ["Hôtel Atlas"]


def test_somebody_without_agency_or_employer_is_told_so(house: House) -> None:
    lost = Actor(id=uuid4(), role=Role.COUNSELLOR)
    response = house.call("GET", "/employers", by=lost)
    assert response.status_code == 403
    assert "agence" in response.json()["title"]


def test_one_name_once_an_agency(house: House) -> None:
    house.new_employer("Hôtel Atlas")
    again = {"name": "hotel  ATLAS", "agency_id": AGENCY}
    assert house.call("POST", "/employers", by=administrator(), body=again).status_code == 409
    house.new_employer("Hôtel Atlas", agency=OTHER_AGENCY)
    other = house.new_employer("Riad")
    renamed = house.call("PUT", f"/employers/{other}", by=administrator(), body=again)
    assert renamed.status_code == 409


def test_unknown_town_is_refused_with_the_one_meant(house: House) -> None:
    body = {**BODY, "place": "Casa"}
    problems = house.problems("POST", "/employers", by=administrator(), body=body)
    assert "casablanca" in problems["place"]


def test_only_an_administrator_moves_it_to_another_agency(house: House, boss: Actor) -> None:
    path = f"/employers/{boss.employer_id}"
    body = {"name": "Atlas BTP", "agency_id": OTHER_AGENCY}
    for who in (boss, counsellor()):
        assert "agency_id" in house.problems("PUT", path, by=who, body=body)
    assert house.ok("PUT", path, by=administrator(), body=body)["agency_id"] == OTHER_AGENCY


def test_open_vacancies_follow_their_employer(house: House, boss: Actor) -> None:
    shown = house.new_vacancy(by=boss)
    house.new_vacancy(by=boss, publish=False)
    path = f"/employers/{boss.employer_id}"
    body = {"name": "Atlas Bâtiment", "agency_id": AGENCY}
    house.ok("PUT", path, by=boss, body=body)
    house.ok("PUT", path, by=boss, body=body)
    house.ok("PUT", path, by=boss, body={**body, "size": 40})
    first, second = house.published()
    assert (second.vacancy_id, second.revision) == (first.vacancy_id, 2)
    assert second.employer_name == "Atlas Bâtiment"
    log = house.ok("GET", f"/vacancies/{shown['id']}/log", by=boss)
    assert [(line["name"], line["reason"]) for line in log][-1] == ("revise", "employer")


def test_terms_follow_the_facts_of_the_employer(house: House, boss: Actor) -> None:
    house.new_vacancy(
        by=boss,
        contract_type="CDI",
        contract_months=None,
        new_hire=True,
        incentive_scheme="MA_TAHFIZ",
    )
    body = {"name": "Atlas BTP", "agency_id": AGENCY, "created_on": "2001-01-01"}
    house.ok("PUT", f"/employers/{boss.employer_id}", by=boss, body=body)
    verdicts = [event.incentive and event.incentive.verdict for event in house.published()]
    assert verdicts == ["ask", "not_eligible"]
