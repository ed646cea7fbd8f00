"""The log alone makes matching's tables again, also while people work with them."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import delete, text

from amuddu.contracts.employers import VacancyClosed
from amuddu.contracts.events.envelope import TOMBSTONE, Envelope, Event
from amuddu.contracts.events.topics import BY_NAME, EVENTS
from amuddu.contracts.notifications import CandidateAnswered, NotificationSent
from amuddu.contracts.profiles import ProfileWithdrawn
from amuddu.kit.auth import Actor
from amuddu.kit.bus.memory import MemoryBus
from amuddu.kit.db import Database
from amuddu.kit.events import tables as event_tables
from amuddu.kit.events.consumer import Consumer
from services.matching.candidacies.tables import CandidacyRow, TransitionRow
from services.matching.facts.tables import CandidateRow, VacancyRow
from services.matching.interests.tables import InterestRow
from services.matching.rebuild import rebuild as rebuild_rebuild
from services.matching.rebuild.rebuild import NotRebuilt, rebuild
from services.matching.rebuild.state_hash import state_hash
from tests.keys import sealed, signed
from tests.services.matching.support import ENCODER, Caller, consumer_of, profile, tell, vacancy
from tests.support import counsellor, employer, themselves


@pytest.fixture(autouse=True)
def _no_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rebuild_rebuild, "PAUSE_SECONDS", 0.0)


class CompactedLog(MemoryBus):
    """Keeps what is published as a compacted topic does: the newest event of each key, and
    nothing of a key whose state ended."""

    def __init__(self) -> None:
        super().__init__()
        self.kept: OrderedDict[tuple[str, str], Envelope] = OrderedDict()
        self.whole: list[Envelope] = []

    def publish(self, envelopes: Sequence[Envelope]) -> set[UUID]:
        self.whole += [each for each in envelopes if each.type != TOMBSTONE]
        for each in envelopes:
            self.kept.pop((each.topic, each.key), None)
            event = EVENTS.get((each.type, each.version))
            ends = each.type == TOMBSTONE or (event is not None and event.ends_state)
            if BY_NAME[each.topic].compacted and not ends:
                self.kept[each.topic, each.key] = each
        return {each.id for each in envelopes}

    def catch_up(self) -> Iterator[Sequence[Envelope]]:
        yield list(self.kept.values())


class WholeLog:
    """The same log before anything is compacted, with repeats as a relay that was killed leaves
    them, in batches of any size."""

    def __init__(self, log: CompactedLog, size: int) -> None:
        self._log = log
        self._size = size

    def catch_up(self) -> Iterator[Sequence[Envelope]]:
        told = [each for each in self._log.whole if BY_NAME[each.topic].compacted]
        for start in range(0, len(told), self._size):
            batch = told[start : start + self._size]
            yield [*batch, *batch]


class World:
    """Matching in use: events come in, counsellors decide, and the log hears of all of it."""

    def __init__(self, database: Database, call: Callable[[Actor], Caller]) -> None:
        self.database = database
        self.log = CompactedLog()
        self.counsellor = call(counsellor())

    def hear(self, *events: Event) -> None:
        envelopes = [signed(event) for event in events]
        self.log.publish(envelopes)
        self.work(*envelopes)

    def work(self, *envelopes: Envelope) -> None:
        """What matching's worker does with events."""
        consumer = consumer_of(self.database)
        for each in envelopes:
            consumer(each)

    def hash(self) -> str:
        with self.database.session() as session:
            return state_hash(session)

    def rebuild(self, **how: Any) -> rebuild_rebuild.Rebuilt:
        return rebuild(self.database, self.log, bus=self.log, encoder=ENCODER, **how)

    def shortlist(self, vacancy_id: UUID, profile_id: UUID) -> UUID:
        path = f"/vacancies/{vacancy_id}/candidates/{profile_id}/shortlist"
        return UUID(self.counsellor.post(path).json()["id"])

    def vectors(self) -> dict[UUID, tuple[bytes, str]]:
        query = (
            "SELECT profile_id, vector, model_id FROM candidate WHERE facts IS NOT NULL"
            " UNION ALL SELECT id, vector, model_id FROM vacancy WHERE facts IS NOT NULL"
        )
        with self.database.session() as session:
            return {key: (bytes(v), m) for key, v, m in session.execute(text(query))}

    def lose_everything(self) -> None:
        with self.database.session() as session:
            for table in (TransitionRow, CandidacyRow, InterestRow, CandidateRow, VacancyRow):
                session.execute(delete(table))
            session.execute(delete(event_tables.inbox))


@pytest.fixture
def world(database: Database, call: Callable[[Actor], Caller]) -> World:
    """Two vacancies, one closed; people who were interested, put forward, answered, were set
    aside, left."""
    world = World(database, call)
    open_job, closed_job = vacancy(), vacancy()
    people = [profile() for _ in range(5)]
    world.hear(open_job, closed_job, *people)
    for somebody, job in (
        (people[0], open_job),  # put forward next
        (people[1], open_job),  # who leaves
        (people[4], open_job),
        (people[4], closed_job),
    ):
        path = f"/profiles/{somebody.profile_id}/vacancies/{job.vacancy_id}/interest"
        assert call(themselves(somebody.profile_id)).post(path).status_code == 200
    asked = [world.shortlist(open_job.vacancy_id, each.profile_id) for each in people[:3]]
    world.shortlist(closed_job.vacancy_id, people[3].profile_id)
    world.counsellor.post(
        f"/vacancies/{open_job.vacancy_id}/candidates/{people[4].profile_id}/set-aside",
        {"reason": "too_far", "note": "habite loin du chantier"},
    )
    answered = CandidateAnswered(
        candidacy_id=asked[0],
        vacancy_id=open_job.vacancy_id,
        profile_id=people[0].profile_id,
        employer_id=open_job.employer_id,
        answer="yes",
    )
    world.hear(
        NotificationSent(candidacy_id=asked[0], channel="sms"),
        NotificationSent(candidacy_id=asked[1], channel="email"),
        answered,
        VacancyClosed(
            vacancy_id=closed_job.vacancy_id, revision=2, reason="filled", vacancy=closed_job
        ),
        ProfileWithdrawn(profile_id=people[1].profile_id, revision=2, reason="erased"),
        people[2].model_copy(update={"revision": 2, "place": "sale"}),
    )
    asked_to_meet = call(employer(employer_id=open_job.employer_id)).post(
        f"/candidacies/{asked[0]}/meet"
    )
    assert asked_to_meet.status_code == 200, asked_to_meet.text
    return world


def test_the_log_alone_makes_the_same_tables_again(world: World) -> None:
    before = world.hash()
    world.rebuild()  # what waited in the outbox is in the log from here on
    assert world.hash() == before
    world.lose_everything()
    assert world.hash() != before
    done = world.rebuild()
    assert world.hash() == done.after == before


@pytest.mark.parametrize("size", [1, 3, 500])
def test_a_log_that_holds_every_event_makes_them_too(world: World, size: int) -> None:
    world.rebuild()
    before, vectors = world.hash(), world.vectors()
    world.lose_everything()
    whole = WholeLog(world.log, size)
    rebuild(world.database, whole, bus=world.log, encoder=ENCODER)
    assert world.hash() == before
    assert len(vectors) > 5
    assert world.vectors() == vectors


def test_what_cannot_be_read_holds_nothing_up(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    good = signed(profile())
    unfit = {"id": uuid4(), "key": "junk", "data": {"revision": "soon"}}
    junk = sealed(good.model_copy(update=unfit))
    later = sealed(good.model_copy(update={"id": uuid4(), "key": "later", "version": 99}))
    world.log.publish([junk, later])
    alone: list[Envelope] = []
    monkeypatch.setattr(Consumer, "once", lambda _, each, __: alone.append(each))
    before = world.hash()
    assert world.rebuild().after == before
    assert alone == []  # the rest went in one transaction


def test_notes_outlive_a_rebuild_though_no_event_carries_them(world: World) -> None:
    world.rebuild()
    with world.database.session() as session:
        notes = session.execute(text("SELECT note FROM transition WHERE note IS NOT NULL"))
        assert notes.scalars().all() == ["habite loin du chantier"]
    assert "chantier" not in " ".join(
        each.model_dump_json() for each in world.log.kept.values() if each.topic.startswith("match")
    )


def test_a_decision_about_several_may_be_undone_after_a_rebuild(world: World) -> None:
    job, people = vacancy(), [profile(), profile()]
    world.hear(job, *people)
    decision = f"/vacancies/{job.vacancy_id}/bulk"
    key = str(uuid4())
    ids = [str(each.profile_id) for each in people]
    body = {"key": key, "action": "shortlist", "profile_ids": ids}
    assert world.counsellor.post(decision, body).status_code == 200
    world.rebuild()
    assert world.counsellor.post(f"{decision}/{key}/undo").json()["undone"]
    found = world.counsellor.post("/vacancies/standing", {"ids": [str(job.vacancy_id)]}).json()
    assert found["vacancies"][str(job.vacancy_id)].get("shortlisted", 0) == 0


def test_nothing_of_somebody_erased_is_in_the_log(world: World) -> None:
    world.rebuild()
    with world.database.session() as session:
        gone = session.execute(text("SELECT profile_id FROM candidate WHERE facts IS NULL"))
        erased = str(gone.scalar_one())
    about = [each for each in world.log.kept.values() if erased in each.model_dump_json()]
    assert {each.type for each in about} == {"candidacy.changed", "interest.changed"}
    assert [each.data["reasons"] for each in about if "reasons" in each.data] == [None]
    assert [each.data["state"] for each in about if "expressed_at" in each.data] == ["ended"]


def test_tables_that_the_log_contradicts_stay_as_they_are(world: World) -> None:
    world.rebuild()
    with world.database.session() as session:
        session.execute(text("UPDATE candidate SET place = 'fes' WHERE facts IS NOT NULL"))
    tampered = world.hash()
    with pytest.raises(NotRebuilt, match="--accept"):
        world.rebuild()
    assert world.hash() == tampered
    assert world.rebuild(accept=True).after == world.hash() != tampered


def test_what_is_on_its_way_to_a_worker_is_left_to_it(world: World) -> None:
    world.rebuild()
    late = signed(profile())
    world.log.publish([late])
    done = world.rebuild()
    assert done.before == done.after == world.hash()
    world.work(late)
    assert world.hash() != done.after
    assert world.rebuild().after == world.hash()


def test_what_a_worker_lacks_of_long_ago_is_told(world: World) -> None:
    world.rebuild()
    lost = signed(profile())
    hours_ago = lost.occurred_at - timedelta(hours=2)
    world.log.publish([sealed(lost.model_copy(update={"occurred_at": hours_ago}))])
    with pytest.raises(NotRebuilt, match="caught up"):
        world.rebuild()


def test_rows_that_the_log_does_not_know_are_emptied(world: World) -> None:
    world.rebuild()
    known = world.hash()
    tell(world.database, profile())  # nobody told the log
    assert world.rebuild(accept=True).after == known


def test_people_go_on_working_during_a_rebuild(world: World) -> None:
    world.rebuild()
    job = vacancy()
    people = [profile() for _ in range(12)]
    world.hear(job, *people)
    done = threading.Event()
    answers: list[int] = []

    def decide() -> None:
        for each in people:
            path = f"/vacancies/{job.vacancy_id}/candidates/{each.profile_id}/shortlist"
            answers.append(world.counsellor.post(path).status_code)
        done.set()

    working = threading.Thread(target=decide)
    working.start()
    while not done.is_set():
        world.rebuild()
    working.join()
    assert answers == [201] * len(people)
    before = world.hash()
    assert world.rebuild().after == before


def test_two_rebuilds_never_run_at_once(world: World) -> None:
    class Asking(CompactedLog):
        def catch_up(self) -> Iterator[Sequence[Envelope]]:
            with pytest.raises(NotRebuilt, match="another rebuild"):
                world.rebuild()
            return super().catch_up()

    asking = Asking()
    asking.kept = world.log.kept
    rebuild(world.database, asking, bus=world.log, encoder=ENCODER)
