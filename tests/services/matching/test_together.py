"""Events handled together, in whichever cuts, leave what they leave one by one."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any, Literal
from uuid import UUID, uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from amuddu.contracts.employers import VacancyClosed
from amuddu.contracts.events.envelope import Envelope, Event
from amuddu.contracts.matching import CandidacyChanged
from amuddu.contracts.notifications import CandidateAnswered, NotificationSent
from amuddu.contracts.profiles import ProfileWithdrawn
from amuddu.kit.clock import now
from amuddu.kit.db import Database
from amuddu.kit.events import consumer as consumer_module
from amuddu.kit.events.consumer import Consumer
from services.matching.consumers import HANDLERS, around
from services.matching.rebuild import rebuild
from tests.keys import signed
from tests.services.matching.support import (
    ENCODER,
    HashingEncoder,
    consumer_of,
    profile,
    ref,
    tell,
    vacancy,
)
from tests.support import outbox_events

Kind = Literal["says", "young", "leaves", "offers", "closed_to_young", "fills", "sent", "answers"]
PEOPLE = JOBS = 2

happenings = st.tuples(
    st.sampled_from(Kind.__args__),  # type: ignore[attr-defined] # mypy does not know a Literal's
    st.integers(0, PEOPLE - 1),
    st.integers(0, JOBS - 1),
    st.integers(2, 5),
)
"""What happens, to whom, for which vacancy, at which revision: late ones and equal ones too."""


class World:
    """Two people, two vacancies and the candidacies between them, with ids of their own."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.people = [uuid4() for _ in range(PEOPLE)]
        self.jobs = [uuid4() for _ in range(JOBS)]
        self.employer = uuid4()
        pairs = [(p, j) for p in range(PEOPLE) for j in range(JOBS)]
        # Those of one person or vacancy end in the order of their ids: the same in each world.
        self.pairs = dict(zip(pairs, sorted(uuid4() for _ in pairs), strict=True))
        tell(database, *(self.event(("says", p, 0, 1)) for p in range(PEOPLE)))
        tell(database, *(self.event(("offers", 0, j, 1)) for j in range(JOBS)))
        forward = [self._put_forward(p, j) for p, j in self.pairs]
        with database.session() as session, around(ENCODER)(session, forward) as work:
            for each in forward:
                rebuild.put_candidacy(work, each)

    def _put_forward(self, p: int, j: int) -> CandidacyChanged:
        return CandidacyChanged(
            candidacy_id=self.pairs[p, j],
            vacancy_id=self.jobs[j],
            profile_id=self.people[p],
            state="shortlisted",
            round=1,
            fit=0.5,
            reasons={"features": []},
            updated_at=now(),
        )

    def event(self, happening: tuple[Kind, int, int, int]) -> Event:
        kind, p, j, revision = happening
        person, job, candidacy = self.people[p], self.jobs[j], self.pairs[p, j]
        known = {
            "vacancy_id": job,
            "employer_id": self.employer,
            "revision": revision,
            "occupation": ref("sign-maker"),  # open to somebody under 18
            "household": False,
        }
        match kind:
            case "says" | "young":
                place = ("rabat", "sale", "fes")[revision % 3]
                young = kind == "young"
                return profile(profile_id=person, revision=revision, place=place, young=young)
            case "leaves":
                return ProfileWithdrawn(profile_id=person, revision=revision, reason="paused")
            case "offers":
                return vacancy(**known, title=f"Enseignes {revision}", description="")
            case "closed_to_young":
                return vacancy(**known, title="Travail de nuit", description="")
            case "fills":
                last = vacancy(**known, title=f"Enseignes {revision}") if p else None
                return VacancyClosed(
                    vacancy_id=job, revision=revision, reason="filled", vacancy=last
                )
            case "sent":
                return NotificationSent(candidacy_id=candidacy, channel="sms")
            case "answers":
                return CandidateAnswered(
                    candidacy_id=candidacy,
                    vacancy_id=job,
                    profile_id=person,
                    employer_id=self.employer,
                    answer="yes" if revision % 2 else "no",
                )

    def state(self) -> Any:
        """Every row, vectors too, and what was told, with names in place of ids."""
        named = {
            **{str(each): f"person {n}" for n, each in enumerate(self.people)},
            **{str(each): f"job {n}" for n, each in enumerate(self.jobs)},
            **{str(each): f"pair {pair}" for pair, each in self.pairs.items()},
            str(self.employer): "employer",
        }
        with self.database.engine.connect() as connection:
            rows = [
                str(row)
                for query in QUERIES
                for row in connection.execute(text(query), {"ids": list(named)}).scalars()
            ]
        told = [each.model_dump(mode="json") for each in outbox_events(self.database)]
        events = [_timeless(each) for each in told if each.get("profile_id") in named]
        for identifier, name in named.items():
            rows = [line.replace(identifier, name) for line in rows]
            events = [line.replace(identifier, name) for line in events]
        return sorted(rows), events


def _timeless(event: dict[str, Any]) -> str:
    steps = [{**step, "at": ""} for step in event.get("steps", ())]
    return str({**event, "updated_at": "", "steps": steps})


OF = "= ANY(CAST(:ids AS text[]))"
QUERIES = (
    f"SELECT to_jsonb(c) - 'changed' FROM candidate AS c WHERE profile_id::text {OF}",
    f"SELECT to_jsonb(v) - 'changed' FROM vacancy AS v WHERE id::text {OF}",
    f"SELECT to_jsonb(c) - 'updated_at' FROM candidacy AS c WHERE id::text {OF}",
    "SELECT to_jsonb(t) - 'at' - 'id' || jsonb_build_object('place', row_number() OVER"
    f" (PARTITION BY candidacy_id ORDER BY id)) FROM transition AS t WHERE candidacy_id::text {OF}",
)


def in_cuts(consumer: Consumer, envelopes: Sequence[Envelope], cuts: Sequence[int]) -> None:
    edges = sorted({0, len(envelopes), *(cut % (len(envelopes) + 1) for cut in cuts)})
    for start, end in pairwise(edges):
        consumer(*envelopes[start:end])


@settings(
    max_examples=20,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    story=st.lists(happenings, min_size=1, max_size=12), cuts=st.lists(st.integers(0), max_size=3)
)
def test_together_in_any_cuts_is_one_by_one(
    database: Database, story: list[tuple[Kind, int, int, int]], cuts: list[int]
) -> None:
    alone, together = World(database), World(database)
    for each in story:
        consumer_of(database)(signed(alone.event(each)))
    told = [signed(together.event(each)) for each in story]
    in_cuts(consumer_of(database), [*told, *told[:2]], cuts)  # some come again
    assert together.state() == alone.state()


def test_work_that_is_closed_to_the_young_ends_for_them_alone(database: Database) -> None:
    """Of two who were put forward, in the same transaction as what closes it to one."""
    world = World(database)
    story: list[tuple[Kind, int, int, int]] = [("young", 0, 0, 2), ("closed_to_young", 0, 0, 2)]
    consumer_of(database)(*(signed(world.event(each)) for each in story))
    with database.engine.connect() as connection:
        found = connection.execute(text("SELECT id, state FROM candidacy")).all()
    states = {row.id: row.state for row in found}
    assert states[world.pairs[0, 0]] == "cancelled"
    others = [world.pairs[pair] for pair in ((0, 1), (1, 0), (1, 1))]
    assert {states[each] for each in others} == {"shortlisted"}


class _Stumbling(HashingEncoder):
    """An encoder that one person's words throw."""

    def encode(self, texts: Sequence[str]) -> Any:
        if any("poison" in each for each in texts):
            raise ValueError("words of a person")
        return super().encode(texts)


def test_one_whose_words_cannot_be_encoded_holds_up_nobody(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(consumer_module, "PAUSES", (0.001,))
    people = [profile(), profile(about="poison"), profile()]
    consume = Consumer("matching", database, HANDLERS, around=around(_Stumbling()))
    consume(*map(signed, people))
    with database.engine.connect() as connection:
        kept = connection.execute(text("SELECT profile_id FROM candidate WHERE vector IS NOT NULL"))
        assert set(kept.scalars()) == {people[0].profile_id, people[2].profile_id}
        why = connection.execute(text("SELECT reason FROM dead_letters")).scalars().all()
    assert why == ["ValueError"]


def test_many_events_are_one_call_of_the_encoder(database: Database) -> None:
    calls: list[int] = []

    class Counting(HashingEncoder):
        def encode(self, texts: Sequence[str]) -> Any:
            calls.append(len(texts))
            return super().encode(texts)

    consume = Consumer("matching", database, HANDLERS, around=around(Counting()))
    same: UUID = uuid4()
    consume(*(signed(profile(profile_id=same, revision=n)) for n in (1, 2, 3)))
    consume(*(signed(profile()) for _ in range(20)))
    assert len(calls) == 2
