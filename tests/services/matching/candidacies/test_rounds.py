"""Being put forward again, being refused, being set aside: what the others are told."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest
from sqlmodel import Session, select

from amuddu.contracts.employers import VacancyPublished
from amuddu.contracts.matching import CandidateCancelled, CandidateShortlisted
from amuddu.contracts.matching.candidacies import RefuseIn, SetAsideIn
from amuddu.contracts.notifications import CandidateAnswered, NotificationFailed
from amuddu.contracts.profiles import ProfileUpdated, ProfileWithdrawn
from amuddu.kit.db import Database
from services.matching.candidacies import service as candidacies_service
from services.matching.candidacies.pipeline import NotPossible
from services.matching.candidacies.tables import CandidacyRow
from services.matching.ranking.matcher import matcher_of
from tests.services.matching.support import ENCODER, profile, tell, untold, vacancy
from tests.support import counsellor, outbox_events

MATCHER = matcher_of(ENCODER)


class Story:
    """One person and one vacancy, and what counsellors and others do."""

    def __init__(self, database: Database, one: VacancyPublished, person: ProfileUpdated) -> None:
        self.database, self.one, self.person = database, one, person
        self.ids: dict[str, Any] = {
            "vacancy_id": one.vacancy_id,
            "profile_id": person.profile_id,
        }
        tell(database, one, person)

    def shortlist(self) -> UUID:
        with self.database.session() as session:
            done = candidacies_service.shortlist(session, MATCHER, untold, counsellor(), **self.ids)
            return done.row.id

    def set_aside(self) -> None:
        with self.database.session() as session:
            body = SetAsideIn(reason="other")
            candidacies_service.set_aside(session, MATCHER, counsellor(), body, **self.ids)

    def restore(self) -> None:
        with self.database.session() as session:
            candidacies_service.restore(session, counsellor(), **self.ids)

    def cancel(self) -> None:
        with self.database.session() as session:
            candidacies_service.cancel(session, counsellor(), self.row().id, lang="fr")

    def refuse(self) -> None:
        with self.database.session() as session:
            why = RefuseIn(reason="skills")
            candidacies_service.refuse(session, counsellor(), self.row().id, why, lang="fr")

    def answer(self, answer: Any, number: int = 1) -> None:
        tell(
            self.database,
            CandidateAnswered(
                candidacy_id=self.row().id,
                employer_id=self.one.employer_id,
                answer=answer,
                round=number,
                **self.ids,
            ),
        )

    def fail(self) -> None:
        tell(self.database, NotificationFailed(candidacy_id=self.row().id, reason="rejected"))

    def row(self) -> CandidacyRow:
        with Session(self.database.engine) as session:
            return session.exec(select(CandidacyRow)).one()

    @property
    def state(self) -> str:
        return self.row().state

    def told(self) -> list[tuple[str, int, str]]:
        """What the others were told: the event, its round, and the reason of an end."""
        return [
            (event.type, event.round, getattr(event, "reason", ""))
            for event in outbox_events(self.database)
            if isinstance(event, CandidateShortlisted | CandidateCancelled)
        ]


@pytest.fixture
def story(database: Database) -> Story:
    return Story(database, vacancy(), profile())


def test_each_time_somebody_is_put_forward_is_a_round_of_its_own(story: Story) -> None:
    first = story.shortlist()
    story.cancel()
    assert story.shortlist() == first
    story.cancel()
    assert story.told() == [
        ("candidate.shortlisted", 1, ""),
        ("candidate.cancelled", 1, "counsellor"),
        ("candidate.shortlisted", 2, ""),
        ("candidate.cancelled", 2, "counsellor"),
    ]


def test_an_answer_of_an_earlier_round_is_skipped(story: Story) -> None:
    story.shortlist()
    story.cancel()
    story.shortlist()
    for answer in ("yes", "no"):
        story.answer(answer, 1)
        assert story.state == "shortlisted"
    story.answer("yes", 2)
    assert story.state == "accepted"


def test_a_refusal_is_told_so_that_the_contact_closes(story: Story) -> None:
    story.shortlist()
    story.answer("yes")
    story.refuse()
    assert story.state == "refused"
    assert story.told()[-1] == ("candidate.cancelled", 1, "refused")


def test_a_yes_after_the_person_withdrew_is_skipped(story: Story) -> None:
    story.shortlist()
    story.answer("no")
    gone = ProfileWithdrawn(
        profile_id=story.person.profile_id, revision=2, reason="consent_withdrawn"
    )
    tell(story.database, gone)
    story.answer("yes")
    assert story.state == "declined"


def test_setting_somebody_aside_after_a_no_ends_their_link(story: Story) -> None:
    story.shortlist()
    story.answer("no")
    story.set_aside()
    assert story.told()[-1] == ("candidate.cancelled", 1, "counsellor")
    story.answer("yes")
    assert story.state == "set_aside"


def test_somebody_who_said_no_is_not_asked_twice(story: Story) -> None:
    story.shortlist()
    story.answer("no")
    for _ in range(2):
        story.set_aside()
        story.restore()
        assert story.state == "declined"
    with pytest.raises(NotPossible):
        story.shortlist()


def test_a_no_that_was_taken_back_counts_no_longer(story: Story) -> None:
    story.shortlist()
    story.answer("no")
    story.answer("yes")
    story.cancel()
    story.set_aside()
    story.restore()
    assert story.state == "proposed"
    story.shortlist()
    assert story.told()[-1] == ("candidate.shortlisted", 2, "")


def test_somebody_unreachable_may_be_set_aside_and_put_forward_again(story: Story) -> None:
    story.shortlist()
    story.fail()
    story.set_aside()
    story.restore()
    assert story.state == "proposed"
    story.shortlist()
    assert story.told() == [
        ("candidate.shortlisted", 1, ""),
        ("candidate.cancelled", 1, "counsellor"),
        ("candidate.shortlisted", 2, ""),
    ]


def test_setting_aside_somebody_never_put_forward_tells_nobody(story: Story) -> None:
    story.set_aside()
    story.restore()
    assert story.told() == []
    assert story.state == "proposed"
