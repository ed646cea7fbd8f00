"""What words stand for: our own trades and, beneath them, the unit groups of ISCO-08.

The one path from a text to its trades, taken by pages, the public API, ranking and evaluation. A
text is read by

* what it says **outright** (`outright.py`): names, and words that turn by their neighbours;
* our **names** (`names.py`): what our trades are called in four languages and in Darija;
* **ESCO** (`concept_index.py`): 3,039 occupations of the European classification, as numbers, each
  of which speaks for its unit group and for the trade of ours that is named like it (`pivot.py`).

What says no trade is set aside first (`setaside.py`); a text of which nothing is left is linked to
nothing. Closeness is told as the probability that the answer's unit group is right
(`confidence.py`). A unit group is answered where none of its own trades is near enough.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from amuddu.reference.text import fold
from services.matching.lexicon import exact
from services.matching.lexicon.concept_index import ConceptIndex, Encodes, encode_titles, unit
from services.matching.lexicon.concepts import answers, concepts
from services.matching.lexicon.confidence import confidence, of_a_name
from services.matching.lexicon.met import Met, key
from services.matching.lexicon.names import MENDED, NameIndex, speller
from services.matching.lexicon.outright import LISTED, SPELT_SO, Outright, read
from services.matching.lexicon.pivot import Pivot
from services.matching.lexicon.work_told import work_told

Floats = NDArray[np.float32]

NEAR_ENOUGH = 0.06
"""Closeness that a trade of ours may lack to its unit group and still answer for it."""
SKILLS, DESCRIPTION = 0.7, 0.5
"""What skills and description count beside the title's 1: many trades share a skill, and a
description tells of the firm too. The model card says on what they were chosen."""
WORK_TOLD = 0.35
"""How far telling of a trade's work moves its closeness towards certainty."""
LEAST = 0.35
"""Closeness below which a text is taken to name nothing."""
LEAST_ALONE = 0.45
"""The same where there is no index."""
LIKELY = 0.5
"""Probability below which a guess is more likely wrong than right."""
LEAST_LIKELY = 0.02
"""Probability below which an answer would be noise."""
LEAST_FIRST, LEAST_FIRST_OF_STORY = 0.3, 0.2
"""Probability of the best answer below which nothing is answered: of a title, and of a story, in
which nothing is ever very likely."""
STORY_WORDS = 24
"""Words from which a text is a story even if nobody says "I"."""
MEANINGS = 4
"""Trades that one text stands for at most."""
_BLOCK = 256
_LEAST_LETTERS = 4
_SENTENCE = re.compile(r"[\n.;:•!?]+")
_PERSONS = frozenset(
    """je j ai ma mon mes nous i we my me yo mi he era fui ana انا كنت كانت عندي بغيت كنخدم خدمت لي
    kont kan kankhdem khdamt fe fait faisais""".split()  # noqa: SIM905 - one text reads better
)
"""Folded words of somebody who tells what they did."""


@dataclass(frozen=True, slots=True)
class Job:
    """What is told of a job: its title; of a vacancy its skills and description too."""

    title: str
    skills: tuple[str, ...] = ()
    description: str = ""

    @property
    def more(self) -> bool:
        """Whether more is told than the title."""
        return bool(self.skills or self.description)


@dataclass(frozen=True, slots=True)
class Answer:
    """A trade or unit group by its place in `Linker.ids`, the probability that its unit group is
    right, and the ESCO occupation that speaks for it."""

    place: int
    score: float
    esco: str | None = None


@dataclass(frozen=True)
class Evidence:
    """Texts as they were told and read, which of them are stories, their closeness to every answer
    [texts, answers], and to every concept of the index [texts, concepts]."""

    told: tuple[Job, ...]
    read: tuple[Outright, ...]
    stories: NDArray[np.bool_]
    answers: Floats
    esco: Floats | None


class Linker:
    """The linker of trades of one process."""

    def __init__(
        self,
        names: NameIndex,
        encoder: Encodes,
        *,
        skills: NameIndex | None = None,
        index: ConceptIndex | None = None,
    ) -> None:
        self.names = names
        self.index = index
        self.met: Met[tuple[Answer, ...]] = Met()
        self.ids: tuple[str, ...] = tuple(answers("occupation"))
        self._known = tuple(answers("occupation").values())
        self._place = {identifier: place for place, identifier in enumerate(self.ids)}
        self._encoder = encoder
        self._skills = skills
        self._own = len(concepts("occupation"))
        numbers = {group.isco: n for n, group in enumerate(self._known[self._own :])}
        self._group = np.array([numbers[each.isco] for each in self._known], dtype=np.int64)
        self._pivot = Pivot.of(index, names) if index else None

    def link(self, jobs: Sequence[str | Job], *, limit: int) -> list[tuple[Answer, ...]]:
        """The answers to each text, best first; none where it says no trade."""
        asked = [_key(one, limit) for one in jobs]
        found = self.met.of(asked)
        unmet = [
            (at, one) for at, one in dict(zip(asked, jobs, strict=True)).items() if at not in found
        ]
        for start in range(0, len(unmet), _BLOCK):
            block = unmet[start : start + _BLOCK]
            evidence = self.evidence([one for _, one in block])
            new = {at: self._answers(evidence, row, limit) for row, (at, _) in enumerate(block)}
            self.met.keep(new)
            found.update(new)
        return [found[at] for at in asked]

    def meanings(self, texts: Sequence[str]) -> list[tuple[tuple[int, float], ...]]:
        """The places that each text stands for with how sure that is: all that it names outright,
        else the likeliest."""
        found = self.link(texts, limit=1)
        return [
            tuple((self._place[trade], sure) for trade, sure in read(text).trades[:MEANINGS])
            or tuple((one.place, one.score) for one in guessed)
            for text, guessed in zip(texts, found, strict=True)
        ]

    def evidence(self, jobs: Sequence[str | Job]) -> Evidence:
        """What the sources say of some texts."""
        told = tuple(Job(one) if isinstance(one, str) else one for one in jobs)
        texts = tuple(read(one.title) for one in told)
        listed = [", ".join(one.clauses) for one in texts]
        near = self.names.near(listed)
        stories = np.array([_is_story(one) for one in texts], dtype=np.bool_)
        if self._skills and stories.any():
            work = work_told(self._skills, [listed[row] for row in np.flatnonzero(stories)])
            near.tell(stories, WORK_TOLD * work)
        if self._pivot is None:
            groups = np.zeros((len(texts), len(self.ids) - self._own), dtype=np.float32)
            return Evidence(
                told, texts, stories, np.concatenate((near.closeness, groups), axis=1), None
            )
        esco = self._esco(told, texts)
        return Evidence(told, texts, stories, self._pivot.fused(near, esco, stories), esco)

    def _esco(self, jobs: Sequence[Job], texts: Sequence[Outright]) -> Floats:
        """Closeness to every concept of the index, [jobs, concepts]; skills and sentences count by
        the mean of their vectors."""
        assert self.index is not None
        titles = [" ".join(one.clauses) for one in texts]
        scores = self.index.scores_many(titles, encode_titles(self._encoder, titles))
        heard = [speller().heard(title) for title in titles]
        misspelt = [row for row, one in enumerate(heard) if one != fold(titles[row])]
        if misspelt:
            mended = [heard[row] for row in misspelt]
            anew = self.index.scores_many(mended, encode_titles(self._encoder, mended))
            scores[misspelt] = np.maximum(scores[misspelt], MENDED * anew)
        for weight, told in (
            (SKILLS, [job.skills for job in jobs]),
            (DESCRIPTION, [sentences(job.description) for job in jobs]),
        ):
            if any(told):
                sums = np.stack([self._encoder.encode(one).sum(axis=0) for one in told])
                near = exact.of_texts(unit(sums)) @ self.index.means.T
                scores += np.float32(weight) * near
        return scores

    def _answers(self, evidence: Evidence, row: int, limit: int) -> tuple[Answer, ...]:
        """The answers to one text, best first. Unless skills and description tell otherwise, the
        title of a trade as we show it comes first, and another name of it before every guess that
        is more likely wrong than right."""
        said = evidence.read[row]
        named = {
            self._place[trade]: self._named(evidence, row, self._place[trade], sure)
            for trade, sure in said.trades
        }
        alone = not evidence.told[row].more
        least = min(named.values(), default=1.0)
        scores = dict(named)
        for place, likely in self._guessed(evidence, row, limit):
            if place not in named and self._meant(said, place):
                behind = alone and (said.titled or (said.named and likely < LIKELY))
                scores[place] = min(likely, least) if behind else likely
        ranked = sorted(scores.items(), key=lambda item: (-item[1], item[0] not in named))[:limit]
        return tuple(
            Answer(place, round(score, 4), self._esco_of(evidence, row, place))
            for place, score in ranked
        )

    def _named(self, evidence: Evidence, row: int, place: int, sure: float) -> float:
        """Probability of a trade that the text names outright."""
        heeded = sure >= LISTED or sure == SPELT_SO
        if self._pivot is None or evidence.esco is None or not heeded:
            return sure  # a rule on neighbours knows better than ESCO, which reads words alone
        groups = self._pivot.by_group.best(evidence.esco[row : row + 1], self._pivot.groups)[0]
        top, own = float(groups.max()), float(groups[self._group[place]])
        return of_a_name(sure, top=top, own=own)

    def _guessed(self, evidence: Evidence, row: int, limit: int) -> Iterator[tuple[int, float]]:
        """The likeliest answers by closeness, with their probability."""
        close = evidence.answers[row]
        if close.max() < (LEAST_ALONE if evidence.esco is None else LEAST):
            return
        places = self._shown(close)
        places = places[np.argsort(-close[places], kind="stable")][: limit + len(self._known) // 20]
        groups = self._group[places]
        best = close[places[0]]
        other = next((close[p] for p, g in zip(places, groups, strict=True) if g != groups[0]), 0.0)
        lead = np.where(groups == groups[0], close[places] - other, close[places] - best)
        if evidence.esco is None:
            likely = np.where(close[places] >= LEAST_ALONE, close[places], 0)
        else:
            likely = confidence(close[places], lead)
        said = evidence.read[row]
        least = LEAST_FIRST_OF_STORY if evidence.stories[row] else LEAST_FIRST
        meant = (chance for at, chance in zip(places, likely, strict=True) if self._meant(said, at))
        if not said.trades and next(meant, 0.0) < least:
            return
        for place, chance in zip(places.tolist(), likely.tolist(), strict=True):
            if chance >= LEAST_LIKELY:
                yield place, chance

    def _meant(self, said: Outright, place: int) -> bool:
        """Whether a text's words do not rule an answer out."""
        return self.ids[place] not in said.barred

    def _shown(self, close: Floats) -> NDArray[np.int64]:
        """Our trades near enough to their unit group, and the groups that none of them answers."""
        groups = close[self._own :]
        near = close[: self._own] >= groups[self._group[: self._own]] - NEAR_ENOUGH
        answered = np.zeros(len(groups), dtype=np.bool_)
        answered[self._group[: self._own][near]] = True
        return np.flatnonzero(np.concatenate((near, ~answered)))

    def _esco_of(self, evidence: Evidence, row: int, place: int) -> str | None:
        """The ESCO occupation that speaks for an answer."""
        known = self._known[place].esco
        if known or evidence.esco is None or self._pivot is None or self.index is None:
            return known
        if place < self._own:
            columns = self._pivot.by_trade.columns(place)
        else:
            columns = self._pivot.by_group.columns(place - self._own)
        if not len(columns):
            return None
        best = int(columns[int(evidence.esco[row][columns].argmax())])
        return self.index.keys[best]


def _key(job: str | Job, limit: int) -> bytes:
    if isinstance(job, str):
        return key(str(limit), job)
    return key(str(limit), job.title, job.description, *job.skills)


def sentences(text: str) -> tuple[str, ...]:
    """The pieces of a text between stops and line ends, without crumbs."""
    pieces = (piece.strip() for piece in _SENTENCE.split(text))
    return tuple(piece for piece in pieces if len(piece) >= _LEAST_LETTERS)


def _is_story(text: Outright) -> bool:
    """Whether somebody tells what they did, rather than what it is called."""
    words = fold(" ".join(text.clauses)).split()
    return (bool(_PERSONS.intersection(words)) and len(words) > 2) or len(words) > STORY_WORDS
