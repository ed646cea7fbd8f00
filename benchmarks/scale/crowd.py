"""A million people, made quickly of parts of a few thousand."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from random import Random
from uuid import UUID

import numpy as np

from benchmarks.ranking import profile_of, vacancy_of
from cli.demo.people import people
from cli.demo.vacancies import vacancies
from services.matching.people.columns import Candidate, Change
from services.matching.ranking.matcher import EmbeddedVacancy, Matcher
from services.matching.vectors.embedding import unit

PARTS = 3_000
BATCH = 20_000
NOISE = 0.03


class Crowd:
    """People and vacancies to be compared."""

    def __init__(self, matcher: Matcher, today: date, *, parts: int = PARTS) -> None:
        self.today = today
        told = [profile_of(body) for _, body in people(parts, seed=1, today=today)]
        matcher.learn(told)
        self._vectors = matcher.profile_vectors(told)
        self._parts = [
            matcher.person(one, vector=row) for one, row in zip(told, self._vectors, strict=True)
        ]
        self._young = [one.young for one in told]

    def batches(self, count: int, *, seed: int = 1) -> Iterator[list[Change]]:
        """So many people, a batch at a time."""
        for start in range(0, count, BATCH):
            yield self.changes(range(start, min(start + BATCH, count)), seed=seed)

    def changes(self, numbers: range, *, seed: int, version: int = 1) -> list[Change]:
        """These people, as the replica takes them in."""
        draw = Random(seed * 1_000_003 + numbers.start)
        chosen = [draw.randrange(len(self._parts)) for _ in numbers]
        noise = np.random.default_rng(seed + numbers.start).standard_normal(
            (len(chosen), self._vectors.shape[1]), dtype=np.float32
        )
        vectors = unit(self._vectors[chosen] + NOISE * noise)
        return [
            (UUID(int=(number + 1) << 64 | number), version, self._mixed(which, draw), vector)
            for number, which, vector in zip(numbers, chosen, vectors, strict=True)
        ]

    def _mixed(self, which: int, draw: Random) -> Candidate:
        speaker, neighbour, free = (draw.choice(self._parts) for _ in range(3))
        person = replace(
            self._parts[which],
            languages=speaker.languages,
            levels=speaker.levels,
            lat=neighbour.lat,
            lng=neighbour.lng,
            max_km=neighbour.max_km,
            available=free.available,
            contracts=free.contracts,
        )
        return Candidate(person, young=self._young[which], age_unknown=draw.random() < 0.05)


def wanted(matcher: Matcher, count: int, today: date) -> list[EmbeddedVacancy]:
    """So many vacancies."""
    facts = [vacancy_of(body) for _, body in vacancies(count, seed=1, today=today)]
    vectors = matcher.vacancy_vectors(facts)
    return [EmbeddedVacancy(one, row) for one, row in zip(facts, vectors, strict=True)]
