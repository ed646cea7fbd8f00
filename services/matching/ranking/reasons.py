"""Why somebody fits: the evidence behind each feature, as data that others put into words."""

from __future__ import annotations

from dataclasses import dataclass
from math import isnan

import numpy as np
from numpy.typing import NDArray

from amuddu.contracts.employers import VacancyPublished
from amuddu.contracts.matching.ranking import Feature, LanguageMatch, Reasons, SkillMatch
from amuddu.contracts.profiles import ProfileUpdated
from amuddu.contracts.types import ConceptRef, Lang, Level
from amuddu.reference.languages import level_at_least, level_rank
from services.matching.lexicon.concepts import Kind, resolve, said_in
from services.matching.ranking.limits import LIMITS
from services.matching.ranking.pool import Floats, Ints, Pool
from services.matching.ranking.scoring import FEATURES, NEAR_TRADE, Demand, Scores


@dataclass(frozen=True, slots=True)
class Evidence:
    """What was compared for one page of people, row by row of `pool`."""

    vacancy: VacancyPublished
    demand: Demand
    scores: Scores
    pool: Pool
    kilometres: Floats
    outside: NDArray[np.bool_]
    lang: Lang | None


@dataclass(frozen=True, slots=True)
class Listed:
    """What one person listed beside its places in the pool's scopes, in the person's order."""

    trades: tuple[ConceptRef, ...]
    trade_places: Ints
    skill_places: Ints


def explain(of: Evidence, row: int, profile: ProfileUpdated, listed: Listed) -> Reasons:
    """Reasons of one row."""
    features = _features(of.scores, row)
    trade = _closest(of.demand.occupation, listed.trade_places)
    trade_ref = None if trade is None else listed.trades[trade]
    months = _months(of, row, profile)
    return Reasons(
        features=features,
        occupation_wanted=said_in("occupation", of.vacancy.occupation, lang=of.lang),
        occupation_found=None if trade_ref is None else _said("occupation", trade_ref, of.lang),
        occupation_found_concept=_concept("occupation", trade_ref),
        skills=skills_met(of.vacancy, of.demand, profile, listed, of.lang),
        languages=_languages(of.vacancy, profile),
        distance_km=_distance(of, row),
        max_distance_km=profile.max_distance_km,
        experience_months=months,
        available_from=profile.available_from,
        contract_types=profile.contract_types,
        outside=tuple(name for name, is_out in zip(LIMITS, of.outside[row], strict=True) if is_out),
        stated=_stated(of.scores, row),
        factor=round(float(of.scores.factors[row]), 4),
        unknown=tuple(feature.name for feature in features if feature.value is None),
    )


def relabelled(reasons: Reasons, vacancy: VacancyPublished, lang: Lang) -> Reasons:
    """Kept reasons with the names of concepts in another language."""
    trade = ConceptRef(
        text=reasons.occupation_found or "-", concept=reasons.occupation_found_concept
    )
    found = None if reasons.occupation_found is None else _said("occupation", trade, lang)
    return reasons.model_copy(
        update={
            "occupation_wanted": said_in("occupation", vacancy.occupation, lang=lang),
            "occupation_found": found,
            "skills": tuple(_skill_in(skill, lang) for skill in reasons.skills),
        }
    )


def without_own_words(reasons: Reasons) -> Reasons:
    """Reasons as an employer may read them before a yes: names of concepts alone.

    What people wrote themselves could tell who they are.
    """
    known_trade = reasons.occupation_found_concept is not None
    return reasons.model_copy(
        update={
            "occupation_found": reasons.occupation_found if known_trade else None,
            "skills": tuple(
                skill if skill.found_concept else skill.model_copy(update={"found": None})
                for skill in reasons.skills
            ),
        }
    )


def _features(scores: Scores, row: int) -> tuple[Feature, ...]:
    values, weights = scores.values[row].tolist(), scores.weights.tolist()
    return tuple(
        Feature(
            name=name,
            value=None if isnan(value) else min(max(value, 0.0), 1.0),
            weight=weight,
        )
        for name, value, weight in zip(FEATURES, values, weights, strict=True)
    )


def skills_met(
    vacancy: VacancyPublished,
    demand: Demand,
    profile: ProfileUpdated,
    listed: Listed,
    lang: Lang | None,
) -> tuple[SkillMatch, ...]:
    """Each skill that a vacancy asks, essential ones first, with the person's closest one."""
    asked = [
        *((ref, True) for ref in vacancy.essential_skills),
        *((ref, False) for ref in vacancy.wanted_skills),
    ]
    closeness = (*demand.skills.essential, *demand.skills.wanted)
    return tuple(
        _skill(ref, essential, close, profile, listed.skill_places, lang)
        for (ref, essential), close in zip(asked, closeness, strict=True)
    )


def _skill(
    asked: ConceptRef,
    essential: bool,
    closeness: Floats,
    profile: ProfileUpdated,
    places: Ints,
    lang: Lang | None,
) -> SkillMatch:
    place = _closest(closeness, places)
    met = place is not None and closeness[places[place]] > 0
    found = profile.skills[place] if place is not None and met else None
    return SkillMatch(
        wanted=_said("skill", asked, lang),
        wanted_concept=_concept("skill", asked),
        found=None if found is None else _said("skill", found, lang),
        found_concept=_concept("skill", found),
        essential=essential,
        closeness=0.0 if place is None else round(float(closeness[places[place]]), 3),
    )


def _skill_in(skill: SkillMatch, lang: Lang) -> SkillMatch:
    wanted = ConceptRef(text=skill.wanted, concept=skill.wanted_concept)
    update = {"wanted": _said("skill", wanted, lang)}
    if skill.found is not None:
        found = ConceptRef(text=skill.found, concept=skill.found_concept)
        update["found"] = _said("skill", found, lang)
    return skill.model_copy(update=update)


def _languages(vacancy: VacancyPublished, profile: ProfileUpdated) -> tuple[LanguageMatch, ...]:
    have: dict[str, Level] = {}
    for spoken in sorted(profile.languages, key=lambda spoken: level_rank(spoken.level)):
        have[spoken.code] = spoken.level
    return tuple(_language(wanted.code, wanted.level, have) for wanted in vacancy.languages)


def _language(code: str, wanted: Level, have: dict[str, Level]) -> LanguageMatch:
    level = have.get(code)
    met = level is not None and level_at_least(level, wanted)
    return LanguageMatch(code=code, wanted=wanted, have=level, met=met)


def _distance(of: Evidence, row: int) -> float | None:
    kilometres = float(of.kilometres[row])
    return None if isnan(kilometres) else round(kilometres, 1)


def _months(of: Evidence, row: int, profile: ProfileUpdated) -> int | None:
    """Months in this trade and those near to it; unknown when no duration is told."""
    if not any(job.months for job in profile.experience):
        return None
    jobs = of.pool.jobs
    span = slice(int(jobs.offsets[row]), int(jobs.offsets[row + 1]))
    near = of.demand.occupation[jobs.values[span]] >= NEAR_TRADE
    return int(of.pool.months.values[span][near].sum())


def _stated(scores: Scores, row: int) -> float | None:
    """Share of the essential skills that are stated, where any is asked."""
    share = float(scores.stated[row])
    return None if isnan(share) else round(share, 4)


def _closest(closeness: Floats, places: Ints) -> int | None:
    """Index of the closest of some places; the first of equals; `None` where there is none."""
    return int(np.argmax(closeness[places])) if len(places) else None


def _concept(kind: Kind, ref: ConceptRef | None) -> str | None:
    concept = resolve(kind, ref) if ref else None
    return concept.id if concept else None


def _said(kind: Kind, ref: ConceptRef, lang: Lang | None) -> str:
    return said_in(kind, ref, lang=lang)
