"""An employer changes: its published vacancies are told again."""

from __future__ import annotations

from uuid import UUID

from amuddu.contracts.employers import Employer, EmployerIn, VacancyPublished
from amuddu.kit import checks as common_checks
from amuddu.kit.clock import today
from amuddu.kit.db import Session
from amuddu.kit.errors import invalid
from amuddu.kit.events import outbox
from amuddu.kit.i18n import N_
from services.employers.common import writes
from services.employers.organisations import checks as organisations_checks
from services.employers.organisations import mapping as organisations_mapping
from services.employers.organisations import repository as organisations_repository
from services.employers.organisations.access import Caller
from services.employers.organisations.service import locked_employer, refuse_same_name
from services.employers.organisations.tables import EmployerRow
from services.employers.schemes import evaluating as incentives
from services.employers.vacancies import mapping, repository, transitions
from services.employers.vacancies.incentives import book_for
from services.employers.vacancies.tables import VacancyRow


def change_employer(
    session: Session, employer_id: UUID, body: EmployerIn, *, caller: Caller
) -> Employer:
    """Change an employer; its open vacancies are told again where that changes them.

    Only an administrator, who sees both agencies, moves an employer to another one.
    """
    row = locked_employer(session, employer_id, caller)
    common_checks.refuse_if_any(organisations_checks.employer_problems(body))
    if body.agency_id != row.agency_id and caller.scope != organisations_repository.Scope():
        raise invalid("agency_id", N_("Seul un administrateur change d'agence : demandez-le lui."))
    values = organisations_mapping.employer_values(body)
    if all(getattr(row, name) == value for name, value in values.items()):
        return organisations_mapping.employer_out(row)
    published = repository.lock_published(session, row.id)
    told = [mapping.published_event(vacancy, row) for vacancy in published]
    row.sqlmodel_update(values)
    refuse_same_name(session, row)
    session.flush()
    for vacancy, before in zip(published, told, strict=True):
        _follow_employer(session, vacancy, row, before=before, caller=caller)
    return organisations_mapping.employer_out(row)


def _follow_employer(
    session: Session,
    vacancy: VacancyRow,
    employer: EmployerRow,
    *,
    before: VacancyPublished,
    caller: Caller,
) -> None:
    """Tell an open vacancy again if its employer's change shows in it.

    The facts are taken as they are: a scheme whose criteria fail from now on is told as such.
    """
    content = mapping.content_of(vacancy)
    book = book_for(session, content)
    terms = incentives.terms(content, employer, book=book, on=today())
    vacancy.incentive = mapping.terms_column(terms)
    if mapping.published_event(vacancy, employer) != before:
        writes.add(session, transitions.revise(vacancy, by=caller.actor, reason="employer"))
        outbox.add(session, mapping.published_event(vacancy, employer))
