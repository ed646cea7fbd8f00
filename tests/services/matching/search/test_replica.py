"""The copy in memory: it follows the tables, misses nothing, and refuses another model."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from uuid import UUID

import numpy as np
import pytest
from fastapi.testclient import TestClient
from sqlmodel import Session, select

from amuddu.contracts.employers import VacancyClosed
from amuddu.contracts.events.envelope import Event
from amuddu.contracts.profiles import ProfileWithdrawn
from amuddu.kit.bus import Handler
from amuddu.kit.bus.memory import MemoryBus
from amuddu.kit.db import Database
from amuddu.kit.errors import Unavailable
from amuddu.kit.settings import Settings
from services.matching import worker
from services.matching.app import create
from services.matching.consumers import HANDLERS, around
from services.matching.facts import vectors
from services.matching.facts.tables import CandidateRow, VacancyRow
from services.matching.people.view import People, Scopes
from services.matching.ranking.matcher import EmbeddedVacancy, Matcher, matcher_of
from services.matching.ranking.pool import Pool
from services.matching.search.engine import Engine
from services.matching.search.ordering import Wanted, order
from services.matching.search.replica import Jobs, Replica
from services.matching.vectors.embedding import made_by
from services.matching.vectors.index import StaleModel, VectorIndex
from tests.keys import signed
from tests.services.matching.support import (
    ENCODER,
    Caller,
    HashingEncoder,
    profile,
    tell,
    vacancy,
    words,
)
from tests.support import counsellor

MATCHER = matcher_of(ENCODER)


def eventually(check: Callable[[], bool], *, seconds: float = 5.0) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if check():
            return True
        time.sleep(0.02)
    return check()


@pytest.fixture
def refreshing(database: Database) -> Iterator[Replica]:
    replica = Replica(database, MATCHER)
    with replica.refreshing():
        yield replica


def people(replica: Replica) -> People:
    with replica.people() as view:
        return view


def pool_of(view: People) -> Pool:
    scopes = Scopes(MATCHER.occupations.whole(), MATCHER.skills.whole())
    return view.pool(view.slots, scopes)


def vectors_held(replica: Replica) -> int:
    return replica._people.vectors_held


def jobs(replica: Replica) -> tuple[Jobs, VectorIndex]:
    with replica.jobs() as read:
        return read


def ids(replica: Replica) -> set[object]:
    return set(people(replica).ids)


def test_nothing_is_answered_before_it_is_loaded(database: Database) -> None:
    with pytest.raises(Unavailable):
        Replica(database, MATCHER).people()


def test_what_was_there_at_the_start_is_loaded(database: Database) -> None:
    person, one = profile(), vacancy()
    tell(database, person, one)
    replica = Replica(database, MATCHER)
    replica.refresh()
    assert people(replica).ids == (person.profile_id,)
    assert jobs(replica)[0].ids == (one.vacancy_id,)


def test_changes_are_followed(database: Database, refreshing: Replica) -> None:
    stays, goes = profile(), profile()
    one = vacancy()
    tell(database, stays, goes, one)
    assert eventually(lambda: len(ids(refreshing)) == 2 and len(jobs(refreshing)[0].ids) == 1)
    tell(database, ProfileWithdrawn(profile_id=goes.profile_id, revision=2, reason="paused"))
    tell(database, VacancyClosed(vacancy_id=one.vacancy_id, revision=2, reason="filled"))
    assert eventually(lambda: ids(refreshing) == {stays.profile_id} and not jobs(refreshing)[0].ids)
    assert vectors_held(refreshing) == 1
    assert len(jobs(refreshing)[1]) == 0


def test_a_change_that_commits_late_is_not_missed(database: Database) -> None:
    """The earlier transaction commits after a later one was read: the trap of counters."""
    replica = Replica(database, MATCHER)
    early, late = profile(), profile()
    with database.session() as slow:
        with around(ENCODER)(slow, [early]) as work:
            HANDLERS[type(early)](work, early)
        tell(database, late)
        replica.refresh()
        assert ids(replica) == {late.profile_id}
    replica.refresh()
    assert ids(replica) == {early.profile_id, late.profile_id}


def test_a_view_in_hand_does_not_change(database: Database) -> None:
    tell(database, profile())
    replica = Replica(database, MATCHER)
    replica.refresh()
    view = people(replica)
    tell(database, profile())
    replica.refresh()
    assert (len(view.ids), len(pool_of(view)), len(ids(replica))) == (1, 1, 2)


def test_who_is_being_changed_stays_in_what_is_read(database: Database) -> None:
    """A person whose facts change while somebody ranks must not drop out of that ranking."""
    person, one = profile(), vacancy()
    tell(database, person, one)
    replica = Replica(database, MATCHER)
    replica.refresh()
    with replica.people() as view, replica.jobs() as (open_jobs, job_index):
        vector, pool = view.vectors[view.slots].copy(), pool_of(view)
        for revision in (2, 3):
            tell(database, person.model_copy(update={"revision": revision, "about": "Autre"}))
            tell(database, one.model_copy(update={"revision": revision, "title": "Autre"}))
            replica.refresh()
        assert view.ids == (person.profile_id,)
        assert vector.any()
        np.testing.assert_array_equal(view.vectors[view.slots], vector)
        np.testing.assert_array_equal(pool_of(view).skills.values, pool.skills.values)
        numbers = open_jobs.numbers
        found, _ = job_index.search(np.ones(ENCODER.dimension), k=1, allowed=numbers)
        assert found.tolist() == numbers.tolist()
        assert vectors_held(replica) == 3
    assert vectors_held(replica) == len(jobs(replica)[1]) == 1


def test_a_list_that_was_made_stays_true_when_people_change(database: Database) -> None:
    """Its people are read from the tables after the view was let go, and their slots wiped."""
    person, one = profile(), vacancy()
    tell(database, person, one)
    replica = Replica(database, MATCHER)
    replica.refresh()
    wanted = EmbeddedVacancy(one, MATCHER.vacancy_vectors([one])[0])
    found = order(Engine(MATCHER, replica), wanted, Wanted(), {}, most=5)
    tell(database, person.model_copy(update={"revision": 2, "about": "Autre"}))
    replica.refresh()
    assert vectors_held(replica) == 1
    assert found.ids == (person.profile_id,)


def test_several_that_refresh_at_once_miss_nothing(database: Database) -> None:
    replica = Replica(database, MATCHER)
    people = [profile() for _ in range(12)]
    threads = []
    for person in people:
        tell(database, person)
        threads.append(threading.Thread(target=replica.refresh))
        threads[-1].start()
    for thread in threads:
        thread.join()
    assert ids(replica) == {person.profile_id for person in people}


def test_an_update_replaces_the_numbers(database: Database) -> None:
    person = profile(young=True)
    tell(database, person)
    replica = Replica(database, MATCHER)
    replica.refresh()
    assert people(replica).young.tolist() == [True]
    tell(database, person.model_copy(update={"revision": 2, "young": False}))
    replica.refresh()
    assert people(replica).young.tolist() == [False]
    assert vectors_held(replica) == 1


def test_processes_do_not_start_on_vectors_of_another_model(
    database: Database, settings: Settings
) -> None:
    tell(database, profile())
    other = HashingEncoder("hashing-2")
    with pytest.raises(StaleModel, match="amuddu reindex"):
        create(database=database, encoder=other)
    with pytest.raises(StaleModel, match="amuddu reindex"):
        worker.create(database=database, bus=_NoBus(), encoder=other)


def test_reindexing_makes_every_vector_anew(database: Database, settings: Settings) -> None:
    person, one = profile(), vacancy()
    tell(database, person, one, profile())
    other = HashingEncoder("hashing-2")
    with database.session() as session:
        assert vectors.reindex(session, other) == 3
    with Session(database.engine) as session:
        assert set(session.exec(select(CandidateRow.model_id)).all()) == {made_by(other)}
        assert set(session.exec(select(VacancyRow.model_id)).all()) == {made_by(other)}
    with TestClient(create(database=database, encoder=other)) as client:
        answer = Caller(client, counsellor()).get(f"/vacancies/{one.vacancy_id}/ranking")
    assert answer.json()["total"] == 2


def test_a_running_replica_stops_answering_when_another_model_takes_over(
    database: Database, refreshing: Replica
) -> None:
    tell(database, profile())
    assert eventually(lambda: len(ids(refreshing)) == 1)
    with database.session() as session:
        vectors.reindex(session, HashingEncoder("hashing-2"))

    def silent() -> bool:
        try:
            refreshing.people()
        except Unavailable:
            return True
        return False

    assert eventually(silent)


def test_published_then_ranked_within_moments(
    database: Database, client: TestClient, settings: Settings
) -> None:
    """From the event, through worker and tables, into the ranking of another process's copy."""
    bus = _NoBus()
    worker.create(database=database, bus=bus, encoder=ENCODER)
    one, person = vacancy(), profile()
    caller = Caller(client, counsellor())
    for event in (one, person):
        bus.deliver(event)

    def ranked() -> bool:
        answer = caller.get(f"/vacancies/{one.vacancy_id}/ranking").json()
        return [item["profile_id"] for item in answer["items"]] == [str(person.profile_id)]

    assert eventually(ranked, seconds=3)


def test_threads_that_meet_new_words_at_once_agree_on_their_number() -> None:
    lexicon = Matcher(ENCODER).skills
    refs = [words(f"savoir inconnu {n}") for n in range(600)]
    found: list[list[int]] = []
    threads = [
        threading.Thread(target=lambda: found.append(lexicon.entries(refs).tolist()))
        for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert all(entries == found[0] for entries in found)
    assert len(set(found[0])) == 600


class _NoBus(MemoryBus):
    """Keeps what the worker subscribed, and hands events to it."""

    def __init__(self) -> None:
        self._handlers: list[Handler] = []

    def subscribe(self, consumer: str, topics: object, handler: Handler) -> None:
        self._handlers.append(handler)

    def publish(self, envelopes: object) -> set[UUID]:
        return set()

    def deliver(self, event: Event) -> None:
        for handler in self._handlers:
            handler(signed(event))


def _same(one: object, other: object) -> None:
    """Two views hold the same people, each with the same numbers."""
    assert isinstance(one, People)
    assert isinstance(other, People)
    order = [other.ids.index(identifier) for identifier in one.ids]
    assert len(one.ids) == len(other.ids)
    assert one.young.tolist() == other.young[order].tolist()
    found, wanted = pool_of(one), pool_of(other).take(np.array(order, dtype=np.int64))
    for name in ("occupations", "jobs", "skills"):
        scope = "skill_scope" if name == "skills" else "trade_scope"
        entries = getattr(found, name).entries(getattr(found, scope))
        others = getattr(wanted, name).entries(getattr(wanted, scope))
        assert entries.values.tolist() == others.values.tolist()
        assert entries.offsets.tolist() == others.offsets.tolist()
    for name in ("months", "languages", "levels"):
        assert getattr(found, name).values.tolist() == getattr(wanted, name).values.tolist()
    for name in ("lat", "lng", "max_km", "available", "contracts", "told"):
        np.testing.assert_array_equal(getattr(found, name), getattr(wanted, name))


def test_a_view_made_bit_by_bit_is_that_of_a_new_process(database: Database) -> None:
    """People with words of their own come, change and leave, some before anybody has read."""
    replica = Replica(database, MATCHER)
    everybody = [
        profile(
            skills=(words(f"tour de main {number}"), words("maçonnerie")), young=bool(number % 2)
        )
        for number in range(7)
    ]
    for number, person in enumerate(everybody):
        tell(database, person)
        replica.refresh()
        if number == 3:
            assert len(ids(replica)) == 4
    changed = everybody[2].model_copy(update={"revision": 2, "young": True})
    tell(database, changed)
    tell(
        database, ProfileWithdrawn(profile_id=everybody[5].profile_id, revision=2, reason="paused")
    )
    replica.refresh()
    fresh = Replica(database, MATCHER)
    fresh.refresh()
    _same(people(replica), people(fresh))
    assert vectors_held(replica) == 6


def test_whoever_reads_has_all_that_was_taken_in(database: Database) -> None:
    replica = Replica(database, MATCHER)
    for count in range(1, 5):
        tell(database, profile())
        replica.refresh()
        assert len(ids(replica)) == count
