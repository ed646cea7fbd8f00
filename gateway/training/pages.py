"""Courses that anybody may look for, the page of each, and asking for a place there."""

from __future__ import annotations

from typing import get_args
from urllib.parse import urlencode
from uuid import UUID

from fastapi import APIRouter
from starlette.responses import Response

from amuddu.contracts.support.catalogue import SCHOOL_LEVELS, Course, CourseLevel, CoursePage
from amuddu.contracts.support.training import Fit, RequestIn
from amuddu.contracts.types import Lang
from amuddu.kit.auth import Role
from amuddu.kit.errors import AmudduError, BadRequest
from amuddu.reference import concepts
from amuddu.reference.places import places
from gateway.sessions.security import FormDep
from gateway.training import learning
from gateway.training.words import ASKERS, SHOWN, name_of, whom
from gateway.web import choices
from gateway.web.concurrent import asking, or_none
from gateway.web.forms import optional, read_model, text_of, typed_values
from gateway.web.page import Page, PageDep, done, first_of

router = APIRouter(include_in_schema=False)

LEVELS: tuple[CourseLevel, ...] = get_args(CourseLevel)
_MOST_WORDS = 160
_LINKED = 3
"""Concepts that words are looked up as."""


@router.get("/formations")
def courses(page: PageDep) -> Response:
    """Courses by what one wants to learn, by town and level."""
    asked = _asked(page)
    person = whom(page)
    found = _found(page, asked)
    told = {name: value for name, value in asked.items() if value}
    if person:
        told["personne"] = str(person)
    return page.render(
        "courses.html",
        values=asked,
        found=found,
        towns=choices.towns(page.lang),
        levels=LEVELS,
        person=person,
        person_name=name_of(page, person),
        skill=_skill(asked["apprend"], page.lang),
        pager_url=f"/formations?{urlencode(told)}&offset=" if told else "/formations?offset=",
        limit=SHOWN,
        offset=first_of(page.query("offset")),
    )


def _asked(page: Page) -> dict[str, str]:
    """What the address asks for; what cannot be read asks for nothing."""
    place, level = page.query("ville"), page.query("niveau")
    return {
        "q": " ".join(page.query("q").split())[:_MOST_WORDS],
        "ville": place if place in places() else "",
        "niveau": level if level in LEVELS else "",
        "libres": "1" if page.query("libres") else "",
        "apprend": skill if (skill := page.query("apprend")) in concepts.skills() else "",
    }


def _skill(code: str, lang: Lang) -> str:
    """The skill that the courses give, as it is called."""
    return concepts.label(concepts.skill(code), lang) if code else ""


def _found(page: Page, asked: dict[str, str]) -> CoursePage:
    found: CoursePage = page.services.support.search(
        page.caller,
        q=asked["q"],
        concepts=",".join(_concepts(page, asked["q"])),
        skills=asked["apprend"],
        place=asked["ville"] or None,
        level=asked["niveau"] or None,
        free=bool(asked["libres"]),
        limit=SHOWN,
        offset=first_of(page.query("offset")),
    )
    return found


def _concepts(page: Page, words: str) -> list[str]:
    """What the words stand for, in whichever language: for who is signed in, as the linker asks.

    The catalogue has the names in four languages besides, so that without it words are found too.
    """
    if not words or page.viewer.identity is None:
        return []
    try:
        answer = page.services.matching.link(page.caller, q=words, limit=_LINKED)
    except AmudduError:
        return []
    return [each.concept for each in answer.items if each.score >= 0.5]


@router.get("/formations/{course_id}")
def course(page: PageDep, course_id: UUID) -> Response:
    """One course: what it asks, its sessions with their free places, what is missing."""
    return _show(page, course_id)


@router.post("/formations/{course_id}/demander")
def ask(page: PageDep, course_id: UUID, form: FormDep) -> Response:
    """Ask for a place in a session; a refused form comes back with the reason."""
    page.viewer.require(*ASKERS)
    try:
        session_id = UUID(text_of(form, "session_id"))
    except ValueError:
        raise BadRequest from None
    values = {
        "profile_id": optional(form, "profile_id") if page.role is Role.COUNSELLOR else None,
        "school_level": optional(form, "school_level"),
    }
    try:
        made = page.services.support.ask(page.caller, session_id, read_model(RequestIn, values))
    except AmudduError as error:
        return _show(page, course_id, refused=error, values=typed_values(form))
    return done(f"/places/{made.id}", "asked")


def _show(
    page: Page,
    course_id: UUID,
    *,
    refused: AmudduError | None = None,
    values: dict[str, str] | None = None,
) -> Response:
    found = page.services.support.course(page.caller, course_id)
    typed = values or {}
    person = whom(page) or _typed_person(page, typed)
    gain = asking(lambda: learning.gain(page, found, _whose(page, person)))
    return page.render(
        "course.html",
        refused=refused,
        course=found,
        person=person,
        person_name=name_of(page, person),
        fit=_fit(page, found, person),
        gain=or_none(gain.result),
        school_levels=SCHOOL_LEVELS,
        may_ask=_may_ask(page, person),
        values=typed,
    )


def _typed_person(page: Page, typed: dict[str, str]) -> UUID | None:
    if page.viewer.identity is None or page.role is not Role.COUNSELLOR:
        return None
    try:
        return UUID(typed.get("profile_id", ""))
    except ValueError:
        return None


def _whose(page: Page, person: UUID | None) -> UUID | None:
    """Whom a course is looked at for: oneself, or the person of the counsellor."""
    if page.viewer.identity is None:
        return None
    return page.viewer.actor.profile_id if page.role is Role.JOBSEEKER else person


def _may_ask(page: Page, person: UUID | None) -> bool:
    return _whose(page, person) is not None


def _fit(page: Page, found: Course, person: UUID | None) -> Fit | None:
    """What is missing for the person: shown to them, and to who follows them, and kept nowhere."""
    if not _may_ask(page, person):
        return None
    try:
        fit: Fit = page.services.support.fit(page.caller, found.id, profile_id=person)
    except AmudduError:
        return None
    return fit
