"""A process's own copy of the numbers: people and vacancies, ready to be ranked.

Loaded from the tables at start, then kept up by a thread that PostgreSQL wakes at each commit
and that looks by itself every `POLL_SECONDS`. It holds no words. What it says may be some
moments old; whoever shows a person reads the tables again.

Each side is published as an immutable view. A request reads one view from start to end, and the
index keeps every vector of that view until the last request that reads it has ended: nobody drops
out of a ranking because somebody's facts change at that moment.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from typing import Generic, TypeVar
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from amuddu.contracts.employers import VacancyPublished
from amuddu.contracts.profiles import ProfileUpdated
from amuddu.kit.db import Database
from amuddu.kit.errors import Unavailable
from amuddu.kit.observability import logs
from amuddu.kit.periodic import Finished, Periodic
from services.matching.facts import repository as facts_repository
from services.matching.ranking.matcher import Matcher
from services.matching.ranking.pool import Ints, Person, Pool
from services.matching.vectors.embedding import Vector, unpack
from services.matching.vectors.index import Numbers, StaleModel, VectorIndex, refuse_other_models

log = logs.get(__name__)

POLL_SECONDS = 2.0

T = TypeVar("T")
V = TypeVar("V")


@dataclass(frozen=True, slots=True)
class Held(Generic[T]):
    """One row of a side: the number it has in the index, the transaction that wrote it, and
    what is known of it."""

    number: int
    changed: int
    value: T


@dataclass(frozen=True, slots=True)
class Candidate:
    """What is held of somebody: their numbers, and what decides whether they are shown."""

    person: Person
    young: bool
    age_unknown: bool


@dataclass(frozen=True, slots=True)
class People:
    """Everybody who may be proposed, by place: `ids[i]` has index number `numbers[i]`."""

    ids: Sequence[UUID]
    numbers: Numbers
    pool: Pool
    young: NDArray[np.bool_]
    age_unknown: NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Jobs:
    """Every open vacancy, by place, with the lexicon entry of its trade."""

    ids: Sequence[UUID]
    numbers: Numbers
    trades: Ints


class Side(Generic[T, V]):
    """People or vacancies: what is held by id, their index, and the view made of both."""

    def __init__(self, dimension: int, view: Callable[[dict[UUID, Held[T]]], V]) -> None:
        self.index = VectorIndex(dimension)
        self._held: dict[UUID, Held[T]] = {}
        self._next = 0
        self._make = view
        self._view: V = view({})
        self._lock = threading.Lock()
        self._readers = 0
        self._retired: list[int] = []

    @contextmanager
    def reading(self) -> Iterator[tuple[V, VectorIndex]]:
        """The view of now; until the block ends the index holds the vector of all that is in it."""
        with self._lock:
            self._readers += 1
            view = self._view
        try:
            yield view, self.index
        finally:
            with self._lock:
                self._readers -= 1
                self._forget()

    def apply(self, changed: Iterable[tuple[UUID, int, T | None, Vector | None]]) -> None:
        """Take in rows `(id, changed, value or None when gone, vector)`, then renew the view."""
        put: list[tuple[int, Vector]] = []
        gone: list[int] = []
        for identifier, version, value, vector in changed:
            before = self._held.pop(identifier, None)
            if before:
                gone.append(before.number)
            if value is not None and vector is not None:
                self._held[identifier] = Held(self._next, version, value)
                put.append((self._next, vector))
                self._next += 1
        if put:
            numbers = np.array([number for number, _ in put], dtype=np.int64)
            self.index.put(numbers, np.stack([vector for _, vector in put]))
        if gone or put:
            view = self._make(self._held)
            with self._lock:
                self._view = view
                self._retired += gone
                self._forget()

    def _forget(self) -> None:
        """Drop the vectors that no view needs any more, where nobody reads; under the lock."""
        if self._retired and not self._readers:
            self.index.drop(np.array(self._retired, dtype=np.int64))
            self._retired = []

    def is_new(self, identifier: UUID, version: int, *, gone: bool) -> bool:
        """Whether a row says more than what is held."""
        before = self._held.get(identifier)
        return before is not None if gone else before is None or before.changed != version


class Replica:
    """The copy of one process."""

    def __init__(self, database: Database, matcher: Matcher) -> None:
        self._database = database
        self._matcher = matcher
        dimension = matcher.encoder.dimension
        self._people: Side[Candidate, People] = Side(dimension, self._view_people)
        self._jobs: Side[int, Jobs] = Side(dimension, _view_jobs)
        self._horizon = 0
        self._ready = False
        self._refreshing = threading.Lock()

    def people(self) -> AbstractContextManager[tuple[People, VectorIndex]]:
        """Everybody who may be proposed. Raises `Unavailable` while nothing is loaded."""
        self._require_ready()
        return self._people.reading()

    def jobs(self) -> AbstractContextManager[tuple[Jobs, VectorIndex]]:
        """Every open vacancy. Raises `Unavailable` while nothing is loaded."""
        self._require_ready()
        return self._jobs.reading()

    def refresh(self) -> None:
        """Take in what changed. Raises `StaleModel` when vectors of another model turn up."""
        with self._refreshing:
            found = facts_repository.changes(self._database, since=self._horizon)
            rows = (*found.candidates, *found.vacancies)
            models = {row.model_id for row in rows if row.vector is not None}
            refuse_other_models(models, ours=self._matcher.encoder.model_id)
            self._people.apply(list(self._changed_people(found.candidates)))
            self._jobs.apply(list(self._changed_jobs(found.vacancies)))
            self._horizon = found.horizon
            self._ready = True

    @contextmanager
    def refreshing(self) -> Iterator[None]:
        """Load, then follow the tables in a thread until the block ends."""
        self.refresh()
        follower = Periodic(
            "replica",
            self._follow,
            every=POLL_SECONDS,
            woken_by=(self._database, facts_repository.CHANNEL),
        )
        follower.start()
        try:
            yield
        finally:
            follower.stop()

    def _follow(self) -> None:
        try:
            self.refresh()
        except StaleModel as error:
            # Another model's vectors arrived while this process runs: it stops answering,
            # so that it is replaced by one that has the same model.
            self._ready = False
            log.error("replica stopped", reason=str(error))
            raise Finished from error

    def _require_ready(self) -> None:
        if not self._ready:
            raise Unavailable(retry_after=2)

    def _view_people(self, held: dict[UUID, Held[Candidate]]) -> People:
        rows = list(held.values())
        return People(
            ids=tuple(held),
            numbers=_numbers(rows),
            pool=self._matcher.pool([row.value.person for row in rows]),
            young=np.array([row.value.young for row in rows], dtype=np.bool_),
            age_unknown=np.array([row.value.age_unknown for row in rows], dtype=np.bool_),
        )

    def _changed_people(
        self, rows: Sequence[facts_repository.Changed]
    ) -> Iterator[tuple[UUID, int, Candidate | None, Vector | None]]:
        new = [
            row
            for row in rows
            if self._people.is_new(row.profile_id, row.changed, gone=row.facts is None)
        ]
        facts = {
            row.profile_id: ProfileUpdated.model_validate(row.facts) for row in new if row.facts
        }
        self._matcher.learn(list(facts.values()))
        for row in new:
            if row.facts is None:
                yield row.profile_id, row.changed, None, None
                continue
            vector = unpack(row.vector)
            known = facts[row.profile_id]
            person = self._matcher.person(known, vector=vector)
            held = Candidate(person, known.young, known.age_unknown)
            yield row.profile_id, row.changed, held, vector

    def _changed_jobs(
        self, rows: Sequence[facts_repository.Changed]
    ) -> Iterator[tuple[UUID, int, int | None, Vector | None]]:
        for row in rows:
            gone = not row.open or row.facts is None
            if not self._jobs.is_new(row.id, row.changed, gone=gone):
                continue
            if gone:
                yield row.id, row.changed, None, None
                continue
            facts = VacancyPublished.model_validate(row.facts)
            trade = int(self._matcher.occupations.entries([facts.occupation])[0])
            yield row.id, row.changed, trade, unpack(row.vector)


def _view_jobs(held: dict[UUID, Held[int]]) -> Jobs:
    rows = list(held.values())
    trades = np.array([row.value for row in rows], dtype=np.int64)
    return Jobs(ids=tuple(held), numbers=_numbers(rows), trades=trades)


def _numbers(rows: Sequence[Held[T]]) -> Numbers:
    """Index numbers, which grow from row to row: a row once changed moves to the end."""
    return np.array([row.number for row in rows], dtype=np.int64)
