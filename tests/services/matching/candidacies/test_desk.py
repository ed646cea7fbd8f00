"""The counsellor's desk: several people at once, undoing it, who waits, where people stand."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text
from sqlmodel import Session

from amuddu.contracts.employers import VacancyPublished
from amuddu.contracts.matching import CandidateCancelled, CandidateMeetAsked, CandidateShortlisted
from amuddu.contracts.notifications import CandidateAnswered, NotificationSent
from amuddu.contracts.profiles import ProfileUpdated
from amuddu.kit.auth import Actor
from amuddu.kit.clock import now
from amuddu.kit.db import Database
from services.matching.candidacies import bulk as candidacies_bulk
from services.matching.candidacies.tables import BulkRow
from tests.services.matching.support import Caller, profile, tell, vacancy
from tests.support import OTHER_AGENCY, counsellor, employer, outbox_events

Call = Callable[[Actor], Caller]


@pytest.fixture
def wanted(database: Database) -> VacancyPublished:
    made = vacancy()
    tell(database, made)
    return made


@pytest.fixture
def people(database: Database) -> list[ProfileUpdated]:
    made = [profile() for _ in range(3)]
    tell(database, *made)
    return made


def decide(
    caller: Caller, wanted: VacancyPublished, people: list[ProfileUpdated], **more: Any
) -> Any:
    body = {
        "key": str(uuid4()),
        "action": "shortlist",
        "profile_ids": [str(person.profile_id) for person in people],
        **more,
    }
    return caller.post(f"/vacancies/{wanted.vacancy_id}/bulk", body)


def states(caller: Caller, wanted: VacancyPublished) -> dict[str, int]:
    found = caller.post("/vacancies/standing", {"ids": [str(wanted.vacancy_id)]}).json()
    counted: dict[str, int] = found["vacancies"][str(wanted.vacancy_id)]
    return counted


def test_several_are_put_forward_and_told_only_after_the_window(
    call: Call, database: Database, wanted: VacancyPublished, people: list[ProfileUpdated]
) -> None:
    done = decide(call(counsellor()), wanted, people).json()
    assert [line["done"] for line in done["lines"]] == [True, True, True]
    events = outbox_events(database)
    assert len(events) == 3
    for event in events:
        assert isinstance(event, CandidateShortlisted)
        assert event.tell_after is not None
        assert event.tell_after > now() + candidacies_bulk.UNDO_WINDOW


def test_a_double_click_acts_once(
    call: Call, database: Database, wanted: VacancyPublished, people: list[ProfileUpdated]
) -> None:
    desk, key = call(counsellor()), str(uuid4())
    first = decide(desk, wanted, people, key=key).json()
    again = decide(desk, wanted, people, key=key).json()
    assert again["undo_until"] == first["undo_until"]
    assert {line["profile_id"] for line in again["lines"]} == {
        line["profile_id"] for line in first["lines"]
    }
    assert len(outbox_events(database)) == 3


def test_each_person_is_judged_alone(
    call: Call, database: Database, wanted: VacancyPublished, people: list[ProfileUpdated]
) -> None:
    silent = profile(contactable=False)
    tell(database, silent)
    done = decide(call(counsellor()), wanted, [people[0], silent]).json()
    told = {UUID(line["profile_id"]): line for line in done["lines"]}
    assert told[people[0].profile_id]["done"]
    assert "accord" in told[silent.profile_id]["problem"]
    assert states(call(counsellor()), wanted)["shortlisted"] == 1


def test_an_undo_within_the_window_leaves_nobody_told(
    call: Call, database: Database, wanted: VacancyPublished, people: list[ProfileUpdated]
) -> None:
    desk = call(counsellor())
    key = decide(desk, wanted, people).json()["key"]
    for _ in range(2):  # a second click changes nothing
        undone = desk.post(f"/vacancies/{wanted.vacancy_id}/bulk/{key}/undo").json()
        assert undone["undone"]
        assert states(desk, wanted) == {"proposed": 3}
    ended = [e for e in outbox_events(database) if isinstance(e, CandidateCancelled)]
    assert {event.profile_id for event in ended} == {person.profile_id for person in people}
    assert len(ended) == 3
    # They may be put forward again, in a round of its own.
    decide(desk, wanted, people[:1])
    last = outbox_events(database)[-1]
    assert isinstance(last, CandidateShortlisted)
    assert last.round == 2


def test_an_undo_after_the_window_is_refused_and_says_what_to_do(
    call: Call, database: Database, wanted: VacancyPublished, people: list[ProfileUpdated]
) -> None:
    desk = call(counsellor())
    key = decide(desk, wanted, people).json()["key"]
    with Session(database.engine) as session:
        row = session.get_one(BulkRow, UUID(key))
        row.undo_until = now()
        session.commit()
    answer = desk.post(f"/vacancies/{wanted.vacancy_id}/bulk/{key}/undo")
    assert answer.status_code == 409
    assert "les messages partent" in answer.json()["title"]
    assert states(desk, wanted) == {"shortlisted": 3}


def test_whoever_moved_on_stays_where_they_are(
    call: Call, database: Database, wanted: VacancyPublished, people: list[ProfileUpdated]
) -> None:
    desk = call(counsellor())
    key = decide(desk, wanted, people[:2]).json()["key"]
    moved = next(
        event
        for event in outbox_events(database)
        if isinstance(event, CandidateShortlisted) and event.profile_id == people[0].profile_id
    )
    answer = CandidateAnswered(
        candidacy_id=moved.candidacy_id,
        vacancy_id=moved.vacancy_id,
        profile_id=moved.profile_id,
        employer_id=moved.employer_id,
        answer="yes",
    )
    tell(database, answer)
    desk.post(f"/vacancies/{wanted.vacancy_id}/bulk/{key}/undo")
    assert states(desk, wanted) == {"accepted": 1, "proposed": 1}


def test_several_are_set_aside_with_a_reason_and_come_back(
    call: Call, wanted: VacancyPublished, people: list[ProfileUpdated]
) -> None:
    desk = call(counsellor())
    assert decide(desk, wanted, people, action="set_aside").status_code == 422
    done = decide(desk, wanted, people, action="set_aside", reason="too_far").json()
    assert states(desk, wanted) == {"set_aside": 3}
    desk.post(f"/vacancies/{wanted.vacancy_id}/bulk/{done['key']}/undo")
    assert states(desk, wanted) == {"proposed": 3}


def test_a_decision_belongs_to_who_took_it(
    call: Call, wanted: VacancyPublished, people: list[ProfileUpdated]
) -> None:
    key = decide(call(counsellor()), wanted, people).json()["key"]
    path = f"/vacancies/{wanted.vacancy_id}/bulk/{key}"
    colleague, stranger = call(counsellor()), call(counsellor(agency=OTHER_AGENCY))
    assert colleague.get(path).status_code == 404
    assert colleague.post(f"{path}/undo").status_code == 409
    assert stranger.post(f"{path}/undo").status_code == 404
    assert decide(stranger, wanted, people).status_code == 404
    assert decide(call(employer(employer_id=wanted.employer_id)), wanted, people).status_code == 403


def test_standing_tells_each_reader_what_concerns_them(
    call: Call, database: Database, wanted: VacancyPublished, people: list[ProfileUpdated]
) -> None:
    desk = call(counsellor())
    decide(desk, wanted, people[:2])
    decide(desk, wanted, people[2:], action="set_aside", reason="skills")
    assert states(desk, wanted) == {"shortlisted": 2, "set_aside": 1}
    ranked = desk.get(f"/vacancies/{wanted.vacancy_id}/ranking", limit=1).json()
    assert ranked["standing"] == {"shortlisted": 2, "set_aside": 1}  # all, on whatever page
    boss = call(employer(employer_id=wanted.employer_id))
    assert states(boss, wanted) == {"shortlisted": 2}
    ids = {"ids": [str(wanted.vacancy_id), str(uuid4())]}
    for other in (counsellor(agency=OTHER_AGENCY), employer()):
        assert call(other).post("/vacancies/standing", ids).json() == {"vacancies": {}}


def test_who_waits_is_listed_the_longest_first(
    call: Call, database: Database, wanted: VacancyPublished, people: list[ProfileUpdated]
) -> None:
    desk = call(counsellor())
    decide(desk, wanted, people)
    for event in outbox_events(database):
        assert isinstance(event, CandidateShortlisted)
        tell(database, NotificationSent(candidacy_id=event.candidacy_id, channel="sms"))
    assert desk.get("/pending").json() == {"items": [], "total": 0}, "told a moment ago"
    _let_pass(database, timedelta(days=3))
    waiting = desk.get("/pending", limit=2).json()
    assert (len(waiting["items"]), waiting["total"]) == (2, 3)
    assert {item["state"] for item in waiting["items"]} == {"told"}
    assert waiting["items"][0]["vacancy_title"] == wanted.title
    assert call(counsellor(agency=OTHER_AGENCY)).get("/pending").json()["total"] == 0
    assert call(employer()).get("/pending").status_code == 403


def _let_pass(database: Database, time: timedelta) -> None:
    with database.engine.begin() as connection:
        connection.execute(
            text("UPDATE candidacy SET updated_at = updated_at - :time"), {"time": time}
        )


def test_an_employer_asks_to_meet_somebody_who_said_yes(
    call: Call, database: Database, wanted: VacancyPublished, people: list[ProfileUpdated]
) -> None:
    decide(call(counsellor()), wanted, people[:1])
    (event,) = outbox_events(database)
    assert isinstance(event, CandidateShortlisted)
    boss = call(employer(employer_id=wanted.employer_id))
    path = f"/candidacies/{event.candidacy_id}/meet"
    early = boss.post(path)
    assert early.status_code == 409
    assert "pas encore répondu oui" in early.json()["title"]
    tell(
        database,
        CandidateAnswered(
            candidacy_id=event.candidacy_id,
            vacancy_id=event.vacancy_id,
            profile_id=event.profile_id,
            employer_id=event.employer_id,
            answer="yes",
        ),
    )
    first, again = boss.post(path).json(), boss.post(path).json()
    assert first["state"] == "accepted"
    assert again["meet_asked_at"] == first["meet_asked_at"]
    assert [step["name"] for step in again["log"]].count("ask_to_meet") == 1
    assert call(employer()).post(path).status_code == 404
    asked = [each for each in outbox_events(database) if isinstance(each, CandidateMeetAsked)]
    assert [each.candidacy_id for each in asked] == [event.candidacy_id], "told once"


def test_a_ranking_of_named_people_shows_them_wherever_they_stand(
    call: Call,
    database: Database,
    wanted: VacancyPublished,
    people: list[ProfileUpdated],
    replica: Any,
) -> None:
    replica.refresh()
    desk = call(counsellor())
    decide(desk, wanted, people[:1], action="set_aside", reason="skills")
    only = [str(person.profile_id) for person in people[:2]]
    found = desk.get(f"/vacancies/{wanted.vacancy_id}/ranking", only=only).json()
    assert {item["profile_id"] for item in found["items"]} == set(only)
    assert found["total"] == 2
