"""Seats: who gets one, who waits and why, what becomes free for whom."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from time_machine import TimeMachineFixture

from amuddu.contracts.support.training import PLACE, PlaceMoved, TrainingCompleted
from amuddu.kit.auth import Actor, Role
from services.support.places import holding
from tests.services.support.conftest import Training, in_days
from tests.support import (
    OTHER_AGENCY,
    administrator,
    agent,
    counsellor,
    employer,
    jobseeker,
    outbox_events,
)


def test_of_a_hundred_who_ask_at_once_for_ten_seats_exactly_ten_have_one(
    training: Training,
) -> None:
    session_id = training.session(places=10)
    people = [jobseeker(profile_id=uuid4()) for _ in range(100)]
    with ThreadPoolExecutor(max_workers=16) as pool:
        made = list(pool.map(lambda person: training.ask(session_id, person), people))
    states = [each["state"] for each in made]
    assert (states.count("held"), states.count("waiting")) == (10, 90)
    found = training.listed(session_id)
    assert (found["session"]["taken"], found["session"]["waiting"]) == (10, 90)
    # Every turn is there once, and nobody who came later stands before somebody who came earlier.
    waiting = found["waiting"]
    assert [each["turn"] for each in waiting] == list(range(1, 91))
    asked = [each["asked_at"] for each in (*found["seats"], *waiting)]
    assert asked[10:] == sorted(asked[10:])


def test_a_seat_that_is_given_back_is_held_for_whoever_asked_first(training: Training) -> None:
    session_id = training.session(places=1)
    first, second, third = (training.ask(session_id) for _ in range(3))
    assert (first["state"], first["why"]) == ("held", "asked_in_time")
    assert [(each["why"], each["turn"]) for each in (second, third)] == [
        ("waits_turn", 1),
        ("waits_turn", 2),
    ]
    training.step(training.counsellor, first["id"], "withdraw")
    assert [training.state(each["id"]) for each in (second, third)] == ["held", "waiting"]
    (seat,) = training.listed(session_id)["seats"]
    assert (seat["id"], seat["why"]) == (second["id"], "moved_up")


def test_a_hold_whose_day_passes_ends_and_the_next_has_the_seat(
    training: Training, time_machine: TimeMachineFixture
) -> None:
    session_id = training.session(places=1)
    first, second = training.ask(session_id), training.ask(session_id)
    days = training.settings.training_hold_days
    assert first["held_until"] == in_days(days).isoformat()
    time_machine.move_to(datetime.now(UTC) + timedelta(days=days))
    assert holding.look(training.database, days=days) == 0
    time_machine.move_to(datetime.now(UTC) + timedelta(days=1))
    late = training.call(training.counsellor, "POST", f"/requests/{first['id']}/confirm")
    assert late.status_code == 409
    assert "passe à la personne suivante" in late.json()["title"]
    assert holding.look(training.database, days=days) == 1
    assert [training.state(each["id"]) for each in (first, second)] == ["expired", "held"]
    assert holding.look(training.database, days=days) == 0
    # They may ask again, and stand behind those who asked before.
    training.step(training.counsellor, second["id"], "confirm")
    assert training.ask(session_id)["turn"] == 1


def test_a_held_seat_is_confirmed_attended_and_completed(
    training: Training, time_machine: TimeMachineFixture
) -> None:
    session_id = training.session(places=1)
    mine = training.ask(session_id)
    confirmed = training.step(training.counsellor, mine["id"], "confirm")
    assert (confirmed["state"], confirmed["held_until"]) == ("confirmed", None)
    early = training.call(training.keeper, "POST", f"/requests/{mine['id']}/start")
    assert early.status_code == 409
    time_machine.move_to(datetime.now(UTC) + timedelta(days=40))
    training.step(training.keeper, mine["id"], "start")
    training.step(training.keeper, mine["id"], "complete")
    # Said last: of a key the log keeps the last event, and profiles may be away for long.
    told = outbox_events(training.database)[-1]
    assert isinstance(told, TrainingCompleted)
    assert told.skills == ("cut-hair",)
    assert set(told.model_dump()) == {"request_id", "profile_id", "course_id", "skills"}


def test_a_counsellor_keeps_a_seat_longer_within_two_weeks_and_before_the_start(
    training: Training,
) -> None:
    mine = training.ask(training.session())
    kept = training.step(
        training.counsellor, mine["id"], "keep", {"until": in_days(10).isoformat()}
    )
    assert kept["held_until"] == in_days(10).isoformat()
    for day in (0, 15):
        body = {"until": in_days(day).isoformat()}
        refused = training.call(training.counsellor, "POST", f"/requests/{mine['id']}/keep", body)
        assert refused.status_code == 422
        assert refused.json()["errors"][0]["field"] == "until"


def test_who_is_refused_reads_a_kind_reason_and_never_the_note(training: Training) -> None:
    me = jobseeker(profile_id=uuid4())
    mine = training.ask(training.session(), me)
    body = {"reason": "paper_missing", "note": "vue le mardi"}
    training.step(training.counsellor, mine["id"], "refuse", body)
    read = training.call(me, "GET", f"/requests/{mine['id']}")
    assert (read.json()["state"], read.json()["reason"]) == ("refused", "paper_missing")
    assert "mardi" not in read.text


def test_a_cancelled_session_ends_what_waits_and_says_so(training: Training) -> None:
    session_id = training.session(places=1)
    held, waiting = training.ask(session_id), training.ask(session_id)
    training.post(training.keeper, f"/sessions/{session_id}/cancel")
    for each in (held, waiting):
        read = training.call(training.counsellor, "GET", f"/requests/{each['id']}").json()
        assert (read["state"], read["reason"]) == ("refused", "session_cancelled")
    assert (
        training.call(training.keeper, "POST", f"/sessions/{session_id}/cancel").status_code == 409
    )


def test_more_places_are_held_for_those_who_wait_and_never_fewer_than_are_taken(
    training: Training,
) -> None:
    session_id = training.session(places=2)
    made = [training.ask(session_id) for _ in range(4)]
    body = {"starts_on": in_days(40).isoformat(), "places": 1}
    refused = training.call(training.keeper, "PUT", f"/sessions/{session_id}", body)
    assert refused.status_code == 422
    assert "2 places sont déjà prises" in refused.text
    body["places"] = 3
    assert training.call(training.keeper, "PUT", f"/sessions/{session_id}", body).status_code == 200
    assert [training.state(each["id"]) for each in made] == ["held", "held", "held", "waiting"]


# --- what is said of it -----------------------------------------------------------------------


def said(training: Training, request: dict[str, Any]) -> list[PlaceMoved]:
    """The events of one request, in their order."""
    moved = [each for each in outbox_events(training.database) if isinstance(each, PlaceMoved)]
    return [each for each in moved if str(each.request_id) == request["id"]]


def test_every_step_is_said_as_the_log_has_it(
    training: Training, time_machine: TimeMachineFixture
) -> None:
    session_id = training.session(places=2)
    me = jobseeker(profile_id=uuid4())
    first, second, third = (training.ask(session_id, each) for each in (me, None, None))
    training.step(training.counsellor, first["id"], "keep", {"until": in_days(9).isoformat()})
    training.step(me, first["id"], "withdraw")
    later = {"starts_on": in_days(30).isoformat(), "places": 2}
    changed = training.call(training.keeper, "PUT", f"/sessions/{session_id}", later)
    assert changed.status_code == 200
    same = training.call(training.keeper, "PUT", f"/sessions/{session_id}", {**later, "places": 3})
    assert same.status_code == 200
    training.step(training.counsellor, second["id"], "confirm")
    time_machine.move_to(datetime.now(UTC) + timedelta(days=30))
    training.step(training.keeper, second["id"], "start")
    training.step(training.keeper, second["id"], "drop", {"reason": "illness", "note": "au lit"})
    holding.look(training.database, days=training.settings.training_hold_days)
    for one in (first, second, third):
        read = training.call(training.counsellor, "GET", f"/requests/{one['id']}").json()
        events = said(training, one)
        assert [(each.step, each.from_state, each.state) for each in events] == [
            (line["name"], line["from_state"], line["to_state"]) for line in read["log"]
        ]
        assert len({each.at for each in events}) == len(events)
        assert all(each.reason is None for each in events), "why somebody stopped is nobody's"
    kept = said(training, first)
    assert [each.by_person for each in kept] == [True, False, True]
    assert (kept[1].held_until, kept[2].held_until) == (in_days(9 - 30), None)
    assert [each.step for each in said(training, third)] == [
        *("ask", "offer", "reschedule", "expire")
    ]
    assert "au lit" not in str(outbox_events(training.database))


def test_a_step_that_is_refused_is_not_said(training: Training) -> None:
    mine = training.ask(training.session())
    training.step(training.counsellor, mine["id"], "confirm")
    training.step(training.counsellor, mine["id"], "refuse", {"reason": "other"}, status=409)
    assert [each.step for each in said(training, mine)] == ["ask", "confirm"]


def test_that_a_paper_is_missing_leaves_in_no_event(training: Training) -> None:
    for reason, told in (("paper_missing", "other"), ("not_reached", "not_reached")):
        mine = training.ask(training.session())
        training.step(training.counsellor, mine["id"], "refuse", {"reason": reason})
        assert said(training, mine)[-1].reason == told
    assert "paper" not in str(outbox_events(training.database))


# --- what is refused, and how -----------------------------------------------------------------


def test_two_requests_for_one_session_are_one(training: Training) -> None:
    session_id, me = training.session(), jobseeker(profile_id=uuid4())
    mine = training.ask(session_id, me)
    again = training.ask(session_id, me, 409)
    assert "déjà une demande" in again["title"]
    training.step(me, mine["id"], "withdraw")
    training.ask(session_id, me)


def test_a_session_that_is_closed_takes_nobody(
    training: Training, time_machine: TimeMachineFixture
) -> None:
    session_id = training.session(days=10)
    time_machine.move_to(datetime.now(UTC) + timedelta(days=10))
    refused = training.ask(session_id, None, 409)
    assert "ne prend plus de demandes" in refused["title"]


def test_another_level_and_another_age_are_told_with_the_way_on(training: Training) -> None:
    criteria = {"towns": ["rabat"], "school_level": "bac", "age_most": 30}
    session_id = training.session(criteria=criteria)
    me = jobseeker(profile_id=uuid4())
    path = f"/sessions/{session_id}/requests"
    low = training.post(me, path, {"school_level": "primary"}, 422)
    assert low["errors"][0]["field"] == "school_level"
    training.profiles.age = "too_old"
    old = training.post(me, path, {"school_level": "bac"}, 409)
    assert "jusqu'à 30 ans" in old["title"]
    training.profiles.age = "fits"
    training.post(me, path, {"school_level": "bac"}, 201)


@pytest.mark.parametrize("lang", ["ar", "en", "es"])
def test_a_refusal_is_told_in_the_language_of_the_one_who_asks(
    training: Training, lang: str
) -> None:
    session_id, me = training.session(), jobseeker(profile_id=uuid4())
    training.ask(session_id, me)
    done = training.client.post(
        f"/v1/training/sessions/{session_id}/requests",
        json={},
        headers={**_headers(me), "Accept-Language": lang},
    )
    assert done.status_code == 409
    assert "déjà" not in done.json()["title"]


def _headers(actor: Actor) -> dict[str, str]:
    from tests.support import headers_for

    return headers_for(actor)


# --- who may what -----------------------------------------------------------------------------


def test_another_agency_sees_and_moves_no_request(training: Training) -> None:
    mine = training.ask(training.session())
    other = counsellor(agency=OTHER_AGENCY)
    assert training.call(other, "GET", "/requests").json()["items"] == []
    assert training.call(other, "GET", f"/requests/{mine['id']}").status_code == 404
    for name in ("confirm", "withdraw"):
        done = training.call(other, "POST", f"/requests/{mine['id']}/{name}")
        assert done.status_code == 404
    by_person = training.call(other, "GET", "/requests", profile_id=mine["profile_id"])
    assert by_person.json()["items"] == []
    # Nor does it ask for somebody whom it does not follow.
    body = {"profile_id": mine["profile_id"]}
    asked = training.call(other, "POST", f"/sessions/{mine['session_id']}/requests", body)
    assert asked.status_code == 404


def test_nobody_reads_or_moves_the_request_of_somebody_else(training: Training) -> None:
    mine = training.ask(training.session())
    stranger = jobseeker(profile_id=uuid4())
    assert training.call(stranger, "GET", f"/requests/{mine['id']}").status_code == 404
    assert training.call(stranger, "POST", f"/requests/{mine['id']}/withdraw").status_code == 404
    assert training.call(stranger, "GET", "/requests").json()["total"] == 0
    body = {"profile_id": mine["profile_id"]}
    for path in (f"/sessions/{mine['session_id']}/requests",):
        assert training.call(stranger, "POST", path, body).status_code == 403


@pytest.mark.parametrize("who", [employer(), agent(), administrator()], ids=lambda who: who.role)
def test_others_are_refused_at_every_door_that_holds_people(training: Training, who: Actor) -> None:
    mine = training.ask(training.session())
    assert training.call(who, "GET", "/requests").status_code == 403
    assert training.call(who, "GET", f"/requests/{mine['id']}").status_code == 403
    path = f"/sessions/{mine['session_id']}/list"
    assert training.call(who, "GET", path).status_code == 403


def test_each_step_is_for_the_roles_that_its_declaration_names(training: Training) -> None:
    mine = training.ask(training.session())
    people = {
        Role.COUNSELLOR: training.counsellor,
        Role.COORDINATOR: training.keeper,
        Role.JOBSEEKER: jobseeker(profile_id=uuid4()),
    }
    bodies = {
        "keep": {"until": in_days(2).isoformat()},
        "refuse": {"reason": "other"},
        "drop": {"reason": "other"},
    }
    for step in PLACE:
        if step.operation is None or step.name == "ask":
            continue
        for role, actor in people.items():
            if role not in step.roles:
                path = f"/requests/{mine['id']}/{step.name}"
                done = training.call(actor, "POST", path, bodies.get(step.name))
                assert done.status_code == 403, (step.name, role)


def test_a_session_list_names_nobody_and_tells_of_no_paper(training: Training) -> None:
    session_id = training.session()
    mine = training.ask(session_id)
    found = training.listed(session_id)
    assert set(found["seats"][0]) == {
        "id",
        "code",
        "state",
        "why",
        "turn",
        "held_until",
        "asked_at",
    }
    assert (
        mine["profile_id"]
        not in training.call(training.keeper, "GET", f"/sessions/{session_id}/list").text
    )


def test_the_paper_is_asked_when_somebody_looks_and_not_when_they_ask(training: Training) -> None:
    session_id = training.session()
    me = jobseeker(profile_id=uuid4())
    training.ask(session_id, me)
    assert training.profiles.asked == [None]
    course_id = training.listed(session_id)["course"]["id"]
    fit = training.call(me, "GET", f"/courses/{course_id}/fit").json()
    assert fit["paper"] == "conditional"
    assert training.profiles.asked == [None, "ofppt_training"]
