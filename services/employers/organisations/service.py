"""Use cases on employers."""

from __future__ import annotations

from uuid import UUID

from amuddu.contracts.organisations import Employer, EmployerIn
from amuddu.kit import checks as common_checks
from amuddu.kit.db import Session
from amuddu.kit.errors import Conflict, NotFound, invalid
from amuddu.kit.i18n import N_
from amuddu.kit.observability import logs
from amuddu.reference.text import fold
from services.employers.common import writes
from services.employers.organisations import checks, mapping, repository
from services.employers.organisations.access import Caller
from services.employers.organisations.steps import MOVES, refuse_if_halted
from services.employers.organisations.tables import EmployerRow

log = logs.get(__name__)


_NAME_TAKEN = N_(
    "Un employeur de ce nom est déjà inscrit dans cette agence : choisissez-le dans la liste, "
    "ou ajoutez la ville au nom."
)


UNKNOWN_EMPLOYER = N_("Employeur inconnu : choisissez dans la liste.")


def add_employer(session: Session, body: EmployerIn, *, caller: Caller) -> Employer:
    """Enter an employer in an agency, where its name is not known yet."""
    caller.enters_in(body.agency_id)
    common_checks.refuse_if_any(checks.employer_problems(body))
    row = EmployerRow(**mapping.employer_values(body))
    refuse_same_name(session, row)
    writes.add(session, row, MOVES.begin(row, "enter", by=caller.actor))
    log.info("employer entered", employer_id=str(row.id))
    return mapping.employer_out(row)


def employers(
    session: Session, *, q: str | None, limit: int, offset: int, caller: Caller
) -> list[Employer]:
    """The employers that the caller may know of, by name."""
    found = repository.employers(
        session, caller.scope, words=fold(q or ""), limit=limit, offset=offset
    )
    return [mapping.employer_out(row) for row in found]


def employer(session: Session, employer_id: UUID, *, caller: Caller) -> Employer:
    """One employer."""
    return mapping.employer_out(seen(repository.employer(session, employer_id), caller))


def refuse_same_name(session: Session, row: EmployerRow) -> None:
    with session.no_autoflush:
        found = repository.employer_named(session, row.agency_id, row.name_key)
    if found is not None and found.id != row.id:
        raise Conflict(_NAME_TAKEN)


def seen(row: EmployerRow | None, caller: Caller) -> EmployerRow:
    if row is None or not caller.scope.covers(row):
        raise NotFound
    return row


def locked_employer(session: Session, employer_id: UUID, caller: Caller) -> EmployerRow:
    return seen(repository.lock_employer(session, employer_id), caller)


def posting_employer(session: Session, employer_id: UUID | None, *, caller: Caller) -> EmployerRow:
    """The employer that a vacancy is posted for, locked.

    An employer's user posts for their own alone; the others say for whom.
    """
    chosen = employer_id or caller.own_employer
    if chosen is None:
        raise invalid("employer_id", N_("Indiquez pour quel employeur est cette offre."))
    row = repository.lock_employer(session, chosen)
    if row is None or not caller.scope.covers(row):
        raise invalid("employer_id", UNKNOWN_EMPLOYER)
    refuse_if_halted(row)
    return row
