"""What comes due in the file of a hire: late steps, a near start, papers that end. Pure.

Delays are those that the administrations announce, in days, counted from the day somebody said
the step began; the attestation's twenty days are working days and count as four weeks.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta

from amuddu.contracts.hires import Reminder
from services.employers.hires.tables import HireRow, HireStepRow

START_NEAR = timedelta(days=21)
PAPERS_END = timedelta(days=90)
SILENT = timedelta(days=14)
"""A file that nobody touched for so long is looked at."""


def reminders(
    hire: HireRow,
    steps: Sequence[HireStepRow],
    *,
    max_days: Mapping[str, int],
    on: date,
    for_agency: bool,
) -> tuple[Reminder, ...]:
    """What comes due on a day, the earliest first; papers for the person's agency alone."""
    if hire.state in {"done", "abandoned"}:
        return tuple(_papers(hire, on=on)) if for_agency and hire.state == "done" else ()
    found = [*_late_steps(steps, max_days, on=on), *_start(hire, on=on), *_silence(hire, on=on)]
    if for_agency:
        found += _papers(hire, on=on)
    return tuple(sorted(found, key=lambda each: each.due_on))


def _late_steps(
    steps: Iterable[HireStepRow], max_days: Mapping[str, int], *, on: date
) -> Iterator[Reminder]:
    for step in steps:
        if step.state == "started" and step.started_on and step.step_id in max_days:
            due = step.started_on + timedelta(days=max_days[step.step_id])
            if on > due:
                yield Reminder(kind="step_late", due_on=due, late=True, step_id=step.step_id)


def _start(hire: HireRow, *, on: date) -> Iterator[Reminder]:
    if hire.starts_on is None or hire.starts_on - START_NEAR > on:
        return
    passed = hire.starts_on <= on
    kind = "start_passed" if passed else "start_near"
    yield Reminder.model_validate({"kind": kind, "due_on": hire.starts_on, "late": passed})


def _papers(hire: HireRow, *, on: date) -> Iterator[Reminder]:
    if hire.papers_until is not None and hire.papers_until - PAPERS_END <= on:
        late = hire.papers_until < on
        yield Reminder(kind="papers_end", due_on=hire.papers_until, late=late)


def _silence(hire: HireRow, *, on: date) -> Iterator[Reminder]:
    due = hire.updated_at.date() + SILENT
    if on > due:
        yield Reminder(kind="silent", due_on=due, late=True)
