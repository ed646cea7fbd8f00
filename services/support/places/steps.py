"""The steps of a request, as `amuddu.contracts.support.training.PLACE` declares them, on rows.

Whoever moves a row holds its session: seats are counted under that lock alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any, cast, get_args

from amuddu.contracts.support.training import (
    PLACE,
    PlaceMoved,
    RequestState,
    RequestStep,
    ToldReason,
)
from amuddu.kit.auth import Actor, Role, service_actor
from amuddu.kit.db import Session
from amuddu.kit.events import outbox
from amuddu.kit.i18n import N_
from amuddu.kit.workflow import Moves
from services.support.catalogue.tables import SessionRow
from services.support.common import writes
from services.support.places import repository
from services.support.places.tables import RequestLogRow, RequestRow

_OVER = N_("Cette demande est terminée : faites-en une autre si une session prend encore.")
_WHY_NOT: Mapping[Any, str] = {
    "waiting": N_("Cette demande attend une place : elle n'en a pas encore."),
    "held": N_("Cette place est gardée : un conseiller doit d'abord la confirmer."),
    "confirmed": N_("Cette place est confirmée : la formation n'a pas encore commencé."),
    "attending": N_("Cette personne suit déjà la formation."),
    "completed": N_("Cette formation est terminée : elle ne change plus."),
    "dropped": _OVER,
    "refused": _OVER,
    "withdrawn": _OVER,
    "expired": N_(
        "La place n'a pas été confirmée à temps, et elle est passée à la personne suivante. "
        "Vous pouvez la demander de nouveau."
    ),
}


def _line(
    row: RequestRow,
    name: str,
    before: RequestState | None,
    *,
    by: Actor,
    reason: str | None = None,
    note: str = "",
) -> RequestLogRow:
    return RequestLogRow(
        request_id=row.id,
        name=name,
        from_state=before,
        to_state=row.state,
        reason=reason,
        note=note,
        until=row.held_until if row.state == "held" else None,
        actor_id=by.id,
        actor_role=by.role.value,
    )


MOVES: Moves[RequestRow, RequestState, RequestLogRow] = Moves(PLACE, line=_line, refusals=_WHY_NOT)
_TOLD = frozenset(get_args(ToldReason))
_HELD: tuple[RequestState, ...] = ("held",)
ITSELF = service_actor("support")
"""Who it is where nobody did it: the job, or the seat of somebody else that became free."""


def step(session: Session, row: RequestRow, of: SessionRow, name: str, **told: Any) -> None:
    """Take a step: the row, the line of its log, and the event that says it. What a step changes
    besides is on the row already. Raises `NotPossible`."""
    _written(session, row, of, MOVES.take(row, name, **told))


def _written(session: Session, row: RequestRow, of: SessionRow, line: RequestLogRow) -> None:
    """The one place where a request is written after a step, so that none goes unsaid."""
    writes.add(session, row, line)
    event = PlaceMoved(
        request_id=row.id,
        profile_id=row.profile_id,
        agency_id=row.agency_id,
        course_id=of.course_id,
        session_id=of.id,
        step=cast(RequestStep, line.name),
        from_state=line.from_state,
        state=row.state,
        held_until=row.held_until,
        starts_on=of.starts_on,
        reason=_reason(line),
        by_person=line.actor_role == Role.JOBSEEKER.value,
        at=line.at,
    )
    outbox.add(session, event)


def _reason(line: RequestLogRow) -> ToldReason | None:
    if line.name != "refuse":
        return None
    return cast(ToldReason, line.reason) if line.reason in _TOLD else "other"


def begin(session: Session, row: RequestRow, of: SessionRow, *, until: date, by: Actor) -> None:
    """A new request: with a seat where one is free, else with a turn. `of` is locked."""
    free = repository.seats_taken(session, of.id) < of.places
    row.state = "held" if free else "waiting"
    row.held_until = until if free else None
    _written(session, row, of, MOVES.begin(row, "ask", by=by))


def left(
    session: Session,
    row: RequestRow,
    of: SessionRow,
    name: str,
    *,
    by: Actor,
    reason: str | None = None,
    note: str = "",
) -> None:
    """A request that gives its seat or its turn back."""
    MOVES.guard(row, name)
    row.held_until = None
    row.reason = reason
    step(session, row, of, name, by=by, reason=reason, note=note)


def move_up(session: Session, of: SessionRow, *, on: date, days: int) -> int:
    """Hold the seats that are free for those whose turn it is; how many. `of` is locked."""
    if of.state != "open" or on > of.starts_on:
        return 0
    moved = 0
    free = of.places - repository.seats_taken(session, of.id)
    while moved < free and (row := repository.next_waiting(session, of.id)) is not None:
        row.held_until = on + timedelta(days=days)
        row.moved_up = True
        step(session, row, of, "offer", by=ITSELF)
        moved += 1
    return moved


def expire(session: Session, of: SessionRow, *, on: date, days: int) -> int:
    """End the holds whose day has passed, and hold the seats for the next; how many ended."""
    ended = 0
    for row in repository.of_session(session, of.id, _HELD, lock=True):
        if row.held_until is not None and row.held_until < on:
            left(session, row, of, "expire", by=ITSELF)
            ended += 1
    move_up(session, of, on=on, days=days)
    return ended


def reschedule(session: Session, of: SessionRow, *, by: Actor) -> None:
    """Say to all who are to come that the first day is another. `of` is locked."""
    for row in repository.of_session(session, of.id, PLACE["reschedule"].sources, lock=True):
        step(session, row, of, "reschedule", by=by)
