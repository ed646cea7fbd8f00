"""Hiring incentives: on offer, evaluated, attached to a vacancy and told with it."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from sqlmodel import select

from amuddu.contracts.employers import IncentiveTerms
from amuddu.kit.auth import Actor
from amuddu.rules.incentives import evaluation as rules
from services.employers.schemes.evaluating import Terms
from services.employers.vacancies.tables import VacancyRow
from tests.services.employers.conftest import House, mason
from tests.support import OTHER_AGENCY, agent, counsellor, jobseeker

OPEN_ENDED = {"contract_type": "CDI", "contract_months": None}


def told(house: House) -> IncentiveTerms | None:
    return house.published()[-1].incentive


def test_schemes_on_offer_in_the_language_of_the_caller(house: House, boss: Actor) -> None:
    french = {row["id"]: row for row in house.ok("GET", "/schemes", by=boss)}
    english = {row["id"]: row for row in house.ok("GET", "/schemes", by=agent(), lang="en")}
    today = datetime.now(UTC).date()
    assert french.keys() == {s.id for s in rules.schemes(on=today) if s.hires}
    assert french["MA_TAHFIZ"]["summary"] != english["MA_TAHFIZ"]["summary"]
    assert "DAFI" not in french
    assert "DE_EGZ" not in french
    assert house.call("GET", "/schemes", by=jobseeker()).status_code == 403


def test_an_amount_nobody_published_stays_unknown(house: House, boss: Actor) -> None:
    found = {row["id"]: row for row in house.ok("GET", "/schemes", by=boss)}
    assert (found["MA_TAHFIZ"]["amount_known"], found["MA_TAHFIZ"]["monthly"]) == (False, None)
    made = house.new_vacancy(by=boss, incentive_scheme="MA_TAHFIZ", new_hire=True, **OPEN_ENDED)
    assert made["incentive"]["verdict"] == "ask"
    assert (made["incentive"]["monthly"], made["incentive"]["total"]) == (None, None)


def test_terms_are_told_with_the_vacancy(house: House, boss: Actor) -> None:
    made = house.new_vacancy(by=boss, incentive_scheme="MA_PRIME_APPUI_EMPLOI")
    terms = told(house)
    assert terms is not None
    assert made["incentive"] == terms.model_dump(mode="json")
    assert (terms.verdict, terms.monthly, terms.months) == ("ask", Decimal(1500), 9)
    assert terms.total == Decimal(13500)


def test_a_change_evaluates_again(house: House, boss: Actor) -> None:
    body = mason(incentive_scheme="MA_TAHFIZ", new_hire=True, **OPEN_ENDED)
    made = house.ok("POST", "/vacancies", by=boss, body=body)
    path = f"/vacancies/{made['id']}"
    without = house.ok("PUT", path, by=boss, body=mason())
    assert (without["incentive"], told(house)) == (None, None)
    problems = house.problems(
        "PUT", path, by=boss, body=mason(incentive_scheme="MA_TAHFIZ", new_hire=True)
    )
    assert "CDI" in problems["incentive_scheme"]


def test_a_scheme_that_does_not_apply_names_the_reason(house: House, boss: Actor) -> None:
    body = mason(incentive_scheme="MA_TAHFIZ", new_hire=False, **OPEN_ENDED)
    french = house.problems("POST", "/vacancies", by=boss, body=body)
    assert "Nouvelle embauche" in french["incentive_scheme"]
    english = house.problems("POST", "/vacancies", by=boss, body=body, lang="en")
    assert "New hire" in english["incentive_scheme"]


def test_a_scheme_that_ended_is_refused_at_publication_only(house: House, boss: Actor) -> None:
    draft = house.new_vacancy(by=boss, publish=False, incentive_scheme="AMUDDU_HIRING")
    assert draft["incentive"] is None
    problems = house.problems("POST", f"/vacancies/{draft['id']}/publish", by=boss)
    assert problems.keys() == {"incentive_scheme"}


def test_terms_are_kept_with_their_criteria(house: House, boss: Actor) -> None:
    house.new_vacancy(by=boss, incentive_scheme="MA_TAHFIZ", **OPEN_ENDED)
    with house.database.session() as session:
        kept = Terms.model_validate(session.exec(select(VacancyRow)).one().incentive)
    assert kept.evaluated_on == datetime.now(UTC).date()
    by_id = {criterion.id: criterion for criterion in kept.criteria}
    assert by_id["contract_type"].verdict == "eligible"
    assert by_id["new_hire"].missing == "new_hire"


def evaluation(house: House, by: Actor, scheme: str = "MA_TAHFIZ", **rest: Any) -> Any:
    body = {"scheme_id": scheme, "vacancy": {"title": "Maçon", **rest.pop("vacancy", {})}, **rest}
    return house.ok("POST", "/incentives/evaluate", by=by, body=body)


def test_evaluation_names_the_fields_to_fill_in(house: House, adviser: Actor, boss: Actor) -> None:
    found = evaluation(house, adviser)
    assert found["verdict"] == "ask"
    missing = {row["id"]: row["missing"] for row in found["criteria"] if row["verdict"] == "ask"}
    assert missing["contract_type"] == "contract_type"
    assert missing["created_on"] == "employer.created_on"
    assert missing["subsidised_persons"] is None
    assert found["note"]
    employer_id = str(house.new_employer("Jeune SARL", created_on="2026-01-01"))
    filled = evaluation(house, adviser, employer_id=employer_id, vacancy=OPEN_ENDED)
    verdicts = {row["id"]: row["verdict"] for row in filled["criteria"]}
    assert (verdicts["created_on"], verdicts["contract_type"]) == ("eligible", "eligible")


def test_a_relief_that_ends_before_the_contract_begins_is_closed(
    house: House, adviser: Actor
) -> None:
    for starts_on, verdict in (("2026-12-31", "eligible"), ("2027-01-04", "not_eligible")):
        vacancy = {"contract_type": "CDI", "starts_on": starts_on}
        found = evaluation(house, adviser, "MA_IR_FIRST_JOB_U35", vacancy=vacancy)
        assert {row["id"]: row["verdict"] for row in found["criteria"]}["in_force"] == verdict


def test_what_is_for_nationals_is_closed_with_the_reason(house: House, adviser: Actor) -> None:
    found = evaluation(house, adviser, "MA_IDMAJ", vacancy={"contract_type": "trainee"})
    assert found["verdict"] == "not_eligible"
    why = next(row["text"] for row in found["criteria"] if row["id"] == "foreigners")
    assert "CIN" in why


def test_evaluation_uses_the_region_of_the_place(house: House, adviser: Actor) -> None:
    found = evaluation(house, adviser, "AMUDDU_HIRING", vacancy={"place": "oujda"})
    verdicts = {row["id"]: row["verdict"] for row in found["criteria"]}
    assert verdicts["region_id"] == "not_eligible"
    assert found["monthly"] is None


def test_evaluation_refuses_what_it_does_not_know(house: House, boss: Actor) -> None:
    body = {"scheme_id": "NOTHING", "vacancy": {"title": "x"}}
    path = "/incentives/evaluate"
    assert "scheme_id" in house.problems("POST", path, by=boss, body=body)
    body = {"scheme_id": "MA_TAHFIZ", "vacancy": {"title": "x"}}
    far = {**body, "employer_id": str(boss.employer_id)}
    stranger = counsellor(agency=OTHER_AGENCY)
    assert "employer_id" in house.problems("POST", path, by=stranger, body=far)
    assert house.call("POST", path, by=agent(), body=body).status_code == 403
