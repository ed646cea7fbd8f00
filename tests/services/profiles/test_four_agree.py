"""A contact opens where matching, notifications, employers and the gateway agree, in whichever
order."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta
from functools import partial
from itertools import permutations
from uuid import UUID, uuid4

import pytest
import time_machine
from hypothesis import HealthCheck, Phase, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from amuddu.contracts.employers import VacancyClosed
from amuddu.contracts.events.envelope import Envelope, Event
from amuddu.contracts.matching import CandidateHired
from amuddu.contracts.notifications import CandidateAnswered
from amuddu.kit import clock
from amuddu.kit.db import Database
from amuddu.kit.events import dead_letters
from amuddu.kit.events.consumer import Consumer
from services.profiles.consumers import HANDLERS
from tests.keys import signed
from tests.services.profiles.conftest import Call, person
from tests.services.profiles.test_consumers import Story
from tests.support import counsellor, employer, service


@pytest.fixture
def story(call: Call, database: Database) -> Story:
    """A person and a candidacy of which nothing was heard yet."""
    made = call(counsellor(), "POST", "/profiles", person(), expect=201)
    return Story(call, database, UUID(made["id"]))


def buried(database: Database) -> list[str]:
    return [letter.reason for letter in dead_letters.waiting(database)]


def words_of(story: Story) -> list[Callable[[], None]]:
    """What each of the four says."""
    events = (story.vacancy(), story.shortlist(), story.answer("yes"))
    return [story.witness, *(partial(story.overhear, each) for each in events)]


@pytest.mark.parametrize("order", list(permutations(range(4))))
def test_the_last_of_the_four_opens_and_none_before(story: Story, order: Sequence[int]) -> None:
    words = words_of(story)
    for place in order:
        story.seen(expect=404)
        words[place]()
    assert story.seen()["display_name"] == "Zibounda Korvalan"


@pytest.mark.parametrize("missing", range(4))
def test_three_of_the_four_open_nothing_however_often_they_come(story: Story, missing: int) -> None:
    words = words_of(story)
    del words[missing]
    for word in (*words, *words):
        word()
    story.seen(expect=404)
    assert story.grants() == []


def test_a_yes_after_a_no_needs_a_witness_of_its_own(story: Story) -> None:
    story.tell(story.vacancy(), story.shortlist(), story.answer("yes"))
    with time_machine.travel(clock.now() + timedelta(hours=1), tick=True):
        story.tell(story.answer("no"))
        story.overhear(story.answer("yes"))
        story.seen(expect=404)
        story.witness()
        story.seen()


def test_a_witness_that_comes_before_the_no_is_heard_of_holds(story: Story) -> None:
    """No, then yes again, while events are late: the gateway's word is the first to be there."""
    story.tell(story.vacancy(), story.shortlist(), story.answer("yes"))
    no, yes = signed(story.answer("no")), signed(story.answer("yes"))
    with time_machine.travel(clock.now() + timedelta(minutes=1), tick=True):
        story.witness()
        for late in (no, yes):
            Consumer("profiles", story.database, HANDLERS)(late)
        story.seen()


def test_a_witness_of_another_round_or_candidacy_opens_nothing(story: Story) -> None:
    story.tell(story.vacancy(), story.shortlist())
    story.witness(2)
    story.overhear(story.answer("yes"))
    story.seen(expect=404)
    other = Story(story.call, story.database, story.profile_id, story.candidacy_id)
    other.witness(expect=404)
    story.seen(expect=404)


def test_the_gateway_alone_is_a_witness(story: Story) -> None:
    strangers = (service("notifications"), service("matching"), story.employer, counsellor())
    for actor in strangers:
        story.witness(by=actor, expect=403)


def topics_of(story: Story) -> dict[str, list[Event]]:
    """A story of two rounds by topic, each in the order in which its producer told it."""
    again: Event = story.answer("yes").model_copy(update={"round": 2})
    return {
        "employers": [story.vacancy(), story.vacancy().model_copy(update={"revision": 2})],
        "matching": [story.shortlist(), story.cancel(), story.shortlist(number=2)],
        "notifications": [story.answer("yes"), story.answer("no"), again],
    }


OPEN_AFTER = {(1, 1), (3, 3)}
"""How many of matching's and of notifications' events have come where the contact is open: the
first round's yes and no more, or the whole story."""


@given(data=st.data())
@hypothesis_settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    phases=[Phase.generate],
    max_examples=15,
    deadline=None,
)
def test_topics_interleave_and_repeat_as_they_like(story: Story, data: st.DataObject) -> None:
    told = Story(story.call, story.database, story.profile_id, employer=story.employer)
    left = {name: [signed(each) for each in events] for name, events in topics_of(told).items()}
    number = dict.fromkeys(left, 0)
    told.witness()
    came: list[Envelope] = []
    consume = Consumer("profiles", told.database, HANDLERS)
    while waiting := sorted(name for name, envelopes in left.items() if envelopes):
        name = data.draw(st.sampled_from(waiting))
        came.append(left[name].pop(0))
        if came[-1].data.get("answer") == "yes" and came[-1].data["round"] == 2:
            told.witness(2)
        number[name] += 1
        consume(came[-1])
        consume(data.draw(st.sampled_from(came)))
        agreed = (number["matching"], number["notifications"]) in OPEN_AFTER
        told.seen(expect=200 if agreed and number["employers"] else 404)
    told.seen()


def test_an_older_yes_that_comes_again_under_another_name_opens_nothing(story: Story) -> None:
    """The inbox forgets one day; the time that the producer signed does not."""
    story.tell(story.vacancy(), story.shortlist())
    story.witness()
    old = signed(story.answer("yes"))
    story.tell(story.answer("no"))
    Consumer("profiles", story.database, HANDLERS)(old)
    story.seen(expect=404)


def test_a_closed_vacancy_says_whose_it_was(story: Story) -> None:
    closed = VacancyClosed(
        vacancy_id=story.vacancy_id, revision=2, reason="filled", vacancy=story.vacancy()
    )
    story.tell(story.shortlist(), story.answer("yes"), closed)
    story.seen()


def test_a_vacancy_stays_its_employers(story: Story) -> None:
    story.tell(story.vacancy(), story.shortlist(), story.answer("yes"))
    thief = employer()
    story.tell(story.vacancy(employer_id=thief.employer_id))
    story.seen()
    story.seen(thief, expect=404)
    assert buried(story.database) == ["forged: employer"]


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_anybody_elses_vacancy_opens_nothing(story: Story, order: Sequence[int]) -> None:
    owner, thief = employer(), story.employer
    events = (
        story.vacancy(employer_id=owner.employer_id),
        story.shortlist(),
        story.answer("yes"),
    )
    story.tell(*(events[place] for place in order))
    story.seen(thief, expect=404)
    story.seen(owner, expect=404)


def test_an_answer_about_somebody_else_is_refused(story: Story) -> None:
    made = story.call(counsellor(), "POST", "/profiles", person(), expect=201)
    false = story.answer("yes").model_copy(update={"profile_id": UUID(made["id"])})
    story.overhear(false)
    story.witness()
    story.tell(story.vacancy(), story.shortlist())
    story.seen(expect=404)
    story.overhear(false)
    story.seen(expect=404)
    story.tell(story.answer("yes"))
    story.seen()
    assert buried(story.database) == ["forged: candidacy"]


def test_the_employer_that_an_answer_names_is_not_believed(story: Story) -> None:
    thief = employer()
    false = story.answer("yes").model_copy(update={"employer_id": thief.employer_id})
    story.tell(story.vacancy(), story.shortlist(), false)
    story.seen(thief, expect=404)
    story.seen()


def hired(story: Story, **changed: object) -> CandidateHired:
    said = CandidateAnswered.of(story.answer("yes"))
    facts = said.model_dump(include={"candidacy_id", "vacancy_id", "profile_id", "employer_id"})
    more = {"code": "AM-1", "hired_on": "2026-01-05"}
    return CandidateHired.model_validate({**facts, **more, **changed})


def hires(database: Database) -> int:
    with database.engine.connect() as connection:
        query = "SELECT count(*) FROM grants WHERE hired_at IS NOT NULL"
        return connection.exec_driver_sql(query).scalar_one()


def test_a_hire_is_that_of_a_candidacy_that_was_heard_of(story: Story) -> None:
    story.tell(hired(story))
    story.tell(story.vacancy(), story.shortlist(), story.answer("yes"))
    story.tell(hired(story, vacancy_id=uuid4()), hired(story, employer_id=uuid4()))
    assert hires(story.database) == 0
    assert buried(story.database) == ["forged: candidacy", "forged: employer"]
    story.tell(hired(story))
    assert hires(story.database) == 1
