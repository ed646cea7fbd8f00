"""A claim held for a change, and its money given back."""

from __future__ import annotations

from uuid import UUID

from amuddu.kit.db import Session
from amuddu.kit.errors import NotFound
from services.employers.budget import service as budget
from services.employers.claims import presenting, repository
from services.employers.claims.tables import ClaimRow
from services.employers.organisations import repository as organisations_repository
from services.employers.organisations.access import Caller
from services.employers.organisations.tables import EmployerRow


def locked(
    session: Session, claim_id: UUID, *, caller: Caller, with_employer: bool = False
) -> tuple[ClaimRow, EmployerRow]:
    """A claim that the caller may know of, locked, with its employer. Raises `NotFound`."""
    known = repository.claim(session, claim_id)
    if known is None:
        raise NotFound
    find = (
        organisations_repository.lock_employer
        if with_employer
        else organisations_repository.employer
    )
    employer = find(session, known.employer_id)
    if employer is None or not caller.scope.covers(employer):
        raise NotFound
    row = repository.lock_claim(session, claim_id)
    assert row is not None  # claims are never deleted
    return row, employer


def release(session: Session, row: ClaimRow, caller: Caller) -> None:
    """Free the money of a claim that will not be paid."""
    if row.envelope_id is None:
        return
    envelope = budget.locked(session, row.envelope_id)
    total = presenting.amount(row.total)
    budget.move(session, envelope, "release", total, by=caller.actor, claim_id=row.id)
