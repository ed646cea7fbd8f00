"""What is told of a scholarship: to the person, her counsellor, the coordination."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from time_machine import TimeMachineFixture

from amuddu.contracts.profiles import ContactRoute
from amuddu.contracts.support.scholarships import (
    ScholarshipMoved,
    ScholarshipState,
    ScholarshipStep,
)
from amuddu.kit import clock
from amuddu.kit.auth import Actor
from services.notifications.delivery import news_texts
from services.notifications.news.book import book
from tests import support
from tests.services.notifications.conftest import House
from tests.services.notifications.news.story import Story, reached

MONDAY = "2026-06-01T09:00:00Z"


@dataclass
class Grant:
    """An application, moved step by step, and who may read of it."""

    story: Story
    profile_id: UUID = field(default_factory=uuid4)
    application_id: UUID = field(default_factory=uuid4)
    state: ScholarshipState | None = None
    moves: int = 0

    @classmethod
    def of(cls, house: House, **route: Any) -> Grant:
        made = cls(Story.begun(house))
        reached(house, made.profile_id, **route)
        return made

    @property
    def person(self) -> Actor:
        return support.jobseeker(profile_id=self.profile_id)

    def move(
        self, step: ScholarshipStep, state: ScholarshipState, *, by_person: bool = False
    ) -> ScholarshipMoved:
        self.moves += 1
        event = ScholarshipMoved(
            application_id=self.application_id,
            profile_id=self.profile_id,
            agency_id="rabat",
            call_id=uuid4(),
            step=step,
            from_state=self.state,
            state=state,
            by_person=by_person,
            at=clock.now() + timedelta(microseconds=self.moves),
        )
        self.state = state
        self.story.house.handle(event)
        return event

    def kinds(self, reader: Actor) -> list[str]:
        return self.story.kinds(reader)

    def heard(self) -> list[str]:
        """What went to the person since, oldest first."""
        self.story.house.send_all()
        house = self.story.house
        mine = [str(mail["to"]) == "sara@example.ma" for mail in house.mail.received]
        return [body for body, own in zip(self.story.bodies(), mine, strict=True) if own]


@pytest.fixture
def grant(house: House, time_machine: TimeMachineFixture) -> Grant:
    time_machine.move_to(MONDAY, tick=False)
    return Grant.of(house)


def test_each_step_reaches_whom_it_concerns_and_nobody_else(grant: Grant) -> None:
    grant.move("apply", "draft", by_person=True)
    grant.move("submit", "submitted", by_person=True)
    assert grant.kinds(grant.story.counsellor) == ["grant_sent"]
    assert grant.kinds(grant.person) == []
    grant.move("admit", "eligible")
    grant.move("score", "eligible")
    grant.move("score", "scored")
    assert grant.kinds(support.coordinator()) == ["grant_scored"]
    grant.move("award", "awarded")
    assert grant.kinds(grant.person) == ["grant_awarded", "grant_fits"]
    assert grant.kinds(grant.story.counsellor)[0] == "grant_awarded"
    (body,) = grant.heard()  # that it fits is no news any more
    assert "https://amuddu.example/bourses" in body
    grant.move("agree", "active", by_person=True)
    assert grant.kinds(grant.story.counsellor)[0] == "grant_agreed"
    grant.move("attend", "active")
    assert grant.kinds(grant.person)[0] == "grant_month"
    others = (
        support.counsellor(agency="casablanca"),
        support.agent(),
        support.jobseeker(profile_id=uuid4()),
        grant.story.boss,
    )
    for other in others:
        assert not [kind for kind in grant.kinds(other) if kind.startswith("grant")]


def test_the_coordination_reads_no_id_of_a_person(grant: Grant) -> None:
    grant.move("score", "scored")
    (line,) = grant.story.page(support.coordinator())["items"]
    assert line["profile_id"] is None


def test_who_did_it_is_not_told_and_the_other_is(grant: Grant) -> None:
    grant.move("apply", "draft")
    grant.move("submit", "submitted")
    assert grant.kinds(grant.story.counsellor) == []
    grant.move("withdraw", "withdrawn")
    assert grant.kinds(grant.person) == ["grant_back"]
    other = Grant(grant.story)
    grant.story.house.profiles.routes[other.profile_id] = ContactRoute(
        agency_id="rabat", channel="email", address="b@example.ma", language="fr"
    )
    other.move("apply", "draft", by_person=True)
    other.move("withdraw", "withdrawn", by_person=True)
    assert "grant_left" not in other.kinds(grant.story.counsellor)


def test_told_twice_is_told_once(grant: Grant) -> None:
    event = grant.move("award", "awarded")
    grant.story.house.handle(event.model_copy())
    assert grant.kinds(grant.person) == ["grant_awarded"]
    assert len(grant.heard()) == 1


def test_no_word_to_a_person_names_money() -> None:
    money = ("bourse", "argent", "dirham", "scholarship", "money", "beca", "dinero", "منحة", "مال")
    for entry in book().events:
        if not entry.kind.startswith("grant_") or "person" not in entry.told:
            continue
        for lang in ("fr", "ar", "en", "es"):
            for said in news_texts.every(entry.kind, "person", lang=lang):
                assert not any(word in said.split() for word in money), said
