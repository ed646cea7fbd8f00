"""From what somebody lacks to courses that give it, and to the offers that ask for it.

Composed of two services when somebody looks, and kept nowhere. Courses are asked for by codes of
skills and in nobody's name: the catalogue learns neither who lacks them nor where anybody lives.
Which course is near is reckoned here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from amuddu.contracts.matching.ranking import MissingSkill, SkillGap
from amuddu.contracts.operations import MOST_LIMIT
from amuddu.contracts.support.catalogue import Course, CoursePage, CourseSummary
from amuddu.reference.places import Place, distance_km, places
from gateway.clients.base import Caller
from gateway.web.page import Page

SHOWN = 3
"""Courses named for each skill."""
MOST_READ = 500
"""Courses that are looked through for the near ones: those that can be asked for first."""
MOST_TOLD = 20
"""Missing skills that the page of a course tells."""


@dataclass(frozen=True, slots=True)
class Near:
    """A course, in which of its towns it is nearest, and how far that is."""

    course: CourseSummary
    town: str | None = None
    km: int | None = None


@dataclass(frozen=True, slots=True)
class Taught:
    """Courses that give one skill: the nearest, and how many there are in all."""

    nearest: tuple[Near, ...]
    total: int


@dataclass(frozen=True, slots=True)
class Gain:
    """What a course gives of what somebody lacks, and how many open offers ask for any of it."""

    skills: tuple[MissingSkill, ...]
    offers: int


def taught(page: Page, gap: SkillGap | None, home: str | None) -> Mapping[str, Taught]:
    """By the code of each missing skill the courses that give it and take requests now, the nearest
    to `home` first. A skill that no course gives is left out."""
    codes = [one.concept for one in gap.skills if one.concept] if gap else []
    if not codes:
        return {}
    found = _coming(page, codes)
    here = places().get(home or "")
    giving = {code: [each for each in found if code in each.skills] for code in codes}
    return {
        code: Taught(tuple(_nearest(courses, here)[:SHOWN]), len(courses))
        for code, courses in giving.items()
        if courses
    }


def _coming(page: Page, codes: Iterable[str]) -> list[CourseSummary]:
    """Courses that give one of the skills and take requests, asked in nobody's name."""
    nobody = Caller(None, page.lang)
    found: list[CourseSummary] = []
    while len(found) < MOST_READ:
        part: CoursePage = page.services.support.search(
            nobody, skills=",".join(codes), coming=True, limit=MOST_LIMIT, offset=len(found)
        )
        found += part.items
        if not part.items or len(found) >= part.total:
            break
    return found


def _nearest(courses: Sequence[CourseSummary], here: Place | None) -> list[Near]:
    """Those with a free place before the full ones where they are as near."""
    return sorted((_near(each, here) for each in courses), key=_order)


def _near(course: CourseSummary, here: Place | None) -> Near:
    towns = [places()[town] for town in course.towns if town in places()]
    if here is None or not towns:
        return Near(course, town=course.towns[0] if course.towns else None)
    away, town = min((distance_km(here, each), each.id) for each in towns)
    return Near(course, town=town, km=round(away))


def _order(near: Near) -> tuple[float, bool, date, str]:
    away = float("inf") if near.km is None else near.km
    return away, not near.course.free, near.course.next_on or date.max, near.course.title


def gain(page: Page, course: Course, profile_id: UUID | None) -> Gain | None:
    """What a course gives of what somebody lacks; `None` where that is nothing."""
    given = [each.concept for each in course.skills if each.concept]
    if profile_id is None or not given:
        return None
    gap: SkillGap = page.services.matching.skill_gap(
        page.caller, profile_id, limit=MOST_TOLD, skills=",".join(given)
    )
    asked_in = {vacancy_id for one in gap.skills for vacancy_id in one.asked_in}
    return Gain(gap.skills, len(asked_in)) if gap.skills else None
