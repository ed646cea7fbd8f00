"""Vacancies: posting, publishing, changing, closing, and what is told of each."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest

from amuddu.contracts.employers import VacancyClosed, VacancyPublished
from amuddu.kit.auth import Actor, Role
from tests.services.employers.conftest import PAST, SOON, House, mason
from tests.support import OTHER_AGENCY, administrator, agent, counsellor, employer, jobseeker


def published(house: House) -> VacancyPublished:
    return house.published()[-1]


def test_posted_and_told_at_once(house: House, boss: Actor) -> None:
    made = house.new_vacancy(by=boss, languages=[{"code": "fr", "level": "B1"}])
    assert (made["status"], made["revision"]) == ("published", 1)
    assert made["occupation"] == {"text": "maçon", "concept": "mason"}
    event = published(house)
    assert (str(event.vacancy_id), event.revision) == (made["id"], 1)
    assert (event.employer_name, event.agency_id) == ("Atlas BTP", "rabat")
    assert event.occupation.concept == "mason"
    assert event.languages[0].code == "fr"
    assert str(event.wage_month) == "4000.00"
    assert house.ok("GET", f"/vacancies/{made['id']}", by=boss) == made


def test_an_amount_reads_the_same_at_once_and_later(house: House, boss: Actor) -> None:
    made = house.new_vacancy(by=boss, wage_month=4000, wage_month_max="4500.5")
    assert (made["wage_month"], made["wage_month_max"]) == ("4000.00", "4500.50")
    assert house.ok("GET", f"/vacancies/{made['id']}", by=boss) == made


def test_contact_data_stays_here(house: House, boss: Actor) -> None:
    made = house.new_vacancy(
        by=boss, title="Maçon 0612345678", description="CV à rh@atlas.ma, salaire 4 000 DH"
    )
    assert "rh@atlas.ma" in made["description"]
    event = published(house)
    assert event.title == "Maçon […]"
    assert event.description == "CV à […], salaire 4 000 DH"


def test_a_draft_is_told_to_nobody_until_it_is_complete(house: House, boss: Actor) -> None:
    draft = house.ok(
        "POST", "/vacancies", by=boss, body={"title": "Maçon", "publish": False, "places": 2}
    )
    assert (draft["status"], draft["revision"], house.events()) == ("draft", 0, [])
    path = f"/vacancies/{draft['id']}"
    problems = house.problems("POST", f"{path}/publish", by=boss)
    assert problems.keys() == {"occupation", "place", "contract_type"}
    house.ok("PUT", path, by=boss, body=mason())
    assert house.events() == []
    opened = house.ok("POST", f"{path}/publish", by=boss)
    assert (opened["status"], opened["revision"]) == ("published", 1)
    assert opened["published_at"] is not None


@pytest.mark.parametrize("contract", ["CDD", "seasonal"])
def test_a_dated_contract_says_how_long(house: House, boss: Actor, contract: str) -> None:
    body = mason(contract_type=contract, contract_months=None)
    assert "contract_months" in house.problems("POST", "/vacancies", by=boss, body=body)
    house.new_vacancy(by=boss, contract_type="CDI", contract_months=None)


def test_a_refused_post_leaves_nothing(house: House, boss: Actor) -> None:
    house.problems("POST", "/vacancies", by=boss, body=mason(place=None))
    assert house.ok("GET", "/vacancies", by=boss)["total"] == 0
    assert house.events() == []


@pytest.mark.parametrize(
    ("changes", "legal"),
    [
        # 17.92 DH x 191 hours; 97.44 DH x 26 days (wages.yaml, from 2026)
        ({"wage_month": "3422.71", "starts_on": "2027-03-01"}, "3422.72"),
        (
            {
                "wage_month": "2533.43",
                "occupation": {"text": "x", "concept": "farm-worker"},
                "starts_on": "2027-03-01",
            },
            "2533.44",
        ),
        # A start that has passed: the minimum of today, which is the one that the form tells.
        ({"wage_month": "3400", "starts_on": "2024-01-15"}, "3422.72"),
    ],
)
def test_no_wage_below_the_legal_minimum(
    house: House, boss: Actor, changes: dict[str, Any], legal: str
) -> None:
    problems = house.problems("POST", "/vacancies", by=boss, body=mason(**changes))
    assert legal in problems["wage_month"]
    if "starts_on" not in problems:
        house.new_vacancy(by=boss, **{**changes, "wage_month": legal})


def test_a_highest_wage_below_the_minimum_is_seen_too(house: House, boss: Actor) -> None:
    body = mason(wage_month=None, wage_month_max="1000")
    assert "wage_month_max" in house.problems("POST", "/vacancies", by=boss, body=body)


def test_an_allowance_of_a_trainee_is_no_wage(house: House, boss: Actor) -> None:
    house.new_vacancy(by=boss, contract_type="trainee", wage_month="2000")


def test_a_start_that_has_passed_is_refused_but_may_pass_later(house: House, boss: Actor) -> None:
    assert "starts_on" in house.problems("POST", "/vacancies", by=boss, body=mason(starts_on=PAST))
    made = house.new_vacancy(by=boss, starts_on=None)
    path = f"/vacancies/{made['id']}"
    assert "starts_on" in house.problems("PUT", path, by=boss, body=mason(starts_on=PAST))


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"place": "atlantis"}, "place"),
        ({"occupation": {"text": "maçon", "concept": "nothing"}}, "occupation.concept"),
        ({"essential_skills": [{"text": "a", "concept": "no"}]}, "essential_skills.0.concept"),
        (
            {"wanted_skills": [{"text": "a"}, {"text": "b", "concept": "no"}]},
            "wanted_skills.1.concept",
        ),
        ({"languages": [{"code": "zz", "level": "B1"}]}, "languages.0.code"),
        ({"incentive_scheme": "NOTHING"}, "incentive_scheme"),
        ({"incentive_scheme": "DAFI"}, "incentive_scheme"),
    ],
)
def test_unknown_ids_are_refused_by_field(
    house: House, boss: Actor, changes: dict[str, Any], field: str
) -> None:
    body = mason(**changes, publish=False)
    assert field in house.problems("POST", "/vacancies", by=boss, body=body)


def test_words_that_no_concept_bears_stay_words(house: House, boss: Actor) -> None:
    made = house.new_vacancy(
        by=boss,
        occupation={"text": "dompteur de nuages"},
        wanted_skills=[{"text": "travailler en équipe"}, {"text": "siffler"}],
    )
    assert made["occupation"]["concept"] is None
    assert [skill["concept"] for skill in made["wanted_skills"]] == ["teamwork", None]


def test_a_change_is_told_once_with_the_next_revision(house: House, boss: Actor) -> None:
    path = f"/vacancies/{house.new_vacancy(by=boss)['id']}"
    changed = house.ok("PUT", path, by=boss, body=mason(places=3))
    assert (changed["revision"], changed["places"]) == (2, 3)
    again = house.ok("PUT", path, by=boss, body=mason(places=3))
    assert again == changed
    assert [event.revision for event in house.published()] == [1, 2]


def test_a_published_vacancy_stays_fit_to_be_published(house: House, boss: Actor) -> None:
    path = f"/vacancies/{house.new_vacancy(by=boss)['id']}"
    assert "place" in house.problems("PUT", path, by=boss, body=mason(place=None))
    assert house.ok("GET", path, by=boss)["place"] == "rabat"


def test_closed_for_good(house: House, boss: Actor) -> None:
    path = f"/vacancies/{house.new_vacancy(by=boss)['id']}"
    closed = house.ok("POST", f"{path}/close", by=boss, body={"reason": "filled"})
    assert (closed["status"], closed["closing_reason"]) == ("closed", "filled")
    event = house.events()[-1]
    assert isinstance(event, VacancyClosed)
    assert (event.revision, event.reason) == (2, "filled")
    for method, end, body in (
        ("PUT", "", mason(places=4)),
        ("PUT", "", mason()),
        ("POST", "/publish", None),
        ("POST", "/close", {"reason": "filled"}),
    ):
        response = house.call(method, path + end, by=boss, body=body)
        assert response.status_code == 409
        assert "fermée" in response.json()["title"]
    assert len(house.events()) == 2


def test_a_draft_cannot_be_closed_nor_an_open_one_opened(house: House, boss: Actor) -> None:
    draft = house.new_vacancy(by=boss, publish=False)
    close = house.call(
        "POST", f"/vacancies/{draft['id']}/close", by=boss, body={"reason": "withdrawn"}
    )
    assert close.status_code == 409
    opened = house.new_vacancy(by=boss)
    assert house.call("POST", f"/vacancies/{opened['id']}/publish", by=boss).status_code == 409


def test_the_log_says_who_did_what_and_why(house: House, boss: Actor, adviser: Actor) -> None:
    path = f"/vacancies/{house.new_vacancy(by=boss)['id']}"
    house.ok("PUT", path, by=adviser, body=mason(places=2))
    house.ok("POST", f"{path}/close", by=adviser, body={"reason": "silent"})
    log = house.ok("GET", f"{path}/log", by=agent())
    assert [(line["name"], line["actor_role"], line["revision"]) for line in log] == [
        ("create", "employer", 0),
        ("publish", "employer", 1),
        ("revise", "counsellor", 2),
        ("close", "counsellor", 3),
    ]
    assert (log[-1]["reason"], log[-1]["actor_id"]) == ("silent", str(adviser.id))
    assert (log[-1]["from_status"], log[-1]["to_status"]) == ("published", "closed")
    assert house.call("GET", f"{path}/log", by=employer()).status_code == 404


def test_who_posts_for_whom(house: House, boss: Actor, adviser: Actor) -> None:
    mine = str(boss.employer_id)
    theirs = str(house.new_employer("Ailleurs", agency=OTHER_AGENCY))
    for who in (adviser, administrator()):
        assert "employer_id" in house.problems("POST", "/vacancies", by=who, body=mason())
        assert house.new_vacancy(by=who, employer_id=mine)["employer_id"] == mine
    for who in (adviser, boss):
        body = mason(employer_id=theirs)
        assert "employer_id" in house.problems("POST", "/vacancies", by=who, body=body)
    unknown = employer(employer_id=uuid4())
    assert "employer_id" in house.problems("POST", "/vacancies", by=unknown, body=mason())
    for who in (agent(), jobseeker(), Actor(id=uuid4(), role=Role.COORDINATOR)):
        assert house.call("POST", "/vacancies", by=who, body=mason()).status_code == 403


def test_each_sees_and_changes_their_own(house: House, boss: Actor) -> None:
    made = house.new_vacancy(by=boss)
    path = f"/vacancies/{made['id']}"
    coordinator = Actor(id=uuid4(), role=Role.COORDINATOR)
    for who in (boss, counsellor(), agent(), coordinator, administrator()):
        assert house.ok("GET", path, by=who) == made
        assert house.ok("GET", "/vacancies", by=who)["total"] == 1
    for who in (employer(), counsellor(agency=OTHER_AGENCY), agent(agency=OTHER_AGENCY)):
        assert house.call("GET", path, by=who).status_code == 404
        assert house.ok("GET", "/vacancies", by=who) == {"items": [], "total": 0}
    assert house.call("GET", path, by=jobseeker()).status_code == 403
    outsider = employer(employer_id=house.new_employer("Autre"))
    for method, end, body in (
        ("PUT", "", mason()),
        ("POST", "/publish", None),
        ("POST", "/close", {"reason": "filled"}),
    ):
        assert house.call(method, path + end, by=outsider, body=body).status_code == 404
        assert house.call(method, path + end, by=agent(), body=body).status_code == 403


def test_listed_newest_first_page_by_page(house: House, boss: Actor) -> None:
    titles = [f"Offre {number}" for number in range(5)]
    for title in titles:
        house.new_vacancy(by=boss, title=title)
    house.new_vacancy(by=boss, title="Brouillon", publish=False)

    def page(**query: Any) -> tuple[list[str], int]:
        found = house.ok("GET", "/vacancies", by=boss, **query)
        return [row["title"] for row in found["items"]], found["total"]

    assert page(status="published") == (titles[::-1], 5)
    assert page(status="published", limit=2, offset=2) == (["Offre 2", "Offre 1"], 5)
    assert page(q="BROUÏLLON") == (["Brouillon"], 1)
    assert page(q="atlas")[1] == 6
    assert page(q="100%") == ([], 0)
    assert house.call("GET", "/vacancies", by=boss, limit=101).status_code == 422


def test_a_reference_names_one_vacancy_of_an_employer(house: House, boss: Actor) -> None:
    house.new_vacancy(by=boss, external_ref="A-1")
    other = house.new_vacancy(by=boss, external_ref="A-2")
    body = mason(external_ref="A-1")
    assert house.call("POST", "/vacancies", by=boss, body=body).status_code == 409
    assert house.call("PUT", f"/vacancies/{other['id']}", by=boss, body=body).status_code == 409
    house.ok("PUT", f"/vacancies/{other['id']}", by=boss, body=mason(external_ref="A-2", places=2))
    second = employer(employer_id=house.new_employer("Autre"))
    house.new_vacancy(by=second, external_ref="A-1")


def test_start_date_kept_while_the_rest_changes(house: House, boss: Actor) -> None:
    made = house.new_vacancy(by=boss)
    changed = house.ok("PUT", f"/vacancies/{made['id']}", by=boss, body=mason(title="Chef maçon"))
    assert changed["starts_on"] == SOON
