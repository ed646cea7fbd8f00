"""Claims from draft to closed, over the API: what each step asks, moves, shows and refuses."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

import pytest
from time_machine import TimeMachineFixture

from amuddu.contracts.claims import ClaimMoved
from amuddu.kit.auth import Actor
from tests.services.employers.claims.claims_support import (
    CHECKED,
    SCHEME,
    TODAY,
    Programme,
    programme,
)
from tests.services.employers.conftest import SOON, House, noon
from tests.support import (
    OTHER_AGENCY,
    agent,
    coordinator,
    counsellor,
    employer,
    jobseeker,
    outbox_events,
)

REFUSAL = {"reason": "documents", "justification": "Le contrat joint n'est pas le bon."}


@pytest.fixture
def running(house: House, boss: Actor) -> Programme:
    return programme(house, boss)


def balances(reserved: int = 0, committed: int = 0, paid: int = 0) -> dict[str, Decimal]:
    total = 120_000
    free = total - reserved - committed - paid
    names = {"total": total, "reserved": reserved, "committed": committed, "paid": paid}
    return {name: Decimal(value) for name, value in {**names, "free": free}.items()}


# --- the whole way ------------------------------------------------------------------------------


def test_a_claim_is_paid_to_the_end(running: Programme, time_machine: TimeMachineFixture) -> None:
    claim_id = running.submitted()
    assert running.balances() == balances(reserved=12_000)
    running.step(claim_id, "approve", by=running.leader, body=CHECKED)
    assert running.balances() == balances(committed=12_000)
    start = TODAY + timedelta(days=2)
    running.ready_to_sign(claim_id)
    signed = running.step(
        claim_id,
        "sign-contract",
        by=running.adviser,
        body={"signed_on": TODAY.isoformat(), "starts_on": start.isoformat()},
    )
    plan = signed["instalments"]
    assert [each["amount"] for each in plan] == ["2000.00"] * 6
    assert sum(Decimal(each["amount"]) for each in plan) == Decimal(signed["total"])
    time_machine.move_to(noon(TODAY + timedelta(days=300)))
    for number in range(1, 7):
        path = f"instalments/{number}"
        due = running.step(claim_id, f"{path}/due", by=running.adviser, body={"proof": "CNSS 1"})
        assert due["state"] == "payment_due"
        paid = running.step(
            claim_id,
            f"{path}/pay",
            by=running.leader,
            body={"paid_on": TODAY.isoformat(), "reference": f"VIR-{number}"},
        )
    assert paid["state"] == "paid"
    assert running.balances() == balances(paid=12_000)
    running.step(claim_id, "check-retention", by=running.adviser, body={})
    closed = running.step(claim_id, "close", by=running.leader, body={})
    assert closed["state"] == "closed"
    told = [e for e in outbox_events(running.house.database) if isinstance(e, ClaimMoved)]
    assert [each.state for each in told] == [
        "submitted",
        "approved",
        "contract_signed",
        *["payment_due", "contract_signed"] * 5,
        "payment_due",
        "paid",
        "retention_checked",
        "closed",
    ]
    assert {str(each.claim_id) for each in told} == {claim_id}
    assert {each.agency_id for each in told} == {"rabat"}
    assert [each["name"] for each in closed["log"]] == [
        "create",
        "submit",
        "approve",
        "sign_contract",
        *["mark_due", "pay"] * 6,
        "check_retention",
        "close",
    ]


def test_a_claim_goes_back_and_comes_again(running: Programme) -> None:
    claim_id = running.submitted()
    comment = {"comment": "La référence du contrat manque."}
    back = running.step(claim_id, "send-back", by=running.adviser, body=comment)
    assert (back["state"], back["comment"]) == ("returned", comment["comment"])
    assert running.balances() == balances(reserved=12_000)
    running.complete(running.claim(claim_id))
    again = running.step(claim_id, "submit", by=running.boss)
    assert (again["state"], again["comment"]) == ("submitted", "")
    assert running.balances() == balances(reserved=12_000)


def test_a_no_is_justified_and_frees_the_money(running: Programme) -> None:
    claim_id = running.submitted()
    short = running.refused(
        claim_id, "refuse", by=running.adviser, body={**REFUSAL, "justification": "non"}
    )
    assert short.status_code == 422
    running.step(claim_id, "refuse", by=running.adviser, body=REFUSAL)
    seen = running.claim(claim_id)
    assert (seen["refusal"], seen["justification"]) == ("documents", REFUSAL["justification"])
    assert running.balances() == balances()


def test_a_refused_hire_may_be_claimed_again_but_not_twice_at_once(running: Programme) -> None:
    hire_id = running.hired()
    claim_id = running.submitted(hire_id=hire_id)
    path, body = f"/hires/{hire_id}/claims", {"scheme_id": SCHEME}
    assert running.house.call("POST", path, by=running.boss, body=body).status_code == 409
    running.step(claim_id, "refuse", by=running.adviser, body=REFUSAL)
    running.draft(hire_id)


def test_withdrawing_frees_the_money(running: Programme) -> None:
    claim_id = running.submitted()
    assert running.step(claim_id, "withdraw", by=running.boss, body={})["state"] == "withdrawn"
    assert running.balances() == balances()


def test_a_contract_that_is_never_signed_frees_the_money(running: Programme) -> None:
    claim_id = running.approved()
    note = {"note": "L'entreprise renonce."}
    assert running.step(claim_id, "lapse", by=running.adviser, body=note)["state"] == "closed"
    assert running.balances() == balances()


# --- what sending in asks -----------------------------------------------------------------------


def test_each_document_has_its_papers(running: Programme) -> None:
    claim = running.draft()
    refused = running.refused(claim["id"], "submit", by=running.boss)
    fields = {each["field"] for each in refused.json()["errors"]}
    assert fields == {"documents.0.papers", "documents.1.papers"}
    path = f"/claims/{claim['id']}/documents"
    tomorrow = (TODAY + timedelta(days=1)).isoformat()
    of_another = running.house.profiles.keep(running.hired())
    for odd in (
        {"number": 1, "given_on": tomorrow},
        {"number": 9},
        {"number": 1, "papers": [str(uuid4())]},
        {"number": 1, "papers": [str(of_another)]},
    ):
        problems = running.house.problems("PUT", path, by=running.boss, body={"documents": [odd]})
        assert len(problems) == 1
    today = {"number": 1, "given_on": TODAY.isoformat()}
    running.house.ok("PUT", path, by=running.boss, body={"documents": [today]})
    still = running.refused(claim["id"], "submit", by=running.boss).json()["errors"]
    assert "documents.0.papers" in {each["field"] for each in still}  # a date is no paper


def test_what_a_checklist_does_not_mention_stays(running: Programme) -> None:
    claim = running.draft()
    running.complete(claim)
    path = f"/claims/{claim['id']}/documents"
    body = {"documents": [{"number": 1, "reference": "D-2"}]}
    changed = running.house.ok("PUT", path, by=running.boss, body=body)
    first = changed["documents"][0]
    assert (first["reference"], len(first["papers"])) == ("D-2", 1)
    assert first["given_on"] == TODAY.isoformat()


@pytest.mark.parametrize("what", ["unread", "gone"])
def test_nothing_is_approved_that_the_agency_has_not_read(running: Programme, what: str) -> None:
    """An employer's claim on papers that nobody opened, or that were taken away again."""
    claim_id = running.submitted()
    hire_id = UUID(running.claim(claim_id)["hire_id"])
    kept = running.house.profiles.kept[hire_id]
    first = next(iter(kept))
    if what == "gone":
        del kept[first]
    else:
        kept[first] = kept[first].model_copy(update={"read_at": None})
    refused = running.refused(claim_id, "approve", by=running.leader, body=CHECKED)
    assert refused.status_code == 422
    assert [each["field"] for each in refused.json()["errors"]] == ["documents.0.papers"]
    assert running.claim(claim_id)["state"] == "submitted"


def test_a_hire_already_made_is_refused_where_the_scheme_says_so(
    running: Programme, time_machine: TimeMachineFixture
) -> None:
    claim = running.draft()
    running.complete(claim)
    time_machine.move_to(noon(date.fromisoformat(claim["starts_on"])))
    refused = running.refused(claim["id"], "submit", by=running.boss)
    assert refused.status_code == 409
    assert "avant le début du contrat" in refused.json()["title"]
    assert running.balances() == balances()


def test_it_is_sent_in_after_the_start_where_the_scheme_allows(
    house: House, boss: Actor, time_machine: TimeMachineFixture
) -> None:
    running = programme(house, boss, apply_before_start=False)
    claim = running.draft()
    running.complete(claim)
    time_machine.move_to(noon(date.fromisoformat(claim["starts_on"])))
    assert running.step(claim["id"], "submit", by=boss)["state"] == "submitted"


def test_a_hire_that_does_not_qualify_names_why(house: House, boss: Actor) -> None:
    running = programme(house, boss, contract_types=["CDD"])
    hire_id = running.hired()
    other = {"contract_type": "CDI", "wage_month": "4000", "starts_on": SOON}
    house.ok("PUT", f"/hires/{hire_id}/terms", by=boss, body=other)
    claim = running.draft(hire_id)
    running.complete(claim)
    refused = running.refused(claim["id"], "submit", by=boss)
    assert "contrat" in refused.json()["title"].casefold()


def test_what_concerns_the_person_is_checked_by_somebody(running: Programme) -> None:
    claim_id = running.submitted()
    refused = running.refused(claim_id, "approve", by=running.leader, body={})
    assert [each["field"] for each in refused.json()["errors"]] == ["checked.person"]
    done = running.step(claim_id, "approve", by=running.leader, body=CHECKED)
    assert done["state"] == "approved"


def test_without_an_envelope_the_desk_to_go_to_is_named(house: House, boss: Actor) -> None:
    running = Programme(house, boss=boss)
    running.open_scheme()
    claim = running.draft()
    running.complete(claim)
    refused = running.refused(claim["id"], "submit", by=boss)
    assert refused.status_code == 409
    assert "ANAPEC" in refused.json()["title"]


def test_an_amount_that_nobody_published_is_not_paid(house: House, boss: Actor) -> None:
    running = programme(house, boss, amount_value=None)
    claim = running.draft()
    assert (claim["total"], claim["monthly"]) == (None, None)
    running.complete(claim)
    assert "montant" in running.refused(claim["id"], "submit", by=boss).json()["title"]


def test_an_employer_has_no_more_people_than_the_cap(house: House, boss: Actor) -> None:
    running = programme(house, boss, persons_cap=1)
    running.submitted()
    claim = running.draft()
    running.complete(claim)
    refused = running.refused(claim["id"], "submit", by=boss)
    assert "1 personnes aidées" in refused.json()["title"]


def test_an_abandoned_hire_claims_nothing(running: Programme) -> None:
    hire_id = running.hired()
    claim = running.draft(hire_id)
    running.complete(claim)
    body = {"reason": "person_left"}
    running.house.ok("POST", f"/hires/{hire_id}/abandon", by=running.boss, body=body)
    assert running.refused(claim["id"], "submit", by=running.boss).status_code == 409


def test_a_later_version_changes_nothing_of_what_was_sent_in(running: Programme) -> None:
    claim_id = running.submitted()
    before = running.claim(claim_id)
    running.open_scheme(amount_value="500")
    after = running.claim(claim_id)
    assert (after["total"], after["scheme_version"]) == (before["total"], before["scheme_version"])
    assert Decimal(running.draft()["total"]) == Decimal(3000)


# --- money after the yes ------------------------------------------------------------------------


def test_an_instalment_waits_for_its_day_and_its_proof(
    running: Programme, time_machine: TimeMachineFixture
) -> None:
    claim_id = running.signed()
    first = "instalments/1"
    proof, paid = {"proof": "CNSS"}, {"paid_on": TODAY.isoformat(), "reference": "V"}
    early = running.refused(claim_id, f"{first}/due", by=running.adviser, body=proof)
    assert early.status_code == 409
    assert (
        running.refused(claim_id, f"{first}/pay", by=running.leader, body=paid).status_code == 409
    )
    time_machine.move_to(noon(TODAY + timedelta(days=40)))
    running.step(claim_id, f"{first}/due", by=running.adviser, body=proof)
    again = running.refused(claim_id, f"{first}/due", by=running.adviser, body=proof)
    assert again.status_code == 409
    running.step(claim_id, f"{first}/pay", by=running.leader, body=paid)
    twice = running.refused(claim_id, f"{first}/pay", by=running.leader, body=paid)
    assert twice.status_code == 409
    assert running.balances() == balances(committed=10_000, paid=2000)
    gone = running.refused(claim_id, "instalments/9/due", by=running.adviser, body=proof)
    assert gone.status_code == 404


def pay_first(running: Programme, claim_id: str) -> None:
    running.step(claim_id, "instalments/1/due", by=running.adviser, body={"proof": "CNSS"})
    body = {"paid_on": TODAY.isoformat(), "reference": "V-1"}
    running.step(claim_id, "instalments/1/pay", by=running.leader, body=body)


def test_a_contract_that_ends_early_is_paid_back_and_the_rest_is_free(
    running: Programme, time_machine: TimeMachineFixture
) -> None:
    claim_id = running.signed()
    ended = TODAY + timedelta(days=50)
    time_machine.move_to(noon(ended))
    pay_first(running, claim_id)
    body = {"ended_on": ended.isoformat(), "cause": "employer_decision"}
    found = running.step(claim_id, "end", by=running.adviser, body=body)
    assert (found["state"], found["owed_back"]) == ("clawed_back", "1000.00")
    assert running.balances() == balances(paid=2000)
    too_much = {"amount": "1000.01", "reference": "R"}
    assert running.refused(claim_id, "recover", by=running.leader, body=too_much).status_code == 422
    unexplained = running.refused(claim_id, "close", by=running.leader, body={})
    assert unexplained.status_code == 422
    back = {"amount": "1000", "reference": "R-1"}
    running.step(claim_id, "recover", by=running.leader, body=back)
    assert running.balances() == balances(paid=1000)
    assert running.step(claim_id, "close", by=running.leader, body={})["state"] == "closed"


def test_an_excepted_cause_owes_nothing(
    running: Programme, time_machine: TimeMachineFixture
) -> None:
    claim_id = running.signed()
    time_machine.move_to(noon(TODAY + timedelta(days=50)))
    pay_first(running, claim_id)
    body = {"ended_on": (TODAY + timedelta(days=45)).isoformat(), "cause": "worker_resigned"}
    found = running.step(claim_id, "end", by=running.adviser, body=body)
    assert (found["state"], found["owed_back"]) == ("closed", "0.00")
    assert {each["state"] for each in found["instalments"]} == {"paid", "cancelled"}


def test_retention_is_checked_once_it_is_over(
    house: House, boss: Actor, time_machine: TimeMachineFixture
) -> None:
    running = programme(house, boss, duration_months=1)
    claim_id = running.signed()
    time_machine.move_to(noon(TODAY + timedelta(days=40)))
    pay_first(running, claim_id)
    assert running.claim(claim_id)["state"] == "paid"
    assert (
        running.refused(claim_id, "check-retention", by=running.adviser, body={}).status_code == 409
    )
    time_machine.move_to(noon(TODAY + timedelta(days=130)))
    done = running.step(claim_id, "check-retention", by=running.adviser, body={})
    assert done["state"] == "retention_checked"


def test_a_contract_that_began_before_the_claim_is_refused(running: Programme) -> None:
    claim_id = running.approved()
    body = {"signed_on": TODAY.isoformat(), "starts_on": TODAY.isoformat()}
    refused = running.refused(claim_id, "sign-contract", by=running.adviser, body=body)
    assert refused.json()["errors"][0]["field"] == "starts_on"


# --- who may ------------------------------------------------------------------------------------


def test_others_do_not_learn_that_a_claim_exists(running: Programme) -> None:
    claim_id = running.submitted()
    strangers = [employer(), counsellor(agency=OTHER_AGENCY)]
    for who in strangers:
        assert running.house.call("GET", f"/claims/{claim_id}", by=who).status_code == 404
        assert running.house.ok("GET", "/claims", by=who)["total"] == 0
        for name, body in (("submit", None), ("withdraw", {}), ("approve", CHECKED), ("close", {})):
            assert running.refused(claim_id, name, by=who, body=body).status_code in {403, 404}
    for who in (jobseeker(profile_id=uuid4()), agent()):
        assert running.house.call("GET", f"/claims/{claim_id}", by=who).status_code == 403


def test_nobody_decides_on_a_claim_of_their_own_organisation(
    running: Programme, boss: Actor
) -> None:
    claim_id = running.submitted()
    name = running.claim(claim_id)["employer_name"]
    insiders = [
        coordinator().model_copy(update={"employer_id": boss.employer_id}),
        coordinator().model_copy(update={"organisation": name.upper()}),
        counsellor().model_copy(update={"organisation": f"  {name} "}),
    ]
    for who in insiders:
        for step, body in (
            ("approve", {}),
            ("refuse", REFUSAL),
            ("send-back", {"comment": "x" * 9}),
        ):
            refused = running.refused(claim_id, step, by=who, body=body)
            assert refused.status_code == 403
            assert "organisation" in refused.json()["title"]
        assert "approve" not in running.claim(claim_id, by=who)["steps"]
    assert running.refused(claim_id, "approve", by=boss, body={}).status_code == 403


def test_who_wrote_a_claim_does_not_decide_on_it(running: Programme) -> None:
    claim_id = running.submitted(by=running.adviser)
    refused = running.refused(claim_id, "approve", by=running.adviser, body={})
    assert (refused.status_code, "écrit" in refused.json()["title"]) == (403, True)
    running.step(claim_id, "approve", by=counsellor(), body=CHECKED)


def test_money_moves_by_a_coordinators_hand_alone(
    running: Programme, time_machine: TimeMachineFixture
) -> None:
    claim_id = running.signed()
    time_machine.move_to(noon(TODAY + timedelta(days=40)))
    running.step(claim_id, "instalments/1/due", by=running.adviser, body={"proof": "CNSS"})
    body = {"paid_on": TODAY.isoformat(), "reference": "V-1"}
    for who in (running.adviser, running.boss):
        refused = running.refused(claim_id, "instalments/1/pay", by=who, body=body)
        assert refused.status_code == 403


def test_the_steps_offered_are_those_that_succeed(running: Programme) -> None:
    claim_id = running.submitted()
    assert running.claim(claim_id)["steps"] == ["withdraw"]
    assert set(running.claim(claim_id, by=running.leader)["steps"]) == {
        "send_back",
        "refuse",
        "approve",
    }


def test_an_employer_reads_a_code_and_no_ground(running: Programme) -> None:
    claim_id = running.submitted()
    seen = running.claim(claim_id)
    assert seen["code"] == "K7-4QX"
    person = next(each for each in seen["criteria"] if each["id"] == "person")
    assert person == {
        "id": "person",
        "verdict": "ask",
        "text": "Conditions liées à la personne recrutée",
        "missing": None,
    }
    told = str(running.house.call("GET", f"/claims/{claim_id}", by=running.boss).json())
    for word in ("refugee", "regularised", "profile_id", "nationality", "residence"):
        assert word not in told


@pytest.mark.parametrize("lang", ["ar", "en", "es"])
def test_a_claim_is_read_in_the_callers_language(running: Programme, lang: str) -> None:
    claim_id = running.submitted()
    french = running.claim(claim_id)
    other: Any = running.house.ok("GET", f"/claims/{claim_id}", by=running.boss, lang=lang)
    assert other["scheme_name"] != french["scheme_name"]
    assert other["criteria"][0]["text"] != french["criteria"][0]["text"]


def test_a_contract_is_recorded_as_signed_once_its_steps_are_done(running: Programme) -> None:
    claim_id = running.approved()
    begins = (TODAY + timedelta(days=2)).isoformat()
    body = {"signed_on": TODAY.isoformat(), "starts_on": begins}
    path = f"/claims/{claim_id}/sign-contract"
    problems = running.house.problems("POST", path, by=running.adviser, body=body)
    assert problems.keys() == {"although"}
    assert running.claim(claim_id)["state"] == "approved"
    why = {"although": "Le guichet a gardé le dossier"}
    running.step(claim_id, "sign-contract", by=running.adviser, body=body | why)
    line = running.claim(claim_id)["log"][-1]
    assert (line["reason"], line["note"]) == ("out_of_order", why["although"])
