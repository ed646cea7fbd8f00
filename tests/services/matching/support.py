"""What the tests of matching share: a small encoder, and people and vacancies to compare."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, lru_cache
from hashlib import blake2b
from typing import Any
from uuid import UUID, uuid4

import numpy as np
from fastapi.testclient import TestClient
from numpy.typing import NDArray

from amuddu.contracts.employers import IncentiveTerms, VacancyPublished
from amuddu.contracts.matching.ranking import Glimpse
from amuddu.contracts.profiles import ExperienceFact, ProfileUpdated
from amuddu.contracts.types import ConceptRef, LanguageSkill
from amuddu.kit.auth import Actor
from amuddu.kit.db import Database
from amuddu.kit.events.consumer import Consumer
from amuddu.reference.text import fold
from services.matching.consumers import HANDLERS, around
from services.matching.ranking.matcher import EmbeddedVacancy, Matcher, matcher_of
from services.matching.vectors.embedding import Encodes
from services.matching.vectors.encoder import Encoder
from tests.support import AGENCY, headers_for


class HashingEncoder:
    """Texts as bags of words: close when they share words, whatever the words mean."""

    dimension = 256

    def __init__(self, model_id: str = "hashing-1") -> None:
        self.model_id = model_id

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        rows = [self._row(fold(text).split()) for text in texts]
        return np.array(rows, dtype=np.float32).reshape(-1, self.dimension)

    def _row(self, words: list[str]) -> NDArray[np.float32]:
        total = np.sum([_word(word, self.dimension) for word in words], axis=0)
        length = float(np.linalg.norm(total))
        scaled: NDArray[np.float32] = (
            total / length if length else np.zeros(self.dimension)
        ).astype("f4")
        return scaled


@lru_cache(maxsize=20_000)
def _word(word: str, size: int) -> NDArray[np.float64]:
    seed = int.from_bytes(blake2b(word.encode(), digest_size=8).digest(), "big")
    return np.random.default_rng(seed).standard_normal(size)


ENCODER = HashingEncoder()


@cache
def bundled() -> Matcher:
    """The matcher of the bundled model, loaded once for all tests of a run."""
    return matcher_of(Encoder.load())


def ref(concept: str, text: str | None = None) -> ConceptRef:
    """Words that are linked to a concept."""
    return ConceptRef(text=text or concept.replace("-", " "), concept=concept)


def words(text: str) -> ConceptRef:
    """Words that nothing is known of."""
    return ConceptRef(text=text)


def spoken(code: str, level: Any) -> LanguageSkill:
    return LanguageSkill(code=code, level=level)


def job(concept: str, months: int) -> ExperienceFact:
    return ExperienceFact(occupation=ref(concept), months=months)


def profile(**facts: Any) -> ProfileUpdated:
    """A mason of Rabat whom an employer may hire, unless told otherwise."""
    given: dict[str, Any] = {
        "profile_id": uuid4(),
        "revision": 1,
        "code": "K7-4QX",
        "agency_id": AGENCY,
        "occupations": (ref("mason"),),
        "skills": (ref("lay-bricks"), ref("mix-mortar")),
        "languages": (spoken("fr", "B1"),),
        "place": "rabat",
        "contactable": True,
    }
    return ProfileUpdated(**{**given, **facts})


def vacancy(**facts: Any) -> VacancyPublished:
    """A mason wanted in Rabat, unless told otherwise."""
    given: dict[str, Any] = {
        "vacancy_id": uuid4(),
        "revision": 1,
        "employer_id": uuid4(),
        "employer_name": "Atlas Bâtiment",
        "agency_id": AGENCY,
        "title": "Maçon",
        "description": "Chantier de logements à Rabat.",
        "occupation": ref("mason"),
        "essential_skills": (ref("lay-bricks"), ref("render-walls")),
        "wanted_skills": (ref("read-plans"),),
        "languages": (spoken("fr", "A2"),),
        "place": "rabat",
        "contract_type": "CDD",
        "incentive": IncentiveTerms(scheme_id="idmaj", verdict="eligible"),
    }
    return VacancyPublished(**{**given, **facts})


def untold(vacancy: EmbeddedVacancy, profile_id: UUID) -> Glimpse:
    """Nothing that an employer may read before a yes."""
    return Glimpse()


def tell(database: Database, *events: Any, encoder: Encodes = ENCODER) -> None:
    """Let matching consume events, one transaction each."""
    for event in events:
        with database.session() as session, around(encoder)(session, [event]) as work:
            HANDLERS[type(event)](work, event)


def consumer_of(database: Database) -> Consumer:
    """Matching's worker, without its bus."""
    return Consumer("matching", database, HANDLERS, around=around(ENCODER))


class Caller:
    """Somebody who calls the API."""

    def __init__(self, client: TestClient, actor: Actor, *, lang: str = "fr") -> None:
        self.actor = actor
        self._client = client
        self._headers = headers_for(actor, lang=lang)

    def get(self, path: str, **params: Any) -> Any:
        return self._client.get(f"/v1{path}", params=params, headers=self._headers)

    def post(self, path: str, body: Any = None) -> Any:
        return self._client.post(f"/v1{path}", json=body, headers=self._headers)
