"""The steps of a hire's file, as `amuddu.contracts.hires.HIRE` declares them, on its rows.

Each takes the rows, locked by the caller, changes them and returns the line of the log. Steps may
be done in another order than the route's: offices differ.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from itertools import takewhile

from amuddu.contracts.hires import (
    HIRE,
    AbandonIn,
    FinishStepIn,
    HireState,
    ResumeIn,
    SignedReason,
    StartStepIn,
    StuckIn,
)
from amuddu.kit import clock
from amuddu.kit.auth import Actor
from amuddu.kit.errors import Conflict, NotFound, invalid
from amuddu.kit.i18n import N_
from amuddu.kit.workflow import Moves
from amuddu.rules import hiring
from services.employers.hires.tables import HireLogRow, HireRow, HireStepRow

_WHY_NOT: Mapping[HireState, str] = {
    "open": N_("Ce dossier n'est pas bloqué : il avance déjà."),
    "stuck": N_("Ce dossier est bloqué : dites d'abord qu'il repart."),
    "done": N_("Ce dossier est terminé : il ne change plus."),
    "abandoned": N_("Ce dossier est abandonné : il ne change plus."),
}
_DONE_ALREADY = N_("Cette étape est déjà faite.")
SIGN_EARLY = N_(
    "{count} étape(s) d'avant la signature ne sont pas faites : faites-les d'abord, ou dites "
    "pourquoi le contrat est signé quand même."
)
OUT_OF_ORDER: SignedReason = "out_of_order"
_FIRST_DAY = "cnss"
"""The step of the first day of work."""
_FUTURE = N_("Ce jour n'est pas encore venu : indiquez aujourd'hui ou un jour passé.")
_BEFORE_START = N_("Cette étape a commencé le {day} : indiquez ce jour ou un jour d'après.")


def _line(
    hire: HireRow,
    name: str,
    before: HireState | None,
    *,
    by: Actor,
    step: str | None = None,
    reason: str | None = None,
    note: str = "",
) -> HireLogRow:
    return HireLogRow(
        hire_id=hire.id,
        name=name,
        step_id=step,
        from_state=before,
        to_state=hire.state,
        reason=reason,
        note=note,
        actor_id=by.id,
        actor_role=by.role.value,
    )


MOVES: Moves[HireRow, HireState, HireLogRow] = Moves(
    HIRE, line=_line, refusals=_WHY_NOT, error=Conflict
)

Steps = Sequence[HireStepRow]


def start_step(
    hire: HireRow, steps: Steps, *, step_id: str, body: StartStepIn, by: Actor
) -> HireLogRow:
    """A step was begun on a day."""
    step = _undone(hire, steps, step_id, "start_step")
    _not_future(body.on)
    step.state, step.started_on = "started", body.on
    return MOVES.take(hire, "start_step", by=by, step=step_id)


def finish_step(
    hire: HireRow, steps: Steps, *, step_id: str, body: FinishStepIn, by: Actor
) -> HireLogRow:
    """A step was done on a day; the file is done with its last step."""
    step = _undone(hire, steps, step_id, "finish_step")
    _not_future(body.on)
    if step.started_on is not None and body.on < step.started_on:
        raise invalid("on", _BEFORE_START, day=step.started_on.isoformat())
    early = _signs(hire, step_id) and _refuse_early(hire, steps, body.although)
    step.state, step.done_on, step.note = "done", body.on, body.note
    note, reason = (_joined(body.although, body.note), OUT_OF_ORDER) if early else (body.note, None)
    return MOVES.take(
        hire,
        "finish_step",
        to="done" if _whole(hire, steps) else "open",
        by=by,
        step=step_id,
        reason=reason,
        note=note,
    )


def _whole(hire: HireRow, steps: Steps) -> bool:
    """Whether the file is done: with its last step, once somebody has settled the route."""
    return hire.route != "ask" and all(each.state == "done" for each in steps)


def _refuse_early(hire: HireRow, steps: Steps, although: str) -> bool:
    """Whether the contract is signed early, for the reason given. Raises `Invalid` without one."""
    missing = before_signing(hire, steps)
    if missing and not although:
        raise invalid("although", SIGN_EARLY, count=len(missing))
    return bool(missing)


def before_signing(hire: HireRow, steps: Steps) -> tuple[str, ...]:
    """The steps that are to be done before this hire's contract is signed, and are not."""
    found = hiring.route(hire.route, on=hire.hired_on).steps
    needs = {need for step in found if step.signs for need in step.needs}
    if not needs:  # a route without visa: what is looked at before the work begins
        needs = {step.id for step in takewhile(lambda step: step.id != _FIRST_DAY, found)}
    undone = [each.step_id for each in steps if each.state != "done"]
    return tuple(step_id for step_id in undone if step_id in needs)


def _signs(hire: HireRow, step_id: str) -> bool:
    found = hiring.step(step_id, on=hire.hired_on)
    return found is not None and found.signs


def _joined(although: str, note: str) -> str:
    return f"{although} ; {note}" if note else although


def get_stuck(hire: HireRow, steps: Steps, *, body: StuckIn, by: Actor) -> HireLogRow:
    """Nothing moves at a step, for a reason."""
    _undone(hire, steps, body.step_id, "get_stuck")
    hire.stuck_on, hire.stuck_reason = body.step_id, body.reason
    return MOVES.take(
        hire, "get_stuck", by=by, step=body.step_id, reason=body.reason, note=body.note
    )


def resume(hire: HireRow, _: Steps, *, body: ResumeIn, by: Actor) -> HireLogRow:
    """The file goes on."""
    MOVES.guard(hire, "resume")
    return MOVES.take(hire, "resume", by=by, step=unstick(hire), note=body.note)


def abandon(hire: HireRow, _: Steps, *, body: AbandonIn, by: Actor) -> HireLogRow:
    """The hire does not take place."""
    MOVES.guard(hire, "abandon")
    step = unstick(hire)
    return MOVES.take(hire, "abandon", by=by, step=step, reason=body.reason, note=body.note)


def unstick(hire: HireRow) -> str | None:
    """The step at which the file was stuck, which it is no more."""
    step, hire.stuck_on, hire.stuck_reason = hire.stuck_on, None, None
    return step


def _undone(hire: HireRow, steps: Steps, step_id: str, name: str) -> HireStepRow:
    """The step of this id, which is to be done. Raises `NotFound`, `Conflict`."""
    step = next((each for each in steps if each.step_id == step_id), None)
    if step is None:
        raise NotFound
    MOVES.guard(hire, name)
    if step.state == "done":
        raise Conflict(_DONE_ALREADY)
    return step


def _not_future(on: date) -> None:
    if on > clock.today():
        raise invalid("on", _FUTURE)
