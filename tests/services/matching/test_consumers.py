"""What each event does to the tables, and what late, repeated and old ones do not."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlmodel import Session, select

from amuddu.contracts.employers import VacancyClosed, VacancyPublished
from amuddu.contracts.events.envelope import Event
from amuddu.contracts.events.topics import TOPICS
from amuddu.contracts.matching import CandidateCancelled, CandidateShortlisted
from amuddu.contracts.matching.candidacies import SetAsideIn
from amuddu.contracts.notifications import CandidateAnswered, NotificationFailed, NotificationSent
from amuddu.contracts.profiles import ProfileUpdated, ProfileWithdrawn
from amuddu.kit.db import Database
from services.matching.candidacies import repository as candidacies_repository
from services.matching.candidacies import service as candidacies_service
from services.matching.candidacies.tables import CandidacyRow, TransitionRow
from services.matching.consumers import HANDLERS
from services.matching.facts.tables import CandidateRow, VacancyRow
from services.matching.ranking.matcher import matcher_of
from services.matching.vectors.embedding import made_by
from tests.keys import signed
from tests.services.matching.support import ENCODER, consumer_of, profile, tell, untold, vacancy
from tests.support import counsellor, outbox_events

MATCHER = matcher_of(ENCODER)


def shortlisted(database: Database, one: VacancyPublished, person: ProfileUpdated) -> UUID:
    with database.session() as session:
        done = candidacies_service.shortlist(
            session,
            MATCHER,
            untold,
            counsellor(),
            vacancy_id=one.vacancy_id,
            profile_id=person.profile_id,
        )
        return done.row.id


@pytest.fixture
def pair(database: Database) -> tuple[VacancyPublished, ProfileUpdated]:
    one, person = vacancy(), profile()
    tell(database, one, person)
    return one, person


@pytest.fixture
def candidacy(database: Database, pair: tuple[VacancyPublished, ProfileUpdated]) -> UUID:
    return shortlisted(database, *pair)


def state(database: Database, candidacy: UUID) -> str:
    with Session(database.engine) as session:
        return session.exec(select(CandidacyRow.state).where(CandidacyRow.id == candidacy)).one()


def steps(database: Database, candidacy: UUID) -> list[tuple[str, str, str | None]]:
    with Session(database.engine) as session:
        rows = candidacies_repository.log_of(session, candidacy)
        return [(row.name, row.role, row.reason) for row in rows]


def answered(candidacy: UUID, answer: Any, reason: Any = None) -> CandidateAnswered:
    return CandidateAnswered(
        candidacy_id=candidacy,
        vacancy_id=uuid4(),
        profile_id=uuid4(),
        employer_id=uuid4(),
        answer=answer,
        reason=reason,
    )


def test_every_event_that_the_contracts_send_here_has_a_handler() -> None:
    sent = {event for topic in TOPICS if "matching" in topic.consumers for event in topic.events}
    assert set(HANDLERS) == sent


def test_a_profile_is_kept_with_its_vector(database: Database) -> None:
    person = profile()
    tell(database, person)
    with Session(database.engine) as session:
        row = session.exec(select(CandidateRow)).one()
    assert row.facts == person.model_dump(mode="json")
    assert (row.code, row.agency_id) == (person.code, person.agency_id)
    assert row.model_id == made_by(ENCODER)
    assert row.vector is not None
    assert len(row.vector) == 2 * ENCODER.dimension


@pytest.mark.parametrize("revision", [1, 2])
def test_an_older_or_equal_revision_is_ignored(database: Database, revision: int) -> None:
    person = profile(revision=2)
    older = person.model_copy(update={"revision": revision, "place": "agadir"})
    tell(database, person, older)
    with Session(database.engine) as session:
        assert session.exec(select(CandidateRow.place)).one() == "rabat"


def test_a_withdrawal_leaves_id_and_revision_alone(database: Database, candidacy: UUID) -> None:
    with Session(database.engine) as session:
        profile_id = session.exec(select(CandidateRow.profile_id)).one()
    tell(
        database,
        ProfileWithdrawn(profile_id=profile_id, revision=2, reason="consent_withdrawn"),
    )
    with Session(database.engine) as session:
        row = session.exec(select(CandidateRow)).one()
        kept = session.exec(select(CandidacyRow)).one()
    assert (row.facts, row.vector, row.place, row.code, row.agency_id) == (
        *(None, None, None),
        "",
        None,
    )
    assert (kept.state, kept.reasons) == ("cancelled", None)
    assert steps(database, candidacy)[-1] == ("cancel", "service", "person_withdrawn")
    cancelled = outbox_events(database)[-1]
    assert isinstance(cancelled, CandidateCancelled)
    assert (cancelled.candidacy_id, cancelled.reason) == (candidacy, "person_withdrawn")


def test_a_withdrawal_wipes_what_was_noted_about_the_person(
    database: Database, pair: tuple[VacancyPublished, ProfileUpdated]
) -> None:
    one, person = pair
    with database.session() as session:
        candidacies_service.set_aside(
            session,
            MATCHER,
            counsellor(),
            SetAsideIn(reason="other", note="préfère attendre la rentrée"),
            vacancy_id=one.vacancy_id,
            profile_id=person.profile_id,
        )
    tell(
        database,
        ProfileWithdrawn(profile_id=person.profile_id, revision=2, reason="erased"),
    )
    with Session(database.engine) as session:
        assert session.exec(select(TransitionRow.note)).all() == [None]
        assert session.exec(select(CandidacyRow.state)).one() == "set_aside"


def test_an_old_profile_does_not_bring_somebody_back(database: Database) -> None:
    person = profile(revision=3)
    gone = ProfileWithdrawn(profile_id=person.profile_id, revision=4, reason="erased")
    tell(database, gone, person)
    with Session(database.engine) as session:
        assert session.exec(select(CandidateRow.facts)).one() is None
    back = person.model_copy(update={"revision": 5})
    tell(database, back)
    with Session(database.engine) as session:
        assert session.exec(select(CandidateRow.facts)).one() is not None


def test_an_old_withdrawal_does_not_remove_somebody_who_came_back(database: Database) -> None:
    person = profile(revision=5)
    tell(
        database,
        person,
        ProfileWithdrawn(profile_id=person.profile_id, revision=4, reason="paused"),
    )
    with Session(database.engine) as session:
        assert session.exec(select(CandidateRow.facts)).one() is not None


def test_a_closed_vacancy_ends_who_waits_and_leaves_who_said_yes(database: Database) -> None:
    one, waiting, willing = vacancy(), profile(), profile()
    tell(database, one, waiting, willing)
    first, second = (shortlisted(database, one, person) for person in (waiting, willing))
    tell(database, answered(second, "yes"))
    tell(database, VacancyClosed(vacancy_id=one.vacancy_id, revision=2, reason="filled"))
    assert (state(database, first), state(database, second)) == ("cancelled", "accepted")
    assert steps(database, first)[-1] == ("cancel", "service", "vacancy_closed")
    with Session(database.engine) as session:
        assert session.exec(select(VacancyRow.open)).one() is False


def test_a_closing_that_comes_first_keeps_an_older_vacancy_closed(database: Database) -> None:
    one = vacancy(revision=1)
    tell(database, VacancyClosed(vacancy_id=one.vacancy_id, revision=2, reason="expired"), one)
    with Session(database.engine) as session:
        assert session.exec(select(VacancyRow.open)).one() is False


def test_told_then_answered(database: Database, candidacy: UUID) -> None:
    tell(database, NotificationSent(candidacy_id=candidacy, channel="sms"))
    assert state(database, candidacy) == "told"
    tell(database, answered(candidacy, "no", "wage"))
    assert state(database, candidacy) == "declined"
    tell(database, answered(candidacy, "yes"))
    assert state(database, candidacy) == "accepted"
    assert steps(database, candidacy) == [
        ("shortlist", "counsellor", None),
        ("mark_told", "service", None),
        ("decline", "jobseeker", "wage"),
        ("accept", "jobseeker", None),
    ]


def test_a_call_and_who_wrote_the_answer_down_are_in_the_log(
    database: Database, candidacy: UUID
) -> None:
    caller = uuid4()
    said = answered(candidacy, "yes").model_copy(update={"noted_as": "agent", "noted_by": caller})
    tell(database, NotificationSent(candidacy_id=candidacy, channel="agent"), said)
    assert steps(database, candidacy)[1:] == [
        ("mark_told", "service", "agent"),
        ("accept", "agent", None),
    ]
    with Session(database.engine) as session:
        last = session.exec(select(TransitionRow).where(TransitionRow.name == "accept")).one()
        assert last.actor_id == caller


def test_somebody_who_cannot_be_told_is_unreachable(database: Database, candidacy: UUID) -> None:
    tell(database, NotificationFailed(candidacy_id=candidacy, reason="no_address"))
    assert state(database, candidacy) == "unreachable"
    assert steps(database, candidacy)[-1] == ("mark_unreachable", "service", "no_address")


def test_an_answer_that_overtakes_the_delivery_stands(database: Database, candidacy: UUID) -> None:
    tell(
        database,
        answered(candidacy, "yes"),
        NotificationSent(candidacy_id=candidacy, channel="email"),
        NotificationFailed(candidacy_id=candidacy, reason="rejected"),
    )
    assert state(database, candidacy) == "accepted"


def test_news_of_a_candidacy_that_is_not_known_is_skipped(database: Database) -> None:
    tell(
        database,
        NotificationSent(candidacy_id=uuid4(), channel="sms"),
        NotificationFailed(candidacy_id=uuid4(), reason="expired"),
        answered(uuid4(), "yes"),
    )


def test_news_after_the_end_changes_nothing(database: Database, candidacy: UUID) -> None:
    with database.session() as session:
        candidacies_service.cancel(session, counsellor(), candidacy, lang="fr")
    before = steps(database, candidacy)
    tell(
        database,
        NotificationSent(candidacy_id=candidacy, channel="sms"),
        answered(candidacy, "yes"),
        answered(candidacy, "no"),
    )
    assert steps(database, candidacy) == before


def test_shortlisting_tells_the_others_once(
    database: Database, pair: tuple[VacancyPublished, ProfileUpdated]
) -> None:
    one, person = pair
    first = shortlisted(database, one, person)
    assert shortlisted(database, one, person) == first
    assert outbox_events(database) == [
        CandidateShortlisted(
            candidacy_id=first,
            vacancy_id=one.vacancy_id,
            profile_id=person.profile_id,
            employer_id=one.employer_id,
            agency_id=one.agency_id,
        )
    ]


def test_an_event_that_comes_twice_acts_once(database: Database) -> None:
    consume = consumer_of(database)
    events: list[Event] = [profile(), vacancy()]
    for envelope in [signed(event) for event in events] * 2:
        consume(envelope)
    with Session(database.engine) as session:
        assert len(session.exec(select(CandidateRow)).all()) == 1
        assert len(session.exec(select(VacancyRow)).all()) == 1
