"""Ranking 10,000 people for a vacancy; BM25 over their texts beside it.

Both order the same people for the same vacancies, single-threaded, with everything that can be
prepared prepared. BM25 (k1 1.5, b 0.75) sees words alone; Amuddu weighs occupation, skills,
languages, distance, dates and contract across four languages.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime
from uuid import uuid4

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from amuddu.contracts.employers import VacancyPublished
from amuddu.contracts.profiles import ExperienceFact, ProfileUpdated
from amuddu.contracts.types import ConceptRef
from amuddu.reference.text import fold
from benchmarks.table import Row
from cli.demo.people import people
from cli.demo.vacancies import vacancies
from services.matching.ranking.matcher import Matcher, cosines
from services.matching.ranking.pool import Pool
from services.matching.ranking.scoring import best_first, score
from services.matching.vectors.blas_threads import one_each
from services.matching.vectors.encoder import Encoder

PEOPLE, VACANCIES = 10_000, 60


def measure() -> Iterator[Row]:
    """Order everybody for each vacancy, one vacancy at a time."""
    one_each()
    today = datetime.now(UTC).date()
    crowd = [profile_of(body) for _, body in people(PEOPLE, seed=1, today=today)]
    wanted = [vacancy_of(body) for _, body in vacancies(VACANCIES, seed=1, today=today)]
    yield from _amuddu(crowd, wanted, today)
    yield Row(f"peer: BM25 orders {PEOPLE:,} texts", _bm25(crowd, wanted), "ms")


def _amuddu(
    crowd: Sequence[ProfileUpdated], wanted: Sequence[VacancyPublished], today: date
) -> Iterator[Row]:
    matcher = Matcher(Encoder.load())
    begun = time.perf_counter()
    matcher.learn(crowd)
    vectors = matcher.profile_vectors(crowd)
    pool = matcher.pool(
        [matcher.person(one, vector=vector) for one, vector in zip(crowd, vectors, strict=True)]
    )
    yield Row(f"Amuddu: takes in {PEOPLE:,} people", [time.perf_counter() - begun], "s")
    yield Row(
        f"Amuddu: orders {PEOPLE:,} people",
        [_order(matcher, pool, vectors, vacancy, today) for vacancy in wanted],
        "ms",
    )


def _order(
    matcher: Matcher,
    pool: Pool,
    vectors: NDArray[np.float32],
    vacancy: VacancyPublished,
    today: date,
) -> float:
    begun = time.perf_counter()
    similarity = cosines(vectors, matcher.vacancy_vectors([vacancy])[0])
    fits = score(matcher.demand(vacancy, pool, today=today), pool, similarity).fits
    best_first(fits, np.arange(len(vectors)))
    return (time.perf_counter() - begun) * 1000


def _bm25(crowd: Sequence[ProfileUpdated], wanted: Sequence[VacancyPublished]) -> list[float]:
    index, terms = _weights([_words(one) for one in crowd])
    times = []
    for vacancy in wanted:
        begun = time.perf_counter()
        columns = [terms[word] for word in _asked(vacancy) if word in terms]
        np.argsort(-np.asarray(index[:, columns].sum(axis=1)).ravel())
        times.append((time.perf_counter() - begun) * 1000)
    return times


def _weights(texts: Sequence[list[str]]) -> tuple[csr_matrix, dict[str, int]]:
    """BM25's weight of each term in each text, so that a query is a sum of columns."""
    terms = {word: n for n, word in enumerate(sorted({w for text in texts for w in text}))}
    rows, columns, counts = [], [], []
    for row, text in enumerate(texts):
        for word, count in Counter(text).items():
            rows.append(row)
            columns.append(terms[word])
            counts.append(count)
    found = np.bincount(columns, minlength=len(terms))
    rarity = np.log(1 + (len(texts) - found + 0.5) / (found + 0.5))
    lengths = np.array([len(text) for text in texts])
    norm = 1.5 * (0.25 + 0.75 * lengths / lengths.mean())
    often = np.array(counts, dtype=np.float64)
    data = rarity[columns] * often * 2.5 / (often + norm[rows])
    return csr_matrix((data, (rows, columns)), shape=(len(texts), len(terms))), terms


def _words(one: ProfileUpdated) -> list[str]:
    parts = [ref.text for ref in (*one.occupations, *one.skills)]
    parts += [job.text for job in one.experience] + [one.about]
    return fold(" ".join(parts)).split()


def _asked(vacancy: VacancyPublished) -> list[str]:
    refs = (*vacancy.essential_skills, *vacancy.wanted_skills)
    return fold(" ".join([vacancy.title, *(ref.text for ref in refs)])).split()


def profile_of(body: dict[str, object]) -> ProfileUpdated:
    kept = {name: body[name] for name in ("occupations", "skills", "about", "languages", "place")}
    dated = {name: body[name] for name in ("max_distance_km", "available_from", "contract_types")}
    jobs = body.get("experience") or []
    assert isinstance(jobs, list)
    experience = tuple(
        ExperienceFact(
            occupation=ConceptRef(text=job["title"], concept=job["occupation"]),
            months=job["months"],
            text=job["description"],
        )
        for job in jobs
    )
    return ProfileUpdated.model_validate(
        {"profile_id": uuid4(), "revision": 1, **kept, **dated, "experience": experience}
    )


def vacancy_of(body: dict[str, object]) -> VacancyPublished:
    kept = {name: body[name] for name in body if name in VacancyPublished.model_fields}
    return VacancyPublished.model_validate(
        {
            "vacancy_id": uuid4(),
            "revision": 1,
            "employer_id": uuid4(),
            "employer_name": "Exemple",
            **kept,
        }
    )
