"""Routes of the claims: parse, authorise by role, make one call.

Which steps a role may take, and who may not although their role would, is `claim_access`.
"""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Path, Query, status

from amuddu.contracts.claims import (
    ApproveIn,
    Claim,
    ClaimIn,
    ClaimPage,
    ClaimState,
    DocumentsIn,
    EndIn,
    MarkDueIn,
    NoteIn,
    PayIn,
    RecoverIn,
    RefuseClaimIn,
    SendBackIn,
    SignContractIn,
)
from amuddu.contracts.hires import Claimable
from amuddu.contracts.schemes import SchemeRow
from amuddu.contracts.types import Slug
from amuddu.kit import clock
from amuddu.kit.auth import require
from amuddu.kit.db import SessionDep
from amuddu.kit.web.paging import Limit, Offset
from services.employers.claims import deciding, paying, reading, writing
from services.employers.claims.policy import READERS, WRITERS
from services.employers.organisations.caller import ALWAYS, MISSING, TAKEN, CallerDep
from services.employers.schemes.routes import READERS as SCHEME_READERS

router = APIRouter(prefix="/v1", responses=ALWAYS, tags=["claims"])

_WRONG = MISSING | TAKEN
ClaimId = Annotated[UUID, Path()]
HireId = Annotated[UUID, Path()]
Number = Annotated[int, Path(ge=1, le=1000)]


@router.get("/claims")
def list_claims(
    session: SessionDep,
    caller: CallerDep,
    state: Annotated[ClaimState | None, Query()] = None,
    scheme_id: Annotated[Slug | None, Query()] = None,
    hire_id: Annotated[UUID | None, Query()] = None,
    limit: Limit = 20,
    offset: Offset = 0,
) -> ClaimPage:
    """The claims that the caller may know of, those that wait for somebody first."""
    require(caller.actor, *READERS)
    return reading.claims(
        session,
        state=state,
        scheme_id=scheme_id,
        hire_id=hire_id,
        limit=limit,
        offset=offset,
        caller=caller,
    )


@router.post("/hires/{hire_id}/claims", status_code=status.HTTP_201_CREATED, responses=_WRONG)
def begin_claim(hire_id: HireId, body: ClaimIn, session: SessionDep, caller: CallerDep) -> Claim:
    """Begin a claim for a hire."""
    require(caller.actor, *WRITERS)
    return writing.begin(session, hire_id, body, caller=caller)


@router.get("/claims/{claim_id}", responses=MISSING)
def get_claim(claim_id: ClaimId, session: SessionDep, caller: CallerDep) -> Claim:
    """One claim, and the steps that the caller may take."""
    require(caller.actor, *READERS)
    return reading.claim(session, claim_id, caller=caller)


@router.put("/claims/{claim_id}/documents", responses=_WRONG)
def tick_claim_documents(
    claim_id: ClaimId, body: DocumentsIn, session: SessionDep, caller: CallerDep
) -> Claim:
    """Say which documents are there."""
    require(caller.actor, *READERS)
    return writing.tick_documents(session, claim_id, body, caller=caller)


@router.post("/claims/{claim_id}/submit", responses=_WRONG)
def submit_claim(claim_id: ClaimId, session: SessionDep, caller: CallerDep) -> Claim:
    """Send a claim in: its money is reserved."""
    require(caller.actor, *READERS)
    return writing.submit(session, claim_id, caller=caller)


@router.post("/claims/{claim_id}/withdraw", responses=_WRONG)
def withdraw_claim(
    claim_id: ClaimId, body: NoteIn, session: SessionDep, caller: CallerDep
) -> Claim:
    """Take a claim back."""
    require(caller.actor, *READERS)
    return writing.withdraw(session, claim_id, body, caller=caller)


@router.post("/claims/{claim_id}/send-back", responses=_WRONG)
def send_claim_back(
    claim_id: ClaimId, body: SendBackIn, session: SessionDep, caller: CallerDep
) -> Claim:
    """Hand a claim back for correction."""
    require(caller.actor, *READERS)
    return deciding.send_back(session, claim_id, body, caller=caller)


@router.post("/claims/{claim_id}/refuse", responses=_WRONG)
def refuse_claim(
    claim_id: ClaimId, body: RefuseClaimIn, session: SessionDep, caller: CallerDep
) -> Claim:
    """Refuse a claim, with a reason and a justification."""
    require(caller.actor, *READERS)
    return deciding.refuse(session, claim_id, body, caller=caller)


@router.post("/claims/{claim_id}/approve", responses=_WRONG)
def approve_claim(
    claim_id: ClaimId, body: ApproveIn, session: SessionDep, caller: CallerDep
) -> Claim:
    """Approve a claim: its money is committed."""
    require(caller.actor, *READERS)
    return deciding.approve(session, claim_id, body, caller=caller)


@router.post("/claims/{claim_id}/sign-contract", responses=_WRONG)
def sign_claim_contract(
    claim_id: ClaimId, body: SignContractIn, session: SessionDep, caller: CallerDep
) -> Claim:
    """Write down that the contract is signed."""
    require(caller.actor, *READERS)
    return paying.sign_contract(session, claim_id, body, caller=caller)


@router.post("/claims/{claim_id}/lapse", responses=_WRONG)
def lapse_claim(claim_id: ClaimId, body: NoteIn, session: SessionDep, caller: CallerDep) -> Claim:
    """The contract was never signed."""
    require(caller.actor, *READERS)
    return paying.lapse(session, claim_id, body, caller=caller)


@router.post("/claims/{claim_id}/check-retention", responses=_WRONG)
def check_claim_retention(
    claim_id: ClaimId, body: NoteIn, session: SessionDep, caller: CallerDep
) -> Claim:
    """The person stayed on as long as the scheme asks."""
    require(caller.actor, *READERS)
    return paying.check_retention(session, claim_id, body, caller=caller)


@router.post("/claims/{claim_id}/end", responses=_WRONG)
def end_claim(claim_id: ClaimId, body: EndIn, session: SessionDep, caller: CallerDep) -> Claim:
    """The contract ended before its time."""
    require(caller.actor, *READERS)
    return paying.end(session, claim_id, body, caller=caller)


@router.post("/claims/{claim_id}/recover", responses=_WRONG)
def recover_claim(
    claim_id: ClaimId, body: RecoverIn, session: SessionDep, caller: CallerDep
) -> Claim:
    """Money came back."""
    require(caller.actor, *READERS)
    return paying.recover(session, claim_id, body, caller=caller)


@router.post("/claims/{claim_id}/close", responses=_WRONG)
def close_claim(claim_id: ClaimId, body: NoteIn, session: SessionDep, caller: CallerDep) -> Claim:
    """Nothing is left to do."""
    require(caller.actor, *READERS)
    return paying.close(session, claim_id, body, caller=caller)


@router.post("/claims/{claim_id}/instalments/{number}/due", responses=_WRONG)
def mark_instalment_due(
    claim_id: ClaimId, number: Number, body: MarkDueIn, session: SessionDep, caller: CallerDep
) -> Claim:
    """The proof for an instalment was seen."""
    require(caller.actor, *READERS)
    return paying.mark_due(session, claim_id, number, body, caller=caller)


@router.post("/claims/{claim_id}/instalments/{number}/pay", responses=_WRONG)
def pay_instalment(
    claim_id: ClaimId, number: Number, body: PayIn, session: SessionDep, caller: CallerDep
) -> Claim:
    """An instalment was paid."""
    require(caller.actor, *READERS)
    return paying.pay(session, claim_id, number, body, caller=caller)


@router.get("/hires/{hire_id}/schemes", responses=MISSING)
def claimable_schemes(hire_id: HireId, session: SessionDep, caller: CallerDep) -> list[Claimable]:
    """What each scheme on offer would pay for this hire, those asked for here first."""
    require(caller.actor, *READERS)
    return reading.claimable(session, hire_id, caller=caller)


@router.get("/schemes/all")
def list_scheme_versions(session: SessionDep, caller: CallerDep) -> list[SchemeRow]:
    """Every scheme with its version in force, open or past."""
    require(caller.actor, *SCHEME_READERS)
    return reading.schemes_listed(session, on=clock.today(), lang=caller.lang)
