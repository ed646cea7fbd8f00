"""Vacancies whose words shut people out: stopped, mended, or looked at by the agency."""

from __future__ import annotations

from uuid import UUID

import pytest

from tests.services.employers.conftest import House, mason
from tests.support import AGENCY, OTHER_AGENCY, agent, coordinator, counsellor, employer

BAD = "No refugees, women of 20 to 30 only."
DOUBTFUL = "Bonne présentation."


@pytest.fixture
def firm(house: House) -> UUID:
    return house.new_employer()


def test_what_discriminates_is_not_published_and_says_what_to_write(
    house: House, firm: UUID
) -> None:
    boss = employer(employer_id=firm)
    draft = house.new_vacancy(by=boss, description=BAD, publish=False)
    assert {note["kind"] for note in draft["wording"]} == {"nationality", "sex", "age"}
    problems = house.problems("POST", f"/vacancies/{draft['id']}/publish", by=boss, lang="en")
    assert "No refugees" in problems["description"]
    assert house.events() == []
    changed = {key: draft[key] for key in ("title", "occupation", "place", "contract_type")}
    mended = {**changed, "contract_months": 12, "description": "Two years of experience."}
    house.ok("PUT", f"/vacancies/{draft['id']}", by=boss, body=mended)
    assert house.ok("POST", f"/vacancies/{draft['id']}/publish", by=boss)["status"] == "published"


def test_counsellors_are_stopped_as_well(house: House, firm: UUID) -> None:
    body = {"employer_id": str(firm)}
    draft = house.new_vacancy(by=counsellor(), description=BAD, publish=False, **body)
    problems = house.problems("POST", f"/vacancies/{draft['id']}/publish", by=counsellor())
    assert "description" in problems


def test_an_open_vacancy_does_not_turn_into_one_that_discriminates(
    house: House, firm: UUID
) -> None:
    boss = employer(employer_id=firm)
    made = house.new_vacancy(by=boss)
    body = {name: made[name] for name in ("title", "occupation", "place", "contract_type")}
    body = {**body, "contract_months": 12}
    for words, status in ((BAD, 422), (DOUBTFUL, 409)):
        changed = {**body, "description": words}
        told = house.call("PUT", f"/vacancies/{made['id']}", by=boss, body=changed)
        assert told.status_code == status
    (event,) = house.events()
    assert event.model_dump()["description"] == "Chantier à Rabat."


def test_what_is_doubtful_waits_and_the_agency_puts_it_on_line(house: House, firm: UUID) -> None:
    boss = employer(employer_id=firm)
    made = house.new_vacancy(by=boss, description=DOUBTFUL)
    assert (made["status"], house.events()) == ("waiting", [])
    again = house.call("POST", f"/vacancies/{made['id']}/publish", by=boss)
    assert again.status_code == 409
    found = house.ok("GET", "/vacancies", by=counsellor(), status="waiting")
    assert [item["id"] for item in found["items"]] == [made["id"]]
    path = f"/vacancies/{made['id']}/publish"
    assert house.ok("POST", path, by=counsellor())["status"] == "published"
    assert len(house.events()) == 1
    log = house.ok("GET", f"/vacancies/{made['id']}/log", by=counsellor())
    assert [(line["name"], line["to_status"], line["actor_role"]) for line in log] == [
        ("create", "draft", "employer"),
        ("publish", "waiting", "employer"),
        ("publish", "published", "counsellor"),
    ]


def test_the_agency_hands_it_back_and_the_employer_mends_it(house: House, firm: UUID) -> None:
    boss = employer(employer_id=firm)
    made = house.new_vacancy(by=boss, description=DOUBTFUL)
    path = f"/vacancies/{made['id']}/hand-back"
    for stranger in (boss, agent(), coordinator(), counsellor(agency=OTHER_AGENCY)):
        assert house.call("POST", path, by=stranger, body={"reason": "looks"}).status_code in (
            403,
            404,
        )
    assert house.problems("POST", path, by=counsellor(), body={"reason": "ugly"})
    assert house.ok("POST", path, by=counsellor(), body={"reason": "looks"})["status"] == "draft"
    body = {name: made[name] for name in ("title", "occupation", "place", "contract_type")}
    house.ok("PUT", f"/vacancies/{made['id']}", by=boss, body={**body, "contract_months": 12})
    assert house.ok("POST", f"/vacancies/{made['id']}/publish", by=boss)["status"] == "published"


def test_who_mends_while_waiting_needs_not_wait(house: House, firm: UUID) -> None:
    boss = employer(employer_id=firm)
    made = house.new_vacancy(by=boss, description=DOUBTFUL)
    body = {name: made[name] for name in ("title", "occupation", "place", "contract_type")}
    house.ok("PUT", f"/vacancies/{made['id']}", by=boss, body={**body, "contract_months": 12})
    assert house.ok("POST", f"/vacancies/{made['id']}/publish", by=boss)["status"] == "published"


def test_the_agencys_own_words_are_its_own_decision(house: House, firm: UUID) -> None:
    made = house.new_vacancy(by=counsellor(), description=DOUBTFUL, employer_id=str(firm))
    assert (made["status"], AGENCY) == ("published", made["agency_id"])


def test_a_file_keeps_such_an_ad_as_a_draft_that_says_why(house: House, firm: UUID) -> None:
    row = mason(external_ref="A-1", employer_id=str(firm), description=BAD)
    told = house.ok("POST", "/vacancies/batch", by=counsellor(), body={"rows": [row]})
    (result,) = told["results"]
    assert result["outcome"] == "created"
    assert any("No refugees" in note["message"] for note in result["problems"])
    assert house.events() == []
