"""What a hire asks of its employer beside the steps of its route, and both as one list. Pure.

Somebody under 18 and a private household bring duties of their own
(`amuddu.rules.protection`). They come after the route's steps, which may change with the route.
"""

from __future__ import annotations

from datetime import date

from amuddu.rules import hiring
from amuddu.rules.hiring import Step
from amuddu.rules.protection import ages, domestic
from amuddu.rules.protection.data import DutyFacts
from services.employers.hires.tables import HireRow

AnyStep = Step | DutyFacts


def steps_of(hire: HireRow) -> tuple[AnyStep, ...]:
    """Every step of a file: those of its route as they were the day of the hire, then the duties.

    A version of a route or of a step that came into force later is for files opened later.
    """
    return (*hiring.route(hire.route, on=hire.hired_on).steps, *_duties(hire))


def named(step_id: str, *, on: date) -> AnyStep | None:
    """A step or duty by its id, of whichever route, as it was on a day."""
    found = hiring.step(step_id, on=on)
    if found is not None:
        return found
    every = (*domestic.duties(), *ages.duties())
    return next((duty for duty in every if duty.id == step_id), None)


def _duties(hire: HireRow) -> tuple[DutyFacts, ...]:
    of_home = domestic.duties() if hire.domestic else ()
    return (*of_home, *(ages.duties() if hire.young else ()))


def days_of(step: AnyStep, *, week_of_five: frozenset[str]) -> int | None:
    """The longest delay of a step in days of the calendar, where one is told."""
    if isinstance(step, DutyFacts):
        return step.max_days
    if step.days is None:
        return None
    days = int(step.days.high)
    return days * 7 // 5 if step.id in week_of_five else days
