"""What a search needs beside the tables: matcher, replica, and rankings worked out lately."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from services.matching.ranking.matcher import Matcher
from services.matching.search.replica import Jobs, Replica


@dataclass(frozen=True, slots=True)
class Fit:
    """A vacancy, how well a person fits it, and whether it is of their trade and within what they
    and it said."""

    vacancy_id: UUID
    fit: float
    inside: bool


class RankingCache:
    """The vacancies of people who looked lately, best first: ids and fits, no words.

    A page asks for them twice (the list, and the skills that are missing), people turn pages and
    come back. What was worked out holds for one state of the person, one day, and one view of
    the vacancies.
    """

    KEPT = 256

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._known: OrderedDict[UUID, tuple[Jobs, object, Sequence[Fit]]] = OrderedDict()

    def get(self, profile_id: UUID, jobs: Jobs, state: object) -> Sequence[Fit] | None:
        """What is known of a person in this state, over this view."""
        with self._lock:
            found = self._known.get(profile_id)
        if found is None or found[0] is not jobs or found[1] != state:
            return None
        return found[2]

    def keep(self, profile_id: UUID, jobs: Jobs, state: object, found: Sequence[Fit]) -> None:
        """Remember it, and forget who looked longest ago."""
        with self._lock:
            self._known[profile_id] = (jobs, state, found)
            self._known.move_to_end(profile_id)
            while len(self._known) > self.KEPT:
                self._known.popitem(last=False)

    def forget(self, people: Collection[UUID]) -> None:
        """Forget those who are gone."""
        with self._lock:
            for profile_id in people:
                self._known.pop(profile_id, None)


@dataclass(frozen=True, slots=True)
class Engine:
    """What reading needs beside the tables: the process's matcher, its replica, and a cache."""

    matcher: Matcher
    replica: Replica
    cache: RankingCache = field(default_factory=RankingCache)

    def __post_init__(self) -> None:
        self.replica.gone.append(self.cache.forget)
