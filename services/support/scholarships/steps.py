"""The steps of an application, as `SCHOLARSHIP` declares them, on rows; and the money they move.

Whoever takes a step that moves money holds the envelope, then the application.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, cast
from uuid import UUID

from amuddu.contracts.support.scholarships import (
    SCHOLARSHIP,
    ScholarshipMoved,
    ScholarshipState,
    ScholarshipStep,
)
from amuddu.kit import clock
from amuddu.kit.auth import Actor, Role
from amuddu.kit.db import Session
from amuddu.kit.errors import known
from amuddu.kit.events import outbox
from amuddu.kit.i18n import N_
from amuddu.kit.ledger import book
from amuddu.kit.ledger.tables import PurseRow
from amuddu.kit.workflow import Moves
from services.support.common import writes
from services.support.scholarships import repository
from services.support.scholarships.tables import ApplicationRow, CallRow, ScholarshipLogRow

_OVER = N_("Cette demande de bourse est terminée : elle ne change plus.")
_WHY_NOT: Mapping[Any, str] = {
    "draft": N_("Cette demande n'est pas encore envoyée : complétez-la et envoyez-la."),
    "submitted": N_("Un conseiller doit d'abord dire si cette demande convient."),
    "eligible": N_(
        "Le comité n'a pas encore assez de notes pour décider : attendez le nombre de membres "
        "demandé."
    ),
    "scored": N_("Cette demande attend la décision de la coordination."),
    "waiting": N_("Cette demande est sur la liste d'attente."),
    "awarded": N_("La bourse est accordée : la convention doit d'abord être signée."),
    "active": N_("La bourse est en cours."),
    "suspended": N_("La bourse est suspendue : reprenez-la d'abord."),
    "not_eligible": _OVER,
    "refused": N_("Cette demande est refusée : la personne peut demander qu'on la revoie."),
    "completed": _OVER,
    "ended": _OVER,
    "withdrawn": _OVER,
}


def _line(
    row: ApplicationRow,
    name: str,
    before: ScholarshipState | None,
    *,
    by: Actor,
    reason: str | None = None,
    note: str = "",
) -> ScholarshipLogRow:
    return ScholarshipLogRow(
        application_id=row.id,
        name=name,
        from_state=before,
        to_state=row.state,
        reason=reason,
        note=note,
        actor_id=by.id,
        actor_role=by.role.value,
    )


MOVES: Moves[ApplicationRow, ScholarshipState, ScholarshipLogRow] = Moves(
    SCHOLARSHIP, line=_line, refusals=_WHY_NOT
)
_UNSAID = ("write", "score", "order")
"""Steps that are nobody's news: they move nothing, or not yet."""
_PAID = ("present", "excused")


def begin(session: Session, row: ApplicationRow, *, by: Actor) -> None:
    """A new application."""
    _written(session, row, MOVES.begin(row, "apply", by=by))


def step(session: Session, row: ApplicationRow, name: str, **told: Any) -> None:
    """Take a step: the row, the line of its log, and the event that says it."""
    _written(session, row, MOVES.take(row, name, **told))


def _written(session: Session, row: ApplicationRow, line: ScholarshipLogRow) -> None:
    writes.add(session, row, line)
    if line.name in _UNSAID and line.from_state == line.to_state:
        return
    event = ScholarshipMoved(
        application_id=row.id,
        profile_id=row.profile_id,
        agency_id=row.agency_id,
        call_id=row.call_id,
        step=cast(ScholarshipStep, line.name),
        from_state=line.from_state,
        state=row.state,
        by_person=line.actor_role == Role.JOBSEEKER.value,
        at=line.at,
    )
    outbox.add(session, event)


# --- money ----------------------------------------------------------------------------------------


def held(session: Session, application_id: UUID) -> tuple[ApplicationRow, CallRow, PurseRow]:
    """An application with its call and envelope; envelope and application are locked."""
    found = known(repository.application(session, application_id))
    call = known(repository.call(session, found.call_id))
    envelope = book.locked(session, call.envelope_id)
    return known(repository.lock_application(session, application_id)), call, envelope


def left(session: Session, row: ApplicationRow, envelope: PurseRow, *, by: Actor) -> None:
    """Give back what a scholarship does not need: what the bank was asked for stays asked for."""
    reserved, committed = standing(session, row)
    if reserved:
        move(session, row, envelope, "release", reserved, by=by)
    if spare := committed - _asked(session, row):
        move(session, row, envelope, "uncommit", spare, by=by)
    row.updated_at = clock.now()


def standing(session: Session, row: ApplicationRow) -> tuple[int, int]:
    """What is reserved and what is committed for an application, as its entries add up."""
    lines = book.about(session, row.id)
    return sum(line.reserved for line in lines), sum(line.committed for line in lines)


def _asked(session: Session, row: ApplicationRow) -> int:
    months = repository.months(session, [row.id]).get(row.id, [])
    return sum(of.amount for _, of in months if of is not None and of.state == "ordered")


def ordered(session: Session, row: ApplicationRow, envelope: PurseRow) -> int:
    """Ask the bank for every month that is noted and to be paid; how many they were."""
    months = repository.months(session, [row.id]).get(row.id, [])
    due = [of for of, payment in months if payment is None and of.attendance in _PAID]
    for of in due:
        of.payment_id = book.order(session, envelope, of.amount, about=row.id).id
        writes.add(session, of)
    return len(due)


def _reference(row: ApplicationRow) -> str:
    return f"scholarship {row.number}"


def move(
    session: Session, row: ApplicationRow, envelope: PurseRow, kind: Any, amount: int, *, by: Actor
) -> None:
    """Move money for an application. Raises `Exhausted`."""
    book.move(session, envelope, kind, amount, by=by, about=row.id, reference=_reference(row))


def may_appeal_until(row: ApplicationRow, days: int) -> date | None:
    """The last day on which a no may be looked at again; once."""
    if row.state != "refused" or row.refused_on is None or row.appealed:
        return None
    return date.fromordinal(row.refused_on.toordinal() + days)
