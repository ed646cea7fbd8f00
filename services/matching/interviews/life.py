"""The life of an interview: each step, its line of the log, and what the product is told of it.

Rows are locked by the caller.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from amuddu.contracts.matching.interviews import (
    INTERVIEW,
    InterviewMoved,
    InterviewReason,
    InterviewSide,
    InterviewState,
    InterviewStep,
)
from amuddu.kit import clock
from amuddu.kit.db import Session
from amuddu.kit.events import outbox
from amuddu.kit.i18n import N_
from amuddu.kit.workflow import Moves
from services.matching.interviews import repository
from services.matching.interviews.tables import InterviewRow, InterviewStepRow


@dataclass(frozen=True, slots=True)
class By:
    """Who takes a step; of a reason, whether the employer may read it."""

    side: InterviewSide
    actor_id: UUID | None = None
    reason: InterviewReason | None = None
    told: bool = True


THE_HOUSE = By("house")

_OVER = N_("Ce rendez-vous a déjà eu lieu : proposez-en un autre si vous voulez vous revoir.")
_WHY_NOT: Mapping[InterviewState, str] = {
    "proposed": N_("La personne n'a pas encore choisi l'heure."),
    "none_fits": N_("Aucune des heures ne convient : attendez d'autres heures."),
    "set": N_("L'heure de ce rendez-vous est déjà choisie. Rechargez la page pour la voir."),
    "off": N_("Ce rendez-vous est annulé."),
    "happened": _OVER,
    "person_absent": _OVER,
    "employer_absent": _OVER,
}


def _line(
    row: InterviewRow, name: str, _before: InterviewState | None, *, by: By
) -> InterviewStepRow:
    return InterviewStepRow(
        interview_id=row.id,
        step=name,
        state=row.state,
        at=row.updated_at,
        by=by.side,
        actor_id=by.actor_id,
        reason=by.reason,
        reason_told=by.told,
    )


MOVES: Moves[InterviewRow, InterviewState, InterviewStepRow] = Moves(
    INTERVIEW, line=_line, refusals=_WHY_NOT
)


def begin(session: Session, row: InterviewRow, *, by: By) -> None:
    """Times are proposed."""
    session.add(row)
    session.flush()
    session.add(MOVES.begin(row, "propose", by=by))
    _tell(session, row, "propose", None, by)


def take(
    session: Session,
    row: InterviewRow,
    name: InterviewStep,
    *,
    by: By,
    to: InterviewState | None = None,
) -> None:
    """Take a step. Raises `NotPossible`."""
    before = row.state
    line = MOVES.take(row, name, to=to, by=by)
    row.reason, row.reason_told = by.reason, by.told
    row.sequence += 1
    session.add(line)
    _tell(session, row, name, before, by)


def end(session: Session, candidacy_id: UUID) -> None:
    """The candidacy ended: what was not talked about yet is not talked about any more.

    One whose time has come stands: somebody may still say what came of it.
    """
    row = repository.alive_of(session, candidacy_id)
    if row is None or started(row):
        return
    take(session, row, "end", by=THE_HOUSE)


def started(row: InterviewRow) -> bool:
    """Whether its time has come."""
    return row.state == "set" and row.starts_at is not None and row.starts_at <= clock.now()


def _tell(
    session: Session,
    row: InterviewRow,
    name: InterviewStep,
    before: InterviewState | None,
    by: By,
) -> None:
    session.flush()
    moved = InterviewMoved.of(
        row,
        interview_id=row.id,
        step=name,
        from_state=before,
        starts_at=row.starts_at if row.state == "set" else None,
        by=by.side,
        at=row.updated_at,
    )
    outbox.add(session, moved)
