"""The few skills that would open most vacancies to a person, with those vacancies."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from amuddu.contracts.matching.ranking import MissingSkill, SkillGap, SkillMatch
from amuddu.contracts.types import Lang
from amuddu.kit.auth import Actor
from amuddu.kit.clock import today
from amuddu.kit.db import Session
from amuddu.reference.text import fold
from services.matching.facts import access as facts_access
from services.matching.facts import repository as facts_repository
from services.matching.facts.reading import profile_of, shown_vacancy, vacancy_of
from services.matching.facts.tables import VacancyRow
from services.matching.search.engine import Engine
from services.matching.search.vacancies import vacancies_by_fit

DEPTH = 40
"""How many of the person's best vacancies are looked at."""
LEAST_FIT = 0.4
"""Fit from which one skill more may matter; below it the trade is another."""
SHOWN = 3
"""Vacancies named for each skill."""
ESSENTIAL, WANTED = 1.0, 0.5


@dataclass(slots=True)
class _Missing:
    name: str
    concept: str | None
    weight: float = 0.0
    vacancies: list[VacancyRow] = field(default_factory=list)


def skill_gap(
    session: Session,
    engine: Engine,
    actor: Actor,
    profile_id: UUID,
    *,
    lang: Lang,
    limit: int,
    skills: str,
) -> SkillGap:
    """What the best vacancies of a person ask beyond their profile, the most asked first.

    An essential skill weighs twice a wanted one. The vacancies of a skill stand best fit first.
    `skills`: ids of those that are looked at, divided by commas; all where none is named.
    """
    row = facts_access.visible_person(actor, facts_repository.candidate(session, profile_id))
    ranked = vacancies_by_fit(session, engine, row)[:DEPTH]
    near = [each.vacancy_id for each in ranked if each.fit >= LEAST_FIT]
    found = facts_repository.vacancies(session, near)  # without what closed a moment ago
    vacancies = [found[vacancy_id] for vacancy_id in near if vacancy_id in found]
    asked = engine.matcher.skills_met(
        [vacancy_of(each) for each in vacancies], profile_of(row), today=today(), lang=lang
    )
    missing = _missing(vacancies, asked, among=frozenset(filter(None, skills.split(","))))
    best = sorted(missing, key=lambda one: (-one.weight, fold(one.name)))[:limit]
    return SkillGap(
        skills=tuple(
            MissingSkill(
                skill=one.name,
                concept=one.concept,
                asked_by=len(one.vacancies),
                vacancies=tuple(shown_vacancy(v, lang=lang) for v in one.vacancies[:SHOWN]),
                asked_in=tuple(vacancy.id for vacancy in one.vacancies),
            )
            for one in best
        ),
        considered=len(vacancies),
    )


def _missing(
    vacancies: Sequence[VacancyRow],
    asked: Sequence[Sequence[SkillMatch]],
    *,
    among: Collection[str],
) -> Collection[_Missing]:
    """What vacancies ask that was not found in the profile, by its concept where it has one."""
    missing: dict[str, _Missing] = {}
    for vacancy, met in zip(vacancies, asked, strict=True):
        for skill in met:
            if skill.found is not None or (among and skill.wanted_concept not in among):
                continue
            key = skill.wanted_concept or fold(skill.wanted)
            one = missing.setdefault(key, _Missing(skill.wanted, skill.wanted_concept))
            if vacancy not in one.vacancies:
                one.vacancies.append(vacancy)
                one.weight += ESSENTIAL if skill.essential else WANTED
    return missing.values()
