"""Use cases while a scholarship runs: months noted, ordered of the bank, stopped, ended.

Nobody's paper is asked for here: a card that is being renewed stops no payment. Who notes a month
for their own people asks no bank for it: the coordination does.
"""

from __future__ import annotations

from uuid import UUID

from amuddu.contracts.support.scholarships import (
    Attended,
    AttendIn,
    Decided,
    EndScholarshipIn,
    SuspendScholarshipIn,
)
from amuddu.kit.auth import Actor, Role
from amuddu.kit.db import Session
from amuddu.kit.errors import Conflict, invalid
from amuddu.kit.i18n import N_
from services.support.common import writes
from services.support.scholarships import access, presenting, repository, steps
from services.support.scholarships.deciding import shown
from services.support.scholarships.tables import ApplicationRow, CallRow, InstalmentRow

_SOMEBODY_ELSE = N_(
    "Cette feuille de présence est celle de {code}, et cette bourse est celle d'une autre "
    "personne : rien n'est noté."
)
_MONTH = N_("Cette bourse a {months} mois : choisissez-en un.")
_NOTED = N_("Ce mois est déjà noté : il ne change plus.")
_EARLIER = N_("Notez d'abord le mois {month}.")
_EXCUSE = N_("Dites pourquoi la personne est excusée.")
_LEFT = N_("Il reste des mois à noter : notez-les, ou mettez fin à la bourse.")
_NOTHING = N_("Aucun mois n'attend d'être demandé à la banque.")


def attend(session: Session, application_id: UUID, body: AttendIn, *, actor: Actor) -> Attended:
    """Note a month: who came, or was excused, is paid. Where the coordination notes it, the bank is
    asked for it at once."""
    if actor.role is Role.COUNSELLOR:
        access.seen(session, application_id, actor)
    row, of, envelope = steps.held(session, application_id)
    steps.MOVES.guard(row, "attend")
    if body.code.upper() != row.code.upper():
        raise invalid("code", _SOMEBODY_ELSE, code=body.code)
    if body.attendance == "excused" and body.excuse is None:
        raise invalid("excuse", _EXCUSE)
    month = _month(session, row, of, body.month)
    month.attendance = body.attendance
    writes.add(session, month)
    if actor.role is Role.COORDINATOR:
        steps.ordered(session, row, envelope)
    steps.step(session, row, "attend", by=actor, reason=body.attendance)
    return presenting.attended(row, repository.months(session, [row.id])[row.id])


def order(session: Session, application_id: UUID, *, actor: Actor) -> Decided:
    """Ask the bank for the months that others noted."""
    row, _, envelope = steps.held(session, application_id)
    steps.MOVES.guard(row, "order")
    if not steps.ordered(session, row, envelope):
        raise Conflict(_NOTHING)
    steps.step(session, row, "order", by=actor)
    return shown(session, row)


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
    return shown(session, row)


def resume(session: Session, application_id: UUID, *, actor: Actor) -> Decided:
    """Go on."""
    row, _, _ = steps.held(session, application_id)
    row.reason = None
    steps.step(session, row, "resume", by=actor)
    return shown(session, row)


def complete(session: Session, application_id: UUID, *, actor: Actor) -> Decided:
    """Every month is noted: what was not needed goes back to the envelope."""
    row, _, envelope = steps.held(session, application_id)
    steps.MOVES.guard(row, "complete")
    months = repository.months(session, [row.id]).get(row.id, [])
    if any(month.attendance is None for month, _ in months):
        raise Conflict(_LEFT)
    steps.ordered(session, row, envelope)
    steps.left(session, row, envelope, by=actor)
    steps.step(session, row, "complete", by=actor)
    return shown(session, row)


def end(session: Session, application_id: UUID, body: EndScholarshipIn, *, actor: Actor) -> Decided:
    """End before its time: months that were earned are paid, the rest goes back; household and
    course are free for another."""
    row, _, envelope = steps.held(session, application_id)
    steps.MOVES.guard(row, "end")
    steps.ordered(session, row, envelope)
    steps.left(session, row, envelope, by=actor)
    row.reason = body.reason
    row.holds_household = row.holds_course = None
    steps.step(session, row, "end", by=actor, reason=body.reason, note=body.note)
    return shown(session, row)
