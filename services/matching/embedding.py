"""Which words of a person and of a vacancy become their vector, and how a vector is kept.

Skills are compared one by one (`ranking.py`), so they stay out of the vector: whoever adds a
skill to their profile must never lose by it. A profile that holds nothing but skills is
embedded by them all the same, so that it is found; its text then counts as unknown.

Each part (occupations, experience, what they say of themselves) is encoded alone and the parts
are added by weight: in a mean over all words a long text would drown a short job title.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from amuddu.contracts.employers import VacancyPublished
from amuddu.contracts.profiles import ProfileUpdated
from amuddu.contracts.types import ConceptRef
from services.matching.words import all_names

Vector = NDArray[np.float32]

TITLE_WEIGHT = 3.0
EXPERIENCE_WEIGHT = 2.0
PROSE_WEIGHT = 1.0


class Encodes(Protocol):
    """What turns texts into vectors: `services.matching.encoder.Encoder`, or a test's own."""

    @property
    def dimension(self) -> int: ...

    @property
    def model_id(self) -> str: ...

    def __hash__(self) -> int: ...

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Vectors of length 1, one a text; the zero vector for an empty text."""


@dataclass(frozen=True, slots=True)
class Part:
    """Some words and how much they weigh."""

    words: str
    weight: float


def profile_parts(profile: ProfileUpdated) -> tuple[Part, ...]:
    """What a person did, wants to do and says of themselves; skills only for want of these."""
    return _said(
        [
            *(Part(all_names("occupation", ref), TITLE_WEIGHT) for ref in profile.occupations),
            *(
                Part(all_names("occupation", job.occupation), EXPERIENCE_WEIGHT)
                for job in profile.experience
            ),
            *(Part(job.text, PROSE_WEIGHT) for job in profile.experience),
            Part(profile.about, PROSE_WEIGHT),
        ]
    ) or _said(Part(all_names("skill", ref), 1.0) for ref in profile.skills)


def vacancy_parts(vacancy: VacancyPublished) -> tuple[Part, ...]:
    """The trade, the title as the employer wrote it, and the description."""
    return _said(
        [
            Part(all_names("occupation", vacancy.occupation), TITLE_WEIGHT),
            Part(vacancy.title, TITLE_WEIGHT),
            Part(vacancy.description, PROSE_WEIGHT),
        ]
    )


def tells_a_story(profile: ProfileUpdated) -> bool:
    """Whether the profile holds words beside its skills, so that its text can be compared."""
    jobs: tuple[ConceptRef, ...] = (
        *profile.occupations,
        *(job.occupation for job in profile.experience),
    )
    return bool(jobs or profile.about)


def embed(encoder: Encodes, documents: Sequence[Sequence[Part]]) -> NDArray[np.float32]:
    """Vectors, one a document, of length 1; zero for a document without words. One encoder call."""
    parts = [part for document in documents for part in document]
    sums = np.zeros((len(documents), encoder.dimension), dtype=np.float32)
    if not parts:
        return sums
    vectors = encoder.encode([part.words for part in parts])
    owner = np.repeat(np.arange(len(documents)), [len(document) for document in documents])
    weights = np.array([part.weight for part in parts], dtype=np.float32)
    np.add.at(sums, owner, vectors * weights[:, None])
    return unit(sums)


def unit(vectors: NDArray[np.float32]) -> NDArray[np.float32]:
    """Rows scaled to length 1; a zero row stays zero."""
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    return (vectors / np.where(lengths > 0, lengths, 1)).astype(np.float32)


def pack(vector: Vector) -> bytes:
    """A vector as the tables keep it: little-endian float16, 2 bytes a dimension.

    Half precision moves a cosine by less than 0.001, which no ranking notices.
    """
    return vector.astype("<f2").tobytes()


def unpack(kept: bytes) -> Vector:
    """A kept vector as float32."""
    return np.frombuffer(kept, dtype="<f2").astype(np.float32)


def _said(parts: Iterable[Part]) -> tuple[Part, ...]:
    return tuple(part for part in parts if part.words.strip())
