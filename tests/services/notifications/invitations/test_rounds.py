"""Being asked again, taking a yes back late, and no longer wanting to be told."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import text

from amuddu.contracts.employers import VacancyClosed
from amuddu.contracts.matching import CandidateCancelled, CandidateShortlisted
from amuddu.contracts.notifications import CandidateAnswered, NotificationFailed
from amuddu.contracts.profiles import ProfileUpdated
from tests.services.notifications.conftest import House
from tests.services.notifications.test_api import answers, read, say, token_of, told
from tests.support import outbox_events


def cancelled(event: CandidateShortlisted, number: int = 1) -> CandidateCancelled:
    return CandidateCancelled(
        candidacy_id=event.candidacy_id,
        vacancy_id=event.vacancy_id,
        profile_id=event.profile_id,
        reason="counsellor",
        round=number,
    )


def again(event: CandidateShortlisted, number: int = 2) -> CandidateShortlisted:
    return event.model_copy(update={"round": number})


def updated(event: CandidateShortlisted, *, contactable: bool) -> ProfileUpdated:
    return ProfileUpdated(profile_id=event.profile_id, revision=2, contactable=contactable)


def failures(house: House) -> list[NotificationFailed]:
    return [it for it in outbox_events(house.database) if isinstance(it, NotificationFailed)]


# --- asked again ------------------------------------------------------------------------------


def test_an_answer_says_which_round_it_belongs_to(house: House) -> None:
    event, _ = told(house)
    house.handle(cancelled(event), again(event))
    house.send_all()
    assert say(house, token_of(house, event), "yes").status_code == 200
    sent = outbox_events(house.database)[-1]
    assert isinstance(sent, CandidateAnswered)
    assert (sent.answer, sent.round) == ("yes", 2)


def test_a_new_round_sends_a_new_link_though_the_old_one_was_still_open(house: House) -> None:
    event, old = told(house)
    house.handle(again(event))
    house.send_all()
    assert read(house, old).status_code == 410
    assert read(house, token_of(house, event)).status_code == 200
    assert len(house.messages(event.candidacy_id)) == 2


def test_a_late_end_of_an_earlier_round_leaves_the_new_link(house: House) -> None:
    event, _ = told(house)
    house.handle(again(event), cancelled(event, 1))
    house.send_all()
    assert read(house, token_of(house, event)).status_code == 200


# --- a yes taken back late --------------------------------------------------------------------


def end(house: House, event: CandidateShortlisted, how: str) -> None:
    if how == "closed":
        house.handle(VacancyClosed(vacancy_id=event.vacancy_id, revision=2, reason="filled"))
        return
    with house.database.engine.begin() as connection:
        connection.execute(text("UPDATE invitation SET expires_at = now() - interval '1 second'"))


@pytest.mark.parametrize("how", ["closed", "expired"])
def test_a_yes_may_be_taken_back_when_it_is_too_late_to_say_yes(house: House, how: str) -> None:
    event, token = told(house)
    say(house, token, "yes")
    end(house, event, how)

    page = read(house, token)
    assert page.status_code == 200
    assert (page.json()["open"], page.json()["answer"]) == (False, "yes")

    taken_back = say(house, token, "no", "found_work")
    assert taken_back.status_code == 200
    assert (taken_back.json()["open"], taken_back.json()["answer"]) == (False, "no")
    assert answers(house) == [("yes", None), ("no", "found_work")]

    assert read(house, token).json()["answer"] == "no"
    assert say(house, token, "no").status_code == 200
    assert say(house, token, "yes").status_code == 410
    assert answers(house) == [("yes", None), ("no", "found_work")]


@pytest.mark.parametrize("how", ["closed", "expired"])
@pytest.mark.parametrize("answer", ["yes", "no"])
def test_who_never_answered_is_too_late_for_both(house: House, how: str, answer: str) -> None:
    event, token = told(house)
    end(house, event, how)
    assert read(house, token).status_code == 410
    assert say(house, token, answer).status_code == 410
    assert answers(house) == []


def test_nothing_is_left_to_take_back_once_the_candidacy_is_over(house: House) -> None:
    event, token = told(house)
    say(house, token, "yes")
    house.handle(cancelled(event))
    assert read(house, token).status_code == 410
    assert say(house, token, "no").status_code == 410


# --- no longer wanting to be told -------------------------------------------------------------


@pytest.mark.parametrize("how", [{"channel": "agent", "address": None}, {"channel": "email"}])
@pytest.mark.parametrize("handed_over", [True, False])
def test_what_is_not_yet_said_is_left_unsaid(
    house: House, how: dict[str, Any], handed_over: bool
) -> None:
    event = house.invite(**how)
    if handed_over and how["channel"] == "agent":
        house.send_all()

    house.handle(updated(event, contactable=False))
    house.send_all()

    message = house.message(event.candidacy_id)
    assert (message.state, message.failure) == ("failed", "no_consent")
    assert house.mail.received == []
    expected = NotificationFailed(candidacy_id=event.candidacy_id, reason="no_consent")
    assert failures(house) == [expected]
    if handed_over and how["channel"] == "agent":
        assert read(house, token_of(house, event)).status_code == 410


def test_who_still_agrees_is_still_told(house: House) -> None:
    event = house.invite()
    house.handle(updated(event, contactable=True))
    house.send_all()
    assert house.message(event.candidacy_id).state == "sent"
    assert failures(house) == []


def test_who_was_told_already_may_still_answer(house: House) -> None:
    event, token = told(house)
    house.handle(updated(event, contactable=False))
    assert say(house, token, "yes").status_code == 200
    assert failures(house) == []


def test_others_are_still_told(house: House) -> None:
    event = house.invite()
    house.handle(ProfileUpdated(profile_id=uuid4(), revision=2, contactable=False))
    house.send_all()
    assert house.message(event.candidacy_id).state == "sent"
