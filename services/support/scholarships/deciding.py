"""Use cases of the coordination: choose, put on the waiting list, say no."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from amuddu.contracts.support.scholarships import AwardRefuseIn, Decided
from amuddu.kit.auth import Actor
from amuddu.kit.db import IntegrityError, Session
from amuddu.kit.errors import Conflict, known
from amuddu.kit.i18n import N_
from amuddu.kit.observability import logs
from services.support.catalogue import repository as catalogue
from services.support.common import writes
from services.support.scholarships import presenting, repository, steps
from services.support.scholarships.tables import ApplicationRow, CallRow

log = logs.get(__name__)

_QUORUM = N_(
    "{scored} membres ont noté cette demande et il en faut {quorum} : demandez aux autres membres."
)
_CONFLICT = N_(
    "Vous avez dit que vous ne pouvez pas juger cette demande : une autre personne de la "
    "coordination doit décider."
)
_HOUSEHOLD = N_(
    "Une personne du même foyer a déjà une bourse de cet appel : une seule est possible."
)
_COURSE = N_("Cette personne a déjà une bourse pour cette formation : une seule est possible.")


def shown(session: Session, row: ApplicationRow) -> Decided:
    households = repository.households(session, row.call_id)
    return presenting.decided(
        row,
        catalogue.course(session, row.course_id) if row.course_id else None,
        repository.scores(session, [row.id]).get(row.id, ()),
        repository.months(session, [row.id]).get(row.id, ()),
        same_household=households.get(row.household_id, 0) > 1,
        appeal=repository.appeals(session, [row.id]).get(row.id, ""),
    )


def _may_decide(session: Session, row: ApplicationRow, of: CallRow, actor: Actor) -> None:
    """Raise `Conflict` without quorum, or for who declared a conflict."""
    scores = repository.scores(session, [row.id]).get(row.id, [])
    scored = sum(not each.conflict for each in scores)
    if scored < of.quorum:
        raise Conflict(_QUORUM, scored=scored, quorum=of.quorum)
    if any(each.conflict and each.account_id == actor.id for each in scores):
        raise Conflict(_CONFLICT)


def award(session: Session, application_id: UUID, *, actor: Actor) -> Decided:
    """Choose somebody: the whole of the money is put aside, or nothing is written."""
    row, of, envelope = steps.held(session, application_id)
    steps.MOVES.guard(row, "award")
    _may_decide(session, row, of, actor)
    _hold(session, row, of)
    steps.move(session, row, envelope, "reserve", of.whole, by=actor)
    row.reason = None
    steps.step(session, row, "award", by=actor)
    log.info("scholarship awarded", application_id=str(row.id))
    return shown(session, row)


def _hold(session: Session, row: ApplicationRow, of: CallRow) -> None:
    """Keep a second of the household, or for the course, from having money where the call says so.
    Raises `Conflict`."""
    asks = known(repository.terms(session, of.id, row.terms_version))
    if asks.one_per_household and repository.holder_of_household(session, row) is not None:
        raise Conflict(_HOUSEHOLD)
    if asks.one_per_course and repository.holder_of_course(session, row) is not None:
        raise Conflict(_COURSE)
    row.holds_household = row.household_id if asks.one_per_household else None
    row.holds_course = row.course_id if asks.one_per_course else None
    try:
        writes.add(session, row)
    except IntegrityError:  # one was chosen in another call at this moment
        raise Conflict(_COURSE) from None


def wait(session: Session, application_id: UUID, *, actor: Actor) -> Decided:
    """Put on the waiting list."""
    row, of, _ = steps.held(session, application_id)
    steps.MOVES.guard(row, "wait")
    _may_decide(session, row, of, actor)
    steps.step(session, row, "wait", by=actor)
    return shown(session, row)


def refuse(
    session: Session, application_id: UUID, body: AwardRefuseIn, *, actor: Actor, on: date
) -> Decided:
    """Say no, and why; from this day on the person may appeal."""
    row, of, _ = steps.held(session, application_id)
    steps.MOVES.guard(row, "refuse")
    _may_decide(session, row, of, actor)
    row.reason, row.refused_on = body.reason, on
    steps.step(session, row, "refuse", by=actor, reason=body.reason, note=body.note)
    return shown(session, row)
