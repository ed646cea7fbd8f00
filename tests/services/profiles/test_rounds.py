"""Being asked again, and agreeing no longer: when a yes opens a contact, and how long."""

from __future__ import annotations

from itertools import permutations
from typing import Any
from uuid import UUID

import pytest

from amuddu.contracts.events.envelope import Event
from amuddu.contracts.matching import CandidateShortlisted
from amuddu.kit.db import Database
from tests.services.profiles.conftest import Call, person
from tests.services.profiles.test_consumers import Story
from tests.support import counsellor, jobseeker, service


@pytest.fixture
def story(call: Call, database: Database) -> Story:
    made = call(counsellor(), "POST", "/profiles", person(), expect=201)
    begun = Story(call, database, UUID(made["id"]))
    begun.tell(begun.vacancy())
    return begun


def shortlisted(story: Story, number: int) -> CandidateShortlisted:
    return story.shortlist(number=number)


def of(number: int, event: Event) -> Event:
    return event.model_copy(update={"round": number})


def consent(story: Story, purpose: str, given: bool) -> None:
    me = jobseeker(profile_id=story.profile_id)
    path = f"/profiles/{story.profile_id}/consents/{purpose}"
    story.call(me, "PUT", path, {"given": given})


def test_a_yes_after_being_asked_again_opens_the_contact(story: Story) -> None:
    story.tell(shortlisted(story, 1), story.answer("yes"), story.cancel())
    story.seen(expect=404)
    story.tell(shortlisted(story, 2))
    story.seen(expect=404)
    story.tell(of(2, story.answer("yes")))
    assert story.seen()["display_name"] == "Zibounda Korvalan"


def test_a_late_yes_of_an_earlier_round_opens_nothing(story: Story) -> None:
    story.tell(shortlisted(story, 1), story.cancel(), shortlisted(story, 2), story.answer("yes"))
    story.seen(expect=404)
    story.tell(of(2, story.answer("yes")), story.answer("no"))
    story.seen()


def test_a_new_round_closes_what_an_earlier_one_opened(story: Story) -> None:
    story.tell(shortlisted(story, 1), story.answer("yes"), shortlisted(story, 2))
    story.seen(expect=404)
    assert story.grants()[0]["closed_at"] is not None


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_topics_may_overtake_one_another(story: Story, order: tuple[int, ...]) -> None:
    """The second round's yes comes by another topic than what began it and ended the first."""
    events = (story.cancel(), shortlisted(story, 2), of(2, story.answer("yes")))
    story.tell(story.answer("yes"), *(events[place] for place in order))
    story.seen()
    story.tell(of(2, story.cancel()))
    story.seen(expect=404)


def test_who_agrees_to_be_proposed_no_longer_shows_no_contact(story: Story) -> None:
    story.tell(shortlisted(story, 1), story.answer("yes"))
    consent(story, "matching", given=False)
    story.seen(expect=404)
    story.seen(counsellor(), expect=404)


def test_a_yes_that_comes_after_the_withdrawal_opens_nothing(story: Story) -> None:
    consent(story, "matching", given=False)
    story.tell(shortlisted(story, 1), story.answer("yes"))
    story.seen(expect=404)
    assert story.grants() == []
    consent(story, "matching", given=True)
    story.seen(expect=404)


@pytest.mark.parametrize("purpose", ["matching", "contact"])
def test_nobody_is_told_without_both_agreements(story: Story, purpose: str) -> None:
    path = f"/profiles/{story.profile_id}/contact-route"
    found: Any = story.call(service("notifications"), "GET", path)
    assert found["channel"] == "sms"
    consent(story, purpose, given=False)
    story.call(service("notifications"), "GET", path, expect=404)
