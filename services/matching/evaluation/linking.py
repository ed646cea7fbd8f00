"""Job titles against the names of occupations, as MELO measures it (Retyk et al. 2024).

A judged set is a folder: job titles of a national register (``queries.tsv``), names of ESCO
concepts (``corpus_elements.tsv`` or ``corpus.tsv``) and who belongs to whom (``annotations.tsv``
or ``qrels.tsv``). The concept of a name is told by ``concept_mapping.tsv``; without it, the name's
id is taken for the concept's.

The figures are the mean reciprocal rank (1 divided by the rank of the first right name, averaged)
and the share of titles with a right name among the first 10. Among equal scores the wrong names
count as first, as in the published benchmark: ESCO gives many names to several concepts, and a
figure must not depend on the order of a file.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import numpy as np
from numpy.typing import NDArray

from services.matching.lexicon.concept_index import (
    USUAL,
    ConceptIndex,
    Encodes,
    Named,
    encode_title,
)
from services.matching.lexicon.concepts import answers
from services.matching.lexicon.linker import Linker
from services.matching.lexicon.text import core_title, split_gendered

Floats = NDArray[np.float32]
Score = Callable[[str], Floats]
"""Gives the closeness of a title to each name of the set, [names]."""

SPREAD = 3.0
"""How much more a name loses for what it lacks to the closest name of its concept. It changes
nothing where each concept has one name; 0 leaves the plain sum."""

_CORPUS_FILES = ("corpus_elements.tsv", "corpus.tsv", "corpus_elements")
_JUDGEMENT_FILES = ("annotations.tsv", "qrels.tsv", "qrels")
_QUERY_FILES = ("queries.tsv", "queries")
_MAPPING_FILE = "concept_mapping.tsv"
_HEADERS = ("q_id", "c_id")
_TIE = 1e-5
"""Scores closer than this are equal: single precision leaves that much noise."""


@dataclass(frozen=True)
class JudgedSet:
    """``right`` gives for each title the places of its right names; ``concepts`` the key of each
    name's concept; ``groups`` which names are those of ISCO groups."""

    name: str
    queries: tuple[str, ...]
    names: tuple[str, ...]
    concepts: tuple[str, ...]
    groups: NDArray[np.bool_]
    right: tuple[NDArray[np.int64], ...]

    @classmethod
    def read(cls, folder: Path) -> Self:
        """Read a folder; ``FileNotFoundError`` where a file is missing."""
        queries = dict(_pairs(_first(folder, _QUERY_FILES)))
        names = dict(_pairs(_first(folder, _CORPUS_FILES)))
        mapping = folder / _MAPPING_FILE
        links = dict(_pairs(mapping)) if mapping.exists() else {}
        addresses = [links.get(key, key) for key in names]
        place = {key: i for i, key in enumerate(names)}
        right: dict[str, list[int]] = {key: [] for key in queries}
        for query, _, name, judged in _rows(_first(folder, _JUDGEMENT_FILES)):
            if judged == "1" and query in right and name in place:
                right[query].append(place[name])
        return cls(
            name=folder.resolve().name,
            queries=tuple(queries.values()),
            names=tuple(names.values()),
            concepts=tuple(address.rsplit("/", 1)[-1] for address in addresses),
            groups=np.array(["/isco/" in address for address in addresses], dtype=np.bool_),
            right=tuple(np.array(places, dtype=np.int64) for places in right.values()),
        )


@dataclass(frozen=True, slots=True)
class LinkingFigures:
    """Mean reciprocal rank, share of titles answered within the first 10, number of titles."""

    mrr: float
    success_at_10: float
    queries: int


def measure(judged: JudgedSet, score: Score) -> LinkingFigures:
    """Rank all names for each title. A title without right name counts as never found."""
    ranks = [
        rank(score(query), right) for query, right in zip(judged.queries, judged.right, strict=True)
    ]
    found = np.array(ranks) if ranks else np.full(1, np.inf)
    return LinkingFigures(float((1 / found).mean()), float((found <= 10).mean()), len(ranks))


def rank(scores: Floats, right: NDArray[np.int64]) -> float:
    """Rank from 1 of the first right name, behind every wrong one that scores as much."""
    if not len(right):
        return float("inf")
    best = scores[right].max()
    ahead = scores >= best - _TIE
    return 1.0 + int(ahead.sum()) - int(ahead[right].sum())


def by_linker(
    judged: JudgedSet, linker: Linker, encoder: Encodes, *, spread: float = SPREAD
) -> Score:
    """Closeness of a title to the concept of each name, as the running service's linker has it.

    The linker says how close the concept is; the names of the set, which it does not know, add
    their own closeness. What a name lacks to the closest one of its concept weighs ``spread``
    more, as a list names a concept once before it repeats it. Concepts that the linker's index
    lacks are known by their names in the set.
    """
    vectors = _NameVectors.of(judged.names, encoder)
    siblings = _Siblings.of(judged.concepts)
    known = _places(judged, linker.index)
    missing = _missing(judged, encoder, linker.index)
    strange = _places(judged, missing)

    def score(query: str) -> Floats:
        vector = encode_title(encoder, core_title(query))
        own = vectors.cosines(vector)
        close = own - np.float32(spread) * (siblings.closest(own) - own)
        esco = linker.evidence([query]).esco
        if esco is not None:
            close += np.float32(USUAL.total) * _of_concepts(esco[0], known)
        if missing is not None:
            found = missing.scores(core_title(query), vector)
            close += np.float32(USUAL.total) * _of_concepts(found, strange)
        return close

    return score


def _places(judged: JudgedSet, index: ConceptIndex | None) -> NDArray[np.int64]:
    """The number of each name's concept in an index, [names], -1 where it lacks it."""
    number = {key: i for i, key in enumerate(index.keys)} if index else {}
    return np.array([number.get(key, -1) for key in judged.concepts], dtype=np.int64)


def _of_concepts(scores: Floats, places: NDArray[np.int64]) -> Floats:
    """The score of each name's concept, [names]; 0 where it has no place."""
    return np.where(places >= 0, scores[places], np.float32(0))


@dataclass(frozen=True, slots=True)
class Bin:
    """Answers whose confidence is from `least` up to the next bin: how many, and what share of
    them names the right unit group of ISCO-08."""

    least: float
    answers: int
    right: float


def reliability(judged: JudgedSet, linker: Linker) -> list[Bin]:
    """The reliability diagram of the first answers, by tenths of their confidence.

    Titles whose right concepts have no ISCO-08 code in the index are left out.
    """
    code = linker.index.isco if linker.index else {}
    known = tuple(answers("occupation").values())
    found: list[tuple[float, bool]] = []
    firsts = linker.link(judged.queries, limit=1)
    for places, answered in zip(judged.right, firsts, strict=True):
        codes = {code.get(judged.concepts[place], "") for place in places} - {""}
        if codes and answered:
            found.append((answered[0].score, known[answered[0].place].isco in codes))
    return [
        Bin(tenth / 10, len(right), sum(right) / len(right))
        for tenth in range(10)
        if (right := [one for score, one in found if min(int(score * 10 + 1e-9), 9) == tenth])
    ]


@dataclass(frozen=True, slots=True)
class _NameVectors:
    """Each name of a set as the vectors of its one or two genders, both [names, d]."""

    masculine: Floats
    feminine: Floats

    @classmethod
    def of(cls, names: Sequence[str], encoder: Encodes) -> Self:
        forms = [split_gendered(name) for name in names]
        return cls(
            encoder.encode([form[0] for form in forms]),
            encoder.encode([form[-1] for form in forms]),
        )

    def cosines(self, vector: Floats) -> Floats:
        closest: Floats = np.maximum(self.masculine @ vector, self.feminine @ vector)
        return closest


@dataclass(frozen=True, slots=True)
class _Siblings:
    """Which names are those of one concept: ``order`` sorts the names by concept, ``first`` is
    where each concept begins in that order, ``concept`` the number of each name's concept."""

    order: NDArray[np.int64]
    first: NDArray[np.int64]
    concept: NDArray[np.int64]

    @classmethod
    def of(cls, concepts: Sequence[str]) -> Self:
        _, numbers = np.unique(np.array(concepts, dtype=np.str_), return_inverse=True)
        order = np.argsort(numbers, kind="stable")
        ends = np.flatnonzero(np.diff(numbers[order], prepend=-1))
        return cls(order, ends, numbers)

    def closest(self, scores: Floats) -> Floats:
        """For each name, the highest score among the names of its concept, [names]."""
        if not len(scores):
            return scores
        highest: Floats = np.maximum.reduceat(scores[self.order], self.first)[self.concept]
        return highest


def _missing(
    judged: JudgedSet, encoder: Encodes, index: ConceptIndex | None
) -> ConceptIndex | None:
    """An index of the set's own concepts that the given index lacks, `None` where it has all."""
    known = set(index.keys) if index else set()
    names: dict[tuple[str, bool], list[str]] = {}
    for concept, group, name in zip(
        judged.concepts, judged.groups.tolist(), judged.names, strict=True
    ):
        if concept not in known:
            names.setdefault((concept, group), []).append(name)
    concepts = [Named(key, tuple(own), group=group) for (key, group), own in names.items()]
    return ConceptIndex.build(concepts, encoder) if concepts else None


def judged_sets(folder: Path) -> list[JudgedSet]:
    """The set that the folder is, or all those in its sub-folders, by name."""
    if is_set(folder):
        return [JudgedSet.read(folder)]
    return [JudgedSet.read(one) for one in sorted(folder.iterdir()) if is_set(one)]


def is_set(folder: Path) -> bool:
    """Whether the folder itself is a judged set."""
    return any((folder / name).is_file() for name in _QUERY_FILES)


def _first(folder: Path, names: Sequence[str]) -> Path:
    for name in names:
        if (folder / name).exists():
            return folder / name
    raise FileNotFoundError(f"none of {', '.join(names)} in {folder}")


def _pairs(path: Path) -> Iterator[tuple[str, str]]:
    for row in _rows(path):
        if row[0] not in _HEADERS:
            yield row[0], row[1]


def _rows(path: Path) -> Iterator[list[str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        for row in csv.reader(stream, delimiter="\t", quoting=csv.QUOTE_NONE):
            if row:
                yield row
