"""Use cases of the catalogue: anybody searches and reads, the coordination keeps it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from functools import partial
from typing import Any
from uuid import UUID

from amuddu.contracts.support.catalogue import (
    Centre,
    CentreIn,
    Centres,
    Course,
    CourseIn,
    CourseLevel,
    CoursePage,
    CourseSearch,
    CriteriaIn,
    SessionIn,
)
from amuddu.kit import checks, clock
from amuddu.kit.db import Session
from amuddu.kit.errors import Conflict, FieldError, invalid, known
from amuddu.kit.i18n import N_, Text
from services.support.catalogue import presenting, repository, words
from services.support.catalogue.repository import Counted
from services.support.catalogue.tables import CentreRow, CourseRow, CriteriaRow, SessionRow
from services.support.common import writes

ALWAYS = date(1900, 1, 1)
"""The first day there is: from it on the first version of what a course asks holds."""
_NAMED = N_("Un centre porte déjà ce nom : choisissez-le dans la liste.")
_CENTRE = N_("Choisissez un centre dans la liste.")
_AGES = N_("L'âge le plus haut est sous le plus bas : inversez-les.")
_ENDS = N_("La fin est avant le début : corrigez l'une des deux dates.")
_CLOSES = N_("Le dernier jour pour demander est après le début : mettez un jour d'avant.")
_TAKEN = N_("{taken} places sont déjà prises : gardez-en au moins autant.")
_REFERENCE = N_("Une autre formation de ce centre porte cette référence : écrivez-en une autre.")
_TWICE = N_("Cette formation a déjà une session ce jour-là, dans cette ville.")
_CANCELLED = N_("Cette session est annulée : elle ne change plus.")


# --- everybody ------------------------------------------------------------------------------------


def search(
    session: Session,
    *,
    q: str,
    concepts: str,
    skills: str,
    place: str | None,
    level: CourseLevel | None,
    free: bool,
    coming: bool,
    limit: int,
    offset: int,
    on: date,
) -> CoursePage:
    """Courses by words or by what they are linked to."""
    asked = CourseSearch(
        q=q,
        concepts=concepts,
        skills=skills,
        place=place,
        level=level,
        free=free,
        coming=coming,
    )
    rows, total = repository.search(session, words.wanted(asked), on=on, limit=limit, offset=offset)
    return CoursePage(items=tuple(presenting.summary(*row) for row in rows), total=total)


def read(session: Session, course_id: UUID, *, on: date) -> Course:
    """One course. Raises `NotFound`."""
    return shown(session, known(repository.course(session, course_id)), on=on)


def shown(session: Session, row: CourseRow, *, on: date) -> Course:
    """A course with its sessions that are not over."""
    sessions = repository.sessions_of(session, row.id, ending_after=on)
    counted = repository.counted(session, [each.id for each in sessions])
    centre = known(repository.centre(session, row.centre_id))
    asks = known(repository.criteria(session, row.id, on))
    return presenting.course(row, centre, asks, sessions, counted, on=on)


def centres(session: Session) -> Centres:
    """All centres."""
    rows = repository.centres(session)
    return Centres(items=tuple(presenting.centre(row, number) for row, number in rows))


# --- the coordination -----------------------------------------------------------------------------


def add_centre(session: Session, body: CentreIn) -> Centre:
    """Enter a centre. Raises `Invalid` for a name that another bears."""
    checks.refuse_if_any(checks.unknown_place(body.place))
    repository.one_at_a_time(session)
    if repository.centre_named(session, words.name_key(body.name)):
        raise invalid("name", _NAMED)
    return presenting.centre(new_centre(session, body))


def new_centre(session: Session, body: CentreIn) -> CentreRow:
    """A centre, written."""
    row = CentreRow(name_key=words.name_key(body.name), **body.model_dump())
    writes.add(session, row)
    return row


def add_course(session: Session, body: CourseIn, *, on: date) -> Course:
    """Enter a course."""
    repository.one_at_a_time(session)
    row = CourseRow(centre_id=body.centre_id, title="", source="")
    save(session, row, body, on=on)
    return shown(session, row, on=on)


def change_course(session: Session, course_id: UUID, body: CourseIn, *, on: date) -> Course:
    """Replace what a course says. What it asks gets a version, where that is something else."""
    repository.one_at_a_time(session)
    row = known(repository.lock_course(session, course_id))
    save(session, row, body, on=on)
    return shown(session, row, on=on)


def save(session: Session, row: CourseRow, body: CourseIn, *, on: date) -> bool:
    """Write what a body says of a course; whether anything changed. Raises `Invalid`.

    Whoever calls it does so one at a time: references are looked for before they are written.
    """
    checks.refuse_if_any(_problems(session, body))
    checks.refuse_if_any(_same_reference(session, row, body))
    body = _linked(body)
    centre = known(repository.centre(session, body.centre_id))
    asked = _asked(session, row, body.criteria, on=on)
    said = body.model_dump(mode="json", include={"trade", "skills"}) | body.model_dump(
        exclude={"trade", "skills", "criteria"}
    )
    if "external_ref" not in body.model_fields_set:
        said.pop("external_ref")
    changed = {name: value for name, value in said.items() if getattr(row, name) != value}
    new = row.words is None
    if not (changed or asked or new):
        return False
    for name, value in changed.items():
        setattr(row, name, value)
    row.concepts = words.concepts_of(row.trade, row.skills)
    row.words = repository.as_words(words.words_of(row, centre.name))
    row.updated_at = clock.now()
    writes.add(session, row)
    if asked is not None:
        asked.source = body.source
        writes.add(session, asked)
    return True


def _problems(session: Session, body: CourseIn) -> Iterator[FieldError]:
    if repository.centre(session, body.centre_id) is None:
        yield FieldError("centre_id", Text(_CENTRE))
    if body.trade:
        yield from checks.unknown_occupation("trade", body.trade.concept)
    for number, skill in enumerate(body.skills):
        yield from checks.unknown_skill(f"skills.{number}", skill.concept)
    asked = body.criteria
    yield from checks.unknown_languages(asked.languages)
    for town in asked.towns:
        for problem in checks.unknown_place(town):
            yield FieldError("criteria.towns", problem.text)
    if asked.age_least and asked.age_most and asked.age_most < asked.age_least:
        yield FieldError("criteria.age_most", Text(_AGES))


def _same_reference(session: Session, row: CourseRow, body: CourseIn) -> Iterator[FieldError]:
    said = "external_ref" in body.model_fields_set
    reference = body.external_ref if said else row.external_ref
    if reference is None:
        return
    found = repository.course_by_ref(session, body.centre_id, reference)
    if found is not None and found.id != row.id:
        yield FieldError("external_ref", Text(_REFERENCE))


def _linked(body: CourseIn) -> CourseIn:
    """Words with the concept that bears exactly their name; the linker's proposals came along."""
    skill = partial(checks.linked, find=checks.skill_id)
    return body.model_copy(
        update={
            "trade": body.trade and checks.linked(body.trade, checks.occupation_id),
            "skills": tuple(skill(each) for each in body.skills),
        }
    )


def _asked(session: Session, row: CourseRow, body: CriteriaIn, *, on: date) -> CriteriaRow | None:
    """A version of what a course asks, where it is not what it asks already."""
    now = repository.criteria(session, row.id, on)
    content = body.model_dump(mode="json")
    if now is not None and all(getattr(now, name) == value for name, value in content.items()):
        return None
    version, since = (now.version + 1, on) if now else (1, ALWAYS)
    return CriteriaRow(course_id=row.id, version=version, valid_from=since, source="", **content)


# --- sessions -------------------------------------------------------------------------------------


def add_session(session: Session, course_id: UUID, body: SessionIn, *, on: date) -> Course:
    """Enter a session."""
    course = known(repository.lock_course(session, course_id))
    new_session(session, course, body)
    return shown(session, course, on=on)


def new_session(session: Session, course: CourseRow, body: SessionIn) -> SessionRow:
    """A session, written. Raises `Invalid`; `Conflict` for one that is there already."""
    if repository.session_on(session, course.id, body.starts_on, body.place) is not None:
        raise Conflict(_TWICE)
    row = SessionRow(course_id=course.id, closes_on=body.starts_on, **_said(body))
    fill_session(row, body)
    writes.add(session, row)
    return row


def _said(body: SessionIn) -> dict[str, Any]:
    return body.model_dump(exclude={"closes_on"})


def fill_session(row: SessionRow, body: SessionIn, *, taken: int = 0) -> bool:
    """What a body says of a session; whether anything changed. Raises `Invalid`."""
    checks.refuse_if_any(_wrong(body, taken))
    closes_on = body.closes_on or max(body.starts_on - timedelta(days=1), ALWAYS)
    said = _said(body) | {"closes_on": closes_on}
    changed = {name: value for name, value in said.items() if getattr(row, name) != value}
    for name, value in changed.items():
        setattr(row, name, value)
    row.updated_at = clock.now()
    return bool(changed)


def _wrong(body: SessionIn, taken: int) -> Iterator[FieldError]:
    yield from checks.unknown_place(body.place)
    if body.ends_on and body.ends_on < body.starts_on:
        yield FieldError("ends_on", Text(_ENDS))
    if body.closes_on and body.closes_on > body.starts_on:
        yield FieldError("closes_on", Text(_CLOSES))
    if body.places < taken:
        yield FieldError("places", Text(_TAKEN, {"taken": taken}))


def changed_session(session: Session, session_id: UUID, body: SessionIn) -> SessionRow:
    """A session with new days or places, held until the end of the transaction. Its course is
    held before it, so that no two of its sessions become one."""
    of = known(repository.training_session(session, session_id))
    known(repository.lock_course(session, of.course_id))
    row = known(repository.lock_session(session, session_id))
    if row.state == "cancelled":
        raise Conflict(_CANCELLED)
    found = repository.session_on(session, row.course_id, body.starts_on, body.place)
    if found is not None and found.id != row.id:
        raise Conflict(_TWICE)
    taken = repository.counted(session, [row.id]).get(row.id, Counted()).taken
    fill_session(row, body, taken=taken)
    writes.add(session, row)
    return row
