"""The agency follows a report to its end: it looks, then says that it is true and what it did, or
that nothing is done and why. Then nobody can tell any more who reported."""

from __future__ import annotations

from uuid import UUID

from amuddu.contracts.postings.reports import (
    GRAVE,
    DismissIn,
    Report,
    ReportLine,
    ReportPage,
    UpholdIn,
)
from amuddu.kit import clock
from amuddu.kit.db import Session
from amuddu.kit.errors import NotFound, known
from amuddu.kit.observability import logs
from amuddu.kit.trust import sealing
from services.employers.common import writes
from services.employers.organisations import repository as organisations_repository
from services.employers.organisations.access import Caller
from services.employers.organisations.tables import EmployerRow
from services.employers.reports import hiding, repository
from services.employers.reports.sending import PURPOSE
from services.employers.reports.steps import MOVES
from services.employers.reports.tables import ReportRow
from services.employers.settings import EmployersSettings
from services.employers.vacancies import repository as vacancies_repository
from services.employers.vacancies import service as vacancies
from services.employers.vacancies.tables import VacancyRow

log = logs.get(__name__)


def reports(
    session: Session, *, open_only: bool, limit: int, offset: int, caller: Caller
) -> ReportPage:
    """Reports about the employers that the caller follows, without their texts."""
    rows, total = repository.reports(
        session, caller.scope, open_only=open_only, limit=limit, offset=offset
    )
    return ReportPage(items=tuple(_shown(*each) for each in rows), total=total)


def report(
    session: Session, report_id: UUID, *, caller: Caller, settings: EmployersSettings
) -> Report:
    """One report, with its text and steps."""
    row = known(repository.report(session, report_id))
    employer = organisations_repository.employer(session, row.employer_id)
    if employer is None or not caller.scope.covers(employer):
        raise NotFound
    return _whole(session, row, employer, settings)


def look(
    session: Session, report_id: UUID, *, caller: Caller, settings: EmployersSettings
) -> Report:
    """The agency looks at it: whoever reported reads so."""
    row, _, employer = _locked(session, report_id, caller)
    writes.add(session, MOVES.take(row, "look", by=caller.actor))
    return _whole(session, row, employer, settings)


def uphold(
    session: Session,
    report_id: UUID,
    body: UpholdIn,
    *,
    caller: Caller,
    settings: EmployersSettings,
) -> Report:
    """It is true: what was done. An offer that is taken off is closed; another is shown again
    once nothing else is to be looked at."""
    row, vacancy, employer = _locked(session, report_id, caller)
    MOVES.guard(row, "uphold")
    if body.measure == "taken_off" and vacancy.status == "published":
        vacancies.close(session, vacancy, employer, by=caller.actor, reason="withdrawn")
    row.measure = body.measure
    _end(session, row, "uphold", caller)
    _show_again(session, vacancy, employer, caller)
    return _whole(session, row, employer, settings)


def dismiss(
    session: Session,
    report_id: UUID,
    body: DismissIn,
    *,
    caller: Caller,
    settings: EmployersSettings,
) -> Report:
    """Nothing is done, and why."""
    row, vacancy, employer = _locked(session, report_id, caller)
    MOVES.guard(row, "dismiss")
    row.finding = body.finding
    _end(session, row, "dismiss", caller)
    vacancy.cleared_at = clock.now()
    _show_again(session, vacancy, employer, caller)
    return _whole(session, row, employer, settings)


def _end(session: Session, row: ReportRow, name: str, caller: Caller) -> None:
    row.reporter = row.text = None  # what it was for is done
    writes.add(session, MOVES.take(row, name, by=caller.actor))
    log.info("report decided", report_id=str(row.id), step=name)


def _show_again(
    session: Session, vacancy: VacancyRow, employer: EmployerRow, caller: Caller
) -> None:
    if not any(each.hid for each in repository.waiting_of(session, vacancy.id)):
        hiding.show(session, vacancy, employer, by=caller.actor)


def _locked(
    session: Session, report_id: UUID, caller: Caller
) -> tuple[ReportRow, VacancyRow, EmployerRow]:
    """A report that the caller may decide, with its vacancy and employer: locked in the order of
    every change, the employer first."""
    found = known(repository.report(session, report_id))
    employer = organisations_repository.lock_employer(session, found.employer_id)
    if employer is None or not caller.scope.covers(employer):
        raise NotFound
    vacancy = known(vacancies_repository.lock_vacancy(session, found.vacancy_id))
    return known(repository.lock_report(session, report_id)), vacancy, employer


def _whole(
    session: Session, row: ReportRow, employer: EmployerRow, settings: EmployersSettings
) -> Report:
    vacancy = known(vacancies_repository.vacancy(session, row.vacancy_id))
    waiting = repository.waiting_of(session, row.vacancy_id)
    lines = tuple(ReportLine.of(line) for line in repository.log(session, row.id))
    return _shown(row, vacancy, employer).model_copy(
        update={
            "text": _text(row, settings),
            "others": sum(each.id != row.id for each in waiting),
            "log": lines,
        }
    )


def _text(row: ReportRow, settings: EmployersSettings) -> str:
    if row.text is None:
        return ""
    keys = settings.accepted_keys
    try:
        return sealing.opened(row.text, row=row.id, purpose=PURPOSE, secrets=keys).decode()
    except sealing.SealBroken:
        log.error("text of a report does not open", report_id=str(row.id))
        return ""


def _shown(row: ReportRow, vacancy: VacancyRow, employer: EmployerRow) -> Report:
    values = row.model_dump(exclude={"text", "reporter", "code_digest", "via"})
    return Report.model_validate(
        {
            **values,
            "vacancy_title": vacancy.title,
            "employer_name": employer.name,
            "agency_id": employer.agency_id,
            "grave": row.reason in GRAVE,
        }
    )
