"""An index of concepts with many names: a text in any language finds the concepts it may stand for.

A concept is a pivot: its names in all languages stand for it, so a French title finds an
occupation through its French names and is then scored against the Arabic one. A text's closeness
to a concept adds up

* the cosine with its **best** name: somebody may have used just that name,
* the cosine with the **mean** of its names: tells concepts apart that share a name,
* the closeness in **letters** (`lexical.py`): typing errors and rare words.

Arrays in, scores out: this module reads and writes no file (`concept_file.py` does).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Protocol, Self

import numpy as np
from numpy.typing import NDArray

from services.matching.lexicon import exact
from services.matching.lexicon.letters import LexicalIndex
from services.matching.lexicon.text import core_title, split_gendered

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]

COVERED = 0.95
"""A name this close to one already kept adds nothing."""


class Encodes(Protocol):
    """Turns texts into unit rows, [n, dimension]."""

    def encode(self, texts: Sequence[str]) -> Floats: ...


@dataclass(frozen=True, slots=True)
class Named:
    """A concept to index: its key, its names in every language, its ISCO-08 code if it has one.

    The first `main` names, its label in each language, are always kept. `group` marks an ISCO
    group: it gathers occupations, and whoever names a job means one of these rather than the
    group, although both bear the name (`Dentistes`, `dentiste`).
    """

    key: str
    names: tuple[str, ...]
    isco: str = ""
    group: bool = False
    main: int = 1


@dataclass(frozen=True, slots=True)
class Found:
    """A concept, how close it is (up to 1), and its name that came closest where names are kept."""

    concept: str
    score: float
    label: str | None


@dataclass(frozen=True, slots=True)
class Weights:
    """What each sign counts in the closeness of a concept. `group` is what an ISCO group loses
    beside an occupation. Chosen on ROME titles that model and index never saw; the figures of other
    weights are in the model card."""

    best: float = 0.8
    mean: float = 0.8
    letters: float = 0.2
    group: float = 0.3

    @property
    def total(self) -> float:
        return self.best + self.mean + self.letters


USUAL = Weights()


@dataclass(frozen=True)
class ConceptIndex:
    """The concepts, numbered 0..C-1 in the order given.

    Concept `c` owns the name vectors `first[c]` up to `first[c + 1]`. Shapes: `vectors` [names,
    d] and `means` [C, d], unit rows; `groups` [C]. `labels` are the names of the vectors, `None`
    where the index was loaded without them.
    """

    keys: tuple[str, ...]
    codes: tuple[str, ...]
    groups: NDArray[np.bool_]
    first: Ints
    vectors: Floats
    means: Floats
    letters: LexicalIndex
    labels: tuple[str, ...] | None = None

    def __post_init__(self) -> None:
        """Put the rows on the grid on which a text is read alike alone and among others."""
        object.__setattr__(self, "vectors", exact.of_names(self.vectors))
        object.__setattr__(self, "means", exact.of_names(self.means))

    @classmethod
    def build(
        cls,
        concepts: Sequence[Named],
        encoder: Encodes,
        *,
        most: int | None = 12,
        grams: int | None = 250,
    ) -> Self:
        """Index the concepts; every concept needs a name.

        Of each concept about `most` name vectors are kept, its labels and those that cover its
        other names best, and `grams` runs of letters: 3,600 concepts with 97,000 names then
        take 40 MB.
        """
        names = [_forms(concept.names) for concept in concepts]
        main = [len(_forms(concept.names[: concept.main])) for concept in concepts]
        texts = [text for forms in names for text in forms]
        owners = np.repeat(np.arange(len(concepts)), [len(forms) for forms in names])
        vectors = encoder.encode(texts)
        first = np.searchsorted(owners, np.arange(len(concepts) + 1))
        means = unit(np.add.reduceat(vectors, first[:-1], axis=0)) if texts else vectors
        kept = [
            start + _covering(vectors[start:end], main[number], most)
            for number, (start, end) in enumerate(pairwise(first))
        ]
        places = np.concatenate(kept) if kept else np.zeros(0, dtype=np.int64)
        return cls(
            keys=tuple(concept.key for concept in concepts),
            codes=tuple(concept.isco for concept in concepts),
            groups=np.array([concept.group for concept in concepts], dtype=np.bool_),
            first=np.concatenate(([0], np.cumsum([len(one) for one in kept]))).astype(np.int64),
            vectors=vectors[places],
            means=means,
            letters=LexicalIndex.fit(texts, owners=owners, keep=grams),
            labels=tuple(texts[place] for place in places),
        )

    def __len__(self) -> int:
        return len(self.keys)

    @property
    def isco(self) -> dict[str, str]:
        """The ISCO-08 code of each concept."""
        return dict(zip(self.keys, self.codes, strict=True))

    def search(self, text: str, k: int, *, encoder: Encodes, groups: bool = True) -> list[Found]:
        """The `k` concepts closest to a title, best first; `groups` tells if ISCO groups count."""
        title = core_title(text)
        vector = encode_title(encoder, title)
        scores = self.scores(title, vector)
        if not groups:
            scores = np.where(self.groups, -np.inf, scores)
        order = np.argsort(-scores, kind="stable")[:k]
        return [
            Found(self.keys[i], float(scores[i]), self._closest_label(int(i), vector))
            for i in order
            if np.isfinite(scores[i])
        ]

    def scores(self, text: str, vector: Floats, *, weights: Weights = USUAL) -> Floats:
        """Closeness of a text, with its unit vector [d], to every concept, [C], up to 1."""
        alone: Floats = self.scores_many([text], vector[None], weights=weights)[0]
        return alone

    def scores_many(
        self, texts: Sequence[str], vectors: Floats, *, weights: Weights = USUAL
    ) -> Floats:
        """Closeness of texts, with their unit vectors [texts, d], to every concept, [texts, C]."""
        total = (
            weights.best * self.best_many(vectors)
            + weights.mean * (exact.of_texts(vectors) @ self.means.T)
            + weights.letters * self.letters.scores_many(texts)
            - weights.group * self.groups
        )
        closeness: Floats = (total / weights.total).astype(np.float32)
        return closeness

    def best(self, vector: Floats) -> Floats:
        """Cosine of a vector with each concept's closest name, [C]."""
        alone: Floats = self.best_many(vector[None])[0]
        return alone

    def best_many(self, vectors: Floats) -> Floats:
        """Cosine of vectors with each concept's closest name, [texts, C]."""
        if not len(self):
            return np.zeros((len(vectors), 0), dtype=np.float32)
        cosines = exact.of_texts(vectors) @ self.vectors.T
        closest: Floats = np.maximum.reduceat(cosines, self.first[:-1], axis=1)
        return closest

    def _closest_label(self, concept: int, vector: Floats) -> str | None:
        if self.labels is None:
            return None
        start, end = int(self.first[concept]), int(self.first[concept + 1])
        return self.labels[start + int((self.vectors[start:end] @ vector).argmax())]


def encode_titles(encoder: Encodes, titles: Sequence[str]) -> Floats:
    """Unit vectors of titles, [titles, d]; of both its genders where one names two."""
    forms = [split_gendered(title) for title in titles]
    if not forms:
        return encoder.encode([])
    vectors = encoder.encode([form for both in forms for form in both])
    first = np.cumsum([0, *(len(both) for both in forms[:-1])])
    return unit(np.add.reduceat(vectors, first, axis=0))


def encode_title(encoder: Encodes, title: str) -> Floats:
    """Unit vector of a title, [d]; of both its genders where it names two."""
    vector: Floats = encode_titles(encoder, [title])[0]
    return vector


def unit(rows: Floats) -> Floats:
    """Rows at length 1; a zero row stays zero."""
    lengths = np.linalg.norm(rows, axis=-1, keepdims=True)
    return np.asarray(rows / np.where(lengths > 0, lengths, 1.0), dtype=np.float32)


def _forms(names: Sequence[str]) -> tuple[str, ...]:
    """The distinct names, one per gender."""
    return tuple(dict.fromkeys(form for name in names for form in split_gendered(name)))


def _covering(vectors: Floats, main: int, most: int | None) -> Ints:
    """Places of the names to keep: the first `main`, then always the least covered one."""
    limit = len(vectors) if most is None else min(most, len(vectors))
    kept = list(range(min(main, len(vectors))))
    covered = (vectors @ vectors[kept].T).max(axis=1)
    while len(kept) < limit and covered.min() < COVERED:
        kept.append(int(covered.argmin()))
        covered = np.maximum(covered, vectors @ vectors[kept[-1]])
    return np.array(sorted(kept), dtype=np.int64)
