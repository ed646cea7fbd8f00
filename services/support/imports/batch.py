"""Import of courses from a file: each row judged alone, good rows kept among bad ones.

- A row is known by its centre and its own `external_ref`: the same file sent twice changes nothing.
- A centre whose name is new is entered with its first good row.
- A row that says when a session starts, and how many places it has, enters the session too; one of
  the same day and town is changed, never below the places that are taken.
- What a row does not say of its trade and skills stays as somebody chose it since.
- A session that is over is left out, and the row says so.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated
from uuid import UUID

from pydantic import Field

from amuddu.contracts.batch import BatchIn, BatchOut, RowOutcome
from amuddu.contracts.support.catalogue import (
    CentreIn,
    CourseIn,
    CriteriaIn,
    Operator,
    Places,
    SessionIn,
)
from amuddu.contracts.types import Day, ExternalRef, Lang, ShortText
from amuddu.kit.batch.verdicts import Verdicts
from amuddu.kit.db import Session
from amuddu.kit.errors import FieldError, invalid
from amuddu.kit.i18n import N_, Text
from amuddu.kit.observability import logs
from services.support.catalogue import repository, service, words
from services.support.catalogue.repository import Counted
from services.support.catalogue.tables import CentreRow, CourseRow
from services.support.common import writes

log = logs.get(__name__)

_FROM_FILE = "Fichier envoyé par la coordination"
_OVER = N_("Cette session a déjà commencé : elle n'est pas reprise.")
_NO_PLACES = N_("Écrivez combien de places a cette session.")
_CANCELLED = N_("Cette session est annulée : elle n'est pas reprise.")


class ImportRow(CriteriaIn):
    """A row: a course, the name of its centre, perhaps a session."""

    external_ref: ExternalRef
    title: ShortText
    centre: ShortText
    operator: Operator | None = None
    level: Annotated[str | None, Field(max_length=40)] = None
    mode: Annotated[str | None, Field(max_length=40)] = None
    diploma: bool | None = None
    sector: ShortText | None = None
    description: Annotated[str, Field(max_length=8000)] = ""
    hours: int | None = None
    semesters: int | None = None
    trade: dict[str, object] | None = None
    skills: tuple[dict[str, object], ...] = Field(default=(), max_length=30)
    source: ShortText = _FROM_FILE
    starts_on: Day | None = None
    ends_on: Day | None = None
    closes_on: Day | None = None
    places: Places | None = None


_OF_COURSE = (
    "title",
    "level",
    "mode",
    "diploma",
    "sector",
    "description",
    "hours",
    "semesters",
    "trade",
    "skills",
    "source",
    "external_ref",
)


@dataclass(slots=True)
class _Import:
    """One import under way."""

    session: Session
    on: date


def import_rows(session: Session, body: BatchIn, *, lang: Lang, on: date) -> BatchOut:
    """Create, change or leave one course a row; a refused row leaves nothing behind."""
    repository.one_at_a_time(session)
    work, verdicts = _Import(session, on), Verdicts(lang)
    for index, values in enumerate(body.rows):
        with verdicts.judging(index), session.begin_nested():
            row = ImportRow.model_validate({k: v for k, v in values.items() if v is not None})
            outcome, course_id, notes = _kept(work, row)
            verdicts.keep(index, outcome, course_id, notes)
    done = verdicts.out()
    refused = sum(result.outcome == "refused" for result in done.results)
    log.info("courses imported", rows=len(done.results), refused=refused)
    return done


def _kept(work: _Import, row: ImportRow) -> tuple[RowOutcome, UUID, list[FieldError]]:
    session = work.session
    if row.starts_on and not row.places:
        raise invalid("places", _NO_PLACES)
    centre = _centre(session, row)
    found = repository.course_by_ref(session, centre.id, row.external_ref)
    course = found or CourseRow(centre_id=centre.id, title="", source="")
    changed = service.save(session, course, _body(row, centre, found), on=work.on)
    notes: list[FieldError] = []
    if row.starts_on:
        changed = _session(work, course, row, notes) or changed
    if found is None:
        return "created", course.id, notes
    return ("updated" if changed else "unchanged"), course.id, notes


def _centre(session: Session, row: ImportRow) -> CentreRow:
    found = repository.centre_named(session, words.name_key(row.centre))
    if found is not None:
        return found
    place = row.towns[0] if len(row.towns) == 1 else None
    body = CentreIn(
        name=row.centre, operator=row.operator or "other", place=place, source=row.source
    )
    return service.new_centre(session, body)


def _body(row: ImportRow, centre: CentreRow, found: CourseRow | None) -> CourseIn:
    said = row.model_dump(mode="json", include=set(_OF_COURSE))
    if found is not None and (found.trade or found.skills):
        said |= {"trade": found.trade, "skills": found.skills}
    asked = row.model_dump(mode="json", include=set(CriteriaIn.model_fields))
    return CourseIn.model_validate({**said, "centre_id": centre.id, "criteria": asked})


def _session(work: _Import, course: CourseRow, row: ImportRow, notes: list[FieldError]) -> bool:
    """Enter or change the session of a row; whether anything changed."""
    assert row.starts_on is not None
    assert row.places is not None
    if row.starts_on <= work.on:
        notes.append(FieldError("starts_on", Text(_OVER), left_out=True))
        return False
    place = row.towns[0] if len(row.towns) == 1 else None
    body = SessionIn(
        starts_on=row.starts_on,
        ends_on=row.ends_on,
        closes_on=row.closes_on,
        places=row.places,
        place=place,
    )
    found = repository.session_on(work.session, course.id, row.starts_on, place)
    if found is None:
        service.new_session(work.session, course, body)
        return True
    if found.state == "cancelled":
        notes.append(FieldError("starts_on", Text(_CANCELLED), left_out=True))
        return False
    taken = repository.counted(work.session, [found.id]).get(found.id, Counted()).taken
    changed = service.fill_session(found, body, taken=taken)
    writes.add(work.session, found)
    return changed
