"""From facts to numbers and back: people and vacancies for ranking, scores as reasons.

One `Matcher` a process holds the encoder and the two lexicons. It keeps no person.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Protocol, get_args
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from amuddu.contracts.employers import VacancyPublished
from amuddu.contracts.matching.ranking import Reasons, SkillMatch
from amuddu.contracts.profiles import ProfileUpdated
from amuddu.contracts.types import ConceptRef, ContractType, Lang
from amuddu.reference.languages import level_rank
from amuddu.reference.places import places
from services.matching.lexicon.concept_file import index_beside
from services.matching.lexicon.concepts import Concept, answers, resolve
from services.matching.lexicon.lexicon import Lexicon, Meanings, Scope, trusted
from services.matching.lexicon.linker import MEANINGS, Job, Linker
from services.matching.ranking.closeness import Closeness
from services.matching.ranking.limits import LICENCES, passed
from services.matching.ranking.parts import profile_parts, tells_a_story, vacancy_parts
from services.matching.ranking.pool import Floats, Ints, Person, Pool, day_number, language_number
from services.matching.ranking.reasons import Evidence, Listed, explain, skills_met
from services.matching.ranking.scoring import (
    NEUTRAL,
    Demand,
    SkillsAsked,
    best_first,
    distances,
    occupation_closeness,
    score,
    skill_closeness,
)
from services.matching.vectors.embedding import Encodes, Vector, embed

CONTRACTS: tuple[ContractType, ...] = get_args(ContractType)
NOWHERE = (float("nan"), float("nan"))


@dataclass(frozen=True, slots=True)
class EmbeddedProfile:
    """A person's facts with their vector."""

    facts: ProfileUpdated
    vector: Vector


@dataclass(frozen=True, slots=True)
class EmbeddedVacancy:
    """A vacancy's facts with its vector."""

    facts: VacancyPublished
    vector: Vector


class Scoped(Protocol):
    """Whose words these are: a pool, or everybody."""

    @property
    def trade_scope(self) -> Scope: ...

    @property
    def skill_scope(self) -> Scope: ...


@dataclass(frozen=True, slots=True)
class Explained:
    """The fit of one person for one vacancy, with its reasons."""

    fit: float
    reasons: Reasons


_VACANCIES_READ = 4096
"""Vacancies whose trade is told in own words, and was looked for in all that they say."""


@lru_cache(maxsize=2)
def matcher_of(encoder: Encodes) -> Matcher:
    """The matcher of an encoder, made once: it reads every name in the reference data."""
    return Matcher(encoder)


class Matcher:
    """Compares people with vacancies, in any of the four languages."""

    def __init__(self, encoder: Encodes) -> None:
        self.encoder = encoder
        self.skills = Lexicon("skill", encoder)
        self.occupations = Lexicon(
            "occupation", encoder, skills=self.skills.names, index=index_beside(encoder)
        )
        self._trades_close = Closeness(
            self.occupations, occupation_closeness, kin=_elementary_groups(self.occupations.ids)
        )
        self._skills_close = Closeness(self.skills, skill_closeness, least=NEUTRAL)
        self._meant = lru_cache(_VACANCIES_READ)(self._read)

    @property
    def linker(self) -> Linker:
        """What words of trades are linked with."""
        return self.occupations.linker_of_trades

    def learn(self, profiles: Sequence[ProfileUpdated]) -> None:
        """Meet the words of many people in one go, which is much faster than one by one."""
        self.skills.entries([ref for profile in profiles for ref in profile.skills])
        self.occupations.entries(
            [
                ref
                for profile in profiles
                for ref in (*profile.occupations, *(job.occupation for job in profile.experience))
            ]
        )

    def person(self, profile: ProfileUpdated, *, vector: Vector) -> Person:
        """A person's numbers. A vector of zeros (no word the model knows) tells nothing."""
        jobs = self.occupations.entries([job.occupation for job in profile.experience])
        wished = self.occupations.entries(profile.occupations)
        lat, lng = _where(profile.place)
        return Person(
            occupations=np.unique(np.concatenate((wished, jobs))),
            jobs=jobs,
            months=_ints([job.months for job in profile.experience]),
            skills=np.unique(self.skills.entries(profile.skills)),
            languages=_ints([language_number(spoken.code) for spoken in profile.languages]),
            levels=_ints([level_rank(spoken.level) + 1 for spoken in profile.languages]),
            lat=lat,
            lng=lng,
            max_km=_number(profile.max_distance_km),
            available=day_number(profile.available_from),
            contracts=sum(contract_bit(kind) for kind in set(profile.contract_types)),
            told=tells_a_story(profile) and bool(vector.any()),
        )

    def pool(self, people: Sequence[Person]) -> Pool:
        """Some people, to be compared with vacancies."""
        return Pool.of(people, trades=self.occupations, skills=self.skills)

    def demand(self, vacancy: VacancyPublished, pool: Scoped, *, today: date) -> Demand:
        """What a vacancy asks of a pool. A start day that has passed means "now"."""
        lat, lng = _where(vacancy.place)
        start = max(vacancy.starts_on, today) if vacancy.starts_on else None
        trade = resolve("occupation", vacancy.occupation)
        return Demand(
            occupation=self._occupation(vacancy, pool.trade_scope),
            skills=self._skills(vacancy, trade, pool.skill_scope),
            languages=_languages_asked(vacancy),
            lat=lat,
            lng=lng,
            start=day_number(start),
            contract=contract_bit(vacancy.contract_type),
        )

    def profile_vectors(self, profiles: Sequence[ProfileUpdated]) -> NDArray[np.float32]:
        """Vectors of people, one a row."""
        return embed(self.encoder, [profile_parts(profile) for profile in profiles])

    def vacancy_vectors(self, vacancies: Sequence[VacancyPublished]) -> NDArray[np.float32]:
        """Vectors of vacancies, one a row."""
        return embed(self.encoder, [vacancy_parts(vacancy) for vacancy in vacancies])

    def explain(
        self,
        vacancy: EmbeddedVacancy,
        profiles: Sequence[EmbeddedProfile],
        *,
        today: date,
        lang: Lang | None,
    ) -> list[Explained]:
        """Fit and reasons of a few people for one vacancy, in their order.

        Names of concepts are in `lang`; everybody's own words when it is `None`.
        """
        pool = self.pool([self.person(one.facts, vector=one.vector) for one in profiles])
        demand = self.demand(vacancy.facts, pool, today=today)
        similarity = cosines(self._stacked([one.vector for one in profiles]), vacancy.vector)
        scores = score(demand, pool, similarity)
        away, outside = distances(demand, pool), passed(demand, pool)
        evidence = Evidence(vacancy.facts, demand, scores, pool, away, outside, lang)
        return [
            Explained(
                float(scores.fits[row]),
                explain(evidence, row, one.facts, self._listed(one.facts, pool)),
            )
            for row, one in enumerate(profiles)
        ]

    def skills_met(
        self,
        vacancies: Sequence[EmbeddedVacancy],
        profile: EmbeddedProfile,
        *,
        today: date,
        lang: Lang,
    ) -> list[tuple[SkillMatch, ...]]:
        """For each vacancy the skills it asks, with what meets them of one person."""
        pool = self.pool([self.person(profile.facts, vector=profile.vector)])
        listed = self._listed(profile.facts, pool)
        return [
            skills_met(
                each.facts,
                self.demand(each.facts, pool, today=today),
                profile.facts,
                listed,
                lang,
            )
            for each in vacancies
        ]

    def rank(
        self, vacancy: VacancyPublished, profiles: Sequence[ProfileUpdated], *, today: date
    ) -> list[tuple[UUID, float]]:
        """People from best to worst with their fit, without database or index.

        For evaluations: the order and fits that the service gives for the same facts.
        """
        vectors = self.profile_vectors(profiles)
        people = zip(profiles, vectors, strict=True)
        pool = self.pool([self.person(facts, vector=vector) for facts, vector in people])
        similarity = cosines(vectors, self.vacancy_vectors([vacancy])[0])
        scores = score(self.demand(vacancy, pool, today=today), pool, similarity)
        order = best_first(scores.fits, np.arange(len(profiles)))
        return [(profiles[place].profile_id, float(scores.fits[place])) for place in order]

    def _stacked(self, vectors: Sequence[Vector]) -> NDArray[np.float32]:
        return np.array(vectors, dtype=np.float32).reshape(-1, self.encoder.dimension)

    def _occupation(self, vacancy: VacancyPublished, scope: Scope) -> Floats:
        """Closeness of every trade to the one wanted."""
        entry = int(self.occupations.entries([vacancy.occupation])[0])
        return self._trades_close(entry, scope, self.trades_meant(vacancy))

    def trades_meant(self, vacancy: VacancyPublished) -> Meanings | None:
        """The trades that a vacancy is about, each with its trust, where its trade is told in words
        of its own: its skills and its description say which of two it is. `None` where it is known.
        """
        if resolve("occupation", vacancy.occupation) is not None:
            return None
        skills = tuple(ref.text for ref in (*vacancy.essential_skills, *vacancy.wanted_skills))
        return self._meant(Job(vacancy.occupation.text, skills, vacancy.description))

    def _read(self, job: Job) -> Meanings:
        found = self.linker.link([job], limit=MEANINGS)[0]
        return tuple((one.place, trusted(one.score)) for one in found)

    def _skills(
        self, vacancy: VacancyPublished, trade: Concept | None, scope: Scope
    ) -> SkillsAsked:
        """What the vacancy and its trade ask of every skill."""
        essential, optional = (trade.essential_skills, trade.optional_skills) if trade else ((), ())
        of_trade = np.zeros(len(scope), dtype=np.bool_)
        of_trade[self.skills.entries(_refs((*essential, *optional)))] = True
        return SkillsAsked(
            essential=self._closeness(vacancy.essential_skills, scope),
            wanted=self._closeness(vacancy.wanted_skills, scope),
            trade_skills=self._closeness(_refs(essential), scope),
            of_trade=of_trade,
            licences=self._closeness(_licences(vacancy.essential_skills), scope),
        )

    def _closeness(self, asked: Sequence[ConceptRef], scope: Scope) -> tuple[Floats, ...]:
        return tuple(self._skills_close(int(entry), scope) for entry in self.skills.entries(asked))

    def _listed(self, profile: ProfileUpdated, pool: Pool) -> Listed:
        jobs = tuple(job.occupation for job in profile.experience)
        trades = (*profile.occupations, *jobs)
        return Listed(
            trades=trades,
            trade_places=pool.trade_scope.places(self.occupations.entries(trades)),
            skill_places=pool.skill_scope.places(self.skills.entries(profile.skills)),
        )


def _elementary_groups(ids: Sequence[str]) -> Ints:
    """The sub-major group of trades that ask for none (ISCO-08 major group 9), 0 of the others."""
    codes = (answers("occupation")[each].isco or "" for each in ids)
    return _ints([int(code[:2]) if code.startswith("9") else 0 for code in codes])


def _licences(asked: Sequence[ConceptRef]) -> list[ConceptRef]:
    """Those of some skills that take a paper."""
    known = ((ref, resolve("skill", ref)) for ref in asked)
    return [ref for ref, concept in known if concept and concept.id in LICENCES]


def _refs(identifiers: Sequence[str]) -> list[ConceptRef]:
    return [ConceptRef(text=identifier, concept=identifier) for identifier in identifiers]


def contract_bit(kind: ContractType) -> int:
    """A bit of its own for each contract type."""
    return 1 << CONTRACTS.index(kind)


def cosines(vectors: NDArray[np.float32], vector: Vector) -> Floats:
    """Cosine of each row with a vector; 0 for rows of zeros.

    Row by row: a matrix product adds up in an order that depends on how many rows there are, and
    somebody's fit would change in its last bit with who else is looked at.
    """
    rows: Floats = np.vecdot(vectors, vector).astype(np.float64)
    return rows


def _languages_asked(vacancy: VacancyPublished) -> tuple[tuple[int, int], ...]:
    """Each language once, at the highest level asked."""
    asked: dict[int, int] = {}
    for wanted in vacancy.languages:
        number = language_number(wanted.code)
        asked[number] = max(asked.get(number, 0), level_rank(wanted.level) + 1)
    return tuple(asked.items())


def _where(place: str | None) -> tuple[float, float]:
    found = places().get(place) if place else None
    return (found.lat, found.lng) if found else NOWHERE


def _number(value: float | None) -> float:
    return float("nan") if value is None else float(value)


def _ints(values: Sequence[int]) -> Ints:
    return np.array(values, dtype=np.int64)
