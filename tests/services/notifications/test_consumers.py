"""What the service does with what it hears: once, in any order, never going back."""

from __future__ import annotations

from uuid import uuid4

import pytest
from sqlmodel import Session, select

from amuddu.contracts.employers import VacancyClosed
from amuddu.contracts.events.envelope import Event
from amuddu.contracts.events.topics import consumed_by
from amuddu.contracts.matching import CandidateCancelled, CandidateShortlisted
from amuddu.contracts.support.training import TrainingCompleted
from amuddu.kit.events.consumer import Consumer
from services.notifications.consumers import HANDLERS
from services.notifications.invitations.tables import Offer
from tests.keys import signed
from tests.services.notifications.conftest import House
from tests.services.notifications.events import published, shortlisted


def cancelled(event: CandidateShortlisted) -> CandidateCancelled:
    return CandidateCancelled(
        candidacy_id=event.candidacy_id,
        vacancy_id=event.vacancy_id,
        profile_id=event.profile_id,
        reason="counsellor",
    )


def offer(house: House, event: CandidateShortlisted) -> Offer:
    with Session(house.database.engine) as session:
        return session.exec(select(Offer).where(Offer.vacancy_id == event.vacancy_id)).one()


def test_every_event_handled_is_of_a_topic_consumed() -> None:
    heard: set[type[Event]] = {it for topic in consumed_by("notifications") for it in topic.events}
    # The step of a request says a completed course too: its skills are for the profile.
    assert set(HANDLERS) == heard - {TrainingCompleted}


def test_an_envelope_delivered_twice_queues_one_message(house: House) -> None:
    event = shortlisted(published())
    envelope = signed(event)
    consumer = Consumer("notifications", house.database, HANDLERS)
    consumer(envelope)
    consumer(envelope)
    assert len(house.messages(event.candidacy_id)) == 1


def test_shortlisting_again_while_the_invitation_is_open_changes_nothing(house: House) -> None:
    event = house.invite()
    house.handle(event)
    house.send_all()
    house.handle(event)
    assert len(house.messages(event.candidacy_id)) == 1


@pytest.mark.parametrize("sent_first", [True, False])
def test_shortlisting_again_after_a_cancellation_makes_a_new_message(
    house: House, sent_first: bool
) -> None:
    event = house.invite()
    if sent_first:
        house.send_all()
    house.handle(cancelled(event), event)

    house.send_all()

    states = [message.state for message in house.messages(event.candidacy_id)]
    assert states == ["sent" if sent_first else "cancelled", "sent"]
    ids = {mail["Message-ID"] for mail in house.mail.received}
    assert len(ids) == len(house.mail.received) == (2 if sent_first else 1)


def test_shortlisting_again_after_a_failure_makes_a_new_message(house: House) -> None:
    event = house.invite()
    house.mail.recipient_replies.append("550 no such mailbox")
    house.send_all()
    house.handle(event)
    house.send_all()
    assert [it.state for it in house.messages(event.candidacy_id)] == ["failed", "sent"]


def test_cancelling_what_was_never_heard_of_changes_nothing(house: House) -> None:
    house.handle(cancelled(shortlisted(published())))


def test_an_older_revision_of_a_vacancy_is_ignored(house: House) -> None:
    event = house.invite()
    newer = published(vacancy_id=event.vacancy_id, revision=5, title="Chef maçon")
    house.handle(newer, published(vacancy_id=event.vacancy_id, revision=4, title="Ancien"))
    house.handle(VacancyClosed(vacancy_id=event.vacancy_id, revision=3, reason="filled"))

    found = offer(house, event)

    assert found.facts is not None
    assert (found.revision, found.open, found.facts["title"]) == (5, True, "Chef maçon")


def test_a_closing_heard_before_the_publication_stays_closed(house: House) -> None:
    vacancy = published(revision=1)
    event = shortlisted(vacancy, profile_id=uuid4())
    closed = VacancyClosed(vacancy_id=vacancy.vacancy_id, revision=2, reason="withdrawn")
    house.handle(closed, vacancy, event)
    assert (offer(house, event).open, offer(house, event).facts) == (False, None)
    house.send_all()
    assert house.message(event.candidacy_id).failure == "gave_up"
