"""What a hire asks of its employer beside the steps of its route, and both as one list. Pure.

Somebody under 18 and a private household bring duties of their own
(`amuddu.rules.protection`). They come after the route's steps, which may change with the route.
"""

from __future__ import annotations

from amuddu.contracts.types import HiringRouteCode
from amuddu.rules import hiring
from amuddu.rules.hiring import Step
from amuddu.rules.protection import ages, domestic
from amuddu.rules.protection.data import DutyFacts
from services.employers.hires.tables import HireRow

AnyStep = Step | DutyFacts


def steps_of(hire: HireRow) -> tuple[AnyStep, ...]:
    """Every step of a file: those of its route, then the duties."""
    return (*hiring.route(hire.route).steps, *_duties(hire))


def named(step_id: str) -> AnyStep | None:
    """A step or duty by its id, of whichever file."""
    routes: tuple[HiringRouteCode, ...] = tuple(code.value for code in hiring.HiringRoute)
    every: list[AnyStep] = [step for code in routes for step in hiring.route(code).steps]
    every += (*domestic.duties(), *ages.duties())
    return next((step for step in every if step.id == step_id), None)


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
