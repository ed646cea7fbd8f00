"""Places of a vacancy: taken by hires, free again where one falls through.

With the last place the vacancy closes by itself. It opens again when people say so, as long as
a place is free; whoever was hired keeps theirs, whatever the vacancy says later.
"""

from __future__ import annotations

from uuid import UUID

from amuddu.contracts.employers import Vacancy
from amuddu.kit.auth import service_actor
from amuddu.kit.db import Session
from amuddu.kit.errors import Conflict
from amuddu.kit.events import outbox
from amuddu.kit.i18n import N_
from amuddu.kit.observability import logs
from services.employers.common import writes
from services.employers.organisations import repository as organisations_repository
from services.employers.organisations.access import Caller
from services.employers.organisations.tables import EmployerRow
from services.employers.vacancies import mapping, repository, service, transitions
from services.employers.vacancies.incentives import book_for
from services.employers.vacancies.tables import VacancyRow

log = logs.get(__name__)

_NOT_FILLED = N_("Cette offre est fermée : créez une nouvelle offre.")
_FULL = N_(
    "Toutes les places de cette offre sont prises. Elle se rouvre si une embauche ne se fait pas."
)


def take_place(session: Session, vacancy_id: UUID) -> None:
    """Somebody was hired: one place less; with the last one the vacancy closes."""
    row, employer = _both(session, vacancy_id)
    row.places_taken += 1
    service.fill_if_full(session, row, employer, by=service_actor("matching"))


def free_place(session: Session, vacancy_id: UUID) -> None:
    """A hire fell through. Whether somebody is looked for again is for people to say."""
    row, _ = _both(session, vacancy_id)
    row.places_taken = max(row.places_taken - 1, 0)


def reopen_vacancy(session: Session, vacancy_id: UUID, *, caller: Caller) -> Vacancy:
    """Open a filled vacancy again, as it was, with the terms of its incentive as they are today.

    Raises `Conflict` for one that was closed for another reason, or that has no place free.
    """
    row, employer = service.locked(session, vacancy_id, caller)
    transitions.MOVES.guard(row, "reopen")
    if row.closing_reason != "filled":
        raise Conflict(_NOT_FILLED)
    if row.places_taken >= row.places:
        raise Conflict(_FULL)
    content = mapping.content_of(row)
    terms = service.publishable(
        content,
        employer,
        book=book_for(session, content),
        start_before=content.starts_on,  # a start that has passed since is no reason
        lang=caller.lang,
    )
    row.incentive = mapping.terms_column(terms)
    writes.add(session, transitions.reopen(row, by=caller.actor))
    outbox.add(session, mapping.published_event(row, employer))
    log.info("vacancy reopened", vacancy_id=str(row.id))
    return service.vacancy(session, vacancy_id, caller=caller)


def _both(session: Session, vacancy_id: UUID) -> tuple[VacancyRow, EmployerRow]:
    known = repository.vacancy(session, vacancy_id)
    assert known is not None  # a hire is one of a vacancy, which is kept
    employer = organisations_repository.lock_employer(session, known.employer_id)
    row = repository.lock_vacancy(session, vacancy_id)
    assert employer is not None
    assert row is not None
    return row, employer
