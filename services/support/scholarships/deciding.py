"""Use cases of the coordination: choose, wait, say no; months noted, paid, stopped, ended.

Nobody's paper is asked for here: a card that is being renewed stops no payment.
"""

from __future__ import annotations

from datetime import date
from uuid import UUID

from amuddu.contracts.support.scholarships import (
    AttendIn,
    AwardRefuseIn,
    Decided,
    EndScholarshipIn,
    SuspendScholarshipIn,
)
from amuddu.kit.auth import Actor
from amuddu.kit.db import IntegrityError, Session
from amuddu.kit.errors import Conflict, invalid, known
from amuddu.kit.i18n import N_
from amuddu.kit.ledger import book
from amuddu.kit.observability import logs
from services.support.catalogue import repository as catalogue
from services.support.common import writes
from services.support.scholarships import presenting, repository, steps
from services.support.scholarships.tables import ApplicationRow, CallRow, InstalmentRow

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
_SOMEBODY_ELSE = N_(
    "Cette feuille de présence est celle de {code}, et cette bourse est celle d'une autre "
    "personne : rien n'est noté."
)
_MONTH = N_("Cette bourse a {months} mois : choisissez-en un.")
_NOTED = N_("Ce mois est déjà noté : il ne change plus.")
_EARLIER = N_("Notez d'abord le mois {month}.")
_EXCUSE = N_("Dites pourquoi la personne est excusée.")
_LEFT = N_("Il reste des mois à noter : notez-les, ou mettez fin à la bourse.")


def _shown(session: Session, row: ApplicationRow) -> Decided:
    households = repository.households(session, row.call_id)
    return presenting.decided(
        row,
        catalogue.course(session, row.course_id) if row.course_id else None,
        repository.scores(session, [row.id]).get(row.id, ()),
        repository.months(session, [row.id]).get(row.id, ()),
        same_household=households.get(row.household_id, 0) > 1,
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
    return _shown(session, row)


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
    return _shown(session, row)


def refuse(
    session: Session, application_id: UUID, body: AwardRefuseIn, *, actor: Actor, on: date
) -> Decided:
    """Say no, and why; from this day on the person may appeal."""
    row, of, _ = steps.held(session, application_id)
    steps.MOVES.guard(row, "refuse")
    _may_decide(session, row, of, actor)
    row.reason, row.refused_on = body.reason, on
    steps.step(session, row, "refuse", by=actor, reason=body.reason, note=body.note)
    return _shown(session, row)


# --- while it runs --------------------------------------------------------------------------------


def attend(session: Session, application_id: UUID, body: AttendIn, *, actor: Actor) -> Decided:
    """Note a month: who came, or was excused, is paid; the bank is asked for it."""
    row, of, envelope = steps.held(session, application_id)
    steps.MOVES.guard(row, "attend")
    if body.code.upper() != row.code.upper():
        raise invalid("code", _SOMEBODY_ELSE, code=body.code)
    if body.attendance == "excused" and body.excuse is None:
        raise invalid("excuse", _EXCUSE)
    month = _month(session, row, of, body.month)
    month.attendance = body.attendance
    if body.attendance != "absent":
        month.payment_id = book.order(session, envelope, month.amount, about=row.id).id
    writes.add(session, month)
    steps.step(session, row, "attend", by=actor, reason=body.attendance)
    return _shown(session, row)


def _month(session: Session, row: ApplicationRow, of: CallRow, number: int) -> InstalmentRow:
    """The month that is next to be noted. Raises `Conflict`, `Invalid`."""
    months = [month for month, _ in repository.months(session, [row.id]).get(row.id, [])]
    found = next((month for month in months if month.number == number), None)
    if found is None:
        raise invalid("month", _MONTH, months=of.months)
    if found.attendance is not None:
        raise Conflict(_NOTED)
    earlier = next(month for month in months if month.attendance is None)
    if earlier.number != number:
        raise invalid("month", _EARLIER, month=earlier.number)
    return found


def suspend(
    session: Session, application_id: UUID, body: SuspendScholarshipIn, *, actor: Actor
) -> Decided:
    """Stop for a while: what is committed stays."""
    row, _, _ = steps.held(session, application_id)
    row.reason = body.reason
    steps.step(session, row, "suspend", by=actor, reason=body.reason, note=body.note)
    return _shown(session, row)


def resume(session: Session, application_id: UUID, *, actor: Actor) -> Decided:
    """Go on."""
    row, _, _ = steps.held(session, application_id)
    row.reason = None
    steps.step(session, row, "resume", by=actor)
    return _shown(session, row)


def complete(session: Session, application_id: UUID, *, actor: Actor) -> Decided:
    """Every month is noted: what was not needed goes back to the envelope."""
    row, _, envelope = steps.held(session, application_id)
    steps.MOVES.guard(row, "complete")
    months = repository.months(session, [row.id]).get(row.id, [])
    if any(month.attendance is None for month, _ in months):
        raise Conflict(_LEFT)
    steps.left(session, row, envelope, by=actor)
    steps.step(session, row, "complete", by=actor)
    return _shown(session, row)


def end(session: Session, application_id: UUID, body: EndScholarshipIn, *, actor: Actor) -> Decided:
    """End before its time: what the bank was not asked for goes back; household and course are
    free for another."""
    row, _, envelope = steps.held(session, application_id)
    steps.MOVES.guard(row, "end")
    steps.left(session, row, envelope, by=actor)
    row.reason = body.reason
    row.holds_household = row.holds_course = None
    steps.step(session, row, "end", by=actor, reason=body.reason, note=body.note)
    return _shown(session, row)
