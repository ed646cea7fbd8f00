"""Taking a step of a claim: locked, authorised and guarded first, written and logged last."""

from __future__ import annotations

from uuid import UUID

from amuddu.contracts.claims import Claim, ClaimMoved, ClaimState, ClaimStepName
from amuddu.kit import clock
from amuddu.kit.db import Session
from amuddu.kit.errors import known
from amuddu.kit.events import outbox
from amuddu.kit.observability import logs
from services.employers.budget import service as budget
from services.employers.claims import policy, presenting, repository
from services.employers.claims.reading import claim
from services.employers.claims.steps import MOVES
from services.employers.claims.tables import ClaimRow
from services.employers.common import writes
from services.employers.common.tables import Base
from services.employers.organisations import repository as organisations_repository
from services.employers.organisations.access import Caller
from services.employers.organisations.service import seen
from services.employers.organisations.tables import EmployerRow

log = logs.get(__name__)


def locked(
    session: Session, claim_id: UUID, *, caller: Caller, with_employer: bool = False
) -> tuple[ClaimRow, EmployerRow]:
    """A claim that the caller may know of, locked, with its employer. Raises `NotFound`."""
    employer_id = known(repository.claim(session, claim_id)).employer_id
    organisations = organisations_repository
    find = organisations.lock_employer if with_employer else organisations.employer
    employer = seen(find(session, employer_id), caller)
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


def opened(
    session: Session,
    claim_id: UUID,
    name: ClaimStepName,
    *,
    caller: Caller,
    lock_employer: bool = False,
) -> ClaimRow:
    """A claim that the caller may take this step of now, locked.

    Raises `NotFound`, `Forbidden`, `NotPossible`.
    """
    row, employer = locked(session, claim_id, caller=caller, with_employer=lock_employer)
    policy.authorise(row, employer, name, by=caller.actor)
    MOVES.guard(row, name)
    return row


def taken(
    session: Session,
    row: ClaimRow,
    name: ClaimStepName,
    *changed: Base,
    caller: Caller,
    to: ClaimState | None = None,
    reason: str | None = None,
    note: str = "",
) -> Claim:
    """Move the claim, write it with its log and what else changed, and return it as it stands."""
    line = MOVES.take(row, name, to=to, by=caller.actor, reason=reason, note=note)
    writes.add(session, row, *changed, line)
    log.info("claim moved", claim_id=str(row.id), step=name)
    shown = claim(session, row.id, caller=caller)
    if line.from_state != line.to_state:
        _tell(session, shown)
    return shown


def _tell(session: Session, shown: Claim) -> None:
    """Those who wait for the claim hear where it stands."""
    employer = known(organisations_repository.employer(session, shown.employer_id))
    told = ClaimMoved.of(shown, claim_id=shown.id, agency_id=employer.agency_id, at=clock.now())
    outbox.add(session, told)
