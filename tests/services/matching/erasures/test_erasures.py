"""Erasing in matching: tables, replicas, the log, and what comes late."""

from __future__ import annotations

import time
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text

from amuddu.contracts.events.erasures import ErasedByMatching, ErasureBegun
from amuddu.contracts.profiles import ProfileWithdrawn
from amuddu.kit.db import Database
from amuddu.kit.events import erasing
from amuddu.kit.events.relay import relay_once
from services.matching.erasures.service import followed
from services.matching.facts import repository as facts_repository
from services.matching.rebuild.rebuild import rebuild
from services.matching.search import replica as replicas
from services.matching.search.replica import Replica
from tests.keys import signed
from tests.services.matching.rebuild.test_rebuilding import WholeLog, World, _no_pauses, world
from tests.services.matching.search.test_replica import MATCHER, eventually, ids
from tests.services.matching.support import ENCODER, consumer_of, profile
from tests.support import outbox_envelopes

__all__ = ["_no_pauses", "world"]


def begun(*people: UUID) -> ErasureBegun:
    return ErasureBegun(erasure_id=uuid4(), profile_ids=people)


def rows_of(database: Database, profile_id: UUID) -> int:
    with database.engine.connect() as connection:
        query = "SELECT count(*) FROM candidate WHERE profile_id = :id"
        return connection.execute(text(query), {"id": profile_id}).scalar_one()


def interests_of(database: Database, profile_id: UUID) -> int:
    with database.engine.connect() as connection:
        query = "SELECT count(*) FROM interest WHERE profile_id = :id"
        return connection.execute(text(query), {"id": profile_id}).scalar_one()


def answers(database: Database) -> int:
    erasing.answer(database, "matching", ready=followed)
    return sum(each.type == ErasedByMatching.type for each in outbox_envelopes(database))


def test_the_answer_waits_for_every_replica(database: Database) -> None:
    somebody, other = profile(), profile()
    consumer = consumer_of(database)
    consumer(*(signed(each) for each in (somebody, other)))
    near, far = Replica(database, MATCHER), Replica(database, MATCHER)
    near.refresh()
    far.refresh()
    consumer(signed(begun(somebody.profile_id)))
    near.refresh()
    assert ids(near) == {other.profile_id}
    assert answers(database) == 0  # one still holds them
    assert rows_of(database, somebody.profile_id) == 1
    far.refresh()
    assert answers(database) == 1
    assert rows_of(database, somebody.profile_id) == 0


def test_a_replica_that_slept_loads_everything_anew(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    somebody = profile()
    consumer = consumer_of(database)
    consumer(signed(somebody))
    asleep = Replica(database, MATCHER)
    asleep.refresh()
    with database.session() as session:
        session.execute(text("UPDATE replica SET seen_at = seen_at - interval '1 hour'"))
        assert facts_repository.all_followed(session, 2**62)
    consumer(signed(begun(somebody.profile_id)))
    assert answers(database) == 1
    assert rows_of(database, somebody.profile_id) == 0
    later = time.monotonic() + replicas.ANEW_SECONDS + 1
    monkeypatch.setattr(replicas, "monotonic", lambda: later)
    asleep.refresh()
    assert ids(asleep) == set()


@pytest.mark.parametrize("before", [True, False])
def test_what_comes_with_it_or_after_it_is_not_kept(database: Database, before: bool) -> None:
    somebody = profile()
    late = somebody.model_copy(update={"revision": 7})
    erase, told = signed(begun(somebody.profile_id)), signed(late)
    consumer = consumer_of(database)
    consumer(signed(somebody))
    consumer(*([told, erase] if before else [erase, told]))  # one transaction
    consumer(signed(late.model_copy(update={"revision": 9})))
    assert answers(database) == 1
    assert rows_of(database, somebody.profile_id) == 0


def test_a_rebuild_makes_nobody_again_who_was_erased(world: World) -> None:
    person = _somebody_put_forward(world.database)
    assert interests_of(world.database, person) == 1
    event = begun(person)
    gone = ProfileWithdrawn(
        profile_id=person, revision=9, reason="erased", erasure_id=event.erasure_id
    )
    world.hear(gone)
    world.work(signed(event))
    while relay_once(world.database, world.log):
        pass  # the tombstones leave
    assert eventually(lambda: answers(world.database) == 1)  # the API's replica follows
    world.rebuild()
    before = world.hash()
    for log in (world.log, WholeLog(world.log, 3)):
        world.lose_everything()
        rebuild(world.database, log, bus=world.log, encoder=ENCODER)
        assert world.hash() == before
        assert rows_of(world.database, person) == 0
        assert interests_of(world.database, person) == 0


def _somebody_put_forward(database: Database) -> UUID:
    query = "SELECT profile_id FROM candidacy WHERE state = 'accepted' LIMIT 1"
    with database.engine.connect() as connection:
        found: UUID = connection.execute(text(query)).scalar_one()
    return found
