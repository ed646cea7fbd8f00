"""An employer changes: its published vacancies are told again."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from amuddu.contracts.employers import VacancyPublished
from amuddu.contracts.organisations import Employer, EmployerIn
from amuddu.kit import checks as common_checks
from amuddu.kit.clock import today
from amuddu.kit.db import Session
from amuddu.kit.errors import Conflict, invalid
from amuddu.kit.events import outbox
from amuddu.kit.i18n import N_
from services.employers.common import writes
from services.employers.organisations import checks as organisations_checks
from services.employers.organisations import mapping as organisations_mapping
from services.employers.organisations import repository as organisations_repository
from services.employers.organisations import steps
from services.employers.organisations.access import Caller
from services.employers.organisations.service import locked_employer, refuse_same_name
from services.employers.organisations.tables import EmployerRow
from services.employers.schemes import evaluating as incentives
from services.employers.vacancies import mapping, repository, transitions
from services.employers.vacancies.incentives import book_for
from services.employers.vacancies.tables import VacancyRow

_NAME_CHECKED = N_(
    "Votre agence a vérifié ce nom : demandez-lui de le changer. Tout le reste se change ici."
)


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
    if row.state in ("declared", "returned") or row.name == body.name:
        values["name_key"] = row.name_key
    elif caller.own_employer is not None and row.state == "verified":
        raise Conflict(_NAME_CHECKED)
    if any(getattr(row, name) != value for name, value in values.items()):
        line = steps.MOVES.take(row, "correct", by=caller.actor)
        apply(session, row, values, caller=caller)
        writes.add(session, line)
    return organisations_mapping.employer_out(row)


def apply(session: Session, row: EmployerRow, values: dict[str, Any], *, caller: Caller) -> None:
    """Write what changes of a locked employer, and tell its open vacancies again where it shows."""
    published = repository.lock_published(session, row.id)
    told = [mapping.published_event(vacancy, row) for vacancy in published]
    row.sqlmodel_update(values)
    refuse_same_name(session, row)
    session.flush()
    for vacancy, before in zip(published, told, strict=True):
        _follow_employer(session, vacancy, row, before=before, caller=caller)


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
