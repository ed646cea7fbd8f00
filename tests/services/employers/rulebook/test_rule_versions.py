"""A version of a rule: proposed with what it changes, approved by a second person, in force."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from amuddu.contracts.rules.versions import RuleAmended, RuleSource, StandingVersion
from amuddu.kit.auth import Actor
from amuddu.rules.amending.learning import learn
from amuddu.rules.book import Book, stand
from amuddu.rules.hiring import minimum_wage
from amuddu.rules.residence import Residence, resolve
from services.employers.rulebook.following import follow
from tests.services.employers.conftest import TODAY, House
from tests.support import (
    administrator,
    agent,
    coordinator,
    counsellor,
    employer,
    jobseeker,
    outbox_events,
    service,
)

NEXT = TODAY + timedelta(days=30)
SMIG = "minimum_wages.general"
SOURCE = {
    "title": "Décret d'essai 2-99-1",
    "published_on": TODAY.isoformat(),
    "url": "https://exemple.ma/decret.pdf",
}


@pytest.fixture(autouse=True)
def as_delivered() -> Iterator[None]:
    """Rules are the process's own: no other test meets what one of these approved."""
    stand(Book())
    yield
    stand(Book())


def version(**changes: Any) -> dict[str, Any]:
    return {
        "fact": SMIG,
        "valid_from": NEXT.isoformat(),
        "values": {"rate": "18.40", "decree": "2-99-1"},
        "source": SOURCE,
        "reason": "Hausse annoncée au Bulletin officiel",
        **changes,
    }


def propose(house: House, by: Actor, **changes: Any) -> dict[str, Any]:
    made: dict[str, Any] = house.ok("POST", "/rules/versions", by=by, body=version(**changes))
    return made


def decide(house: House, by: Actor, made: dict[str, Any], step: str) -> Any:
    body = {"reason": "Lu au Bulletin officiel"}
    return house.call("POST", f"/rules/versions/{made['id']}/{step}", by=by, body=body)


def told(house: House) -> list[RuleAmended]:
    return [e for e in outbox_events(house.database) if isinstance(e, RuleAmended)]


def test_every_fact_is_listed_with_its_history(house: House) -> None:
    found = house.ok("GET", "/rules/facts", by=counsellor())
    assert {each["subject"] for each in found} == {
        *("right", "wage", "contribution", "income_tax", "route", "step")
    }
    for each in found:
        fact = house.ok("GET", f"/rules/facts/{each['id']}", by=counsellor())
        assert sum(row["in_force"] for row in fact["history"]) == 1
        assert all(row["sources"] for row in fact["history"])


def test_a_version_is_approved_by_somebody_else_and_holds_from_its_day(house: House) -> None:
    author = coordinator()
    made = propose(house, author)
    assert made["state"] == "proposed"
    assert ("wage", "general") in {(e["subject"], e["about"]) for e in made["effects"]}
    assert minimum_wage(on=NEXT) == minimum_wage(on=TODAY), "nothing holds before it is approved"
    assert not told(house)

    own = decide(house, author, made, "approve")
    assert own.status_code == 403
    approved = decide(house, coordinator(), made, "approve")
    assert approved.status_code == 200, approved.text
    follow(house.database)
    before, after = minimum_wage(on=NEXT - timedelta(days=1)), minimum_wage(on=NEXT)
    assert before
    assert after
    assert before == minimum_wage(on=TODAY)
    assert after.amount == Decimal("18.40") * 191
    assert "https://exemple.ma/decret.pdf" in after.sources[0]
    [event] = told(house)
    assert (event.amendment.number, event.amendment.valid_from) == (1, NEXT)
    [standing] = house.ok("GET", "/rules/standing", by=service("gateway"))["items"]
    assert standing["values"] == {"rate": "18.4", "decree": "2-99-1"}


def test_what_was_in_force_stays_and_the_next_version_begins_after(house: House) -> None:
    decide(house, coordinator(), propose(house, coordinator()), "approve")
    follow(house.database)
    fact = house.ok("GET", f"/rules/facts/{SMIG}", by=coordinator())
    assert [row["valid_from"] for row in fact["history"]][:2] == [NEXT.isoformat(), "2026-01-01"]
    assert fact["earliest"] == (NEXT + timedelta(days=1)).isoformat()
    problems = house.problems(
        "POST", "/rules/versions", by=coordinator(), body=version(values={"rate": "19"})
    )
    assert "valid_from" in problems


def test_each_answer_that_a_version_changes_is_shown_before(house: House) -> None:
    fact = "answers.anapec_services.title_asked"
    body = version(fact=fact, values={"value": "yes", "confidence": "high"})
    effects = house.ok("POST", "/rules/trials", by=coordinator(), body=body)["effects"]
    rights = [each for each in effects if each["subject"] == "right"]
    opened = next(each for each in rights if each["before"] == "no")
    assert (opened["after"], opened["same_answer"]) == ("yes", False)
    assert len(opened["who"]) >= 3, "each paper whose answer it is"
    assert house.ok("GET", "/rules/versions", by=coordinator())["items"] == []

    made = propose(house, coordinator(), fact=fact, values=body["values"])
    assert decide(house, administrator(), made, "approve").status_code == 200
    follow(house.database)
    person = Residence("asylum_seeker")
    assert resolve(person, on=TODAY).answer("anapec_services").value == "no"
    assert resolve(person, on=NEXT).answer("anapec_services").value == "yes"


def test_words_alone_are_told_as_words(house: House) -> None:
    texts = {"fr": "Texte d'essai.", "en": "A text to try.", "ar": "نص", "es": "Texto"}
    body = version(fact="answers.work_employee.title_first", values={"condition": texts})
    effects = house.ok("POST", "/rules/trials", by=coordinator(), body=body)["effects"]
    assert {each["same_answer"] for each in effects if each["subject"] == "right"} == {True}


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"values": {"rate": "-1"}}, "values.rate"),
        ({"values": {"rate": "beaucoup"}}, "values.rate"),
        ({"values": {"rate": None}}, "values.rate"),
        ({"values": {"rate": "1e999999"}}, "values.rate"),
        ({"values": {"colour": "red"}}, "values.colour"),
        ({"values": {"confidence": "certain"}}, "values.confidence"),
        ({"values": {"rate": "17.92"}}, "values"),
        ({"values": {}}, "values"),
        ({"valid_from": (TODAY - timedelta(days=1)).isoformat()}, "valid_from"),
        ({"fact": "minimum_wages.nobody"}, "fact"),
        ({"fact": "lines.health", "values": {"employer_pct": "101"}}, "values.employer_pct"),
        (
            {"fact": "routes.visa", "values": {"fee_mad": {"low": "9", "high": "1"}}},
            "values.fee_mad",
        ),
        ({"fact": "routes.visa", "values": {"summary": {"fr": "seul"}}}, "values.summary"),
        ({"source": {**SOURCE, "url": "javascript:alert(1)"}}, "source.url"),
        ({"source": {**SOURCE, "title": ""}}, "source.title"),
        ({"reason": ""}, "reason"),
    ],
)
def test_what_is_no_rule_is_refused_beside_its_field(
    house: House, changes: dict[str, Any], field: str
) -> None:
    for path in ("/rules/versions", "/rules/trials"):
        problems = house.problems("POST", path, by=coordinator(), body=version(**changes))
        assert any(name.startswith(field) for name in problems), problems
    assert house.ok("GET", "/rules/versions", by=coordinator())["items"] == []


def test_one_version_of_a_fact_waits_at_a_time(house: House) -> None:
    author = coordinator()
    made = propose(house, author)
    again = house.problems(
        "POST", "/rules/versions", by=coordinator(), body=version(values={"rate": "19"})
    )
    assert "fact" in again
    assert decide(house, coordinator(), made, "withdraw").status_code == 403
    assert decide(house, author, made, "withdraw").json()["state"] == "withdrawn"
    assert propose(house, coordinator())["state"] == "proposed"


def test_a_decided_version_never_changes(house: House) -> None:
    approved = propose(house, coordinator())
    decide(house, coordinator(), approved, "approve")
    refused = propose(house, coordinator(), fact="income_tax", values={"free_up_to": "50000"})
    assert decide(house, administrator(), refused, "refuse").json()["state"] == "refused"
    for made in (approved, refused):
        for step in ("approve", "refuse"):
            assert decide(house, coordinator(), made, step).status_code == 409
    for sql in ("UPDATE rule_versions SET reason = 'x'", "DELETE FROM rule_log"):
        with pytest.raises(DBAPIError), house.database.session() as session:
            session.connection().execute(text(sql))


def test_a_version_whose_day_has_passed_is_not_approved(house: House, time_machine: Any) -> None:
    made = propose(house, coordinator(), valid_from=TODAY.isoformat())
    time_machine.shift(timedelta(days=2))
    late = decide(house, coordinator(), made, "approve")
    assert late.status_code == 409
    assert not told(house)


@pytest.mark.parametrize("who", [counsellor, agent, employer, jobseeker, administrator])
def test_only_a_coordinator_proposes(house: House, who: Any) -> None:
    assert house.call("POST", "/rules/versions", by=who(), body=version()).status_code == 403


@pytest.mark.parametrize("who", [counsellor, agent, employer, jobseeker])
def test_only_coordinators_and_administrators_decide(house: House, who: Any) -> None:
    made = propose(house, coordinator())
    assert decide(house, who(), made, "approve").status_code == 403
    assert house.call("GET", "/rules/standing", by=who()).status_code == 403


def test_what_was_approved_is_learnt_when_a_process_starts(house: House) -> None:
    decide(house, coordinator(), propose(house, coordinator()), "approve")
    stand(Book())
    follow(house.database)
    follow(house.database)
    after = minimum_wage(on=NEXT)
    assert after
    assert after.valid_from == NEXT


def test_a_version_that_contradicts_other_rules_is_refused(house: House) -> None:
    """What the check of the rule files refuses, nobody brings in by a page."""
    fact = "answers.work_employee.visaed_post"
    body = version(fact=fact, values={"value": "no", "condition": None, "confidence": "high"})
    refused = house.call("POST", "/rules/versions", by=coordinator(), body=body)
    assert refused.status_code == 422
    assert "permit_work" in refused.json()["title"]


def test_a_version_that_no_longer_fits_can_be_read_and_refused(house: House) -> None:
    """Another one began meanwhile, by another deployment: the page still opens."""
    made = propose(house, coordinator())
    source = RuleSource(title="Autre texte", published_on=TODAY)
    learn(
        [
            StandingVersion(
                number=9,
                file="wages.yaml",
                fact=("minimum_wages", "sector", "general"),
                valid_from=NEXT + timedelta(days=5),
                values={"rate": "19"},
                source=source,
            )
        ]
    )
    found = house.ok("GET", f"/rules/versions/{made['id']}", by=coordinator())
    assert found["effects"] == made["effects"]
    assert decide(house, coordinator(), made, "approve").status_code == 409
    assert decide(house, coordinator(), made, "refuse").json()["state"] == "refused"


def test_rules_are_to_be_checked_again_a_year_after_by_their_owner(
    house: House, time_machine: Any
) -> None:
    def told() -> dict[str, Any]:
        found = house.ok("GET", "/rules/facts", by=counsellor())
        return {each["id"]: each["check_again"] for each in found}

    assert set(told().values()) == {None}
    time_machine.shift(timedelta(days=366))
    late = told()
    assert all(late.values())
    assert "Taechir" in late["steps.check_stay"]
    assert "CNSS" in late["lines.health"]
    row = house.ok("GET", f"/rules/facts/{SMIG}", by=counsellor())["history"][0]
    assert row["checked_on"] == "2026-11-23"
    scheme = house.ok("GET", "/schemes/MA_TAHFIZ", by=counsellor())
    assert scheme["check_again"]
