"""Scholarships: from a call to a payment, and what is refused on the way."""

from __future__ import annotations

from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import httpx2
import pytest
from time_machine import TimeMachineFixture

from amuddu.contracts.events.erasures import ErasureBegun
from amuddu.contracts.support.scholarships import SCHOLARSHIP, ScholarshipMoved
from amuddu.kit.auth import Actor, Role
from services.support.erasures import service as erasures
from services.support.retention.keeping import KEEPER
from tests.services.support.conftest import Training, in_days
from tests.support import (
    OTHER_AGENCY,
    administrator,
    agent,
    counsellor,
    employer,
    headers_for,
    jobseeker,
    outbox_events,
)

MONTHLY, MONTHS = 1000, 2
POINTS = {"need": 5, "benefit": 4, "chance": 3}


@dataclass
class Fund:
    """An open call over an envelope, and short ways through it."""

    training: Training
    total: int = 10_000
    terms: dict[str, Any] = field(default_factory=dict)
    members: list[Actor] = field(
        default_factory=lambda: [counsellor(agency=OTHER_AGENCY) for _ in range(3)]
    )
    envelope: str = ""
    call: str = ""

    def __post_init__(self) -> None:
        body = {
            "label": "Bourses",
            "funder": "Fonds",
            "starts_on": in_days(0).isoformat(),
            "ends_on": in_days(400).isoformat(),
            "total": self.total,
        }
        self.envelope = self.keep("POST", "/support/envelopes", body, 201)["id"]
        self.call = self.add()

    def add(self) -> str:
        """An open call."""
        body = {
            "title": "Bourse de formation",
            "envelope_id": self.envelope,
            "closes_on": in_days(10).isoformat(),
            "monthly": MONTHLY,
            "months": MONTHS,
            "terms": self.terms,
        }
        made: str = self.keep("POST", "/scholarships/calls", body, 201)["id"]
        members = {"members": [str(each.id) for each in self.members]}
        self.keep("PUT", f"/scholarships/calls/{made}/committee", members)
        self.keep("POST", f"/scholarships/calls/{made}/open")
        return made

    def asked(self, actor: Actor, method: str, path: str, body: Any = None) -> httpx2.Response:
        return self.training.client.request(
            method, f"/v1{path}", json=body, headers=headers_for(actor)
        )

    def does(
        self, actor: Actor, method: str, path: str, body: Any = None, status: int = 200
    ) -> Any:
        done = self.asked(actor, method, path, body)
        assert done.status_code == status, done.text
        return done.json()

    def keep(self, method: str, path: str, body: Any = None, status: int = 200) -> Any:
        return self.does(self.training.keeper, method, path, body, status)

    def step(
        self, actor: Actor, application: str, name: str, body: Any = None, status: int = 200
    ) -> Any:
        path = f"/scholarships/applications/{application}/{name}"
        return self.does(actor, "POST", path, body, status)

    def begun(self, person: Actor, call: str | None = None, place: str | None = None) -> str:
        """An application with all that it needs, not sent in."""
        place = place or self.training.ask(self.training.session(), person)["id"]
        path = f"/scholarships/calls/{call or self.call}/applications"
        made: str = self.does(person, "POST", path, {}, 201)["id"]
        said = {"place_id": place, "why": "Le trajet est long et cher."}
        self.does(person, "PUT", f"/scholarships/applications/{made}", said)
        return made

    def scored(
        self, person: Actor | None = None, call: str | None = None, place: str | None = None
    ) -> str:
        """One that the whole committee gave points."""
        person = person or jobseeker(profile_id=uuid4())
        made = self.begun(person, call, place)
        self.step(person, made, "submit", {})
        self.step(self.training.counsellor, made, "admit")
        for member in self.members:
            self.step(member, made, "score", POINTS)
        return made

    def decide(self, application: str, name: str, body: Any = None, status: int = 200) -> Any:
        return self.step(self.training.keeper, application, name, body, status)

    def active(self, person: Actor | None = None) -> dict[str, Any]:
        """One that runs, as the coordination reads it."""
        made = self.scored(person)
        self.decide(made, "award")
        self.step(self.training.counsellor, made, "agree")
        return next(each for each in self.listed() if each["id"] == made)

    def listed(self) -> list[dict[str, Any]]:
        found = self.keep("GET", f"/scholarships/calls/{self.call}/decisions")
        items: list[dict[str, Any]] = found["items"]
        return items

    def attend(
        self, of: dict[str, Any], month: int, attendance: str = "present", **more: Any
    ) -> Any:
        body = {"code": of["code"], "month": month, "attendance": attendance, **more}
        return self.asked(
            self.training.keeper,
            "POST",
            f"/scholarships/applications/{of['id']}/attendance",
            body,
        )

    def book(self) -> dict[str, Any]:
        found: dict[str, Any] = self.keep("GET", f"/support/envelopes/{self.envelope}")
        return found

    def money(self) -> tuple[float, ...]:
        """Reserved, committed, paid, free; each explained by the entries."""
        found = self.book()
        names = ("reserved", "committed", "paid")
        told = tuple(float(found["envelope"][name]) for name in names)
        assert told == tuple(sum(float(line[name]) for line in found["items"]) for name in names)
        return (*told, float(found["envelope"]["free"]))

    def bank(self, lines: Iterable[tuple[str, str]]) -> dict[str, Any]:
        rows = "\n".join(f"{in_days(0)};{reference};{amount}" for reference, amount in lines)
        file = {"text": f"date;reference;montant\n{rows}"}
        found: dict[str, Any] = self.keep("POST", f"/support/envelopes/{self.envelope}/bank", file)
        return found


@pytest.fixture
def fund(training: Training) -> Fund:
    return Fund(training)


def test_from_a_call_to_the_last_payment_the_money_adds_up(fund: Fund) -> None:
    person = jobseeker(profile_id=uuid4())
    made = fund.scored(person)
    assert fund.money() == (0, 0, 0, 10_000)
    fund.decide(made, "award")
    assert fund.money() == (2000, 0, 0, 8000)
    mine = fund.step(fund.training.counsellor, made, "agree")
    assert [each["state"] for each in mine["instalments"]] == ["planned", "planned"]
    assert fund.money() == (0, 2000, 0, 8000)
    of = fund.listed()[0]
    assert fund.attend(of, 1).status_code == 200
    excused = fund.attend(of, 2, "excused", excuse="papers")
    assert [each["state"] for each in excused.json()["instalments"]] == ["ordered", "ordered"]
    lines = [(each["reference"], "1000,00") for each in fund.book()["ordered"]]
    assert fund.bank(lines)["paid"] == 2
    assert fund.money() == (0, 0, 2000, 8000)
    fund.decide(made, "complete")
    seen = fund.does(person, "GET", f"/scholarships/applications/{made}")
    assert (seen["state"], {each["state"] for each in seen["instalments"]}) == (
        "completed",
        {"paid"},
    )
    assert "papers" not in str(seen)


def test_what_is_not_needed_goes_back(fund: Fund) -> None:
    of = fund.active()
    fund.attend(of, 1)
    fund.attend(of, 2, "absent")
    fund.decide(of["id"], "complete")
    assert fund.money() == (0, 1000, 0, 9000)  # the bank is still to pay a month
    (order,) = fund.book()["ordered"]
    fund.bank([(order["reference"], "1000")])
    assert fund.money() == (0, 0, 1000, 9000)
    other = fund.active()
    fund.decide(other["id"], "end", {"reason": "found_work"})
    assert fund.money() == (0, 0, 1000, 9000)


def test_an_award_above_the_envelope_is_refused_and_writes_nothing(training: Training) -> None:
    fund = Fund(training, total=3000)
    one, two = fund.scored(), fund.scored()
    fund.decide(one, "award")
    refused = fund.decide(two, "award", status=409)
    assert refused["type"].endswith("exhausted")
    assert "1000" in refused["title"]
    assert {each["state"] for each in fund.listed()} == {"awarded", "scored"}
    assert fund.money() == (2000, 0, 0, 1000)
    fund.decide(two, "wait")
    fund.step(fund.training.counsellor, one, "withdraw")
    fund.decide(two, "award")
    assert fund.money() == (2000, 0, 0, 1000)


def test_two_awards_at_once_never_both_win_the_last_dirham(training: Training) -> None:
    fund = Fund(training, total=2000)
    made = [fund.scored() for _ in range(4)]

    def award(application: str) -> int:
        path = f"/scholarships/applications/{application}/award"
        return fund.asked(training.keeper, "POST", path).status_code

    with ThreadPoolExecutor(max_workers=4) as pool:
        assert sorted(pool.map(award, made)) == [200, 409, 409, 409]
    assert fund.money() == (2000, 0, 0, 0)


def test_one_of_a_household_and_one_a_course(fund: Fund) -> None:
    one, two = fund.scored(), fund.scored()
    codes = {each["id"]: each["code"] for each in fund.listed()}
    fund.step(fund.training.counsellor, two, "household", {"code": codes[one]})
    assert all(each["same_household"] for each in fund.listed())
    fund.decide(one, "award")
    assert "même foyer" in fund.decide(two, "award", status=409)["title"]
    # Whoever has one for a course has none for it from another call.
    person, session_id = jobseeker(profile_id=uuid4()), fund.training.session()
    place = fund.training.ask(session_id, person)["id"]
    other = fund.add()
    first, second = fund.scored(person, place=place), fund.scored(person, other, place)
    fund.decide(first, "award")
    assert "pour cette formation" in fund.decide(second, "award", status=409)["title"]
    assert fund.money() == (4000, 0, 0, 6000)


def test_a_counsellor_learns_of_no_application_of_others_by_its_code(fund: Fund) -> None:
    one = fund.scored()
    stranger = UUID(int=7)
    fund.training.profiles.agencies[stranger] = OTHER_AGENCY
    theirs = fund.begun(jobseeker(profile_id=stranger))
    body = {"code": fund.listed()[0]["code"]}
    other = counsellor(agency=OTHER_AGENCY)
    assert fund.step(other, theirs, "household", body, 422)["errors"][0]["field"] == "code"
    fund.step(other, one, "household", body, 404)


def test_a_sheet_for_somebody_else_a_month_twice_or_ahead_pays_nothing(fund: Fund) -> None:
    of = fund.active()
    refused = [
        fund.attend({**of, "code": "K00000"}, 1),
        fund.attend(of, 2),
        fund.attend(of, 9),
        fund.attend(of, 1, "excused"),
    ]
    assert [each.status_code for each in refused] == [422] * 4
    assert [each.json()["errors"][0]["field"] for each in refused] == [
        "code",
        "month",
        "month",
        "excuse",
    ]
    assert fund.book()["ordered"] == []
    assert fund.attend(of, 1).status_code == 200
    assert fund.attend(of, 1).status_code == 409
    assert len(fund.book()["ordered"]) == 1


def test_a_card_that_is_renewed_stops_no_payment(fund: Fund) -> None:
    of = fund.active()
    asked = len(fund.training.profiles.asked)
    fund.attend(of, 1, "excused", excuse="papers")
    (order,) = fund.book()["ordered"]
    assert fund.bank([(order["reference"], "1000.00")])["paid"] == 1
    # Nobody's papers were asked for.
    assert len(fund.training.profiles.asked) == asked


def test_nothing_is_noted_while_it_is_suspended(fund: Fund) -> None:
    of = fund.active()
    fund.decide(of["id"], "suspend", {"reason": "absences"})
    assert fund.attend(of, 1).status_code == 409
    assert fund.money()[1] == 2000
    fund.decide(of["id"], "resume")
    assert fund.attend(of, 1).status_code == 200


def test_who_notes_a_month_for_their_own_people_asks_no_bank_for_it(fund: Fund) -> None:
    of = fund.active()
    one = f"/scholarships/applications/{of['id']}"
    sheet = {"code": of["code"], "month": 1, "attendance": "present"}
    fund.does(counsellor(agency=OTHER_AGENCY), "POST", f"{one}/attendance", sheet, 404)
    noted = fund.does(fund.training.counsellor, "POST", f"{one}/attendance", sheet)
    assert [each["state"] for each in noted["instalments"]] == ["noted", "planned"]
    assert "points" not in noted
    assert fund.book()["ordered"] == []
    (call,) = fund.keep("GET", "/scholarships/calls")["items"]
    assert (call["to_decide"], call["to_order"]) == (0, 1)
    fund.step(fund.training.counsellor, of["id"], "order", status=403)
    fund.decide(of["id"], "order")
    assert len(fund.book()["ordered"]) == 1
    fund.decide(of["id"], "order", status=409)
    # What was earned is asked for before the rest goes back.
    sheet = {**sheet, "month": 2, "attendance": "excused", "excuse": "childbirth"}
    fund.does(fund.training.counsellor, "POST", f"{one}/attendance", sheet)
    fund.decide(of["id"], "end", {"reason": "moved"})
    assert len(fund.book()["ordered"]) == 2
    assert fund.money() == (0, 2000, 0, 8000)


def test_what_came_back_of_a_payment_is_free_and_never_more_than_it(fund: Fund) -> None:
    of = fund.active()
    fund.attend(of, 1)
    (order,) = fund.book()["ordered"]
    path = f"/support/envelopes/{fund.envelope}/recover"
    body = {"reference": order["reference"], "amount": "400.00", "reason": "Rendu"}
    unpaid = fund.keep("POST", path, body, 422)
    assert unpaid["errors"][0]["field"] == "reference"
    fund.bank([(order["reference"], "1000")])
    fund.keep("POST", path, {**body, "reference": order["reference"].lower()})
    assert fund.money() == (0, 1000, 600, 8400)
    more = fund.keep("POST", path, {**body, "amount": "600.01"}, 422)
    assert more["errors"][0]["field"] == "amount"
    fund.keep("POST", path, {**body, "amount": "600"})
    assert fund.money() == (0, 1000, 0, 9000)
    moved = fund.keep("GET", f"/support/envelopes/{fund.envelope}?balance=paid")["items"]
    assert [each["kind"] for each in moved] == ["pay", "recover", "recover"]


# --- the committee ----------------------------------------------------------------------------


def test_without_quorum_nobody_is_chosen(fund: Fund) -> None:
    person = jobseeker(profile_id=uuid4())
    made = fund.begun(person)
    fund.step(person, made, "submit", {})
    fund.step(fund.training.counsellor, made, "admit")
    for member in fund.members[:2]:
        fund.step(member, made, "score", POINTS)
    fund.step(fund.members[2], made, "score", {"conflict": True})
    assert "assez de notes" in fund.decide(made, "award", status=409)["title"]
    assert fund.money() == (0, 0, 0, 10_000)
    # Who said that they have a conflict cannot score after all, and a stranger not at all.
    fund.step(fund.members[2], made, "score", POINTS, 409)
    fund.step(counsellor(), made, "score", POINTS, 404)
    fund.step(fund.members[0], made, "score", {"need": 5}, 422)


def test_a_member_whose_agency_follows_the_person_does_not_score(training: Training) -> None:
    members = [*(counsellor(agency=OTHER_AGENCY) for _ in range(3)), counsellor()]
    fund = Fund(training, members=members[:3])
    person = jobseeker(profile_id=uuid4())
    fund.members = members
    call = fund.add()
    made = fund.begun(person, call)
    fund.step(person, made, "submit", {})
    fund.step(training.counsellor, made, "admit")
    assert "Votre agence" in fund.step(members[3], made, "score", POINTS, 409)["title"]
    (shown,) = fund.does(members[3], "GET", f"/scholarships/calls/{call}/scoring")["items"]
    assert shown["conflict"]


def test_a_committee_reads_no_name_and_no_code(fund: Fund) -> None:
    person = jobseeker(profile_id=uuid4())
    fund.scored(person)
    found = fund.does(fund.members[0], "GET", f"/scholarships/calls/{fund.call}/scoring")
    said = str(found)
    assert str(person.profile_id) not in said
    assert fund.listed()[0]["code"] not in said
    assert "trajet" in said
    fund.does(counsellor(), "GET", f"/scholarships/calls/{fund.call}/scoring", status=404)


# --- the person -------------------------------------------------------------------------------


def test_what_is_missing_is_said_at_its_field(training: Training) -> None:
    fund = Fund(training, terms={"school_level": "primary"})
    person = jobseeker(profile_id=uuid4())
    path = f"/scholarships/calls/{fund.call}/applications"
    made = fund.does(person, "POST", path, {}, 201)
    assert made["missing"] == ["place", "why"]
    fund.does(person, "POST", path, {}, 409)
    one = f"/scholarships/applications/{made['id']}"
    refused = fund.step(person, made["id"], "submit", {}, 422)
    assert refused["errors"][0]["field"] == "place_id"
    theirs = training.ask(training.session())["id"]
    fund.does(person, "PUT", one, {"place_id": theirs}, 422)
    mine = training.ask(training.session(), person)["id"]
    fund.does(person, "PUT", one, {"place_id": mine})
    for body, name in (
        ({}, "why"),
        ({}, "school_level"),
        ({"school_level": "none"}, "school_level"),
    ):
        refused = fund.step(person, made["id"], "submit", body, 422)
        assert refused["errors"][0]["field"] == name
        fund.does(person, "PUT", one, {"place_id": mine, "why": "Le trajet coûte cher."})
    done = fund.step(person, made["id"], "submit", {"school_level": "primary"})
    assert done["state"] == "submitted"
    assert "primary" not in str(done["log"])
    listed = fund.does(person, "GET", f"{one}/eligibility")["criteria"]
    assert {each["name"] for each in listed} >= {"open", "place", "course", "school_level", "paper"}


def test_a_no_has_its_reason_and_is_looked_at_again_once_in_time(
    fund: Fund, time_machine: TimeMachineFixture
) -> None:
    person, late = jobseeker(profile_id=uuid4()), jobseeker(profile_id=uuid4())
    made, other = fund.scored(person), fund.scored(late)
    for each in (made, other):
        fund.decide(each, "refuse", {"reason": "scores"})
    seen = fund.does(person, "GET", f"/scholarships/applications/{made}")
    assert (seen["reason"], seen["appeal_until"]) == ("scores", in_days(15).isoformat())
    fund.step(person, made, "appeal", {"why": "Le trajet est plus long."})
    fund.decide(made, "refuse", {"reason": "no_money"})
    fund.step(person, made, "appeal", {"why": "Encore."}, 409)
    time_machine.move_to(datetime.now(UTC) + timedelta(days=16))
    again = jobseeker(profile_id=late.profile_id)
    fund.step(again, other, "appeal", {"why": "Tard."}, 409)


def test_an_application_keeps_the_version_it_was_begun_with(fund: Fund) -> None:
    person = jobseeker(profile_id=uuid4())
    made = fund.begun(person)
    stricter = {"courses": [fund.training.course()["id"]]}
    kept = fund.keep("PUT", f"/scholarships/calls/{fund.call}/terms", stricter)
    assert kept["terms"]["version"] == 2
    fund.step(person, made, "submit", {})
    newer = jobseeker(profile_id=uuid4())
    refused = fund.step(newer, fund.begun(newer), "submit", {}, 422)
    assert refused["errors"][0]["field"] == "place_id"


# --- who may, and what stays ------------------------------------------------------------------


def test_everybody_else_is_refused(fund: Fund) -> None:
    made = fund.scored()
    one = f"/scholarships/applications/{made}"
    for other in (jobseeker(profile_id=uuid4()), counsellor(agency=OTHER_AGENCY)):
        fund.does(other, "GET", one, status=404)
        fund.step(other, made, "withdraw", status=404)
    for other in (agent(agency=OTHER_AGENCY), counsellor(agency=OTHER_AGENCY)):
        fund.does(other, "GET", one, status=404)
        fund.does(other, "GET", f"{one}/eligibility", status=404)
    for role in (employer(), administrator()):
        fund.does(role, "GET", one, status=403)
    for role in (agent(), employer(), administrator()):
        fund.does(role, "GET", "/support/envelopes", status=403)
    for role in (fund.training.counsellor, jobseeker(profile_id=uuid4())):
        fund.step(role, made, "award", status=403)
        fund.does(role, "GET", f"/scholarships/calls/{fund.call}/decisions", status=403)
        fund.does(role, "GET", f"/support/envelopes/{fund.envelope}", status=403)


def test_an_agent_helps_those_who_have_no_other_agent(fund: Fund) -> None:
    hers, other = agent(), agent()
    person = jobseeker(profile_id=uuid4())
    fund.training.profiles.agents[UUID(str(person.profile_id))] = hers.id
    place = fund.training.ask(fund.training.session(), person)["id"]
    path = f"/scholarships/calls/{fund.call}/applications"
    whom = {"profile_id": str(person.profile_id)}
    fund.does(other, "POST", path, whom, 404)
    fund.does(hers, "POST", path, {}, 422)
    made = fund.does(hers, "POST", path, whom, 201)
    assert [each["place_id"] for each in made["seats"]] == [place]
    one = f"/scholarships/applications/{made['id']}"
    fund.does(other, "GET", one, status=404)
    fund.does(other, "PUT", one, {"why": "Autre"}, 404)
    assert fund.does(other, "GET", "/scholarships/applications")["total"] == 0
    assert fund.does(hers, "GET", "/scholarships/applications")["total"] == 1
    fund.does(hers, "PUT", one, {"place_id": place, "why": "Le trajet est long."})
    fund.step(hers, made["id"], "submit", {})
    for name in ("admit", "agree", "award", "attendance"):
        fund.step(hers, made["id"], name, {"code": "K", "month": 1, "attendance": "present"}, 403)


def test_a_call_is_judged_for_somebody_who_has_not_applied(training: Training) -> None:
    fund = Fund(training, terms={"school_level": "primary"})
    person = jobseeker(profile_id=uuid4())
    path = f"/scholarships/calls/{fund.call}/fit"

    def verdicts() -> dict[str, str]:
        found = fund.does(person, "GET", path)
        return {each["name"]: each["verdict"] for each in found["criteria"]}

    bare = verdicts()
    assert (bare["place"], bare["course"], bare["school_level"]) == ("no", "ask", "ask")
    training.ask(training.session(), person)
    seated = verdicts()
    assert (seated["place"], seated["course"], seated["once"]) == ("yes", "yes", "yes")
    other = f"{path}?profile_id={uuid4()}"
    fund.does(person, "GET", other, status=403)
    fund.does(training.counsellor, "GET", path, status=422)
    whom = f"{path}?profile_id={person.profile_id}"
    assert fund.does(training.counsellor, "GET", whom)["application_id"] is None
    fund.does(counsellor(agency=OTHER_AGENCY), "GET", whom, status=404)


def test_each_step_is_told_with_ids_and_states_alone(fund: Fund) -> None:
    fund.active()
    told = outbox_events(fund.training.database)
    mine = [each for each in told if isinstance(each, ScholarshipMoved)]
    assert [each.step for each in mine] == ["apply", "submit", "admit", "score", "award", "agree"]
    assert {*ScholarshipMoved.model_fields} - {"application_id", "profile_id", "call_id"} == {
        "agency_id",
        "step",
        "from_state",
        "state",
        "by_person",
        "at",
    }


def test_somebody_erased_leaves_sums_and_nothing_else(fund: Fund) -> None:
    person = jobseeker(profile_id=uuid4())
    of = fund.active(person)
    fund.attend(of, 1)
    with fund.training.database.session() as session:
        erasures.erase(
            session, ErasureBegun(erasure_id=uuid4(), profile_ids=(UUID(str(person.profile_id)),))
        )
    assert fund.listed() == []
    assert fund.book()["ordered"] == []
    assert fund.money() == (0, 0, 0, 10_000)
    with fund.training.database.engine.connect() as connection:
        for table in ("scholarship_applications", "scholarship_log", "scholarship_instalments"):
            kept = str(connection.exec_driver_sql(f"SELECT * FROM {table}").all())
            assert of["id"] not in kept


def test_every_step_that_people_take_is_served() -> None:
    for step in SCHOLARSHIP:
        assert step.operation is not None
        assert set(step.roles) <= {
            Role.JOBSEEKER,
            Role.COUNSELLOR,
            Role.AGENT,
            Role.COORDINATOR,
        }
    assert KEEPER
