"""A backup of before an erasure is restored; whoever holds the database looks for the person.

Nothing in such a database says that anybody was erased: it has neither the mark nor the memory of
having answered. And whoever wants somebody gone tells, in a service's name, whom it "holds".
"""

from __future__ import annotations

from collections.abc import Collection
from importlib import import_module
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text

from amuddu.contracts.events.envelope import Envelope
from amuddu.contracts.events.erasures import places_of
from amuddu.contracts.events.restored import HeldByEmployers, HeldByMatching
from amuddu.kit import clock, retention
from amuddu.kit.events import dead_letters, erased, restored
from gateway.erasures import here
from services.profiles.erasures import restoring
from services.profiles.receipts import service as receipts
from services.profiles.settings import ProfilesSettings
from tests.attack.inside.dumps import dump, put_back
from tests.attack.inside.erased_house import Left
from tests.attack.inside.retained import Retaining
from tests.gateway.conftest import House
from tests.keys import sealed

SERVICES = ("employers", "matching", "notifications", "support")


@pytest.fixture
def left(house: House) -> Left:
    return Left(house, Retaining(house.bus))


def erased_then_restored(left: Left, *names: str) -> None:
    """The person is erased everywhere; then these databases are as they were before."""
    house = left.house
    before = {name: dump(house.databases[name]) for name in names}
    left.erase()
    house.carry_out_erasures()
    assert left.found() == {}
    for name, dumped in before.items():
        put_back(house.databases[name], dumped)
    assert {*left.found()} == {*names}


def told_whom_it_holds(house: House, name: str) -> int:
    """What its worker does when it starts, and `amuddu erasures again` when it is asked."""
    people = import_module(f"services.{name}.erasures.repository").people_held
    return restored.tell(house.databases[name], name, people=people)


def standing(house: House) -> int:
    with house.databases["profiles"].session() as session:
        return receipts.standing(session).total


@pytest.mark.parametrize("name", SERVICES)
def test_a_restored_service_erases_again(left: Left, name: str) -> None:
    house = left.house
    erased_then_restored(left, name)
    assert told_whom_it_holds(house, name) >= 1
    house.carry_out_erasures()
    assert left.found() == {}
    assert standing(house) == 0
    # What is told of them is late here again.
    with house.databases[name].session() as session:
        assert erased.marked(session, [left.person.id]) == {left.person.id}


def test_all_three_restored_at_once(left: Left) -> None:
    erased_then_restored(left, *SERVICES)
    for name in SERVICES:
        told_whom_it_holds(left.house, name)
    left.house.carry_out_erasures()
    assert left.found() == {}
    assert standing(left.house) == 0


def test_it_waits_for_a_service_that_does_not_answer(left: Left) -> None:
    house = left.house
    erased_then_restored(left, "matching")
    told_whom_it_holds(house, "matching")
    house.carry_out_erasures(without=["matching"])
    with house.databases["profiles"].session() as session:
        (open_one,) = receipts.standing(session).items
    assert set(open_one.missing) == set(places_of("matching"))
    house.carry_out_erasures()
    assert standing(house) == 0


def test_accounts_do_not_come_back_with_the_gateway(left: Left) -> None:
    house = left.house
    erased_then_restored(left, "gateway")
    assert here.compare(house.databases["gateway"], house.services) == 1
    # The runbook's own line: what names people by words that nobody keeps.
    with house.databases["gateway"].engine.begin() as connection:
        connection.execute(text("DELETE FROM import_job"))
    assert left.found() == {}
    assert here.compare(house.databases["gateway"], house.services) == 0


# --- profiles itself ---------------------------------------------------------------------------


def erased_again(house: House, *by: str) -> list[UUID]:
    """What `amuddu erasures again profiles --by ... --yes` does."""
    database = house.databases["profiles"]
    marked = [restoring.marked_in(house.databases[name]) for name in by]
    with database.session() as session:
        found = list(restoring.come_back(session, marked=marked))
    for each in found:
        with database.session() as session:
            restoring.erase_again(session, each, keys=ProfilesSettings().accepted_keys)
    house.carry_out_erasures()
    return found


def test_profiles_restored_beside_todays_keys(left: Left) -> None:
    house = left.house
    other = house.person(external_ref="DOS-AUTRE-18")
    erased_then_restored(left, "profiles")
    assert erased_again(house) == [left.person.id]
    assert left.found() == {}
    assert house.services.profiles.get(house.staff, other.id).id == other.id


def test_profiles_and_its_keys_restored_go_by_the_marks_of_the_others(left: Left) -> None:
    house = left.house
    keys = house.databases["profiles"].info["keyring"]._database
    before = dump(keys)
    erased_then_restored(left, "profiles")
    put_back(keys, before)
    assert erased_again(house) == []  # nobody lacks a key: the keys came back too
    assert erased_again(house, "matching") == [left.person.id]
    assert left.found() == {}


# --- whoever misuses it ------------------------------------------------------------------------


def marks(ids: Collection[UUID]) -> tuple[str, ...]:
    return tuple(erased.digest(each) for each in ids)


def test_nobody_who_lives_is_erased_by_it(left: Left) -> None:
    """A stolen key says that it holds everybody: profiles knows who was erased, nobody else."""
    house = left.house
    said = HeldByMatching(part_id=uuid4(), marks=marks([left.person.id]))
    house.bus.publish([sealed(Envelope.wrap(said))])
    house.carry_out_erasures()
    assert standing(house) == 0
    assert house.services.profiles.get(house.staff, left.person.id).id == left.person.id
    forged = Envelope.wrap(HeldByEmployers(part_id=uuid4(), marks=said.marks))
    house.bus.publish([sealed(forged, by="matching")])
    letters = dead_letters.waiting(house.databases["profiles"])
    assert "forged: producer" in {each.reason for each in letters}


def test_what_is_told_holds_no_id(left: Left) -> None:
    for name in SERVICES:
        told_whom_it_holds(left.house, name)
    left.house.pump()
    topics = [f"{name}.erasures" for name in SERVICES]
    told = [each.model_dump_json() for topic in topics for each in left.log.published[topic]]
    assert len(told) == len(SERVICES)
    assert [each for each in left.sought() if each in " ".join(told).lower()] == []


def test_marks_outlast_every_backup() -> None:
    """Who is erased on the last day before a backup ends is still known when it is restored."""
    assert clock.now() - retention.before("backup", clock.now()) < erased.KEPT
