"""An interest: said once however often, taken back, taken up, ended; and who learns of it."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import UUID, uuid4

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import text

from amuddu.contracts.employers import VacancyClosed, VacancyPublished
from amuddu.contracts.matching import INTERESTS, InterestChanged
from amuddu.contracts.profiles import ProfileUpdated, ProfileWithdrawn
from amuddu.kit.auth import Actor
from amuddu.kit.db import Database
from services.matching.search.engine import Engine
from tests.services.matching.support import Caller, profile, ref, tell, vacancy
from tests.support import (
    OTHER_AGENCY,
    administrator,
    agent,
    counsellor,
    employer,
    outbox_envelopes,
    themselves,
)

Callers = Callable[[Actor], Caller]


class Pair:
    """Somebody, an offer that fits them, and who may do what between them."""

    def __init__(self, client: TestClient, call: Callers, database: Database) -> None:
        self.client, self.call, self.database = client, call, database
        self.job: VacancyPublished = vacancy()
        self.person: ProfileUpdated = profile()
        self.tell(self.job, self.person)
        self.own = call(themselves(self.person.profile_id))
        self.counsellor = call(counsellor())

    @property
    def path(self) -> str:
        return f"/profiles/{self.person.profile_id}/vacancies/{self.job.vacancy_id}"

    def tell(self, *events: Any) -> None:
        tell(self.database, *events)
        engine: Engine = self.client.app.state.engine  # type: ignore[attr-defined]
        engine.replica.refresh()

    def say(self) -> Any:
        return self.own.post(f"{self.path}/interest")

    def take_back(self) -> Any:
        return self.own.post(f"{self.path}/interest/withdraw")

    def waiting(self, by: Caller | None = None) -> list[dict[str, Any]]:
        items: list[dict[str, Any]] = (by or self.counsellor).get("/interests").json()["items"]
        return items

    def rows(self) -> list[tuple[UUID, str]]:
        with self.database.session() as session:
            return [tuple(row) for row in session.execute(text("SELECT id, state FROM interest"))]

    def told(self) -> list[InterestChanged]:
        return [
            InterestChanged.model_validate(each.data)
            for each in outbox_envelopes(self.database)
            if each.type == InterestChanged.type
        ]

    def answer(self) -> Any:
        (one,) = self.own.get(f"/profiles/{self.person.profile_id}/answers").json()["items"]
        return one

    def candidates(self) -> str:
        return f"/vacancies/{self.job.vacancy_id}/candidates/{self.person.profile_id}"


@pytest.fixture
def pair(client: TestClient, call: Callers, database: Database) -> Pair:
    return Pair(client, call, database)


def test_said_twice_it_is_said_once(pair: Pair) -> None:
    first, second = pair.say(), pair.say()
    assert first.status_code == second.status_code == 200
    assert first.json() == second.json()
    assert [state for _, state in pair.rows()] == ["open"]
    (event,) = pair.told()
    assert (event.agency_id, event.state) == ("rabat", "open")


def test_two_taps_at_once_make_one(pair: Pair) -> None:
    with ThreadPoolExecutor(6) as threads:
        answers = [one.result() for one in [threads.submit(pair.say) for _ in range(6)]]
    assert {one.status_code for one in answers} == {200}
    assert len({one.json()["id"] for one in answers}) == 1
    assert len(pair.rows()) == len(pair.told()) == 1


def test_taken_back_and_said_again_waits_from_then_on(pair: Pair) -> None:
    pair.say()
    first = pair.waiting()[0]["expressed_at"]
    assert pair.take_back().json()["state"] == pair.take_back().json()["state"] == "withdrawn"
    assert pair.waiting() == []
    assert pair.say().json()["state"] == "open"
    assert pair.waiting()[0]["expressed_at"] > first
    assert len(pair.rows()) == 1


def test_nobody_takes_back_what_was_not_said(pair: Pair) -> None:
    assert pair.take_back().status_code == 404


def test_the_oldest_stands_first_and_taking_it_up_ends_the_wait(pair: Pair) -> None:
    later = vacancy(title="Deuxième offre")
    pair.tell(later)
    pair.say()
    path = f"/profiles/{pair.person.profile_id}/vacancies/{later.vacancy_id}/interest"
    assert pair.own.post(path).status_code == 200
    assert [one["vacancy_title"] for one in pair.waiting()] == ["Maçon", "Deuxième offre"]
    oldest = pair.waiting()[0]["id"]
    take = f"/interests/{oldest}/take-up"
    assert pair.counsellor.post(take).json()["state"] == "taken_up"
    assert pair.counsellor.post(take).status_code == 200  # a colleague's press changes nothing
    assert [one["vacancy_title"] for one in pair.waiting()] == ["Deuxième offre"]
    assert pair.told()[-1].taken_by == pair.counsellor.actor.id


def test_nobody_else_sees_or_takes_it_up(pair: Pair, call: Callers) -> None:
    """The vacancy is everybody's, so another agency's list shows the person; not the interest."""
    shared = vacancy(agency_id=None)
    pair.tell(shared)
    pair.job = shared
    interest = pair.say().json()["id"]
    away = call(counsellor(agency=OTHER_AGENCY))
    ranking = f"/vacancies/{shared.vacancy_id}/ranking"
    (seen,) = away.get(ranking).json()["items"]
    assert seen["interested_since"] is None
    assert away.get(ranking).json()["narrower"]["interested"] == 0
    assert away.get(ranking, interested=True).json()["total"] == 0
    assert away.get("/interests").json() == {"items": [], "total": 0}
    assert away.post(f"/interests/{interest}/take-up").status_code == 404
    (own,) = pair.counsellor.get(ranking, interested=True).json()["items"]
    assert own["interested_since"] is not None
    others = [employer(employer_id=shared.employer_id), agent(), administrator()]
    for actor in (*others, themselves(uuid4())):
        assert call(actor).get("/interests").status_code == 403
        assert call(actor).post(f"/interests/{interest}/take-up").status_code == 403


def test_nobody_says_it_for_another(pair: Pair, call: Callers) -> None:
    stranger = call(themselves(uuid4()))
    for path in ("/interest", "/interest/withdraw"):
        assert stranger.post(pair.path + path).status_code == 404
        assert pair.counsellor.post(pair.path + path).status_code == 403
    assert stranger.get(pair.path).status_code == 404
    answers = f"/profiles/{pair.person.profile_id}/answers"
    assert stranger.get(answers).status_code == 404
    assert pair.counsellor.get(answers).status_code == 403
    assert pair.rows() == []


def test_it_tells_the_employer_nothing(pair: Pair, call: Callers) -> None:
    boss = call(employer(employer_id=pair.job.employer_id))
    before = boss.get(f"/vacancies/{pair.job.vacancy_id}/candidacies").json()
    pair.say()
    assert boss.get(f"/vacancies/{pair.job.vacancy_id}/candidacies").json() == before
    assert {each.topic for each in outbox_envelopes(pair.database)} == {INTERESTS}


def test_putting_somebody_forward_takes_it_up(pair: Pair) -> None:
    pair.say()
    assert pair.counsellor.post(f"{pair.candidates()}/shortlist").status_code == 201
    assert [state for _, state in pair.rows()] == ["taken_up"]
    assert pair.waiting() == []


def test_somebody_set_aside_reads_nothing_of_it_and_may_say_so(pair: Pair) -> None:
    pair.counsellor.post(f"{pair.candidates()}/set-aside", {"reason": "too_far"})
    seen = pair.own.get(pair.path).json()
    assert (seen["may_say"], seen["answer"]) == (True, None)
    pair.say()
    assert pair.answer()["state"] == "interest_sent"


def test_before_the_message_nothing_is_told_of_a_shortlisting(pair: Pair) -> None:
    pair.counsellor.post(f"{pair.candidates()}/shortlist")
    assert pair.own.get(pair.path).json()["answer"] is None
    assert pair.own.get(f"/profiles/{pair.person.profile_id}/answers").json()["total"] == 0


def test_a_closed_offer_ends_it_and_takes_no_other(pair: Pair) -> None:
    pair.say()
    closed = VacancyClosed(vacancy_id=pair.job.vacancy_id, revision=2, reason="withdrawn")
    pair.tell(closed)
    assert [state for _, state in pair.rows()] == ["ended"]
    assert pair.answer()["state"] == "closed"
    refused = pair.say()
    assert refused.status_code == 409
    assert "plus ouverte" in refused.json()["title"]
    assert pair.own.get(pair.path).json()["may_say"] is False


def test_who_withdraws_waits_no_more(pair: Pair) -> None:
    pair.say()
    gone = ProfileWithdrawn(
        profile_id=pair.person.profile_id, revision=2, reason="consent_withdrawn"
    )
    pair.tell(gone)
    assert [state for _, state in pair.rows()] == ["ended"]
    assert pair.waiting() == []


def test_work_that_the_law_closes_is_not_offered_to_the_young(pair: Pair) -> None:
    night = vacancy(title="Gardien de nuit", occupation=ref("security-guard"), description="")
    pair.tell(night)
    pair.job = night
    pair.say()
    assert len(pair.waiting()) == 1
    pair.tell(pair.person.model_copy(update={"revision": 2, "young": True}))
    assert pair.waiting() == []
    assert pair.say().status_code == 409
    # What was said before stays in the history; nothing can be said anew.
    assert pair.own.get(pair.path).json()["may_say"] is False


def test_without_an_agency_nobody_would_hear_of_it(pair: Pair) -> None:
    pair.tell(pair.person.model_copy(update={"revision": 2, "agency_id": None}))
    seen = pair.own.get(pair.path).json()
    assert (seen["may_say"], seen["followed"]) == (False, False)
    refused = pair.say()
    assert refused.status_code == 409
    assert "agence" in refused.json()["title"]


def test_who_changes_agency_is_seen_by_the_new_one_alone(pair: Pair, call: Callers) -> None:
    pair.say()
    moved = pair.person.model_copy(update={"revision": 2, "agency_id": OTHER_AGENCY})
    pair.tell(moved)
    assert pair.waiting() == []
    assert len(pair.waiting(call(counsellor(agency=OTHER_AGENCY)))) == 1
