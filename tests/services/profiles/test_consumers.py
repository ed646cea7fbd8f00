"""Answers and cancellations: when an employer sees a contact, and when no longer."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import permutations
from typing import Any
from uuid import UUID, uuid4

import pytest

from amuddu.contracts.employers import VacancyPublished
from amuddu.contracts.events.envelope import Event
from amuddu.contracts.matching import CandidateCancelled, CandidateShortlisted
from amuddu.contracts.notifications import Answer, CandidateAnswered
from amuddu.kit.auth import Actor
from amuddu.kit.db import Database
from amuddu.kit.events.consumer import Consumer
from services.profiles.consumers import HANDLERS
from tests.keys import signed
from tests.services.notifications.events import published
from tests.services.profiles.conftest import Call, person, witness
from tests.support import OTHER_AGENCY, agent, counsellor, employer, jobseeker, service, themselves


@dataclass
class Story:
    """A candidacy of one person with one employer, and the events about it."""

    call: Call
    database: Database
    profile_id: UUID
    candidacy_id: UUID = field(default_factory=uuid4)
    vacancy_id: UUID = field(default_factory=uuid4)
    employer: Actor = field(default_factory=employer)

    def answer(self, answer: Answer) -> CandidateAnswered:
        assert self.employer.employer_id is not None
        return CandidateAnswered(
            candidacy_id=self.candidacy_id,
            vacancy_id=self.vacancy_id,
            profile_id=self.profile_id,
            employer_id=self.employer.employer_id,
            answer=answer,
        )

    def vacancy(self, *, employer_id: UUID | None = None) -> VacancyPublished:
        owner = employer_id or self.employer.employer_id
        assert owner is not None
        return published(vacancy_id=self.vacancy_id, employer_id=owner)

    def shortlist(self, *, number: int = 1) -> CandidateShortlisted:
        assert self.employer.employer_id is not None
        return CandidateShortlisted(
            candidacy_id=self.candidacy_id,
            vacancy_id=self.vacancy_id,
            profile_id=self.profile_id,
            employer_id=self.employer.employer_id,
            round=number,
        )

    def cancel(self) -> CandidateCancelled:
        return CandidateCancelled(
            candidacy_id=self.candidacy_id,
            vacancy_id=self.vacancy_id,
            profile_id=self.profile_id,
            reason="counsellor",
        )

    def tell(self, *events: Event) -> None:
        """Events as they come to be: a yes came in at the gateway before."""
        for event in events:
            if isinstance(event, CandidateAnswered) and event.answer == "yes":
                witness(self.call, event)
            self.overhear(event)

    def overhear(self, event: Event) -> None:
        """An event alone, by its producer."""
        Consumer("profiles", self.database, HANDLERS)(signed(event))

    def witness(self, number: int = 1, *, by: Actor | None = None, expect: int = 200) -> None:
        """The gateway saw a yes come in."""
        answer = self.answer("yes").model_copy(update={"round": number})
        witness(self.call, answer, by=by, expect=expect)

    def seen(self, actor: Actor | None = None, *, expect: int = 200) -> Any:
        path = f"/disclosures/{self.candidacy_id}"
        return self.call(actor or self.employer, "GET", path, expect=expect)

    def grants(self) -> list[dict[str, Any]]:
        me = jobseeker(profile_id=self.profile_id)
        found: list[dict[str, Any]] = self.call(
            me, "GET", f"/profiles/{self.profile_id}/disclosures"
        )
        return found


@pytest.fixture
def story(call: Call, database: Database) -> Story:
    made = call(counsellor(), "POST", "/profiles", person(), expect=201)
    begun = Story(call, database, UUID(made["id"]))
    begun.tell(begun.vacancy(), begun.shortlist())
    return begun


def test_a_yes_opens_the_contact_to_that_employer_alone(story: Story) -> None:
    story.seen(expect=404)
    story.tell(story.answer("yes"))
    shown = story.seen()
    assert shown["display_name"] == "Zibounda Korvalan"
    assert (shown["email"], shown["phone"]) == ("zibounda@exemple.ma", "+212661234567")
    assert shown["vacancy_id"] == str(story.vacancy_id)
    assert story.seen(counsellor()) == shown
    for stranger in (employer(), counsellor(agency=OTHER_AGENCY)):
        story.seen(stranger, expect=404)
    nobody = employer().model_copy(update={"employer_id": None})
    story.seen(nobody, expect=404)
    for actor in (jobseeker(profile_id=story.profile_id), agent(), service("matching")):
        story.seen(actor, expect=403)


def test_the_person_sees_to_whom_and_who_looked(story: Story) -> None:
    assert story.grants() == []
    story.tell(story.answer("yes"))
    story.seen()
    (grant,) = story.grants()
    assert grant["employer_id"] == str(story.employer.employer_id)
    assert grant["closed_at"] is None
    me = jobseeker(profile_id=story.profile_id)
    seen = story.call(me, "GET", f"/profiles/{story.profile_id}/accesses")
    assert (seen[0]["action"], seen[0]["role"], seen[0]["organisation"]) == (
        "disclosure",
        "employer",
        "Entreprise",
    )
    story.tell(story.answer("no"))
    assert story.grants()[0]["closed_at"] is not None


def test_several_contacts_at_once_are_those_that_are_open_and_each_is_noted(story: Story) -> None:
    story.tell(story.answer("yes"))
    asked = {"candidacies": [str(uuid4()), str(story.candidacy_id)]}

    def seen(actor: Actor) -> Any:
        return story.call(actor, "POST", "/disclosures/batch", asked)["disclosures"]

    assert seen(story.employer) == {str(story.candidacy_id): story.seen()}
    assert seen(employer()) == {}
    story.call(agent(), "POST", "/disclosures/batch", asked, expect=403)
    me = jobseeker(profile_id=story.profile_id)
    accesses = story.call(me, "GET", f"/profiles/{story.profile_id}/accesses")
    assert [each["action"] for each in accesses[:2]] == ["disclosure", "disclosure"]
    story.tell(story.answer("no"))
    assert seen(story.employer) == {}


@pytest.mark.parametrize("ending", ["no", "cancelled"])
def test_a_contact_is_hidden_again(story: Story, ending: str) -> None:
    story.tell(story.answer("yes"))
    story.tell(story.cancel() if ending == "cancelled" else story.answer("no"))
    story.seen(expect=404)
    story.seen(counsellor(), expect=404)


def test_a_later_answer_replaces_an_earlier_one(story: Story) -> None:
    story.tell(story.answer("no"))
    story.seen(expect=404)
    assert story.grants() == []
    story.tell(story.answer("yes"))
    story.seen()
    story.tell(story.answer("no"), story.answer("yes"))
    story.seen()
    assert len(story.grants()) == 1


@pytest.mark.parametrize("order", sorted({*permutations(["yes", "yes", "cancelled"])}))
def test_cancelled_wins_in_every_order(story: Story, order: tuple[str, ...]) -> None:
    events = {"yes": story.answer("yes"), "cancelled": story.cancel()}
    story.tell(*(events[name] for name in order))
    story.seen(expect=404)


def test_events_told_again_change_nothing(story: Story) -> None:
    envelope = signed(story.answer("yes"))
    consumer = Consumer("profiles", story.database, HANDLERS)
    story.witness()
    consumer(envelope)
    shown = story.seen()
    consumer(envelope)
    story.tell(story.answer("yes"))
    assert story.seen() == shown
    story.tell(story.answer("no"))
    consumer(envelope)  # the same envelope, delivered late a third time
    story.seen(expect=404)


def test_events_about_erased_people_open_nothing(story: Story) -> None:
    story.tell(story.answer("yes"))
    story.call(themselves(story.profile_id), "DELETE", f"/profiles/{story.profile_id}")
    story.seen(expect=404)
    story.tell(story.answer("yes"), story.cancel())
    story.seen(expect=404)
    with story.database.engine.connect() as connection:
        for table in ("grants", "dead_letters"):
            assert connection.exec_driver_sql(f"SELECT count(*) FROM {table}").scalar() == 0


def test_a_candidacy_belongs_to_one_person(story: Story) -> None:
    made = story.call(counsellor(), "POST", "/profiles", person(), expect=201)
    story.tell(story.answer("yes"))
    shown = story.seen()
    story.tell(story.answer("no").model_copy(update={"profile_id": UUID(made["id"])}))
    assert story.seen() == shown
