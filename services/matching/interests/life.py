"""The life of an interest: each step, and what the product is told of it.

Every change goes through here, so that the event from which a rebuild makes the table again is
never forgotten. Rows are locked by the caller.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from uuid import UUID

from amuddu.contracts.matching import InterestChanged, InterestState
from amuddu.contracts.matching.own_offers import INTEREST
from amuddu.kit import clock
from amuddu.kit.db import Session
from amuddu.kit.events import outbox
from amuddu.kit.i18n import N_
from amuddu.kit.workflow import Moves
from services.matching.facts import repository as facts_repository
from services.matching.interests import repository
from services.matching.interests.tables import InterestRow

ALIVE: frozenset[InterestState] = frozenset({"open", "taken_up"})
"""States in which the offer interests the person."""

_GONE = N_("Cette personne n'attend plus rien pour cette offre.")
_WHY_NOT: Mapping[InterestState, str] = {
    "withdrawn": _GONE,
    "ended": _GONE,
    "taken_up": N_("Quelqu'un de l'agence s'en occupe déjà."),
}


def _no_line(_row: InterestRow, _name: str, _before: InterestState | None) -> None:
    """An interest keeps no log: its row says all there is."""


MOVES: Moves[InterestRow, InterestState, None] = Moves(INTEREST, line=_no_line, refusals=_WHY_NOT)


def begin(session: Session, *, vacancy_id: UUID, profile_id: UUID) -> InterestRow | None:
    """A new interest; `None` where the pair has one already."""
    at = clock.now()
    row = InterestRow(vacancy_id=vacancy_id, profile_id=profile_id, expressed_at=at, updated_at=at)
    if not repository.add(session, row):
        return None
    write_down(session, row)
    return row


def express(session: Session, row: InterestRow) -> None:
    """Once more, after it was taken back or ended."""
    MOVES.take(row, "express")
    row.expressed_at, row.taken_by = row.updated_at, None
    write_down(session, row)


def withdraw(session: Session, row: InterestRow) -> None:
    """The person takes it back."""
    MOVES.take(row, "withdraw")
    write_down(session, row)


def take_up(session: Session, row: InterestRow, *, by: UUID) -> None:
    """Somebody of the agency looks after it. Raises `NotPossible`."""
    MOVES.take(row, "take_up")
    row.taken_by = by
    write_down(session, row)


def end(session: Session, rows: Iterable[InterestRow]) -> None:
    """The offer or the profile is gone."""
    for row in rows:
        MOVES.take(row, "end")
        write_down(session, row)


def put_forward(session: Session, *, vacancy_id: UUID, profile_id: UUID, by: UUID) -> None:
    """Whoever puts somebody forward for what interests them takes it up."""
    row = repository.locked_pair(session, vacancy_id=vacancy_id, profile_id=profile_id)
    if row is not None and row.state == "open":
        take_up(session, row, by=by)


def write_down(session: Session, row: InterestRow) -> None:
    """Tell how an interest now stands. The row is locked."""
    session.flush()
    person = facts_repository.candidate(session, row.profile_id)
    agency_id = person.agency_id if person else None
    told = InterestChanged.of(row, interest_id=row.id, agency_id=agency_id)
    outbox.add(session, told)
