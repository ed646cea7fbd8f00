"""What came of answers, in the states that the person reads; never more than they were told."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest

from amuddu.contracts.employers import VacancyClosed
from amuddu.contracts.notifications import CandidateAnswered, NotificationFailed, NotificationSent
from tests.services.matching.own_offers.test_interests import Pair, pair
from tests.services.matching.support import profile
from tests.support import employer

__all__ = ["pair"]


def asked(pair: Pair) -> UUID:
    """Put forward and told."""
    done = pair.counsellor.post(f"{pair.candidates()}/shortlist")
    candidacy_id = UUID(done.json()["id"])
    pair.tell(NotificationSent(candidacy_id=candidacy_id, channel="sms"))
    return candidacy_id


def said(pair: Pair, candidacy_id: UUID, answer: Any) -> None:
    pair.tell(
        CandidateAnswered(
            candidacy_id=candidacy_id,
            vacancy_id=pair.job.vacancy_id,
            profile_id=pair.person.profile_id,
            employer_id=pair.job.employer_id,
            answer=answer,
        )
    )


def test_each_step_is_told_in_the_person_s_words(pair: Pair) -> None:
    pair.say()
    assert pair.answer()["state"] == "interest_sent"
    candidacy_id = asked(pair)
    assert pair.answer()["state"] == "asked"
    seen = pair.own.get(pair.path).json()
    assert (seen["may_say"], seen["answer"]["state"]) == (False, "asked")
    said(pair, candidacy_id, "yes")
    assert pair.answer()["state"] == "said_yes"
    boss = pair.call(employer(employer_id=pair.job.employer_id))
    boss.post(f"/candidacies/{candidacy_id}/meet")
    assert pair.answer()["state"] == "interview"
    boss.post(f"/candidacies/{candidacy_id}/hire")
    assert pair.answer()["state"] == "hired"


def test_a_reason_is_told_only_where_the_employer_gave_it(pair: Pair) -> None:
    candidacy_id = asked(pair)
    said(pair, candidacy_id, "yes")
    boss = pair.call(employer(employer_id=pair.job.employer_id))
    boss.post(f"/candidacies/{candidacy_id}/refuse", {"reason": "experience"})
    assert (pair.answer()["state"], pair.answer()["reason"]) == ("not_chosen", "experience")


def test_a_no_is_a_no(pair: Pair) -> None:
    said(pair, asked(pair), "no")
    assert (pair.answer()["state"], pair.answer()["reason"]) == ("said_no", None)
    assert pair.say().status_code == 409


def test_a_message_that_did_not_arrive_still_waits_for_an_answer(pair: Pair) -> None:
    candidacy_id = UUID(pair.counsellor.post(f"{pair.candidates()}/shortlist").json()["id"])
    pair.tell(NotificationFailed(candidacy_id=candidacy_id, reason="no_address"))
    assert pair.answer()["state"] == "asked"


def test_the_agency_that_sets_aside_somebody_who_was_told_tells_no_reason(pair: Pair) -> None:
    said(pair, asked(pair), "no")
    pair.counsellor.post(f"{pair.candidates()}/set-aside", {"reason": "skills", "note": "x"})
    answer = pair.answer()
    assert (answer["state"], answer["reason"]) == ("ended", None)


@pytest.mark.parametrize("reason", ["filled", "withdrawn"])
def test_a_closing_is_told(pair: Pair, reason: Any) -> None:
    """Filled only where hires really took the places."""
    asked(pair)
    pair.tell(VacancyClosed(vacancy_id=pair.job.vacancy_id, revision=2, reason=reason))
    assert pair.answer()["state"] == "closed"


def test_others_who_take_the_places_are_told_as_that(pair: Pair) -> None:
    other = profile()
    pair.tell(other)
    mine = asked(pair)
    said(pair, mine, "yes")
    path = f"/vacancies/{pair.job.vacancy_id}/candidates/{other.profile_id}/shortlist"
    theirs = UUID(pair.counsellor.post(path).json()["id"])
    pair.tell(NotificationSent(candidacy_id=theirs, channel="sms"))
    pair.tell(
        CandidateAnswered(
            candidacy_id=theirs,
            vacancy_id=pair.job.vacancy_id,
            profile_id=other.profile_id,
            employer_id=pair.job.employer_id,
            answer="yes",
        )
    )
    boss = pair.call(employer(employer_id=pair.job.employer_id))
    assert boss.post(f"/candidacies/{theirs}/hire").status_code == 200
    refused = pair.own.get(pair.path).json()
    assert refused["full"] is True
    pair.tell(VacancyClosed(vacancy_id=pair.job.vacancy_id, revision=2, reason="filled"))
    assert pair.answer()["state"] == "filled"


def test_a_full_offer_takes_no_interest(pair: Pair) -> None:
    somebody = profile()
    pair.tell(somebody)
    late = pair.own
    pair.person, me = somebody, pair.person
    candidacy_id = asked(pair)
    said(pair, candidacy_id, "yes")
    boss = pair.call(employer(employer_id=pair.job.employer_id))
    boss.post(f"/candidacies/{candidacy_id}/hire")
    refused = late.post(f"/profiles/{me.profile_id}/vacancies/{pair.job.vacancy_id}/interest")
    assert refused.status_code == 409
    assert "places" in refused.json()["title"]
