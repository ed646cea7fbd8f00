"""Use cases of the coordination: a session's list, who came, who completed, who stopped.

Its people are codes: no name, and nothing of a paper.
"""

from __future__ import annotations

from datetime import date
from uuid import UUID

from amuddu.contracts.support.catalogue import Course, SessionIn
from amuddu.contracts.support.training import (
    PLACE,
    SEATED,
    CalledOff,
    DropIn,
    ListedRequest,
    SessionList,
    TrainingCompleted,
)
from amuddu.kit import clock
from amuddu.kit.auth import Actor
from amuddu.kit.db import Session
from amuddu.kit.errors import Conflict, known
from amuddu.kit.events import outbox
from amuddu.kit.i18n import N_
from amuddu.kit.observability import logs
from services.support.catalogue import presenting as catalogue_presenting
from services.support.catalogue import repository as catalogue
from services.support.catalogue import service as catalogue_service
from services.support.catalogue.repository import Counted
from services.support.common import writes
from services.support.places import access, presenting, repository, steps
from services.support.settings import SupportSettings

log = logs.get(__name__)

CALLED_OFF: CalledOff = "session_cancelled"
_NOT_YET = N_("Cette session commence le {day} : notez les présences à partir de ce jour.")
_CANCELLED = N_("Cette session est déjà annulée.")


def session_list(session: Session, session_id: UUID, *, on: date) -> SessionList:
    """Who has a seat, who waits in which order, who left."""
    of = known(catalogue.training_session(session, session_id))
    course = known(catalogue.course(session, of.course_id))
    rows = repository.of_session(session, of.id)
    turns = repository.turns(session, [of.id])
    waiting = [row for row in rows if row.state == "waiting"]
    counted = Counted(sum(row.state in SEATED for row in rows), len(waiting))
    gone = [row for row in rows if row.state not in (*SEATED, "waiting")]
    return SessionList(
        session=catalogue_presenting.session(of, counted, on=on),
        course=catalogue_service.shown(session, course, on=on),
        seats=tuple(presenting.listed(row) for row in rows if row.state in SEATED),
        waiting=tuple(presenting.listed(row, turns[row.id]) for row in waiting),
        left=tuple(presenting.listed(row) for row in gone),
    )


def change_session(
    session: Session,
    session_id: UUID,
    body: SessionIn,
    *,
    actor: Actor,
    settings: SupportSettings,
    on: date,
) -> Course:
    """Change days and places; places that are new are held for those who wait, and who is to come
    is told of another first day."""
    before = known(catalogue.lock_session(session, session_id)).starts_on
    of = catalogue_service.changed_session(session, session_id, body)
    if of.starts_on != before:
        steps.reschedule(session, of, by=actor)
    steps.move_up(session, of, on=on, days=settings.training_hold_days)
    course = known(catalogue.course(session, of.course_id))
    return catalogue_service.shown(session, course, on=on)


def cancel_session(session: Session, session_id: UUID, *, actor: Actor, on: date) -> Course:
    """Call a session off: every request that waits for it ends, with that reason."""
    of = known(catalogue.lock_session(session, session_id))
    if of.state == "cancelled":
        raise Conflict(_CANCELLED)
    of.state = "cancelled"
    of.updated_at = clock.now()
    writes.add(session, of)
    for row in repository.of_session(session, of.id, PLACE["call_off"].sources, lock=True):
        steps.left(session, row, of, "call_off", by=actor, reason=CALLED_OFF)
    course = known(catalogue.course(session, of.course_id))
    return catalogue_service.shown(session, course, on=on)


def start(session: Session, request_id: UUID, *, actor: Actor, on: date) -> ListedRequest:
    """Say that somebody came, from the session's first day on."""
    row, of = access.held(session, request_id)
    steps.MOVES.guard(row, "start")
    if on < of.starts_on:
        raise Conflict(_NOT_YET, day=of.starts_on.isoformat())
    steps.step(session, row, of, "start", by=actor)
    return presenting.listed(row)


def complete(session: Session, request_id: UUID, *, actor: Actor) -> ListedRequest:
    """Say that somebody completed the course, and tell what they can do now."""
    row, of = access.held(session, request_id)
    steps.step(session, row, of, "complete", by=actor)  # said first: the last of a key is kept
    course = known(catalogue.course(session, of.course_id))
    skills = dict.fromkeys(each["concept"] for each in course.skills if each["concept"])
    event = TrainingCompleted(
        request_id=row.id, profile_id=row.profile_id, course_id=course.id, skills=tuple(skills)
    )
    outbox.add(session, event)
    log.info("training completed", request_id=str(row.id))
    return presenting.listed(row)


def drop(
    session: Session,
    request_id: UUID,
    body: DropIn,
    *,
    actor: Actor,
    settings: SupportSettings,
    on: date,
) -> ListedRequest:
    """Say that somebody stopped, and why; before the first day is over the next takes the seat."""
    row, of = access.held(session, request_id)
    steps.left(session, row, of, "drop", by=actor, reason=body.reason, note=body.note)
    steps.move_up(session, of, on=on, days=settings.training_hold_days)
    return presenting.listed(row)
