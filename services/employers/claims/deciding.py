"""The decision on a claim: handed back for correction, refused, approved.

Approving commits the money that was reserved, a no frees it; each in the transaction that moves
the claim.
"""

from __future__ import annotations

from uuid import UUID

from amuddu.contracts.claims import ApproveIn, Claim, RefuseClaimIn, SendBackIn
from amuddu.kit.db import Session
from amuddu.kit.errors import Conflict, FieldError, Invalid
from amuddu.kit.i18n import N_, Text
from amuddu.kit.observability import logs
from amuddu.rules.base import in_language
from services.employers.budget import service as budget
from services.employers.claims import policy, presenting, steps
from services.employers.claims.locking import locked, release
from services.employers.claims.reading import claim
from services.employers.claims.tables import ClaimRow
from services.employers.claims.writing import ABANDONED
from services.employers.common import writes
from services.employers.hires import service as hires
from services.employers.organisations.access import Caller

log = logs.get(__name__)

_UNCHECKED = N_("Vérifiez d'abord : {text}")


def send_back(session: Session, claim_id: UUID, body: SendBackIn, *, caller: Caller) -> Claim:
    """Hand a claim back for correction."""
    row, employer = locked(session, claim_id, caller=caller)
    policy.authorise(row, employer, "send_back", by=caller.actor)
    line = steps.send_back(row, by=caller.actor, comment=body.comment)
    writes.add(session, row, line)
    return claim(session, row.id, caller=caller)


def refuse(session: Session, claim_id: UUID, body: RefuseClaimIn, *, caller: Caller) -> Claim:
    """Say no, with a reason and a justification."""
    row, employer = locked(session, claim_id, caller=caller)
    policy.authorise(row, employer, "refuse", by=caller.actor)
    line = steps.refuse(row, by=caller.actor, reason=body.reason, justification=body.justification)
    release(session, row, caller)
    writes.add(session, row, line)
    log.info("claim refused", claim_id=str(row.id), reason=body.reason)
    return claim(session, row.id, caller=caller)


def approve(session: Session, claim_id: UUID, body: ApproveIn, *, caller: Caller) -> Claim:
    """Say yes, once somebody has checked each criterion that the rules leave open."""
    row, employer = locked(session, claim_id, caller=caller)
    policy.authorise(row, employer, "approve", by=caller.actor)
    steps.guard(row, "approve")
    hire, _ = hires.seen(session, row.hire_id, caller=caller)
    if hire.state == "abandoned":
        raise Conflict(ABANDONED)
    unchecked = [
        FieldError(f"checked.{each['id']}", Text(_UNCHECKED, {"text": _said(each, caller)}))
        for each in row.criteria
        if each["verdict"] == "ask" and each["id"] not in body.checked
    ]
    if unchecked:
        raise Invalid(fields=unchecked)
    line = steps.approve(row, by=caller.actor, note=body.note)
    envelope = budget.locked(session, _envelope_of(row))
    total = presenting.amount(row.total)
    budget.move(session, envelope, "commit", total, by=caller.actor, claim_id=row.id)
    writes.add(session, row, line)
    log.info("claim approved", claim_id=str(row.id))
    return claim(session, row.id, caller=caller)


def _envelope_of(row: ClaimRow) -> UUID:
    assert row.envelope_id is not None  # a claim that was sent in has its envelope
    return row.envelope_id


def _said(criterion: dict[str, object], caller: Caller) -> str:
    text = criterion["text"]
    assert isinstance(text, dict)
    return in_language(text, caller.lang)
