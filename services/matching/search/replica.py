"""A process's own copy of the numbers: people and vacancies, ready to be ranked.

Loaded from the tables at start, then kept up by a thread that PostgreSQL wakes at each commit
and that looks by itself every `POLL_SECONDS`. It holds no words. What it says may be some
moments old; whoever shows a person reads the tables again.

People stand in columns (`services.matching.people`): a change writes its own slots. Vacancies, of
which there are few, are a side: an immutable view, made of the one before and of what came since by
whoever reads next, or once nothing more comes. Whoever reads has all that was taken in; who left or
changed is taken out at once. A request reads one view from start to end, and what it reads is kept
until the last request that reads it has ended: nobody drops out of a ranking because somebody's
facts change at that moment.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from itertools import chain, compress
from time import monotonic
from typing import Generic, Protocol, TypeVar
from uuid import UUID, uuid4

import numpy as np
from numpy.typing import NDArray

from amuddu.contracts.employers import VacancyPublished
from amuddu.contracts.profiles import ProfileUpdated
from amuddu.kit.db import Database
from amuddu.kit.errors import Unavailable
from amuddu.kit.observability import logs
from amuddu.kit.periodic import Finished, Periodic
from services.matching.facts import repository as facts_repository
from services.matching.people.columns import Candidate, Change, Columns
from services.matching.people.view import People
from services.matching.ranking.matcher import Matcher
from services.matching.ranking.pool import Ints
from services.matching.vectors.embedding import Vector, made_by, unpack
from services.matching.vectors.index import Numbers, StaleModel, VectorIndex, refuse_other_models

log = logs.get(__name__)

POLL_SECONDS = 2.0
ANEW_SECONDS = facts_repository.SILENT.total_seconds() / 2
"""A copy that did not follow for so long is loaded whole: rows may be gone that it still holds."""

MOST_WAITING = 50
"""Times that rows are taken in before the view is made of them though nobody reads."""
TOGETHER = 5_000
"""People who are taken in at once."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Held:
    """One row of a side: the number it has in the index, and the transaction that wrote it."""

    number: int
    changed: int


@dataclass(frozen=True, slots=True)
class Jobs:
    """Every open vacancy, by place, with the lexicon entry of its trade."""

    ids: Sequence[UUID]
    numbers: Numbers
    trades: Ints


class View(Protocol):
    """Rows of a side, by place; none of it changes."""

    @property
    def numbers(self) -> Numbers: ...


V = TypeVar("V", bound=View)


class Side(Generic[T, V]):
    """Vacancies: what is held by id, their index, and the view of them.

    `view`: the rows of these ids, numbers and values; `join`: several views as one, without the
    rows of these numbers.
    """

    def __init__(
        self,
        dimension: int,
        *,
        view: Callable[[Sequence[UUID], Numbers, Sequence[T]], V],
        join: Callable[[Sequence[V], Sequence[int]], V],
    ) -> None:
        self.index = VectorIndex(dimension)
        self._held: dict[UUID, Held] = {}
        self._next = 0
        self._make, self._join = view, join
        self._view: V = view((), _numbers(()), ())
        self._came: list[V] = []
        """What is to be added to the view."""
        self._left: list[int] = []
        """Numbers that are to be taken out of it."""
        self._lock = threading.Lock()
        self._readers = 0
        self._retired: list[int] = []

    @contextmanager
    def reading(self) -> Iterator[tuple[V, VectorIndex]]:
        """The view of now; until the block ends the index holds the vector of all that is in it."""
        with self._lock:
            self._renew()
            self._readers += 1
            view = self._view
        try:
            yield view, self.index
        finally:
            with self._lock:
                self._readers -= 1
                self._forget()

    def apply(self, changed: Iterable[tuple[UUID, int, T | None, Vector | None]]) -> set[UUID]:
        """Take in rows `(id, changed, value or None when gone, vector)`; who or what is gone, and
        in no view any more."""
        new: dict[UUID, tuple[int, T, Vector]] = {}
        lost: set[UUID] = set()
        gone: list[int] = []
        for identifier, version, value, vector in changed:
            before = self._held.pop(identifier, None)
            if before:
                gone.append(before.number)
            if value is not None and vector is not None:
                self._held[identifier] = Held(self._next, version)
                new[identifier] = (self._next, value, vector)
                self._next += 1
            elif before:
                lost.add(identifier)
        if not gone and not new:
            with self._lock:
                self._renew()
            return lost
        self._take_in(new, gone)
        return lost

    def _take_in(self, new: Mapping[UUID, tuple[int, T, Vector]], gone: Sequence[int]) -> None:
        came: list[V] = []
        if new:
            numbers = _numbers([number for number, _, _ in new.values()])
            self.index.put(numbers, np.stack([vector for _, _, vector in new.values()]))
            came = [self._make(tuple(new), numbers, [value for _, value, _ in new.values()])]
        with self._lock:
            self._came += came
            self._left += gone
            if gone or len(self._came) >= MOST_WAITING:
                self._renew()

    def _renew(self) -> None:
        """Make the view of all that was taken in; under the lock."""
        if self._came or self._left:
            self._view = self._join([self._view, *self._came], self._left)
            self._retired += self._left
            self._came, self._left = [], []
            self._forget()

    def held_but(self, known: Collection[UUID]) -> set[UUID]:
        """What is held and no row says any more."""
        return self._held.keys() - set(known)

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
        self._people = Columns(dimension)
        self._jobs: Side[int, Jobs] = Side(dimension, view=_view_jobs, join=_join_jobs)
        self._horizon = 0
        self._ready = False
        self._id = uuid4()
        self._refreshed_at = float("-inf")
        self._told_at = float("-inf")
        self.gone: list[Callable[[Collection[UUID]], None]] = []
        """Told of the people whom the copy let go."""
        self._refreshing = threading.Lock()

    def people(self) -> AbstractContextManager[People]:
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
            began = monotonic()
            anew = began - self._refreshed_at > ANEW_SECONDS
            found = facts_repository.changes(self._database, since=0 if anew else self._horizon)
            rows = (*found.candidates, *found.vacancies)
            models = {row.model_id for row in rows if row.vector is not None}
            refuse_other_models(models, ours=made_by(self._matcher.encoder))
            lost = self._take_in(found.candidates)
            if anew:
                known = {row.profile_id for row in found.candidates}
                dropped = self._people.held_but(known)
                lost |= self._people.apply([(each, 0, None, None) for each in dropped])
            self._jobs.apply(list(self._changed_jobs(found.vacancies)))
            self._horizon = found.horizon
            self._refreshed_at = began
            self._ready = True
            if lost:
                for forget in self.gone:
                    forget(lost)
            self._tell(urgent=bool(lost))

    def _tell(self, *, urgent: bool) -> None:
        """Write down how far the copy has followed, so that an erasure can wait for it."""
        if urgent or monotonic() - self._told_at >= POLL_SECONDS:
            with self._database.session() as session:
                facts_repository.heard_of(session, self._id, self._horizon)
            self._told_at = monotonic()

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

    def _take_in(self, rows: Sequence[facts_repository.Changed]) -> set[UUID]:
        """Take in people, some at a time: their numbers are made, written, and let go."""
        lost: set[UUID] = set()
        for first in range(0, len(rows), TOGETHER):
            lost |= self._people.apply(self._changed_people(rows[first : first + TOGETHER]))
        return lost

    def _changed_people(self, rows: Sequence[facts_repository.Changed]) -> list[Change]:
        held = self._people.changed([row.profile_id for row in rows])
        new = [
            row
            for row, before in zip(rows, held, strict=True)
            if (before is not None if row.facts is None else before != row.changed)
        ]
        facts = {
            row.profile_id: ProfileUpdated.model_validate_json(row.facts)
            for row in new
            if row.facts
        }
        self._matcher.learn(list(facts.values()))
        return [self._change(row, facts.get(row.profile_id)) for row in new]

    def _change(self, row: facts_repository.Changed, known: ProfileUpdated | None) -> Change:
        if known is None:
            return row.profile_id, row.changed, None, None
        vector = unpack(row.vector)
        return row.profile_id, row.changed, candidate_of(self._matcher, known, vector), vector

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
            facts = VacancyPublished.model_validate_json(row.facts)
            trade = int(self._matcher.occupations.entries([facts.occupation])[0])
            yield row.id, row.changed, trade, unpack(row.vector)


def candidate_of(matcher: Matcher, facts: ProfileUpdated, vector: Vector) -> Candidate:
    """What is held of somebody by these facts."""
    return Candidate(matcher.person(facts, vector=vector), facts.young, facts.age_unknown)


def _view_jobs(ids: Sequence[UUID], numbers: Numbers, values: Sequence[int]) -> Jobs:
    return Jobs(tuple(ids), numbers, np.array(values, dtype=np.int64))


def _join_jobs(views: Sequence[Jobs], gone: Sequence[int]) -> Jobs:
    numbers, stay = _staying(views, gone)
    trades = np.concatenate([view.trades for view in views])
    return Jobs(_ids(views, stay), numbers[stay], trades[stay])


def _staying(views: Sequence[View], gone: Sequence[int]) -> tuple[Numbers, NDArray[np.bool_]]:
    """Numbers of all rows, which grow from row to row: a row once changed moves to the end; and
    which of them stay."""
    numbers = np.concatenate([view.numbers for view in views])
    return numbers, ~np.isin(numbers, _numbers(gone))


def _ids(views: Sequence[Jobs], stay: NDArray[np.bool_]) -> tuple[UUID, ...]:
    return tuple(compress(chain.from_iterable(view.ids for view in views), stay.tolist()))


def _numbers(numbers: Sequence[int]) -> Numbers:
    return np.array(numbers, dtype=np.int64)
