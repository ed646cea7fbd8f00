"""A vacancy hidden while its agency looks at a report, and shown again.

Hidden, it is asked of nobody: not on public pages, not in lists, no link of a message answers. It
is bounded, so that reports shut nobody down: for as long as the table of retention says, a few of
an employer's at a time, and not again soon after the agency found nothing.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from amuddu.kit import clock, retention
from amuddu.kit.auth import Actor, service_actor
from amuddu.kit.db import Session
from amuddu.kit.events import outbox
from amuddu.kit.observability import logs
from services.employers.common import writes
from services.employers.organisations import repository as organisations_repository
from services.employers.organisations.tables import EmployerRow
from services.employers.vacancies import mapping, repository, transitions
from services.employers.vacancies.tables import VacancyRow

log = logs.get(__name__)

KIND = "hidden_offer"
MOST_HIDDEN = 3
"""Offers of one employer that reports hide at a time."""
LEFT_ALONE = timedelta(days=30)
"""After the agency found nothing, no report hides the offer by itself."""


def hide(session: Session, row: VacancyRow, employer: EmployerRow) -> bool:
    """Hide a locked vacancy of a locked employer, within the bounds; whether it was hidden."""
    now = clock.now()
    if row.status != "published" or row.hidden_until is not None:
        return False
    if row.cleared_at is not None and now < row.cleared_at + LEFT_ALONE:
        return False
    if repository.hidden_of(session, employer.id) >= MOST_HIDDEN:
        log.warning("too many offers hidden", employer_id=str(employer.id))
        return False
    until = retention.term(KIND).after(now)
    writes.add(session, transitions.hide(row, until=until, by=service_actor("employers")))
    outbox.add(session, mapping.published_event(row, employer))
    log.info("vacancy hidden", vacancy_id=str(row.id))
    return True


def show(session: Session, row: VacancyRow, employer: EmployerRow, *, by: Actor) -> None:
    """Show a locked vacancy again; one that is not hidden, or not open, stays as it is."""
    if row.status != "published" or row.hidden_until is None:
        return
    writes.add(session, transitions.show(row, by=by))
    outbox.add(session, mapping.published_event(row, employer))
    log.info("vacancy shown again", vacancy_id=str(row.id))


def due_count(session: Session, at: datetime) -> int:
    """How many vacancies were hidden long enough."""
    return repository.due_count(session, at)


def show_due(session: Session, at: datetime, limit: int) -> int:
    """Show some of them again; how many."""
    shown = 0
    for vacancy_id, employer_id in repository.due_to_show(session, at, limit=limit):
        employer = organisations_repository.lock_employer(session, employer_id)
        row = repository.lock_vacancy(session, vacancy_id)
        over = row is not None and row.hidden_until is not None and row.hidden_until <= at
        if employer is not None and row is not None and over:
            show(session, row, employer, by=service_actor("employers"))
            shown += 1
    return shown
