"""The file of a hire: opened by the news of it, moved step by step, reminded of, counted."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, get_args
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amuddu.contracts.hires import (
    HIRE,
    AbandonIn,
    FinishStepIn,
    HireStartSet,
    HireState,
    HireStepName,
    ResumeIn,
    StartStepIn,
    StuckIn,
)
from amuddu.kit.auth import Actor
from amuddu.kit.errors import AmudduError
from services.employers.hires import steps as hire_steps
from services.employers.hires.reminders import reminders
from services.employers.hires.tables import HireLogRow, HireRow, HireStepRow
from tests.services.employers.claims.claims_support import TODAY, Programme
from tests.services.employers.conftest import House
from tests.support import (
    OTHER_AGENCY,
    agent,
    coordinator,
    counsellor,
    employer,
    jobseeker,
    outbox_events,
)

DAY = TODAY.isoformat()


@pytest.fixture
def running(house: House, boss: Actor) -> Programme:
    made = Programme(house, boss=boss)
    made.open_scheme()
    return made


def act(
    running: Programme, hire_id: UUID, path: str, body: Any, *, by: Actor | None = None
) -> dict[str, Any]:
    found: dict[str, Any] = running.house.ok(
        "POST", f"/hires/{hire_id}/{path}", by=by or running.boss, body=body
    )
    return found


def show(running: Programme, hire_id: UUID, *, by: Actor | None = None) -> dict[str, Any]:
    found: dict[str, Any] = running.house.ok("GET", f"/hires/{hire_id}", by=by or running.boss)
    return found


def test_a_file_opens_alike_for_everybody_and_follows_a_route_later(running: Programme) -> None:
    vacancy = UUID(running.house.new_vacancy(by=running.boss)["id"])
    hire_id = running.hired_on(vacancy, route="ask")
    begun = show(running, hire_id)
    assert begun["route"] == "ask"
    assert [step["id"] for step in begun["steps"]] == ["check_stay", "check_employer"]
    path, opened = f"/hires/{hire_id}/follow", running.house.profiles.routes
    far = counsellor(agency=OTHER_AGENCY)
    assert running.house.call("POST", path, by=far).status_code == 404
    for nothing in (None, "ask", "not_now"):
        if nothing is not None:
            opened[hire_id] = nothing
        assert running.house.call("POST", path, by=running.boss).status_code == 409
    opened[hire_id] = "visa"
    # Whatever a caller sends beside it changes nothing.
    found = running.house.ok("POST", path, by=running.boss, body={"route": "contract_only"})
    assert found["route"] == "visa"
    # Once it follows a route, a counsellor of the person's agency alone changes it.
    opened[hire_id] = "contract_only"
    assert running.house.call("POST", path, by=running.boss).status_code == 409
    ids = [step["id"] for step in found["steps"]]
    assert ids[:3] == ["check_stay", "check_employer", "exemption_proof"]
    assert "visa" in ids
    assert (found["state"], found["steps_done"], found["steps_total"]) == ("open", 0, len(ids))
    assert (found["wage_month"], found["contract_months"]) == ("4000.00", 12)
    assert [line["name"] for line in found["log"]] == ["open", "follow"]


def test_news_that_comes_twice_opens_one_file(running: Programme) -> None:
    vacancy = UUID(running.house.new_vacancy(by=running.boss)["id"])
    hire_id = running.hired_on(vacancy)
    running.hired_on(vacancy, candidacy_id=hire_id, route="ask")
    assert show(running, hire_id)["route"] == "visa"
    running.hired_on(hire_id, route="ask")  # a vacancy that is not ours
    assert running.house.ok("GET", "/hires", by=running.boss)["total"] == 1


def test_a_file_is_done_with_its_last_step(running: Programme) -> None:
    hire_id = running.hired()
    for step in show(running, hire_id)["steps"]:
        act(running, hire_id, f"steps/{step['id']}/start", {"on": DAY})
        done = act(running, hire_id, f"steps/{step['id']}/finish", {"on": DAY, "note": "fait"})
    assert (done["state"], done["steps_done"]) == ("done", done["steps_total"])
    path = f"/hires/{hire_id}/abandon"
    refused = running.house.call("POST", path, by=running.boss, body={"reason": "other"})
    assert refused.status_code == 409


def test_a_file_whose_route_nobody_settled_does_not_end(running: Programme) -> None:
    hire_id = running.hired_on(UUID(running.house.new_vacancy(by=running.boss)["id"]), route="ask")
    for step in show(running, hire_id)["steps"]:
        found = act(running, hire_id, f"steps/{step['id']}/finish", {"on": DAY})
    assert (found["state"], found["steps_done"]) == ("open", found["steps_total"])
    body = {"route": "contract_only"}
    settled = running.house.ok("PUT", f"/hires/{hire_id}/route", by=running.adviser, body=body)
    assert settled["state"] == "open"
    for step in settled["steps"]:
        if step["state"] != "done":
            found = act(running, hire_id, f"steps/{step['id']}/finish", {"on": DAY})
    assert found["state"] == "done"


def test_a_contract_is_not_signed_while_what_it_needs_is_open(running: Programme) -> None:
    hire_id = running.hired()
    act(running, hire_id, "steps/check_stay/finish", {"on": DAY})
    path = f"/hires/{hire_id}/steps/sign_legalise/finish"
    problems = running.house.problems("POST", path, by=running.boss, body={"on": DAY})
    assert problems.keys() == {"although"}
    assert "3" in problems["although"]  # file of the firm, proof, account on the platform
    assert show(running, hire_id)["steps_done"] == 1
    why = "Le guichet a gardé le justificatif"
    signed = act(
        running, hire_id, "steps/sign_legalise/finish", {"on": DAY, "although": why, "note": "vu"}
    )
    line = signed["log"][-1]
    assert (line["name"], line["reason"]) == ("finish_step", "out_of_order")
    assert why in line["note"]
    assert "vu" in line["note"]


def test_a_contract_is_signed_once_what_it_needs_is_done(running: Programme) -> None:
    hire_id = running.hired()
    for step in show(running, hire_id)["steps"]:
        found = act(running, hire_id, f"steps/{step['id']}/finish", {"on": DAY})
        if step["id"] == "sign_legalise":
            break
    assert found["log"][-1]["reason"] is None


def test_a_file_gets_stuck_says_why_and_goes_on(running: Programme) -> None:
    hire_id = running.hired()
    body = {"step_id": "visa", "reason": "office_silent", "note": "Pas de réponse du guichet"}
    stuck = act(running, hire_id, "stuck", body)
    assert (stuck["state"], stuck["stuck_on"], stuck["stuck_reason"]) == (
        "stuck",
        "visa",
        "office_silent",
    )
    path = f"/hires/{hire_id}/steps/visa/finish"
    refused = running.house.call("POST", path, by=running.boss, body={"on": DAY})
    assert refused.status_code == 409
    going = act(running, hire_id, "resume", {"note": "Visa promis"}, by=running.adviser)
    assert (going["state"], going["stuck_on"]) == ("open", None)
    lines = [(line["name"], line["reason"], line["role"]) for line in going["log"]]
    assert lines[2:] == [
        ("get_stuck", "office_silent", "employer"),
        ("resume", None, "counsellor"),
    ]


def test_where_files_get_stuck_is_counted_for_the_coordination(running: Programme) -> None:
    for step, reason in (("visa", "office_silent"), ("visa", "office_silent"), ("cnss", "cost")):
        hire_id = running.hired()
        act(running, hire_id, "stuck", {"step_id": step, "reason": reason})
    act(running, hire_id, "resume", {})
    found = running.house.ok("GET", "/hires/stuck", by=running.adviser)
    assert [(each["step_id"], each["now"], each["ever"]) for each in found["items"]] == [
        ("visa", 2, 2),
        ("cnss", 0, 1),
    ]
    assert found["files"] == {"stuck": 2, "open": 1}
    # Who only counts reads no step at which few files got stuck.
    counted = running.house.ok("GET", "/hires/stuck", by=coordinator())
    assert counted == {"items": [], "files": {"stuck": 2, "open": 1}}
    far = running.house.ok("GET", "/hires/stuck", by=counsellor(agency=OTHER_AGENCY))
    assert far == {"items": [], "files": {}}


def test_days_are_days_that_came(running: Programme) -> None:
    hire_id = running.hired()
    tomorrow = (TODAY + timedelta(days=1)).isoformat()
    for path in ("steps/visa/start", "steps/visa/finish"):
        url = f"/hires/{hire_id}/{path}"
        assert "on" in running.house.problems("POST", url, by=running.boss, body={"on": tomorrow})
    act(running, hire_id, "steps/visa/start", {"on": DAY})
    early = {"on": (TODAY - timedelta(days=1)).isoformat()}
    url = f"/hires/{hire_id}/steps/visa/finish"
    assert "on" in running.house.problems("POST", url, by=running.boss, body=early)
    gone = f"/hires/{hire_id}/steps/nothing/start"
    assert running.house.call("POST", gone, by=running.boss, body={"on": DAY}).status_code == 404


def test_the_contract_is_written_down_at_a_legal_wage(running: Programme) -> None:
    hire_id = running.hired()
    path = f"/hires/{hire_id}/terms"
    body = {"contract_type": "CDD", "contract_months": None, "wage_month": "100"}
    problems = running.house.problems("PUT", path, by=running.boss, body=body)
    assert problems.keys() == {"contract_months", "wage_month"}
    body = {"contract_type": "CDI", "wage_month": "5000", "starts_on": DAY}
    found = running.house.ok("PUT", path, by=running.boss, body=body)
    assert (found["contract_type"], found["contract_months"]) == ("CDI", None)
    # A day that moved is told, once.
    running.house.ok("PUT", path, by=running.boss, body={**body, "wage_month": "5100"})
    told = [e for e in outbox_events(running.house.database) if isinstance(e, HireStartSet)]
    assert [(each.candidacy_id, str(each.starts_on)) for each in told] == [(hire_id, DAY)]


def test_a_counsellor_finds_out_the_route_and_what_is_done_stays(running: Programme) -> None:
    vacancy = UUID(running.house.new_vacancy(by=running.boss)["id"])
    hire_id = running.hired_on(vacancy, route="ask")
    act(running, hire_id, "steps/check_stay/finish", {"on": DAY})
    path, body = f"/hires/{hire_id}/route", {"route": "attestation_and_visa"}
    assert running.house.call("PUT", path, by=running.boss, body=body).status_code == 403
    found = running.house.ok("PUT", path, by=running.adviser, body=body)
    states = {step["id"]: step["state"] for step in found["steps"]}
    assert (states["check_stay"], states["attestation_standard"]) == ("done", "todo")


def test_employers_learn_neither_person_nor_papers(running: Programme) -> None:
    hire_id = running.hired()
    until = (TODAY + timedelta(days=30)).isoformat()
    path = f"/hires/{hire_id}/papers"
    assert (
        running.house.call("PUT", path, by=running.boss, body={"until": until}).status_code == 403
    )
    running.house.ok("PUT", path, by=running.adviser, body={"until": until})
    for_agency = show(running, hire_id, by=running.adviser)
    assert for_agency["papers_until"] == until
    assert "papers_end" in {each["kind"] for each in for_agency["reminders"]}
    assert for_agency["profile_id"] is not None
    for who in (running.boss, coordinator()):
        seen = show(running, hire_id, by=who)
        assert (seen["papers_until"], seen["profile_id"]) == (None, None)
        assert "papers_end" not in {each["kind"] for each in seen["reminders"]}
    counted = show(running, hire_id, by=coordinator())
    assert (counted["route"], counted["steps"], counted["log"]) == (None, [], [])


def test_others_do_not_learn_that_a_file_exists(running: Programme) -> None:
    hire_id = running.hired()
    for who in (employer(), counsellor(agency=OTHER_AGENCY), agent(agency=OTHER_AGENCY)):
        assert running.house.call("GET", f"/hires/{hire_id}", by=who).status_code == 404
        assert running.house.ok("GET", "/hires", by=who)["total"] == 0
        path = f"/hires/{hire_id}/resume"
        assert running.house.call("POST", path, by=who, body={}).status_code == 404
    assert running.house.call("GET", f"/hires/{hire_id}", by=jobseeker()).status_code == 403
    path = f"/hires/{hire_id}/resume"
    assert running.house.call("POST", path, by=coordinator(), body={}).status_code == 403


# --- reminders, transitions: pure ---------------------------------------------------------------


def row(**changes: Any) -> HireRow:
    return HireRow(
        id=UUID(int=1), vacancy_id=UUID(int=2), employer_id=UUID(int=3), profile_id=UUID(int=4),
        code="K", route="visa", agency_id="rabat", hired_on=TODAY, **changes,
    )  # fmt: skip


def kinds(hire: HireRow, *steps: HireStepRow, on: Any = TODAY, agency: bool = True) -> list[str]:
    found = reminders(hire, steps, max_days={"visa": 10}, on=on, for_agency=agency)
    return [each.kind for each in found]


def test_what_comes_due_is_reminded_of() -> None:
    started = HireStepRow(
        hire_id=UUID(int=1), step_id="visa", position=1, state="started",
        started_on=TODAY - timedelta(days=11),
    )  # fmt: skip
    assert kinds(row(), started) == ["step_late"]
    started.started_on = TODAY - timedelta(days=10)
    assert kinds(row(), started) == []
    assert kinds(row(starts_on=TODAY + timedelta(days=21))) == ["start_near"]
    assert kinds(row(starts_on=TODAY + timedelta(days=22))) == []
    assert kinds(row(starts_on=TODAY)) == ["start_passed"]
    assert kinds(row(papers_until=TODAY + timedelta(days=90))) == ["papers_end"]
    assert kinds(row(papers_until=TODAY), agency=False) == []
    assert kinds(row(), on=TODAY + timedelta(days=16)) == ["silent"]
    assert kinds(row(state="done", starts_on=TODAY)) == []
    assert kinds(row(state="abandoned", papers_until=TODAY)) == []


STEPS = ("a", "b")
MOVES = st.tuples(
    st.sampled_from(sorted(set(get_args(HireStepName)) - {"open"})),
    st.sampled_from(STEPS),
)


def move(name: str, hire: HireRow, steps: list[HireStepRow], step_id: str) -> HireLogRow:
    by = counsellor()
    if name == "start_step":
        body = StartStepIn(on=TODAY)
        return hire_steps.start_step(hire, steps, step_id=step_id, body=body, by=by)
    if name == "finish_step":
        done = FinishStepIn(on=TODAY)
        return hire_steps.finish_step(hire, steps, step_id=step_id, body=done, by=by)
    if name == "get_stuck":
        stuck = StuckIn(step_id=step_id, reason="cost")
        return hire_steps.get_stuck(hire, steps, body=stuck, by=by)
    if name == "resume":
        return hire_steps.resume(hire, steps, body=ResumeIn(), by=by)
    if name == "abandon":
        return hire_steps.abandon(hire, steps, body=AbandonIn(reason="other"), by=by)
    return hire_steps.MOVES.take(hire, name, to=hire.state, by=by)


@given(st.lists(MOVES, max_size=15))
def test_only_legal_moves_move_a_file(moves: list[tuple[str, str]]) -> None:
    hire = row()
    steps = [HireStepRow(hire_id=hire.id, step_id=each, position=1) for each in STEPS]
    for name, step_id in moves:
        before: HireState = hire.state
        try:
            line = move(name, hire, steps, step_id)
        except AmudduError:
            assert hire.state == before
            continue
        assert HIRE[name].allows(before)
        assert line.name == name
        assert (line.from_state, line.to_state) == (before, hire.state)
        assert (hire.stuck_on is not None) == (hire.state == "stuck")
        assert (hire.state == "done") == all(each.state == "done" for each in steps)


def test_the_workflow_declares_every_name_and_state() -> None:
    assert {step.name for step in HIRE} == set(get_args(HireStepName))
    assert {target for step in HIRE for target in step.targets} == set(get_args(HireState))
    assert not any(step.allows("done") or step.allows("abandoned") for step in HIRE)


def test_a_new_route_lets_a_file_go_on_that_is_stuck_at_a_step_it_has_not(
    running: Programme,
) -> None:
    for step, after in (("exemption_proof", "open"), ("visa", "stuck")):
        hire_id = running.hired(external_ref=step)
        act(running, hire_id, "stuck", {"step_id": step, "reason": "cost"})
        path, body = f"/hires/{hire_id}/route", {"route": "attestation_and_visa"}
        found = running.house.ok("PUT", path, by=running.adviser, body=body)
        assert (found["state"], found["log"][-1]["to_state"]) == (after, after)
        assert (found["stuck_on"] is None) == (after == "open")


def test_a_household_and_a_young_worker_bring_steps_of_their_own(running: Programme) -> None:
    nanny = {"text": "nounou", "concept": "nanny"}
    vacancy = running.house.new_vacancy(by=running.boss, occupation=nanny)["id"]
    at_home = show(running, running.hired_on(UUID(vacancy)))["steps"]
    ids = {step["id"] for step in at_home}
    assert {"domestic_contract", "domestic_deposit", "domestic_security"} <= ids
    assert {step["max_days"] for step in at_home if step["id"] == "domestic_security"} == {30}
    other = UUID(running.house.new_vacancy(by=running.boss)["id"])
    hire_id = running.hired_on(other, young=True)
    ids = {step["id"] for step in show(running, hire_id)["steps"]}
    assert {"young_agreement", "young_work", "young_medical"} <= ids
    # They stay when a counsellor finds out another route.
    running.house.ok("PUT", f"/hires/{hire_id}/route", by=counsellor(), body={"route": "ask"})
    assert "young_work" in {step["id"] for step in show(running, hire_id)["steps"]}
