"""Do the right people come first across languages? A graded test built from a taxonomy.

A vacancy is an occupation's name and its essential skills in one language. Its candidates know
part of their own occupation's skills and say so in another: `SAME` of the same occupation (worth
3), then of the same ISCO-08 unit group (2), of the same minor group (1), and people from
elsewhere (0). Nobody carries a concept id: the words alone must meet. Names of candidates are
drawn among all that an occupation is called, so that few meet the vacancy's by letter.

The figure is the normalised discounted cumulative gain of the first ten (Järvelin and Kekäläinen
2002) with gains of `2**grade - 1`; equal scores count against the ranker: the lower grade first.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from math import log2
from random import Random
from statistics import mean
from uuid import UUID

from amuddu.contracts.employers import VacancyPublished
from amuddu.contracts.profiles import ProfileUpdated
from amuddu.contracts.types import LANGS, ConceptRef, Lang
from services.matching.evaluation.bm25 import Bm25
from services.matching.lexicon.concepts import concepts
from services.matching.ranking.matcher import Matcher
from services.matching.training.corpus import Corpus
from services.matching.vectors.embedding import Encodes

DEPTH = 10
SEED = 7
SAME, UNIT, MINOR = 3, 4, 5
"""Candidates of each grade, where the taxonomy has as many."""
CROWD = 60
"""People from whom those of elsewhere are taken, the same for every vacancy."""
MOST_SKILLS = 12
"""Skills of a vacancy, as many as a long advertisement lists."""
LEAST_SKILLS = 3
DAY = date(2026, 1, 1)

Names = Mapping[Lang, tuple[str, ...]]
Ranker = Callable[["Case", Lang, Lang], list[float]]
"""Scores of a case's candidates, the vacancy in the first language, they in the second."""


@dataclass(frozen=True, slots=True)
class Trade:
    """An occupation: all it is called, the preferred name first, and the skills it needs."""

    key: str
    isco: str = field(hash=False)
    names: Names = field(hash=False)
    skills: tuple[Names, ...] = field(hash=False)


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody of a trade. `draw` decides, alike in all languages, what they say of it."""

    trade: Trade
    draw: int

    def name(self, lang: Lang) -> str:
        """One of the names of the trade."""
        return Random(self.draw).choice(self.trade.names[lang])  # noqa: S311 - a draw to repeat

    def skills(self, lang: Lang) -> tuple[str, ...]:
        """About half the skills of the trade that have a name in this language."""
        random = Random(self.draw + 1)  # noqa: S311 - a draw to repeat
        kept = [skill for skill in self.trade.skills if random.random() < 0.5]
        return _called(kept or self.trade.skills[:1], lang)


@dataclass(frozen=True, slots=True)
class Case:
    """A vacancy and its candidates with their grades."""

    trade: Trade
    people: tuple[Person, ...]
    grades: tuple[int, ...]

    def title(self, lang: Lang) -> str:
        return self.trade.names[lang][0]

    def skills(self, lang: Lang) -> tuple[str, ...]:
        return _called(self.trade.skills, lang)


def own_trades() -> list[Trade]:
    """The occupations of the product's reference data."""
    skills = concepts("skill")
    return [
        Trade(
            key=one.id,
            isco=one.isco or "",
            names=one.names_in,
            skills=tuple(skills[skill].names_in for skill in one.essential_skills[:MOST_SKILLS]),
        )
        for one in concepts("occupation").values()
    ]


def corpus_trades(corpus: Corpus) -> list[Trade]:
    """The occupations of an ESCO download that have names in every language, and skills.

    A skill without a name in some language is left unsaid in it: ESCO has few in Arabic.
    """
    called: dict[str, Names] = {one.key: _names(one.names) for one in corpus.concepts}
    trades = (
        Trade(
            key=one.key,
            isco=one.group,
            names=called[one.key],
            skills=tuple(called[key] for key in corpus.skills_of.get(one.key, ()))[:MOST_SKILLS],
        )
        for one in corpus.concepts
        if one.kind == "occupation" and all(called[one.key].values())
    )
    return [trade for trade in trades if len(trade.skills) >= LEAST_SKILLS]


def cases(trades: Sequence[Trade], *, vacancies: int) -> list[Case]:
    """As many vacancies as asked, or as the taxonomy has trades with kin."""
    random = Random(SEED)  # noqa: S311 - a draw to repeat
    with_kin = [trade for trade in trades if len(_kin(trade, trades, digits=4)) > 0]
    crowd = [_person(random, trade) for trade in random.sample(trades, min(CROWD, len(trades)))]
    chosen = random.sample(with_kin, min(vacancies, len(with_kin)))
    return [_case(random, trade, trades, crowd) for trade in chosen]


def _case(random: Random, trade: Trade, trades: Sequence[Trade], crowd: Sequence[Person]) -> Case:
    unit, minor = _kin(trade, trades, digits=4), _kin(trade, trades, digits=3)
    minor = [one for one in minor if one.isco[:4] != trade.isco[:4]]
    graded = [
        *((_person(random, trade), 3) for _ in range(SAME)),
        *((_person(random, one), 2) for one in random.sample(unit, min(UNIT, len(unit)))),
        *((_person(random, one), 1) for one in random.sample(minor, min(MINOR, len(minor)))),
        *((person, 0) for person in crowd if person.trade.isco[:3] != trade.isco[:3]),
    ]
    random.shuffle(graded)
    people, grades = zip(*graded, strict=True)
    return Case(trade, people, grades)


def _kin(trade: Trade, trades: Sequence[Trade], *, digits: int) -> list[Trade]:
    """Other trades whose ISCO codes begin with the same digits."""
    return [
        one for one in trades if one.isco[:digits] == trade.isco[:digits] and one.key != trade.key
    ]


def _person(random: Random, trade: Trade) -> Person:
    return Person(trade, random.randrange(2**31))


# --- measures ---------------------------------------------------------------------------------


def measure(tests: Sequence[Case], ranker: Ranker) -> dict[str, float]:
    """Mean gain at ten for each pair, `fr>ar` being a vacancy in French, people in Arabic."""
    return {
        f"{asked}>{told}": mean(gain(one.grades, ranker(one, asked, told)) for one in tests)
        for asked in LANGS
        for told in LANGS
    }


def gain(grades: Sequence[int], scores: Sequence[float]) -> float:
    """nDCG at ten of grades put in the order of their scores, in [0, 1]."""
    ranked = [grade for _, grade in sorted(zip(scores, grades, strict=True), key=_worst_first)]
    best = _discounted(sorted(grades, reverse=True))
    return _discounted(ranked) / best if best else 1.0


def _worst_first(pair: tuple[float, int]) -> tuple[float, int]:
    score, grade = pair
    return -score, grade


def _discounted(grades: Iterable[int]) -> float:
    return sum(
        (2.0**grade - 1) / log2(place + 2) for place, grade in enumerate(list(grades)[:DEPTH])
    )


# --- rankers ----------------------------------------------------------------------------------


def by_fit(matcher: Matcher) -> Ranker:
    """The product's own ranking."""

    def scores(case: Case, asked: Lang, told: Lang) -> list[float]:
        people = [_profile(number, one, told) for number, one in enumerate(case.people)]
        fits = dict(matcher.rank(_vacancy(case, asked), people, today=DAY))
        return [fits[person.profile_id] for person in people]

    return scores


def by_words(tests: Sequence[Case]) -> Ranker:
    """BM25; how rare a word is, is told by all candidates in their language."""
    everybody = list(dict.fromkeys(person for one in tests for person in one.people))
    place = {person: number for number, person in enumerate(everybody)}
    indexes = {lang: Bm25([_said(person, lang) for person in everybody]) for lang in LANGS}

    def scores(case: Case, asked: Lang, told: Lang) -> list[float]:
        found = indexes[told].scores(_asked(case, asked))
        return [found[place[person]] for person in case.people]

    return scores


def by_vector(tests: Sequence[Case], encoder: Encodes) -> Ranker:
    """Cosines of the whole texts by an embedding model; each text is encoded once."""
    people = dict.fromkeys(_said(one, lang) for t in tests for one in t.people for lang in LANGS)
    asked_for = dict.fromkeys(_asked(one, lang) for one in tests for lang in LANGS)
    texts = list(people | asked_for)
    vectors = dict(zip(texts, encoder.encode(texts), strict=True))

    def scores(case: Case, asked: Lang, told: Lang) -> list[float]:
        wanted = vectors[_asked(case, asked)]
        return [float(wanted @ vectors[_said(person, told)]) for person in case.people]

    return scores


def _asked(case: Case, lang: Lang) -> str:
    return ". ".join((case.title(lang), *case.skills(lang)))


def _said(person: Person, lang: Lang) -> str:
    return ". ".join((person.name(lang), *person.skills(lang)))


def _vacancy(case: Case, lang: Lang) -> VacancyPublished:
    return VacancyPublished(
        vacancy_id=UUID(int=1),
        revision=1,
        employer_id=UUID(int=2),
        employer_name="-",
        title=case.title(lang),
        occupation=ConceptRef(text=case.title(lang)),
        essential_skills=_refs(case.skills(lang)),
        place="rabat",
        contract_type="CDI",
    )


def _profile(number: int, person: Person, lang: Lang) -> ProfileUpdated:
    return ProfileUpdated(
        profile_id=UUID(int=number),
        revision=1,
        code="-",
        occupations=(ConceptRef(text=person.name(lang)),),
        skills=_refs(person.skills(lang)),
        contactable=True,
    )


def _refs(texts: Iterable[str]) -> tuple[ConceptRef, ...]:
    return tuple(ConceptRef(text=text) for text in texts)


def _called(skills: Iterable[Names], lang: Lang) -> tuple[str, ...]:
    return tuple(names[lang][0] for names in skills if names[lang])


def _names(names: Mapping[str, tuple[str, ...]]) -> Names:
    return {lang: names.get(lang, ()) for lang in LANGS}
