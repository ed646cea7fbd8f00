"""What an employer reads of somebody before their yes: bands that several people share. Pure.

Everybody whom a vacancy could be proposed to starts as one group that tells nothing. What helps
an employer most is looked at first (`ORDER`), one thing after the other, and each group is divided
by it: those whose value at least `LEAST` people of their group share are told it and go on as
a group of their own; all others of the group go on together without it. Where these are too few,
the smallest of the new groups stays with them.

So for every reading there are at least `LEAST` people who are shown exactly so, and a reader who
knows these rules cannot tell who of them it is. Groups are made of all people, not of those who
stand on a shortlist: else a short list would tell nothing, or a long one everything.

k-anonymity by local recoding: Sweeney, Achieving k-anonymity privacy protection using
generalization and suppression (2002).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from amuddu.contracts.employers import VacancyPublished
from amuddu.contracts.matching.ranking import Glimpse
from amuddu.contracts.types import ConceptRef, LanguageSkill
from amuddu.reference.languages import COMMON
from amuddu.reference.rare_languages import names_rare_language
from services.matching.ranking.pool import Floats, Ints, Pool
from services.matching.ranking.scoring import (
    FEATURES,
    NEAR_TRADE,
    Demand,
    Scores,
    distances,
    relevant_months,
)

LEAST = 5
"""People who share each reading, at least; as for the smallest count that a report shows."""

UNKNOWN = -1

Name = Literal[
    "trade", "essentials", "skills", "languages", "distance", "experience", "fit", "start"
]
ORDER: tuple[Name, ...] = (
    "trade",
    "essentials",
    "languages",
    "distance",
    "experience",
    "skills",
    "fit",
    "start",
)
"""What is told before what."""

WORDS: Mapping[Name, tuple[object, ...]] = {
    "trade": ("other", "near", "same"),
    "essentials": ("none", "some", "all"),
    "languages": (False, True),
    "distance": ("near", "region", "far"),
    "experience": ("little", "some", "long"),
    "fit": ("low", "fair", "high"),
    "start": (False, True),
}

FIT_FROM = (0.45, 0.65)
"""Least fit that is fair, and that is high."""
KILOMETRES = (30.0, 100.0)
"""Farthest that is near, and that is in the region."""
MONTHS = (12.0, 36.0)
"""Least experience that is some, and that is long."""


def glimpses(
    vacancy: VacancyPublished, demand: Demand, pool: Pool, scores: Scores, *, least: int = LEAST
) -> list[Glimpse]:
    """What may be told of each person of the pool, in their order, each shared by `least` people.

    A pool of fewer people tells nothing of anybody.
    """
    found = _columns(vacancy, demand, pool, scores)
    starts = np.cumsum([0, *(found[name].shape[1] for name in ORDER)]).tolist()
    table = np.column_stack([found[name] for name in ORDER])
    shown = np.where(tellable(table, least=least), table, UNKNOWN)
    spans = [slice(first, last) for first, last in pairwise(starts)]
    return [
        _glimpse({name: row[span].tolist() for name, span in zip(ORDER, spans, strict=True)})
        for row in shown
    ]


def tellable(table: Ints, *, least: int) -> NDArray[np.bool_]:
    """Which values of a table [people, things] may be told, so that `least` rows read alike.

    A value below 0 is unknown and never told.
    """
    told = np.zeros(table.shape, dtype=np.bool_)
    if len(table) < least:
        return told
    group = np.zeros(len(table), dtype=np.int64)
    for thing, values in enumerate(table.T):
        told[:, thing] = _divided(group, values, least)
        seen = np.where(told[:, thing], values, UNKNOWN) + 1
        _, group = np.unique(group * (int(seen.max()) + 1) + seen, return_inverse=True)
    return told


def _divided(group: Ints, values: Ints, least: int) -> NDArray[np.bool_]:
    """Who is told their value, of groups that are to be divided by it."""
    width = int(values.max(initial=0)) + 2
    keys, part, sizes = np.unique(
        group * width + values + 1, return_inverse=True, return_counts=True
    )
    owner = keys // width
    large = (sizes >= least) & (keys % width > 0)
    others = np.bincount(owner[~large], weights=sizes[~large], minlength=int(owner.max()) + 1)
    # Too few others would be told apart by not being told: the smallest new group joins them.
    few = (others > 0) & (others < least)
    new = np.flatnonzero(large)
    new = new[np.lexsort((sizes[new], owner[new]))]
    smallest = new[np.unique(owner[new], return_index=True)[1]]
    large[smallest[few[owner[smallest]]]] = False
    told: NDArray[np.bool_] = large[part]
    return told


def _columns(
    vacancy: VacancyPublished, demand: Demand, pool: Pool, scores: Scores
) -> Mapping[Name, Ints]:
    """What could be told, as small numbers [people, values]: most have one value."""
    met = _met((*demand.skills.essential, *demand.skills.wanted), pool)
    # What depends on a language that tells an origin is told of nobody.
    essential, wanted = _tellable(vacancy.essential_skills), _tellable(vacancy.wanted_skills)
    met[:, [not one for one in (*essential, *wanted)]] = UNKNOWN
    single: Mapping[Name, Ints] = {
        "trade": _trade(vacancy, scores),
        "essentials": _essentials(met[:, : len(essential)][:, essential]),
        "languages": _languages(vacancy, demand, pool),
        "distance": _bands(distances(demand, pool), KILOMETRES, above=True),
        "experience": _experience(demand, pool),
        "fit": _fit(vacancy, scores),
        "start": _start(demand, pool),
    }
    return {"skills": met, **{name: column.reshape(-1, 1) for name, column in single.items()}}


def _bands(values: Floats, limits: tuple[float, ...], *, above: bool = False) -> Ints:
    """In which band each value lies, from 0; a limit belongs to the band above it, or below."""
    found = np.full(len(values), UNKNOWN, dtype=np.int64)
    known = ~np.isnan(values)
    found[known] = np.digitize(values[known], limits, right=above)
    return found


def _trade(vacancy: VacancyPublished, scores: Scores) -> Ints:
    """The band of the trade; unknown where words that name a language are compared."""
    if vacancy.occupation.concept is None and names_rare_language(vacancy.occupation.text):
        return _untold(len(scores.fits))
    return _bands(scores.values[:, FEATURES.index("occupation")], (NEAR_TRADE, 1.0))


def _fit(vacancy: VacancyPublished, scores: Scores) -> Ints:
    """The band of the fit; unknown where it depends on a language that tells an origin, asked as
    such or in words."""
    skills = (*vacancy.essential_skills, *vacancy.wanted_skills)
    words = (vacancy.title, vacancy.description, vacancy.occupation.text)
    if (
        any(map(_tells_origin, vacancy.languages))
        or not all(_tellable(skills))
        or any(map(names_rare_language, words))
    ):
        return _untold(len(scores.fits))
    return _bands(scores.fits, FIT_FROM)


def _untold(people: int) -> Ints:
    return np.full(people, UNKNOWN, dtype=np.int64)


def _tells_origin(spoken: LanguageSkill) -> bool:
    """Whether it would tell where people come from who speaks this: a language that few speak in
    Morocco, or one as their mother tongue."""
    return spoken.code not in COMMON or spoken.level == "native"


def _tellable(skills: Sequence[ConceptRef]) -> list[bool]:
    """Of each skill asked, that its words name no such language."""
    return [not names_rare_language(skill.text) for skill in skills]


def _met(asked: Sequence[Floats], pool: Pool) -> Ints:
    """Which skills each person meets, [people, skills]."""
    table = np.zeros((len(pool), len(asked)), dtype=np.int64)
    for column, closeness in enumerate(asked):
        table[:, column] = pool.skills.best(closeness[pool.skills.values], empty=0.0) > 0
    return table


def _essentials(met: Ints) -> Ints:
    """None, some or all of the essential skills; unknown where none is asked."""
    if not met.shape[1]:
        return np.full(len(met), UNKNOWN, dtype=np.int64)
    found: Ints = met.max(axis=1) + met.min(axis=1)
    return found


def _languages(vacancy: VacancyPublished, demand: Demand, pool: Pool) -> Ints:
    """Whether the languages asked are met, of those that tell no origin; unknown where none is."""
    asked = list(dict.fromkeys(spoken.code for spoken in vacancy.languages))  # as in `demand`
    untold = {spoken.code for spoken in vacancy.languages if _tells_origin(spoken)}
    told = [one for code, one in zip(asked, demand.languages, strict=True) if code not in untold]
    met = np.full(len(pool), 1 if told else UNKNOWN, dtype=np.int64)
    for language, level in told:
        met[pool.level_of(language) < level] = 0
    return met


def _experience(demand: Demand, pool: Pool) -> Ints:
    worked = pool.months.sum(pool.months.values.astype(np.float64)) > 0
    return _bands(np.where(worked, relevant_months(demand, pool), np.nan), MONTHS)


def _start(demand: Demand, pool: Pool) -> Ints:
    known = ~(np.isnan(pool.available) | np.isnan(demand.start))
    found = np.full(len(pool), UNKNOWN, dtype=np.int64)
    found[known] = pool.available[known] <= demand.start
    return found


def _glimpse(row: Mapping[Name, list[int]]) -> Glimpse:
    said = {
        name: None if row[name][0] == UNKNOWN else words[row[name][0]]
        for name, words in WORDS.items()
    }
    skills = tuple(None if one == UNKNOWN else bool(one) for one in row["skills"])
    return Glimpse.model_validate({**said, "skills": skills})
