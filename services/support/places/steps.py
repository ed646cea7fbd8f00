"""The steps of a request, as `amuddu.contracts.support.training.PLACE` declares them, on rows.

Whoever moves a row holds its session: seats are counted under that lock alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from amuddu.contracts.support.training import PLACE, RequestState
from amuddu.kit.auth import Actor, service_actor
from amuddu.kit.db import Session
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
_HELD: tuple[RequestState, ...] = ("held",)
ITSELF = service_actor("support")
"""Who it is where nobody did it: the job, or the seat of somebody else that became free."""


def begin(session: Session, row: RequestRow, of: SessionRow, *, until: date, by: Actor) -> None:
    """A new request: with a seat where one is free, else with a turn. `of` is locked."""
    free = repository.seats_taken(session, of.id) < of.places
    row.state = "held" if free else "waiting"
    row.held_until = until if free else None
    writes.add(session, row)
    writes.add(session, MOVES.begin(row, "ask", by=by))


def left(session: Session, row: RequestRow, name: str, **told: Any) -> None:
    """A request that gives its seat or its turn back, with the line of the log."""
    line = MOVES.take(row, name, **told)
    row.held_until = None
    row.reason = line.reason
    writes.add(session, row, line)


def move_up(session: Session, of: SessionRow, *, on: date, days: int) -> int:
    """Hold the seats that are free for those whose turn it is; how many. `of` is locked."""
    if of.state != "open" or on > of.starts_on:
        return 0
    moved = 0
    free = of.places - repository.seats_taken(session, of.id)
    while moved < free and (row := repository.next_waiting(session, of.id)) is not None:
        row.held_until = on + timedelta(days=days)
        row.moved_up = True
        writes.add(session, row, MOVES.take(row, "offer", by=ITSELF))
        moved += 1
    return moved


def expire(session: Session, of: SessionRow, *, on: date, days: int) -> int:
    """End the holds whose day has passed, and hold the seats for the next; how many ended."""
    ended = 0
    for row in repository.of_session(session, of.id, _HELD, lock=True):
        if row.held_until is not None and row.held_until < on:
            left(session, row, "expire", by=ITSELF)
            ended += 1
    move_up(session, of, on=on, days=days)
    return ended
