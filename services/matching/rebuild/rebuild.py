"""Matching's tables made anew from the log alone, while the service goes on with those it has.

People and vacancies come from their topics, candidacies and interests from matching's own
(`candidacy.changed`, `interest.changed`), each as its newest event says: nothing is decided or told
again. The tables in use are read until the new ones are complete. Then writers wait for a moment:
what is still in the outbox goes to the log, the rest of the log is read, and the difference is
written down in one transaction, which says whether the two agree.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import Protocol
from uuid import UUID

from amuddu.contracts.employers import VacancyClosed, VacancyPublished
from amuddu.contracts.events.envelope import Envelope, Event
from amuddu.contracts.events.topics import consumed_by
from amuddu.contracts.matching import (
    CandidacyChanged,
    CandidacyForgotten,
    InterestChanged,
    InterestForgotten,
)
from amuddu.contracts.profiles import ProfileUpdated, ProfileWithdrawn
from amuddu.kit import clock
from amuddu.kit.bus import Bus
from amuddu.kit.db import Database, Session
from amuddu.kit.events import erased
from amuddu.kit.events.consumer import Consumer, Handlers
from amuddu.kit.events.relay import relay_once
from amuddu.kit.observability import logs
from services.matching import ingest
from services.matching.candidacies.tables import CandidacyRow, TransitionRow
from services.matching.ingest import Work
from services.matching.interests.tables import InterestRow
from services.matching.rebuild import repository, shadow_repository
from services.matching.rebuild.state_hash import state_hash
from services.matching.vectors.embedding import Encodes

log = logs.get(__name__)

ON_THE_WAY = timedelta(minutes=5)
"""How far a worker may be behind the log. What it lacks of longer ago it will never handle."""
TRIES = 10
PAUSE_SECONDS = 2.0
DRAIN_SECONDS = 20.0


class Readable(Protocol):
    """The topics that matching is rebuilt from, oldest event first."""

    def catch_up(self) -> Iterator[Sequence[Envelope]]:
        """What came since the last time, up to this moment."""


class NotRebuilt(SystemExit):
    """The rebuild ended without touching the tables in use; the message says why."""


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """What a rebuild found: the hashes of the tables before and after, and how long writers
    waited, in seconds."""

    before: str
    after: str
    events: int
    waited: float


class _Differs(Exception):
    """The log says something else than the tables in use; rolls the taking over back."""


def rebuild(
    database: Database, source: Readable, *, bus: Bus, encoder: Encodes, accept: bool = False
) -> Rebuilt:
    """Make the tables anew from the log; raise `NotRebuilt` where that is not to be trusted.

    Where the tables in use hold something and the log says otherwise, nothing is changed unless
    `accept`: consumers may not have caught up, or events may be missing from the log.
    """
    try:
        with shadow_repository.only_one(database):
            return _rebuild(database, source, bus=bus, encoder=encoder, accept=accept)
    except shadow_repository.Running:
        raise NotRebuilt("another rebuild of matching runs already") from None


def _rebuild(
    database: Database, source: Readable, *, bus: Bus, encoder: Encodes, accept: bool
) -> Rebuilt:
    beside = shadow_repository.create(database)
    try:
        reading = _Reading(source, beside, database, encoder, everything=accept)
        reading.on()
        return _until_agreed(database, reading, bus=bus, accept=accept)
    finally:
        beside.close()
        shadow_repository.drop(database)


def _until_agreed(database: Database, reading: _Reading, *, bus: Bus, accept: bool) -> Rebuilt:
    for attempt in range(1, TRIES + 1):
        try:
            with database.session() as session:
                empty = shadow_repository.holds_nothing(session)
                result = _taken_over(session, database, reading, bus=bus)
                if result.before != result.after and not (accept or empty):
                    raise _Differs
                return result
        except _Differs:
            log.info("log and tables differ", attempt=attempt)
        except shadow_repository.Busy:
            log.info("tables in use, trying again", attempt=attempt)
        time.sleep(PAUSE_SECONDS)
    raise NotRebuilt(
        "the log says something else than the tables, which stay as they are:"
        " see that every worker runs and has caught up, or take the log's word with --accept"
    )


def _taken_over(session: Session, database: Database, reading: _Reading, *, bus: Bus) -> Rebuilt:
    begun = time.monotonic()
    shadow_repository.stop_writers(session)
    _drain(database, bus)
    reading.on()
    before = state_hash(session)
    shadow_repository.take_over(session)
    after = state_hash(session)
    return Rebuilt(before, after, reading.events, waited=time.monotonic() - begun)


class _Reading:
    """Takes the log into the new tables, save what is still on its way to those in use.

    While people work, a worker is always a little behind the log. What it has not handled yet it
    handles afterwards, in whichever tables are then in use; until then the two are compared
    without it. Nothing is on its way to tables that were lost with their inbox.
    """

    def __init__(
        self,
        source: Readable,
        beside: Database,
        database: Database,
        encoder: Encodes,
        *,
        everything: bool,
    ) -> None:
        self.events = 0
        self._source = source
        self._consumer = Consumer(
            "matching", beside, HANDLERS, around=partial(_together, encoder=encoder)
        )
        self._database = database
        self._everything = everything or _lost(database)
        self._held: list[Envelope] = []

    def on(self) -> None:
        """Read on to the end that the log has now."""
        for envelopes in self._source.catch_up():
            self.events += len(envelopes)
            self._held += envelopes
            self._take()
        self._take()

    def _take(self) -> None:
        lacking = set() if self._everything else self._on_their_way()
        self._consumer(*(each for each in self._held if each.id not in lacking))
        self._held = [each for each in self._held if each.id in lacking]

    def _on_their_way(self) -> set[UUID]:
        recent = clock.now() - ON_THE_WAY
        told = {topic.name for topic in consumed_by("matching")}
        young = [each.id for each in self._held if each.topic in told and each.occurred_at > recent]
        with self._database.session() as session:
            return set(young) - repository.seen(session, young)


def _lost(database: Database) -> bool:
    with database.session() as session:
        return shadow_repository.holds_nothing(session)


def _drain(database: Database, bus: Bus) -> None:
    """Publish what waits: nobody adds to it now."""
    deadline = time.monotonic() + DRAIN_SECONDS
    while _waiting(database):
        if time.monotonic() > deadline:
            raise NotRebuilt("the broker does not take what waits in the outbox: try again later")
        if not relay_once(database, bus):
            time.sleep(0.05)


def _waiting(database: Database) -> int:
    with database.session() as session:
        return repository.waiting(session)


# --- what each event says of the tables -------------------------------------------------------
#
# What follows from an event is in the log itself, and nothing is decided or told again: the rows
# of people and vacancies are kept as the worker keeps them, without what follows.


@contextmanager
def _together(session: Session, events: Sequence[Event], *, encoder: Encodes) -> Iterator[Work]:
    """As the worker's, with the candidacies; the session holds them to its end."""
    ids = [each.candidacy_id for each in events if isinstance(each, CandidacyChanged)]
    session.info["foreseen"] = repository.candidacies(session, ids)
    with ingest.together(session, events, encoder=encoder) as work:
        yield work


def put_candidacy(work: Work, event: CandidacyChanged) -> None:
    """Write a candidacy and its steps as the event has them.

    Person and vacancy come by other topics, perhaps later, perhaps never: somebody who withdrew
    is not in the log any more, and what remains of them is this id, which `Work` made a row of.
    """
    session = work.session
    row = session.get(CandidacyRow, event.candidacy_id)
    if row is None:
        row = CandidacyRow(
            id=event.candidacy_id, vacancy_id=event.vacancy_id, profile_id=event.profile_id
        )
        session.add(row)
    else:
        repository.forget_steps(session, row.id)
    row.state, row.fit, row.reasons, row.round = event.state, event.fit, event.reasons, event.round
    row.glimpse = event.glimpse
    row.meet_asked_at, row.updated_at = event.meet_asked_at, event.updated_at
    session.flush()
    # Written as they are listed: their ids keep the order of the steps.
    session.add_all(
        TransitionRow(
            candidacy_id=event.candidacy_id,
            name=step.step,
            **step.model_dump(exclude={"step"}),
        )
        for step in event.steps
    )
    session.flush()


def forget_candidacy(work: Work, event: CandidacyForgotten) -> None:
    """It was kept long enough."""
    repository.forget_candidacy(work.session, event.candidacy_id)


def put_interest(work: Work, event: InterestChanged) -> None:
    """Write an interest as the event has it; `Work` made rows of its person and vacancy."""
    session = work.session
    row = session.get(InterestRow, event.interest_id)
    if row is None:
        row = InterestRow(
            id=event.interest_id, vacancy_id=event.vacancy_id, profile_id=event.profile_id
        )
        session.add(row)
    row.state, row.taken_by = event.state, event.taken_by
    row.expressed_at, row.updated_at = event.expressed_at, event.updated_at
    session.flush()


def forget_interest(work: Work, event: InterestForgotten) -> None:
    """It was kept long enough."""
    repository.forget_interest(work.session, event.interest_id)


def withdraw(work: Work, event: ProfileWithdrawn) -> None:
    """Forget a person's facts; whoever was erased is not made again by what is read after it."""
    if event.erasure_id is not None:
        erased.mark(work.session, [event.profile_id])
        work.changed_people.pop(event.profile_id, None)
        repository.drop_person(work.session, work.people[event.profile_id])
    else:
        ingest.empty_profile(work, event)


HANDLERS: Handlers = {
    ProfileUpdated: ingest.keep_profile,
    ProfileWithdrawn: withdraw,
    VacancyPublished: ingest.keep_vacancy,
    VacancyClosed: ingest.shut_vacancy,
    CandidacyChanged: put_candidacy,
    CandidacyForgotten: forget_candidacy,
    InterestChanged: put_interest,
    InterestForgotten: forget_interest,
}
