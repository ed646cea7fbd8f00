"""Interviews: proposed, chosen, moved, called off, written down; by whom, and by nobody else."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text
from time_machine import TimeMachineFixture

from amuddu.contracts.employers import VacancyClosed, VacancyPublished
from amuddu.contracts.events.erasures import ErasureBegun
from amuddu.contracts.matching import CandidateMeetAsked
from amuddu.contracts.matching.interviews import InterviewMoved
from amuddu.contracts.notifications import CandidateAnswered
from amuddu.contracts.profiles import ProfileUpdated
from amuddu.kit.auth import Actor
from amuddu.kit.db import Database
from tests.services.matching.support import Caller, profile, tell, vacancy
from tests.support import OTHER_AGENCY, agent, counsellor, employer, outbox_envelopes, themselves

Callers = Callable[[Actor], Caller]
MONDAY = datetime(2026, 6, 1, 9, tzinfo=UTC)
FIRST, SECOND = MONDAY + timedelta(days=2), MONDAY + timedelta(days=3)


def times(*moments: datetime) -> list[str]:
    return [each.isoformat() for each in moments]


def proposal(**changes: Any) -> dict[str, Any]:
    return {
        "times": times(FIRST, SECOND),
        "how": "place",
        "minutes": 30,
        "address": "12 rue des Orangers, Rabat",
        "directions": "En face de la poste.",
        "bring": ["cv"],
        **changes,
    }


class Talk:
    """Somebody who said yes to an offer, and everybody around them."""

    def __init__(
        self, call: Callers, database: Database, job: VacancyPublished, person: ProfileUpdated
    ) -> None:
        self.call, self.database, self.job, self.person = call, database, job, person
        self.boss = call(employer(employer_id=job.employer_id))
        self.counsellor, self.agent = call(counsellor()), call(agent())
        self.own = call(themselves(person.profile_id))
        made = self.counsellor.post(
            f"/vacancies/{job.vacancy_id}/candidates/{person.profile_id}/shortlist"
        )
        assert made.status_code == 201, made.text
        self.candidacy = made.json()["id"]
        self.answer("yes")

    def answer(self, said: str) -> None:
        tell(
            self.database,
            CandidateAnswered.model_validate(
                {
                    "candidacy_id": self.candidacy,
                    "vacancy_id": self.job.vacancy_id,
                    "profile_id": self.person.profile_id,
                    "employer_id": self.job.employer_id,
                    "answer": said,
                }
            ),
        )

    def propose(self, by: Caller | None = None, **changes: Any) -> Any:
        return (by or self.boss).post(
            f"/candidacies/{self.candidacy}/interviews", proposal(**changes)
        )

    def proposed(self) -> str:
        made = self.propose()
        assert made.status_code == 201, made.text
        identifier: str = made.json()["id"]
        return identifier

    def choose(self, one: str, at: datetime = FIRST, by: Caller | None = None) -> Any:
        return (by or self.own).post(f"/interviews/{one}/choose", {"starts_at": at.isoformat()})

    def seen(self, by: Caller) -> Any:
        return by.get(f"/candidacies/{self.candidacy}/interviews").json()["items"][0]

    def told(self) -> list[InterviewMoved]:
        return [
            InterviewMoved.model_validate(each.data)
            for each in outbox_envelopes(self.database)
            if each.type == InterviewMoved.type
        ]


@pytest.fixture
def talk(call: Callers, database: Database, time_machine: TimeMachineFixture) -> Talk:
    time_machine.move_to(MONDAY, tick=False)
    job, person = vacancy(), profile()
    tell(database, job, person)
    return Talk(call, database, job, person)


def at(time_machine: TimeMachineFixture, moment: datetime) -> None:
    time_machine.move_to(moment, tick=False)


def test_proposed_chosen_and_written_down(talk: Talk, time_machine: TimeMachineFixture) -> None:
    one = talk.proposed()
    assert talk.seen(talk.own)["may"] == ["choose", "none_fits", "call_off"]
    assert talk.seen(talk.boss)["may"] == ["move", "call_off"]
    chosen = talk.choose(one)
    assert (chosen.status_code, chosen.json()["state"]) == (200, "set")
    assert talk.choose(one).json() == chosen.json()  # a double click
    early = talk.boss.post(f"/interviews/{one}/outcome", {"outcome": "happened"})
    assert early.status_code == 422
    at(time_machine, FIRST + timedelta(hours=1))
    assert talk.seen(talk.boss)["may"] == ["record"]
    assert talk.seen(talk.own)["may"] == ["record"]
    done = talk.boss.post(f"/interviews/{one}/outcome", {"outcome": "happened"})
    assert done.json()["state"] == "happened"
    other = talk.own.post(f"/interviews/{one}/outcome", {"outcome": "employer_absent"})
    assert other.status_code == 409
    right = talk.counsellor.post(f"/interviews/{one}/outcome", {"outcome": "employer_absent"})
    assert right.json()["state"] == "employer_absent"
    again = talk.propose(times=times(FIRST + timedelta(days=5)))
    assert again.status_code == 201
    assert [each.state for each in talk.told()] == [
        "proposed",
        "set",
        "happened",
        "employer_absent",
        "proposed",
    ]


def test_that_the_employer_wants_to_meet_is_said_with_the_times(talk: Talk) -> None:
    talk.proposed()
    read = talk.boss.get(f"/candidacies/{talk.candidacy}").json()
    assert read["meet_asked_at"] is not None
    kinds = [each.type for each in outbox_envelopes(talk.database)]
    assert CandidateMeetAsked.type not in kinds


def test_events_carry_no_place_and_no_words(talk: Talk) -> None:
    one = talk.proposed()
    talk.own.post(f"/interviews/{one}/not-then", {"reason": "family"})
    written = "".join(each.model_dump_json() for each in outbox_envelopes(talk.database))
    for word in ("Orangers", "poste", "family", "Zibounda"):
        assert word not in written


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"times": times(MONDAY - timedelta(minutes=1))}, "times.0"),
        ({"times": times(FIRST, MONDAY + timedelta(days=93))}, "times.1"),
        ({"times": times(FIRST, FIRST)}, "times.1"),
        ({"times": ["9999-12-31T23:59:59-14:00"]}, "times.0"),
        ({"times": ["0001-01-01T00:00:00+14:00"]}, "times.0"),
        ({"times": []}, "times"),
        ({"times": times(*(FIRST + timedelta(days=each) for each in range(4)))}, "times"),
        ({"address": ""}, "address"),
        ({"how": "video", "video_link": "http://salle.example"}, "video_link"),
        ({"how": "video", "video_link": "javascript:alert(1)"}, "video_link"),
        ({"directions": "Appelez le 0661234567"}, "directions"),
        ({"minutes": 5}, "minutes"),
    ],
)
def test_what_cannot_be_is_said_at_its_field(talk: Talk, changes: Any, field: str) -> None:
    refused = talk.propose(**changes)
    assert refused.status_code == 422
    assert field in [each["field"] for each in refused.json()["errors"]]
    assert talk.boss.get(f"/candidacies/{talk.candidacy}/interviews").json()["items"] == []


def test_one_at_a_time(talk: Talk) -> None:
    with ThreadPoolExecutor(4) as threads:
        made = [one.result() for one in [threads.submit(talk.propose) for _ in range(4)]]
    assert sorted(each.status_code for each in made) == [201, 409, 409, 409]


def test_of_two_times_chosen_at_once_one_stands(talk: Talk) -> None:
    one = talk.proposed()
    with ThreadPoolExecutor(2) as threads:
        both = [
            threads.submit(talk.choose, one, FIRST),
            threads.submit(talk.choose, one, SECOND, talk.counsellor),
        ]
        answers = [each.result() for each in both]
    assert sorted(each.status_code for each in answers) == [200, 409]
    won = next(each.json() for each in answers if each.status_code == 200)
    assert talk.seen(talk.own)["starts_at"] == won["starts_at"]


def test_nobody_has_two_at_once_and_nobody_learns_whom_else_they_see(
    talk: Talk, database: Database
) -> None:
    elsewhere = vacancy(title="Carreleur", employer_name="Autre Maison")
    tell(database, elsewhere)
    other = Talk(talk.call, database, elsewhere, talk.person)
    one, two = talk.proposed(), other.proposed()
    with ThreadPoolExecutor(2) as threads:
        both = [threads.submit(talk.choose, one), threads.submit(other.choose, two)]
        answers = [each.result() for each in both]
    assert sorted(each.status_code for each in answers) == [200, 422]
    refused = next(each for each in answers if each.status_code == 422)
    assert "Autre Maison" not in refused.text
    assert "Atlas" not in refused.text
    loser, ident = (talk, one) if answers[0].status_code == 422 else (other, two)
    assert loser.choose(ident, SECOND).status_code == 200


def test_an_hour_of_an_offer_is_taken_once(talk: Talk, database: Database) -> None:
    somebody = profile(code="K8-4QX")
    tell(database, somebody)
    other = Talk(talk.call, database, talk.job, somebody)
    one, two = talk.proposed(), other.proposed()
    assert talk.choose(one).status_code == 200
    refused = other.choose(two)
    assert refused.status_code == 422
    assert "vient d'être prise" in refused.text
    assert other.choose(two, SECOND).status_code == 200


def test_a_time_at_the_end_of_all_times_is_not_proposed(talk: Talk) -> None:
    one = talk.proposed()
    far = talk.own.post(f"/interviews/{one}/choose", {"starts_at": "9999-12-31T23:59:59-14:00"})
    assert far.status_code == 422


def test_moved_and_none_fits(talk: Talk) -> None:
    one = talk.proposed()
    assert talk.own.post(f"/interviews/{one}/not-then", {}).json()["state"] == "none_fits"
    later = times(FIRST + timedelta(days=7))
    moved = talk.boss.post(f"/interviews/{one}/times", proposal(times=later))
    assert moved.json()["state"] == "proposed"
    assert talk.choose(one).status_code == 422  # the time of before
    assert talk.choose(one, FIRST + timedelta(days=7)).status_code == 200
    sequence = talk.seen(talk.own)["sequence"]
    unsaid = talk.boss.post(f"/interviews/{one}/times", proposal())
    assert [each["field"] for each in unsaid.json()["errors"]] == ["reason"]
    said = talk.boss.post(f"/interviews/{one}/times", proposal(reason="busy"))
    assert (said.json()["state"], said.json()["starts_at"]) == ("proposed", None)
    assert said.json()["sequence"] > sequence
    assert talk.seen(talk.own)["reason"] == "busy"


@pytest.mark.parametrize("step", ["not-then", "call-off"])
def test_the_employer_reads_why_only_where_it_was_meant(talk: Talk, step: str) -> None:
    one = talk.proposed()
    talk.own.post(f"/interviews/{one}/{step}", {"reason": "ill"})
    for by, reason in ((talk.own, "ill"), (talk.counsellor, "ill"), (talk.boss, None)):
        seen = talk.seen(by)
        assert seen["reason"] == reason
        assert seen["log"][-1]["reason"] == reason


def test_a_reason_meant_for_the_employer_is_read(talk: Talk) -> None:
    one = talk.proposed()
    talk.own.post(f"/interviews/{one}/not-then", {"reason": "transport", "tell": True})
    assert talk.seen(talk.boss)["reason"] == "transport"


def test_an_agency_notes_what_was_said_on_the_phone(talk: Talk) -> None:
    one = talk.proposed()
    assert talk.choose(one, by=talk.agent).json()["state"] == "set"
    assert talk.seen(talk.counsellor)["log"][-1]["by"] == "agency"
    assert talk.seen(talk.boss)["log"][-1]["by"] == "person"


def test_nobody_else_reads_or_moves_it(talk: Talk) -> None:
    one = talk.proposed()
    strangers = [
        employer(employer_id=uuid4()),
        counsellor(agency=OTHER_AGENCY),
        agent(agency=OTHER_AGENCY),
        themselves(uuid4()),
    ]
    for actor in strangers:
        by = talk.call(actor)
        assert by.get(f"/candidacies/{talk.candidacy}/interviews").status_code == 404
        assert by.get("/interviews").json()["total"] == 0
        for path, body in (
            ("choose", {"starts_at": FIRST.isoformat()}),
            ("not-then", {}),
            ("times", proposal()),
            ("call-off", {"reason": "busy"}),
            ("outcome", {"outcome": "happened"}),
        ):
            status = by.post(f"/interviews/{one}/{path}", body).status_code
            assert status in (403, 404), (actor.role, path)
        assert talk.propose(by).status_code in (403, 404)
    # Those whom it concerns keep to their side.
    assert talk.choose(one, by=talk.boss).status_code == 403
    assert talk.own.post(f"/interviews/{one}/times", proposal()).status_code == 403
    assert talk.agent.post(f"/interviews/{one}/times", proposal()).status_code == 403
    assert len(talk.told()) == 1


def test_a_counsellor_of_the_offer_alone_does_not_speak_for_the_person(
    call: Callers, database: Database, time_machine: TimeMachineFixture
) -> None:
    at(time_machine, MONDAY)
    job, person = vacancy(agency_id=None), profile()
    tell(database, job, person)
    talk = Talk(call, database, job, person)
    one = talk.proposed()
    other = call(counsellor(agency=OTHER_AGENCY))
    assert talk.choose(one, by=other).status_code == 404
    assert talk.propose(other).status_code == 404
    assert talk.seen(talk.counsellor)["ours"]


def test_a_no_ends_it(talk: Talk) -> None:
    one = talk.proposed()
    talk.choose(one)
    talk.answer("no")
    assert talk.seen(talk.own)["state"] == "off"
    ended = talk.choose(one, SECOND)
    assert (ended.status_code, "terminée" in ended.text) == (410, True)
    assert talk.propose().status_code in (404, 409)
    assert talk.told()[-1].by == "house"


def test_places_that_are_all_taken_end_it(talk: Talk, database: Database) -> None:
    somebody = profile(code="K8-4QX")
    tell(database, somebody)
    other = Talk(talk.call, database, talk.job, somebody)
    one = talk.proposed()
    assert other.boss.post(f"/candidacies/{other.candidacy}/hire").status_code == 200
    tell(
        database,
        VacancyClosed(vacancy_id=talk.job.vacancy_id, revision=2, reason="filled"),
    )
    assert talk.choose(one).status_code == 410
    assert talk.seen(talk.own)["state"] == "off"


def test_lists_name_what_waits(talk: Talk) -> None:
    one = talk.proposed()
    for by in (talk.own, talk.boss, talk.counsellor, talk.agent):
        page = by.get("/interviews").json()
        assert [each["id"] for each in page["items"]] == [one]
    talk.boss.post(f"/interviews/{one}/call-off", {"reason": "busy"})
    for by in (talk.boss, talk.counsellor, talk.agent):
        assert by.get("/interviews").json()["total"] == 0
    (off,) = talk.own.get("/interviews").json()["items"]  # for their calendar
    assert (off["state"], off["may"]) == ("off", [])


def test_an_employer_sees_a_code_of_this_candidacy_alone(talk: Talk) -> None:
    talk.proposed()
    seen = talk.seen(talk.boss)
    assert seen["profile_id"] is None
    assert seen["code"] != talk.person.code
    assert str(talk.person.profile_id) not in talk.boss.get("/interviews").text


def test_erased_with_the_person(talk: Talk, database: Database) -> None:
    talk.choose(talk.proposed())
    tell(database, ErasureBegun(erasure_id=uuid4(), profile_ids=(talk.person.profile_id,)))
    with database.session() as session:
        for table in ("interview", "interview_step"):
            assert session.execute(text(f"SELECT count(*) FROM {table}")).scalar() == 0


def test_a_reader_of_the_enterprise_only_reads(talk: Talk) -> None:
    talk.proposed()
    reader = talk.call(
        employer(employer_id=talk.job.employer_id).model_copy(update={"employer_right": "read"})
    )
    seen = talk.seen(reader)
    assert seen["may"] == []
    gone = reader.post(f"/interviews/{seen['id']}/call-off", {"reason": "busy"})
    assert gone.status_code == 403


def test_what_is_unknown_is_not_there(talk: Talk) -> None:
    missing: UUID = uuid4()
    assert talk.own.get(f"/candidacies/{missing}/interviews").status_code == 404
    assert talk.choose(str(missing)).status_code == 404
