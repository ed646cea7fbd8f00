"""What may be done to the file of a hire, named, guarded and logged.

    open <-> stuck        get_stuck (where and why), resume
    open -> open          set_terms, reroute, start_step, finish_step
    open -> done          finish_step, when it was the last one
    open, stuck -> abandoned

Each takes the rows, locked by the caller, changes them and returns the line of the log. Steps may
be done in another order than the route's: offices differ.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from amuddu.contracts.hires import AbandonReason, HireState, HireStepName, StuckReason
from amuddu.kit import clock
from amuddu.kit.auth import Actor
from amuddu.kit.clock import now
from amuddu.kit.errors import Conflict, NotFound, invalid
from amuddu.kit.i18n import N_
from services.employers.hires.tables import HireLogRow, HireRow, HireStepRow

FROM: dict[HireStepName, frozenset[HireState]] = {
    "set_terms": frozenset({"open", "stuck"}),
    "reroute": frozenset({"open", "stuck"}),
    "start_step": frozenset({"open"}),
    "finish_step": frozenset({"open"}),
    "get_stuck": frozenset({"open"}),
    "resume": frozenset({"stuck"}),
    "abandon": frozenset({"open", "stuck"}),
}
_REFUSALS: dict[HireState, str] = {
    "open": N_("Ce dossier n'est pas bloqué : il avance déjà."),
    "stuck": N_("Ce dossier est bloqué : dites d'abord qu'il repart."),
    "done": N_("Ce dossier est terminé : il ne change plus."),
    "abandoned": N_("Ce dossier est abandonné : il ne change plus."),
}
_DONE_ALREADY = N_("Cette étape est déjà faite.")
_FUTURE = N_("Ce jour n'est pas encore venu : indiquez aujourd'hui ou un jour passé.")
_BEFORE_START = N_("Cette étape a commencé le {day} : indiquez ce jour ou un jour d'après.")


def guard(hire: HireRow, name: HireStepName) -> None:
    """Raise `Conflict` unless this may be done where the file stands."""
    if hire.state not in FROM[name]:
        raise Conflict(_REFUSALS[hire.state])


def begin(hire: HireRow, *, by: Actor) -> HireLogRow:
    """First line of the log of a new file."""
    return _line(hire, "open", None, by=by)


def set_terms(hire: HireRow, *, by: Actor) -> HireLogRow:
    """The contract as it is to be signed was written down."""
    return _moved(hire, "set_terms", hire.state, by=by)


def reroute(hire: HireRow, *, by: Actor) -> HireLogRow:
    """A counsellor found out the route."""
    return _moved(hire, "reroute", hire.state, by=by)


def start_step(hire: HireRow, step: HireStepRow, *, on: date, by: Actor) -> HireLogRow:
    """A step was begun on a day."""
    guard(hire, "start_step")
    _undone(step)
    _not_future(on)
    step.state, step.started_on = "started", on
    return _moved(hire, "start_step", "open", by=by, step=step.step_id)


def finish_step(
    hire: HireRow,
    steps: Sequence[HireStepRow],
    step: HireStepRow,
    *,
    on: date,
    note: str,
    by: Actor,
) -> HireLogRow:
    """A step was done on a day; the file is done with its last step."""
    guard(hire, "finish_step")
    _undone(step)
    _not_future(on)
    if step.started_on is not None and on < step.started_on:
        raise invalid("on", _BEFORE_START, day=step.started_on.isoformat())
    step.state, step.done_on, step.note = "done", on, note
    whole: HireState = "done" if all(each.state == "done" for each in steps) else "open"
    return _moved(hire, "finish_step", whole, by=by, step=step.step_id, note=note)


def get_stuck(
    hire: HireRow, step: HireStepRow, *, reason: StuckReason, note: str, by: Actor
) -> HireLogRow:
    """Nothing moves at a step, for a reason."""
    guard(hire, "get_stuck")
    _undone(step)
    hire.stuck_on, hire.stuck_reason = step.step_id, reason
    return _moved(hire, "get_stuck", "stuck", by=by, step=step.step_id, reason=reason, note=note)


def resume(hire: HireRow, *, note: str, by: Actor) -> HireLogRow:
    """The file goes on."""
    guard(hire, "resume")
    step, hire.stuck_on, hire.stuck_reason = hire.stuck_on, None, None
    return _moved(hire, "resume", "open", by=by, step=step, note=note)


def abandon(hire: HireRow, *, reason: AbandonReason, note: str, by: Actor) -> HireLogRow:
    """The hire does not take place."""
    guard(hire, "abandon")
    step, hire.stuck_on, hire.stuck_reason = hire.stuck_on, None, None
    return _moved(hire, "abandon", "abandoned", by=by, step=step, reason=reason, note=note)


def named(steps: Sequence[HireStepRow], step_id: str) -> HireStepRow:
    """The step of this name. Raises `NotFound`."""
    found = next((each for each in steps if each.step_id == step_id), None)
    if found is None:
        raise NotFound
    return found


def _undone(step: HireStepRow) -> None:
    if step.state == "done":
        raise Conflict(_DONE_ALREADY)


def _not_future(on: date) -> None:
    if on > clock.today():
        raise invalid("on", _FUTURE)


def _moved(
    hire: HireRow,
    name: HireStepName,
    target: HireState,
    *,
    by: Actor,
    step: str | None = None,
    reason: str | None = None,
    note: str = "",
) -> HireLogRow:
    guard(hire, name)
    before = hire.state
    hire.state, hire.updated_at = target, now()
    return _line(hire, name, before, by=by, step=step, reason=reason, note=note)


def _line(
    hire: HireRow,
    name: HireStepName,
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
