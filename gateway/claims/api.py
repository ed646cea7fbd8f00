"""Public API of claims."""

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
from amuddu.contracts.types import Slug
from amuddu.kit.web.paging import Limit, Offset
from gateway.clients import ServicesDep
from gateway.sessions.security import CallerDep
from gateway.web.api_problems import PROBLEMS

router = APIRouter(prefix="/api/v1", responses=PROBLEMS)

Id = Annotated[UUID, Path()]

Number = Annotated[int, Path(ge=1, le=1000)]


@router.post("/hires/{hire_id}/claims", status_code=status.HTTP_201_CREATED, tags=["claims"])
def begin_claim(caller: CallerDep, services: ServicesDep, hire_id: Id, body: ClaimIn) -> Claim:
    """Begin a claim for a hire."""
    return services.employers.begin_claim(caller, hire_id, body)


@router.get("/claims", tags=["claims"])
def claims(
    caller: CallerDep,
    services: ServicesDep,
    state: ClaimState | None = None,
    scheme_id: Annotated[Slug | None, Query()] = None,
    hire_id: UUID | None = None,
    limit: Limit = 20,
    offset: Offset = 0,
) -> ClaimPage:
    """Claims, those that wait for somebody first."""
    return services.employers.claims(
        caller, state=state, scheme_id=scheme_id, hire_id=hire_id, limit=limit, offset=offset
    )


@router.get("/claims/{claim_id}", tags=["claims"])
def claim(caller: CallerDep, services: ServicesDep, claim_id: Id) -> Claim:
    """One claim, and the steps that the caller may take."""
    return services.employers.claim(caller, claim_id)


@router.put("/claims/{claim_id}/documents", tags=["claims"])
def tick_documents(
    caller: CallerDep, services: ServicesDep, claim_id: Id, body: DocumentsIn
) -> Claim:
    """Say which documents are there."""
    return services.employers.tick_documents(caller, claim_id, body)


@router.post("/claims/{claim_id}/submit", tags=["claims"])
def submit_claim(caller: CallerDep, services: ServicesDep, claim_id: Id) -> Claim:
    """Send a claim in: its money is reserved."""
    return services.employers.move_claim(caller, claim_id, "submit")


@router.post("/claims/{claim_id}/withdraw", tags=["claims"])
def withdraw_claim(caller: CallerDep, services: ServicesDep, claim_id: Id, body: NoteIn) -> Claim:
    """Take a claim back."""
    return services.employers.move_claim(caller, claim_id, "withdraw", body)


@router.post("/claims/{claim_id}/send-back", tags=["claims"])
def send_claim_back(
    caller: CallerDep, services: ServicesDep, claim_id: Id, body: SendBackIn
) -> Claim:
    """Hand a claim back for correction."""
    return services.employers.move_claim(caller, claim_id, "send-back", body)


@router.post("/claims/{claim_id}/refuse", tags=["claims"])
def refuse_claim(
    caller: CallerDep, services: ServicesDep, claim_id: Id, body: RefuseClaimIn
) -> Claim:
    """Refuse a claim, with a reason and a justification."""
    return services.employers.move_claim(caller, claim_id, "refuse", body)


@router.post("/claims/{claim_id}/approve", tags=["claims"])
def approve_claim(caller: CallerDep, services: ServicesDep, claim_id: Id, body: ApproveIn) -> Claim:
    """Approve a claim: its money is committed."""
    return services.employers.move_claim(caller, claim_id, "approve", body)


@router.post("/claims/{claim_id}/sign-contract", tags=["claims"])
def sign_claim_contract(
    caller: CallerDep, services: ServicesDep, claim_id: Id, body: SignContractIn
) -> Claim:
    """Write down that the contract is signed."""
    return services.employers.move_claim(caller, claim_id, "sign-contract", body)


@router.post("/claims/{claim_id}/lapse", tags=["claims"])
def lapse_claim(caller: CallerDep, services: ServicesDep, claim_id: Id, body: NoteIn) -> Claim:
    """The contract was never signed."""
    return services.employers.move_claim(caller, claim_id, "lapse", body)


@router.post("/claims/{claim_id}/check-retention", tags=["claims"])
def check_claim_retention(
    caller: CallerDep, services: ServicesDep, claim_id: Id, body: NoteIn
) -> Claim:
    """The person stayed on as long as the scheme asks."""
    return services.employers.move_claim(caller, claim_id, "check-retention", body)


@router.post("/claims/{claim_id}/end", tags=["claims"])
def end_claim(caller: CallerDep, services: ServicesDep, claim_id: Id, body: EndIn) -> Claim:
    """The contract ended before its time."""
    return services.employers.move_claim(caller, claim_id, "end", body)


@router.post("/claims/{claim_id}/recover", tags=["claims"])
def recover_claim(caller: CallerDep, services: ServicesDep, claim_id: Id, body: RecoverIn) -> Claim:
    """Money came back."""
    return services.employers.move_claim(caller, claim_id, "recover", body)


@router.post("/claims/{claim_id}/close", tags=["claims"])
def close_claim(caller: CallerDep, services: ServicesDep, claim_id: Id, body: NoteIn) -> Claim:
    """Nothing is left to do."""
    return services.employers.move_claim(caller, claim_id, "close", body)


@router.post("/claims/{claim_id}/instalments/{number}/due", tags=["claims"])
def instalment_due(
    caller: CallerDep, services: ServicesDep, claim_id: Id, number: Number, body: MarkDueIn
) -> Claim:
    """The proof for an instalment was seen."""
    return services.employers.move_claim(caller, claim_id, f"instalments/{number}/due", body)


@router.post("/claims/{claim_id}/instalments/{number}/pay", tags=["claims"])
def instalment_paid(
    caller: CallerDep, services: ServicesDep, claim_id: Id, number: Number, body: PayIn
) -> Claim:
    """An instalment was paid."""
    return services.employers.move_claim(caller, claim_id, f"instalments/{number}/pay", body)
