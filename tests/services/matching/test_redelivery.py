"""Whatever comes thrice, and in whatever order across keys, ends in the same state.

Two worlds live the same story. In the first each event arrives once, key by key. In the second a
consumer falls back again and again and begins anew at an earlier place, so that every event
arrives at least three times, and keys are shuffled among each other; only the order within a key
stands, as the bus promises.

Stories hold no race: an answer and the end of its candidacy (the vacancy closes, the person
leaves) never belong to the same candidacy, for there the first one wins, as it should.
"""

from __future__ import annotations

import os
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal
from uuid import UUID, uuid4

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlmodel import Session, col

from amuddu.contracts.employers import VacancyClosed
from amuddu.contracts.events.envelope import Envelope, Event
from amuddu.contracts.matching import CandidacyChanged
from amuddu.contracts.notifications import CandidateAnswered, NotificationFailed, NotificationSent
from amuddu.contracts.profiles import ProfileWithdrawn
from amuddu.kit.clock import now
from amuddu.kit.db import Database
from amuddu.kit.events.consumer import Consumer
from services.matching.candidacies.tables import CandidacyRow
from services.matching.consumers import around
from services.matching.facts.tables import CandidateRow, VacancyRow
from services.matching.rebuild import rebuild
from tests.keys import signed
from tests.services.matching.support import ENCODER, consumer_of, profile, tell, vacancy

SEQUENCES = int(os.environ.get("CHAOS_SEQUENCES", "60"))
"""Stories told; `make chaos` asks for 500, which takes minutes."""
PLACES = ("rabat", "sale", "fes")

Change = Literal["say", "end"]


@dataclass(frozen=True)
class Story:
    """What happens to two people, a vacancy, and the candidacies between them."""

    people: Sequence[Sequence[Change]]
    vacancies: Sequence[Sequence[Change]]
    deliveries: Sequence[Sequence[Literal["sent", "failed"]]]
    answers: Sequence[Sequence[Literal["yes", "no"]]]


changes = st.lists(st.sampled_from(["say", "say", "end"]), max_size=3)
stories = st.builds(
    Story,
    people=st.lists(changes, min_size=2, max_size=2),
    vacancies=st.lists(changes, min_size=1, max_size=1),
    deliveries=st.lists(
        st.lists(st.sampled_from(["sent", "failed"]), max_size=2), min_size=2, max_size=2
    ),
    answers=st.lists(st.lists(st.sampled_from(["yes", "no"]), max_size=2), min_size=2, max_size=2),
)


class World:
    """One telling of a story, with ids of its own."""

    def __init__(self, database: Database, story: Story) -> None:
        self.database = database
        self.people = [uuid4() for _ in story.people]
        self.jobs = [uuid4() for _ in story.vacancies]
        self.pairs = {(p, j): uuid4() for p in range(2) for j in range(1)}
        self.streams = [
            [signed(event) for event in events] for events in self._events(story) if events
        ]
        tell(database, *(profile(profile_id=profile_id) for profile_id in self.people))
        tell(database, *(vacancy(vacancy_id=vacancy_id) for vacancy_id in self.jobs))
        put_forward = [self._put_forward(*pair, id_) for pair, id_ in self.pairs.items()]
        with database.session() as session, around(ENCODER)(session, put_forward) as work:
            for each in put_forward:
                rebuild.put_candidacy(work, each)

    def _put_forward(self, p: int, j: int, candidacy_id: UUID) -> CandidacyChanged:
        return CandidacyChanged(
            candidacy_id=candidacy_id,
            vacancy_id=self.jobs[j],
            profile_id=self.people[p],
            state="shortlisted",
            round=1,
            fit=0.5,
            reasons={"features": []},
            updated_at=now(),
        )

    def _events(self, story: Story) -> Iterator[list[Event]]:
        for profile_id, said in zip(self.people, story.people, strict=True):
            yield [self._of_person(profile_id, n, each) for n, each in enumerate(said, 2)]
        for vacancy_id, said in zip(self.jobs, story.vacancies, strict=True):
            yield [self._of_job(vacancy_id, n, each) for n, each in enumerate(said, 2)]
        for number, ((p, j), candidacy_id) in enumerate(self.pairs.items()):
            yield [
                NotificationSent(candidacy_id=candidacy_id, channel="sms")
                if each == "sent"
                else NotificationFailed(candidacy_id=candidacy_id, reason="no_address")
                for each in story.deliveries[number]
            ]
            ends = "end" in story.people[p] or "end" in story.vacancies[j]
            yield [
                CandidateAnswered(
                    candidacy_id=candidacy_id,
                    vacancy_id=self.jobs[j],
                    profile_id=self.people[p],
                    employer_id=uuid4(),
                    answer=each,
                )
                for each in (() if ends else story.answers[number])
            ]

    def _of_person(self, profile_id: UUID, revision: int, change: Change) -> Event:
        if change == "end":
            return ProfileWithdrawn(profile_id=profile_id, revision=revision, reason="paused")
        place = PLACES[revision % len(PLACES)]
        return profile(profile_id=profile_id, revision=revision, place=place)

    def _of_job(self, vacancy_id: UUID, revision: int, change: Change) -> Event:
        if change == "end":
            return VacancyClosed(vacancy_id=vacancy_id, revision=revision, reason="filled")
        return vacancy(vacancy_id=vacancy_id, revision=revision, title=f"Maçon {revision}")

    def state(self) -> list[Any]:
        """What is known in the end, without ids and moments."""
        with self.database.session() as session:
            return [
                *(_person(session, each) for each in self.people),
                *(_job(session, each) for each in self.jobs),
                *(_candidacy(session, each) for each in self.pairs.values()),
            ]


def _person(session: Session, profile_id: UUID) -> Any:
    row = session.get(CandidateRow, profile_id)
    assert row is not None
    return row.revision, row.place, row.facts is None, row.vector is None


def _job(session: Session, vacancy_id: UUID) -> Any:
    row = session.get(VacancyRow, vacancy_id)
    assert row is not None
    return row.revision, row.open, row.facts and row.facts["title"], row.vector is None


def _candidacy(session: Session, candidacy_id: UUID) -> Any:
    query = select(CandidacyRow).where(col(CandidacyRow.id) == candidacy_id)
    row = session.scalars(query).one()
    return row.state, row.round, row.reasons is None


def thrice(stream: list[Envelope], chance: random.Random) -> list[Envelope]:
    """A partition as a consumer reads it that falls back to its beginning again and again."""
    first = stream[: chance.randint(0, len(stream))]
    return [*first, *stream, *stream, *stream]


def shuffled(streams: Sequence[list[Envelope]], chance: random.Random) -> list[Envelope]:
    """One order over all keys that keeps the order within each."""
    left = [list(reversed(stream)) for stream in streams]
    merged = []
    while left := [stream for stream in left if stream]:
        merged.append(chance.choice(left).pop())
    return merged


def handed_over(
    consumer: Consumer, envelopes: list[Envelope], chance: random.Random | None = None
) -> None:
    """Let the consumer have them, as many at once as chance will."""
    while envelopes:
        size = chance.randint(1, 25) if chance else len(envelopes)
        consumer(*envelopes[:size])
        envelopes = envelopes[size:]


@settings(
    max_examples=SEQUENCES,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(story=stories, seed=st.integers(0, 2**32))
def test_thrice_and_shuffled_is_once_and_in_order(
    database: Database, story: Story, seed: int
) -> None:
    chance = random.Random(seed)
    consumer = consumer_of(database)
    plain, troubled = World(database, story), World(database, story)
    handed_over(consumer, [each for stream in plain.streams for each in stream])
    streams = [thrice(stream, chance) for stream in troubled.streams]
    handed_over(consumer, shuffled(streams, chance), chance)
    assert troubled.state() == plain.state()
