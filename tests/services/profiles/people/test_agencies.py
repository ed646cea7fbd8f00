"""The agency that follows somebody: chosen by who comes alone, and who of it may open what."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from tests.services.profiles.conftest import Call, person
from tests.support import OTHER_AGENCY, agent, counsellor, jobseeker, service


def alone(call: Call, **changes: Any) -> tuple[Any, str]:
    """Somebody who made their profile themselves, and its path."""
    me = jobseeker()
    made = call(me, "POST", "/profiles", person(**changes), expect=201)
    return me.model_copy(update={"profile_id": UUID(made["id"])}), f"/profiles/{made['id']}"


def test_a_person_names_the_agency_they_go_to(call: Call) -> None:
    me, path = alone(call, agency_id="rabat", channel="agent")
    assert call(me, "GET", path)["agency_id"] == "rabat"
    assert call(counsellor(), "GET", path)["given_name"] == "Zibounda"
    moved = call(me, "PUT", path, person(agency_id=OTHER_AGENCY))
    assert moved["agency_id"] == OTHER_AGENCY
    call(counsellor(), "GET", path, expect=404)
    assert call(me, "PUT", path, person())["agency_id"] == OTHER_AGENCY, "not mentioned, so kept"
    there = counsellor(agency=OTHER_AGENCY)  # who calls so far, so a telephone waits for their yes
    call(there, "POST", f"{path}/contact-change", {"answer": "mine"})
    assert call(me, "PUT", path, person(agency_id=None))["agency_id"] is None


def test_the_former_agency_s_reference_stays_behind(call: Call) -> None:
    me, path = alone(call, agency_id="rabat")
    call(counsellor(), "PUT", path, person(external_ref="A-1"))
    elsewhere = counsellor(agency=OTHER_AGENCY)
    call(elsewhere, "POST", "/profiles", person(external_ref="A-1"), expect=201)
    assert call(me, "PUT", path, person(agency_id=OTHER_AGENCY))["external_ref"] is None


def test_a_call_needs_an_agency_that_makes_it(call: Call) -> None:
    refused = call(jobseeker(), "POST", "/profiles", person(channel="agent"), expect=422)
    assert [error["field"] for error in refused["errors"]] == ["agency_id"]
    assert "agence" in refused["errors"][0]["message"]
    me, path = alone(call, agency_id="rabat", channel="agent")
    call(me, "PUT", path, person(agency_id=None, channel="agent"), expect=422)


def test_who_does_not_agree_to_be_told_may_say_later_who_calls(call: Call) -> None:
    me, path = alone(call, channel="agent", consents={"matching": True})
    consent = {"given": True, "method": "self"}
    refused = call(me, "PUT", f"{path}/consents/contact", consent, expect=422)
    assert refused["errors"][0]["field"] == "agency_id"
    call(me, "PUT", path, person(agency_id="rabat", channel="agent", consents={}))
    assert call(me, "PUT", f"{path}/consents/contact", consent)["given"] is True


def test_staff_move_nobody_to_another_agency(call: Call) -> None:
    boss = counsellor()
    made = call(boss, "POST", "/profiles", person(agency_id=OTHER_AGENCY), expect=201)
    assert made["agency_id"] == "rabat"
    path = f"/profiles/{made['id']}"
    assert call(boss, "PUT", path, person(agency_id=OTHER_AGENCY))["agency_id"] == "rabat"


def test_who_was_enrolled_by_an_agency_asks_it_to_be_moved(call: Call) -> None:
    made = call(counsellor(), "POST", "/profiles", person(external_ref="A-1"), expect=201)
    me, path = jobseeker(profile_id=UUID(made["id"])), f"/profiles/{made['id']}"
    refused = call(me, "PUT", path, person(agency_id=OTHER_AGENCY), expect=422)
    assert refused["errors"][0]["field"] == "agency_id"
    assert call(me, "PUT", path, person(agency_id="rabat"))["agency_id"] == "rabat"


def test_nobody_takes_a_reference_of_an_agency_s_file_for_themselves(call: Call) -> None:
    me, path = alone(call, agency_id="rabat", external_ref="A-1")
    assert call(me, "GET", path)["external_ref"] is None
    rows = {"rows": [person(external_ref="A-1", given_name="Autre")]}
    imported = call(counsellor(), "POST", "/profiles/batch", rows)["results"][0]
    assert imported["outcome"] == "created"
    assert call(me, "GET", path)["given_name"] == "Zibounda"


def test_agents_open_people_of_their_agency_whom_no_agent_follows(call: Call) -> None:
    helper, colleague = agent(), agent()
    free = call(counsellor(), "POST", "/profiles", person(), expect=201)
    followed = call(colleague, "POST", "/profiles", person(), expect=201)
    assert call(helper, "GET", f"/profiles/{free['id']}")["given_name"] == "Zibounda"
    asked = {"ids": [free["id"], followed["id"]]}
    labels = call(helper, "POST", "/profiles/labels", asked)["labels"]
    assert labels[free["id"]]["display_name"] == "Zibounda Korvalan"
    assert labels[followed["id"]]["display_name"] is None
    call(helper, "GET", f"/profiles/{followed['id']}", expect=404)
    call(agent(agency=OTHER_AGENCY), "GET", f"/profiles/{free['id']}", expect=404)


def test_the_contact_route_says_who_is_to_call(call: Call) -> None:
    helper, notifier = agent(), service("notifications")
    made = call(helper, "POST", "/profiles", person(channel="agent"), expect=201)
    route = call(notifier, "GET", f"/profiles/{made['id']}/contact-route")
    assert (route["agency_id"], route["agent_id"]) == ("rabat", str(helper.id))
    _, path = alone(call)
    route = call(notifier, "GET", f"{path}/contact-route")
    assert (route["agency_id"], route["agent_id"]) == (None, None)
