"""What the house acknowledged: kept by the load, compared with the databases at the end."""

from __future__ import annotations

import random
import threading
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

SETTLE_SECONDS = 2.0
"""How old an acknowledged entity is before it is put forward: matching must have heard of it."""


@dataclass(slots=True)
class Journal:
    """Ids with the newest revision or state that an answer named. Safe between threads."""

    profiles: dict[str, int] = field(default_factory=dict)
    vacancies: dict[str, int] = field(default_factory=dict)
    closed: dict[str, int] = field(default_factory=dict)
    candidacies: dict[str, tuple[str, str]] = field(default_factory=dict)
    """Candidacy -> (vacancy, profile)."""
    requests: dict[str, tuple[str, str]] = field(default_factory=dict)
    """Request for a place in training -> (session, profile)."""
    given_back: set[str] = field(default_factory=set)
    """Requests that were taken back."""
    answers: Counter[tuple[str, int]] = field(default_factory=Counter)
    """How often each service answered with each status."""
    unanswered: Counter[str] = field(default_factory=Counter)
    """Connections refused, reset or timed out, by service."""
    acknowledged: int = 0
    ambiguous: int = 0
    """Writes whose connection broke and that turned out to be there already."""
    slowest: float = 0.0
    reached_by: str = ""
    """Channel of those who are put forward; empty: any."""
    _known_until: float = float("inf")
    _bodies: dict[str, dict[str, object]] = field(default_factory=dict)
    _ripe: list[tuple[float, str, str]] = field(default_factory=list)
    _pairs: set[tuple[str, str]] = field(default_factory=set)
    _asked: set[tuple[str, str]] = field(default_factory=set)
    _leaving: set[str] = field(default_factory=set)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def answered(self, service: str, status: int, seconds: float) -> None:
        with self._lock:
            self.answers[service, status] += 1
            self.slowest = max(self.slowest, seconds)

    def silent(self, service: str) -> None:
        with self._lock:
            self.unanswered[service] += 1

    def doubtful(self) -> None:
        with self._lock:
            self.ambiguous += 1

    def profile(self, profile_id: str, revision: int, body: dict[str, object]) -> None:
        with self._lock:
            if profile_id not in self.profiles:
                self._ripe.append((time.monotonic(), "profile", profile_id))
            self.profiles[profile_id] = max(revision, self.profiles.get(profile_id, 0))
            self._bodies[profile_id] = body
            self.acknowledged += 1

    def vacancy(self, vacancy_id: str, revision: int, *, lasting: bool) -> None:
        with self._lock:
            self.vacancies[vacancy_id] = revision
            self._ripe.append((time.monotonic(), "vacancy" if lasting else "closing", vacancy_id))
            self.acknowledged += 1

    def vacancy_closed(self, vacancy_id: str, revision: int) -> None:
        with self._lock:
            self.closed[vacancy_id] = revision
            self.acknowledged += 1

    def candidacy(self, candidacy_id: str, vacancy_id: str, profile_id: str) -> None:
        with self._lock:
            self.candidacies[candidacy_id] = (vacancy_id, profile_id)
            self.acknowledged += 1

    def request(self, request_id: str, session_id: str, profile_id: str) -> None:
        with self._lock:
            self.requests[request_id] = (session_id, profile_id)
            self.acknowledged += 1

    def request_given_back(self, request_id: str) -> None:
        with self._lock:
            self.given_back.add(request_id)
            self.acknowledged += 1

    def know_no_more(self) -> None:
        """From now on matching hears of nothing new: put forward only what it knows by now."""
        self._known_until = time.monotonic() - SETTLE_SECONDS

    def know_all(self) -> None:
        """Matching hears of everything again."""
        self._known_until = float("inf")

    def a_person(self, rng: random.Random) -> tuple[str, dict[str, object]] | None:
        """Somebody whose profile may be changed, and what it says now."""
        with self._lock:
            if not self.profiles:
                return None
            chosen = self._ripe[rng.randrange(len(self._ripe))]
            if chosen[1] != "profile":
                return None
            return chosen[2], self._bodies[chosen[2]]

    def a_vacancy_to_close(self) -> str | None:
        """One that nobody is put forward for; each is given out once."""
        with self._lock:
            for index, (_, kind, vacancy_id) in enumerate(self._ripe):
                if kind == "closing":
                    del self._ripe[index]
                    return vacancy_id
            return None

    def a_seat(self, rng: random.Random, sessions: Sequence[str]) -> tuple[str, str] | None:
        """A session, and somebody who did not ask for a place in it yet."""
        with self._lock:
            people = list(self.profiles)
            for _ in range(50):
                if not people:
                    break
                seat = rng.choice(sessions), rng.choice(people)
                if seat not in self._asked:
                    self._asked.add(seat)
                    return seat
            return None

    def a_request_to_give_back(self, rng: random.Random) -> str | None:
        """One that still stands; each is given out once."""
        with self._lock:
            standing = [each for each in self.requests if each not in self._leaving]
            if not standing:
                return None
            chosen = rng.choice(standing)
            self._leaving.add(chosen)
            return chosen

    def a_pair(self, rng: random.Random) -> tuple[str, str] | None:
        """A vacancy and a person who were not brought together yet."""
        with self._lock:
            until = min(time.monotonic() - SETTLE_SECONDS, self._known_until)
            for _ in range(200):
                pair = tuple(self._drawn(rng, kind, until) for kind in ("vacancy", "profile"))
                vacancy_id, profile_id = pair
                if vacancy_id and profile_id and (vacancy_id, profile_id) not in self._pairs:
                    self._pairs.add((vacancy_id, profile_id))
                    return vacancy_id, profile_id
            return None

    def give_back(self, pair: tuple[str, str]) -> None:
        """The pair was not brought together after all."""
        with self._lock:
            self._pairs.discard(pair)

    def _drawn(self, rng: random.Random, kind: str, until: float) -> str | None:
        for _ in range(50):
            if not self._ripe:
                return None
            at, of, identifier = self._ripe[rng.randrange(len(self._ripe))]
            if of == kind and at < until and self._reachable(identifier):
                return identifier
        return None

    def _reachable(self, identifier: str) -> bool:
        body = self._bodies.get(identifier)
        return body is None or not self.reached_by or body["channel"] == self.reached_by

    def count(self, *statuses: int) -> int:
        """Answers with these statuses, from any service."""
        with self._lock:
            return sum(n for (_, status), n in self.answers.items() if status in statuses)

    @property
    def faults(self) -> int:
        """Answers that must never be given: a 5xx other than "try again later"."""
        with self._lock:
            return sum(n for (_, s), n in self.answers.items() if s >= 500 and s not in {502, 503})
