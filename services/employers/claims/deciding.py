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
from services.employers.claims import documents, presenting
from services.employers.claims.reading import claim_row
from services.employers.claims.tables import ClaimRow
from services.employers.claims.taking import opened, release, taken
from services.employers.claims.writing import ABANDONED
from services.employers.hires import service as hires
from services.employers.hires.profiles_client import ProfilesClient
from services.employers.organisations.access import Caller

log = logs.get(__name__)

_UNCHECKED = N_("Vérifiez d'abord : {text}")


def send_back(session: Session, claim_id: UUID, body: SendBackIn, *, caller: Caller) -> Claim:
    """Hand a claim back for correction; its money stays reserved meanwhile."""
    row = opened(session, claim_id, "send_back", caller=caller)
    row.comment = body.comment
    return taken(session, row, "send_back", caller=caller, note=body.comment)


def refuse(session: Session, claim_id: UUID, body: RefuseClaimIn, *, caller: Caller) -> Claim:
    """Say no, with a reason and a justification that the employer reads."""
    row = opened(session, claim_id, "refuse", caller=caller)
    row.refusal, row.justification, row.comment = body.reason, body.justification, ""
    release(session, row, caller)
    return taken(session, row, "refuse", caller=caller, reason=body.reason, note=body.justification)


def approve(
    session: Session, claim_id: UUID, body: ApproveIn, *, caller: Caller, profiles: ProfilesClient
) -> Claim:
    """Say yes, once the agency has read each document and somebody has checked each criterion
    that the rules leave open. Raises `Unavailable` where profiles does not answer."""
    hire_id = claim_row(session, claim_id, caller=caller).hire_id
    there = profiles.papers(hire_id, reader=caller.actor)
    row = opened(session, claim_id, "approve", caller=caller)
    hire, _ = hires.of_employer(session, row.hire_id, caller=caller)
    if hire.state == "abandoned":
        raise Conflict(ABANDONED)
    unchecked = [
        FieldError(f"checked.{each['id']}", Text(_UNCHECKED, {"text": _said(each, caller)}))
        for each in row.criteria
        if each["verdict"] == "ask" and each["id"] not in body.checked
    ]
    if unchecked:
        raise Invalid(fields=unchecked)
    documents.refuse_unread(row, there, caller)
    envelope = budget.locked(session, _envelope_of(row))
    total = presenting.amount(row.total)
    budget.move(session, envelope, "commit", total, by=caller.actor, claim_id=row.id)
    return taken(session, row, "approve", caller=caller, note=body.note)


def _envelope_of(row: ClaimRow) -> UUID:
    assert row.envelope_id is not None  # a claim that was sent in has its envelope
    return row.envelope_id


def _said(criterion: dict[str, object], caller: Caller) -> str:
    text = criterion["text"]
    assert isinstance(text, dict)
    return in_language(text, caller.lang)
