"""What is told of an interview: to both sides, without whom or where, and not after it is off."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from time_machine import TimeMachineFixture

from amuddu.contracts.matching.interviews import InterviewMoved, InterviewState, InterviewStep
from amuddu.kit import clock
from tests.services.notifications.conftest import House
from tests.services.notifications.news.story import EMPLOYER_NAME, TITLE, Story

MONDAY = datetime(2026, 6, 1, 9, tzinfo=UTC)
THURSDAY = datetime(2026, 6, 4, 13, tzinfo=UTC)
INTERVIEW = UUID("5a1d2c3b-4e5f-4a6b-8c7d-9e0f1a2b3c04")


@pytest.fixture
def story(house: House, time_machine: TimeMachineFixture) -> Story:
    time_machine.move_to(MONDAY, tick=False)
    made = Story.begun(house)
    made.answer("yes")
    return made


def move(
    story: Story, step: InterviewStep, state: InterviewState, sequence: int, **more: Any
) -> None:
    event: dict[str, Any] = {
        **story._ids(),
        "interview_id": INTERVIEW,
        "step": step,
        "from_state": None if step == "propose" else "proposed",
        "state": state,
        "sequence": sequence,
        "by": "employer",
        "at": clock.now(),
        **more,
    }
    story.house.handle(InterviewMoved.model_validate(event))


def chosen(story: Story, sequence: int = 1) -> None:
    move(story, "propose", "proposed", 0)
    move(story, "choose", "set", sequence, by="person", starts_at=THURSDAY)


def test_both_have_it_confirmed_and_are_reminded(
    story: Story, time_machine: TimeMachineFixture
) -> None:
    chosen(story)
    assert "talk_times" in story.kinds(story.person)
    assert story.kinds(story.person)[0] == story.kinds(story.boss)[0] == "talk_set"
    assert "talk_set" in story.kinds(story.counsellor)
    time_machine.move_to(THURSDAY - timedelta(days=1), tick=False)
    assert story.kinds(story.person)[0] == story.kinds(story.boss)[0] == "talk_eve"
    time_machine.move_to(THURSDAY - timedelta(hours=2), tick=False)
    assert story.kinds(story.person)[0] == "talk_day"
    assert "talk_day" not in story.kinds(story.boss)


def test_messages_say_neither_with_whom_nor_where(story: Story) -> None:
    chosen(story)
    story.house.send_all()
    bodies = "\n".join(story.bodies())
    assert "rendez-vous est confirmé" in bodies
    for word in (EMPLOYER_NAME, TITLE, "entretien", "emploi "):
        assert word not in bodies.split("rendez-vous", 1)[1]


@pytest.mark.parametrize(
    ("step", "state", "kind"),
    [("call_off", "off", "talk_off"), ("move", "proposed", "talk_times")],
)
def test_what_is_off_reminds_nobody(
    story: Story,
    time_machine: TimeMachineFixture,
    step: InterviewStep,
    state: InterviewState,
    kind: str,
) -> None:
    chosen(story)
    move(story, step, state, 2)
    assert story.kinds(story.person)[0] == kind
    time_machine.move_to(THURSDAY, tick=False)
    for reader in (story.person, story.boss):
        assert not {"talk_eve", "talk_day"} & set(story.kinds(reader))


def test_who_did_it_is_not_told_that_they_did(story: Story) -> None:
    move(story, "propose", "proposed", 0)
    move(story, "none_fits", "none_fits", 1, by="person")
    assert story.kinds(story.boss)[0] == story.kinds(story.counsellor)[0] == "talk_none"
    assert "talk_none" not in story.kinds(story.person)
    move(story, "call_off", "off", 2, by="employer")
    assert story.kinds(story.person)[0] == "talk_off"
    assert "talk_off" not in story.kinds(story.boss)


def test_a_candidacy_that_ended_reminds_nobody(
    story: Story, time_machine: TimeMachineFixture
) -> None:
    chosen(story)
    story.end("refused")
    move(story, "end", "off", 2, by="house")
    time_machine.move_to(THURSDAY, tick=False)
    assert not {"talk_eve", "talk_day", "talk_off"} & set(story.kinds(story.person))


def test_who_did_not_come_is_called(story: Story) -> None:
    chosen(story)
    move(story, "record", "person_absent", 2)
    assert story.kinds(story.counsellor)[0] == "talk_missed"
    assert "talk_missed" not in story.kinds(story.person)


def test_told_again_changes_nothing(story: Story) -> None:
    chosen(story)
    before = story.kinds(story.person)
    chosen(story)
    assert story.kinds(story.person) == before


def test_nothing_of_somebody_unknown_or_who_says_no(story: Story) -> None:
    move(story, "propose", "proposed", 0, candidacy_id=uuid4())
    story.answer("no")
    move(story, "propose", "proposed", 0)
    assert "talk_times" not in story.kinds(story.person)
