"""The files of hires: opened by the news of a hire, then moved step by step by people.

The employer and the agency that follows the person see the same steps. Neither file nor steps tell
why a route is what it is; the person's id and the date their papers end are for their agency alone.
A file is nobody else's: the employer's agency sees it where it is the person's too, and who counts
files reads neither route nor steps.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from typing import Protocol
from uuid import UUID

from amuddu.contracts.hires import (
    AbandonIn,
    FinishStepIn,
    Hire,
    HireAbandoned,
    HireLogLine,
    HirePage,
    HireStartSet,
    HireState,
    HireStep,
    HireTermsIn,
    PapersIn,
    Reminder,
    RerouteIn,
    ResumeIn,
    StartStepIn,
    StuckCount,
    StuckCounts,
    StuckIn,
)
from amuddu.contracts.types import HiringRouteCode, Lang
from amuddu.kit import checks as common_checks
from amuddu.kit import clock
from amuddu.kit.auth import Actor
from amuddu.kit.db import Session
from amuddu.kit.disclosure.small_cells import LEAST
from amuddu.kit.errors import Conflict, NotFound, known
from amuddu.kit.events import outbox
from amuddu.kit.i18n import N_
from amuddu.kit.observability import logs
from amuddu.reference.text import fold
from amuddu.rules.base import in_language
from amuddu.rules.hiring import Step
from services.employers.common import writes
from services.employers.common.schemas import Asked
from services.employers.hires import access, duties, opening, repository
from services.employers.hires import steps as hires_steps
from services.employers.hires.profiles_client import ProfilesClient
from services.employers.hires.reminders import reminders
from services.employers.hires.steps import MOVES, Steps
from services.employers.hires.tables import HireLogRow, HireRow, HireStepRow
from services.employers.organisations import repository as organisations_repository
from services.employers.organisations.access import Caller
from services.employers.organisations.tables import EmployerRow
from services.employers.vacancies import checks as vacancies_checks
from services.employers.vacancies import filling
from services.employers.vacancies import mapping as vacancies_mapping
from services.employers.vacancies import repository as vacancies_repository
from services.employers.vacancies.tables import VacancyRow

log = logs.get(__name__)

_FOLLOWS_ALREADY = N_("Ce dossier suit déjà des démarches : un conseiller peut les changer.")
_NOTHING_TO_FOLLOW = N_("Ces démarches ne sont plus à suivre ici : rechargez la page.")
_WEEK_OF_FIVE = frozenset({"attestation_standard"})
"""Steps whose delay is said in working days: five of them make a week."""
_NO_ROUTE: frozenset[HiringRouteCode] = frozenset({"ask", "not_now"})
"""What is no way to a contract: the agency looks at it."""


# --- reading ----------------------------------------------------------------------------------


def hires(
    session: Session,
    *,
    q: str | None,
    state: HireState | None,
    limit: int,
    offset: int,
    caller: Caller,
) -> HirePage:
    """The files that the caller may know of, those that wait for something first."""
    rows, total = repository.hires(
        session,
        access.whose(caller),
        asked=Asked.of(q),
        code=fold(q or "").replace(" ", ""),
        state=state,
        limit=limit,
        offset=offset,
    )
    steps = repository.steps_of(session, [hire.id for hire, _, _ in rows])
    items = tuple(
        _shown(hire, employer, vacancy, steps[hire.id], caller=caller)
        for hire, employer, vacancy in rows
    )
    return HirePage(items=items, total=total)


def hire(session: Session, hire_id: UUID, *, caller: Caller) -> Hire:
    """One file with its steps and its log."""
    row, employer = seen(session, hire_id, caller=caller)
    return _whole(session, row, employer, caller=caller)


def seen(
    session: Session, hire_id: UUID, *, caller: Caller, lock: bool = False
) -> tuple[HireRow, EmployerRow]:
    """A file that the caller may know of, with its employer. Raises `NotFound`."""
    row, employer = _found(session, hire_id, lock=lock)
    if not access.may_see(caller, row, employer):
        raise NotFound
    return row, employer


def of_employer(
    session: Session, hire_id: UUID, *, caller: Caller, lock: bool = False
) -> tuple[HireRow, EmployerRow]:
    """A hire of an employer whom the caller may know of: for its claims. Raises `NotFound`."""
    row, employer = _found(session, hire_id, lock=lock)
    if not caller.scope.covers(employer):
        raise NotFound
    return row, employer


def _found(session: Session, hire_id: UUID, *, lock: bool) -> tuple[HireRow, EmployerRow]:
    find = repository.lock_hire if lock else repository.hire
    row = known(find(session, hire_id))
    return row, known(organisations_repository.employer(session, row.employer_id))


def stuck_counts(session: Session, *, caller: Caller) -> StuckCounts:
    """Where files get stuck, the most frequent first."""
    whose = access.whose(caller)
    now = repository.stuck_now(session, whose)
    ever = repository.stuck_ever(session, whose)
    items = [
        StuckCount.model_validate(
            {
                "step_id": step,
                "what": _what(step, caller.lang),
                "reason": reason,
                "now": now.get((step, reason), 0),
                "ever": ever.get((step, reason), 0),
            }
        )
        for step, reason in now.keys() | ever.keys()
    ]
    ordered = sorted(items, key=lambda each: (-each.now, -each.ever, each.step_id, each.reason))
    if not access.opens(caller):
        ordered = [each for each in ordered if each.ever >= LEAST]
    return StuckCounts(items=tuple(ordered), files=repository.count_by_state(session, whose))


# --- what people do ---------------------------------------------------------------------------


def set_terms(session: Session, hire_id: UUID, body: HireTermsIn, *, caller: Caller) -> Hire:
    """Write down the contract as it is to be signed."""

    def change(row: HireRow, _: Steps, *, by: Actor) -> HireLogRow:
        MOVES.guard(row, "set_terms")
        vacancy = vacancies_repository.vacancy(session, row.vacancy_id)
        assert vacancy is not None  # a hire is one of a vacancy, which is kept
        content = vacancies_mapping.content_of(vacancy).model_copy(
            update={**body.model_dump(), "wage_month_max": None}
        )
        common_checks.refuse_if_any(vacancies_checks.contract_problems(content, on=clock.today()))
        moved = row.starts_on != body.starts_on
        row.sqlmodel_update(body.model_dump())
        if moved:
            outbox.add(session, HireStartSet.of(row, candidacy_id=row.id))
        return MOVES.take(row, "set_terms", by=by)

    return _changed(session, hire_id, change, caller=caller)


def reroute(session: Session, hire_id: UUID, body: RerouteIn, *, caller: Caller) -> Hire:
    """Set the route that a counsellor found out; steps that are done stay done."""
    return _changed(session, hire_id, partial(_take_route, session, "reroute", body), caller=caller)


def follow(session: Session, hire_id: UUID, *, caller: Caller, profiles: ProfilesClient) -> Hire:
    """Have a file follow the route that profiles opens to the caller; once it follows one, a
    counsellor alone changes it. Raises `Unavailable` where profiles does not answer."""
    _refuse_followed(seen(session, hire_id, caller=caller)[0])
    # Asked before the file is locked: whoever works on it does not wait for another service.
    route = profiles.route(hire_id, reader=caller.actor)
    if route is None or route in _NO_ROUTE:
        raise Conflict(_NOTHING_TO_FOLLOW)

    def change(row: HireRow, steps: Steps, *, by: Actor) -> HireLogRow:
        _refuse_followed(row)
        return _take_route(session, "follow", RerouteIn(route=route), row, steps, by=by)

    return _changed(session, hire_id, change, caller=caller)


def _refuse_followed(row: HireRow) -> None:
    MOVES.guard(row, "follow")
    if row.route != "ask":
        raise Conflict(_FOLLOWS_ALREADY)


def _take_route(
    session: Session, name: str, body: RerouteIn, row: HireRow, steps: Steps, *, by: Actor
) -> HireLogRow:
    MOVES.guard(row, name)
    row.route = body.route
    wanted = _replace_steps(session, row, steps)
    if row.stuck_on in wanted:
        return MOVES.take(row, name, to="stuck", by=by)
    hires_steps.unstick(row)
    return MOVES.take(row, name, to="open", by=by)


def _replace_steps(session: Session, row: HireRow, steps: Steps) -> Mapping[str, int]:
    """Steps of the new route in the place of the old ones; their ids, and where each stands."""
    wanted = {each.step_id: each.position for each in opening.first_steps(row)}
    repository.drop_steps(session, [each for each in steps if each.step_id not in wanted])
    kept = {each.step_id: each for each in steps if each.step_id in wanted}
    for step_id, position in wanted.items():
        step = kept.get(step_id) or HireStepRow(hire_id=row.id, step_id=step_id, position=0)
        step.position = position
        writes.add(session, step)
    return wanted


def start_step(
    session: Session, hire_id: UUID, step_id: str, body: StartStepIn, *, caller: Caller
) -> Hire:
    """Say that a step was begun."""
    change = partial(hires_steps.start_step, step_id=step_id, body=body)
    return _changed(session, hire_id, change, caller=caller)


def finish_step(
    session: Session, hire_id: UUID, step_id: str, body: FinishStepIn, *, caller: Caller
) -> Hire:
    """Say that a step was done."""
    change = partial(hires_steps.finish_step, step_id=step_id, body=body)
    return _changed(session, hire_id, change, caller=caller)


def get_stuck(session: Session, hire_id: UUID, body: StuckIn, *, caller: Caller) -> Hire:
    """Say where the file is stuck, and why."""
    return _changed(session, hire_id, partial(hires_steps.get_stuck, body=body), caller=caller)


def resume(session: Session, hire_id: UUID, body: ResumeIn, *, caller: Caller) -> Hire:
    """Say that the file goes on."""
    return _changed(session, hire_id, partial(hires_steps.resume, body=body), caller=caller)


def abandon(session: Session, hire_id: UUID, body: AbandonIn, *, caller: Caller) -> Hire:
    """Say that the hire does not take place."""
    shown = _changed(session, hire_id, partial(hires_steps.abandon, body=body), caller=caller)
    filling.free_place(session, shown.vacancy_id)
    told = HireAbandoned(candidacy_id=hire_id, vacancy_id=shown.vacancy_id)
    outbox.add(session, told)
    return shown


def set_papers(session: Session, hire_id: UUID, body: PapersIn, *, caller: Caller) -> Hire:
    """Note until when the person's papers hold, so that the agency is reminded."""
    row, employer = seen(session, hire_id, caller=caller, lock=True)
    row.papers_until = body.until
    return _whole(session, row, employer, caller=caller)


class Change(Protocol):
    """What a step does to a file and its steps, both locked; returns the line of its log."""

    def __call__(self, row: HireRow, steps: Steps, /, *, by: Actor) -> HireLogRow: ...


def _changed(session: Session, hire_id: UUID, change: Change, *, caller: Caller) -> Hire:
    row, employer = seen(session, hire_id, caller=caller, lock=True)
    line = change(row, repository.steps(session, row.id), by=caller.actor)
    writes.add(session, row, line)
    log.info("hire moved", hire_id=str(row.id), step=line.name)
    return _whole(session, row, employer, caller=caller)


# --- what is shown ----------------------------------------------------------------------------


def _whole(session: Session, row: HireRow, employer: EmployerRow, *, caller: Caller) -> Hire:
    vacancy = vacancies_repository.vacancy(session, row.vacancy_id)
    assert vacancy is not None  # a hire is one of a vacancy, which is kept
    steps = repository.steps(session, row.id)
    shown = _shown(row, employer, vacancy, steps, caller=caller)
    if not access.opens(caller):
        return shown
    lines = tuple(
        HireLogLine.model_validate(
            {
                **line.model_dump(exclude={"id", "hire_id", "actor_id", "actor_role"}),
                "role": line.actor_role,
            }
        )
        for line in repository.log(session, row.id)
    )
    return shown.model_copy(
        update={"steps": tuple(_steps_shown(row, steps, caller.lang)), "log": lines}
    )


def _shown(
    row: HireRow,
    employer: EmployerRow,
    vacancy: VacancyRow,
    steps: Sequence[HireStepRow],
    *,
    caller: Caller,
) -> Hire:
    for_agency = caller.actor.is_staff
    values = row.model_dump(exclude={"agency_id", "scheme_id", "young", "domestic"})
    if not access.opens(caller):
        hidden = dict.fromkeys(("profile_id", "route", "papers_until", "stuck_on", "stuck_reason"))
        values, steps = {**values, **hidden}, ()
    return Hire.model_validate(
        {
            **values,
            "vacancy_title": vacancy.title,
            "employer_name": employer.name,
            "profile_id": row.profile_id if for_agency else None,
            "papers_until": row.papers_until if for_agency else None,
            "steps_done": sum(step.state == "done" for step in steps),
            "steps_total": len(steps),
            "reminders": _reminders(row, steps, for_agency=for_agency)
            if access.opens(caller)
            else (),
        }
    )


def _reminders(
    row: HireRow, steps: Sequence[HireStepRow], *, for_agency: bool
) -> tuple[Reminder, ...]:
    days = _max_days(row)
    return reminders(row, steps, max_days=days, on=clock.today(), for_agency=for_agency)


def _steps_shown(hire: HireRow, rows: Iterable[HireStepRow], lang: Lang) -> Iterable[HireStep]:
    facts = {step.id: step for step in duties.steps_of(hire)}
    days = _max_days(hire)
    for row in rows:
        step = facts.get(row.step_id)
        yield HireStep(
            id=row.step_id,
            state=row.state,
            actor=in_language(step.actor, lang) if step else "",
            what=in_language(step.what, lang) if step else row.step_id,
            documents=tuple(in_language(each, lang) for each in step.documents) if step else (),
            signs=isinstance(step, Step) and step.signs,
            max_days=days.get(row.step_id),
            started_on=row.started_on,
            done_on=row.done_on,
            note=row.note,
        )


def _max_days(hire: HireRow) -> Mapping[str, int]:
    """Longest delay of each step of a file, in days of the calendar."""
    days = {
        step.id: duties.days_of(step, week_of_five=_WEEK_OF_FIVE) for step in duties.steps_of(hire)
    }
    return {step_id: most for step_id, most in days.items() if most is not None}


def _what(step_id: str, lang: Lang) -> str:
    step = duties.named(step_id, on=clock.today())
    return in_language(step.what, lang) if step else step_id
