"""Public API of hires, claims, schemes and money: the same steps as the pages take.

Each route makes one call to the employers service, which decides who may see and do what.
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
from amuddu.contracts.hires import (
    AbandonIn,
    Claimable,
    FinishStepIn,
    Hire,
    HirePage,
    HireState,
    HireTermsIn,
    PapersIn,
    RerouteIn,
    ResumeIn,
    StartStepIn,
    StuckCounts,
    StuckIn,
)
from amuddu.contracts.schemes import (
    Envelope,
    EnvelopeIn,
    EnvelopePage,
    FundIn,
    Ledger,
    SchemeDetail,
    SchemeIn,
    SchemeRow,
    SchemeVersionIn,
)
from amuddu.contracts.types import Slug
from amuddu.kit.web.paging import Limit, Offset
from gateway.api.problems import PROBLEMS
from gateway.clients import ServicesDep
from gateway.security import CallerDep

router = APIRouter(prefix="/api/v1", responses=PROBLEMS)

Id = Annotated[UUID, Path()]
StepId = Annotated[str, Path(pattern=r"^[a-z][a-z_]{1,39}$")]
SchemeId = Annotated[str, Path(pattern=r"^[A-Z0-9_]{2,60}$")]
Number = Annotated[int, Path(ge=1, le=1000)]


# --- hires --------------------------------------------------------------------------------------


@router.get("/hires", tags=["hires"])
def hire_files(
    caller: CallerDep,
    services: ServicesDep,
    state: HireState | None = None,
    limit: Limit = 20,
    offset: Offset = 0,
) -> HirePage:
    """Files of hires, those that wait for something first."""
    return services.employers.hires(caller, state=state, limit=limit, offset=offset)


@router.get("/hires/stuck", tags=["hires"])
def stuck_hires(caller: CallerDep, services: ServicesDep) -> StuckCounts:
    """Where files get stuck and why, counted."""
    return services.employers.stuck(caller)


@router.get("/hires/{hire_id}", tags=["hires"])
def hire_file(caller: CallerDep, services: ServicesDep, hire_id: Id) -> Hire:
    """One file with its steps, what comes due, and its log."""
    return services.employers.hire(caller, hire_id)


@router.get("/hires/{hire_id}/schemes", tags=["hires"])
def claimable(caller: CallerDep, services: ServicesDep, hire_id: Id) -> tuple[Claimable, ...]:
    """What each scheme on offer would pay for this hire."""
    return services.employers.claimable(caller, hire_id)


@router.post("/hires/{hire_id}/claims", status_code=status.HTTP_201_CREATED, tags=["claims"])
def begin_claim(caller: CallerDep, services: ServicesDep, hire_id: Id, body: ClaimIn) -> Claim:
    """Begin a claim for a hire."""
    return services.employers.begin_claim(caller, hire_id, body)


@router.put("/hires/{hire_id}/terms", tags=["hires"])
def set_hire_terms(
    caller: CallerDep, services: ServicesDep, hire_id: Id, body: HireTermsIn
) -> Hire:
    """Write down the contract as it is to be signed."""
    return services.employers.set_hire(caller, hire_id, "terms", body)


@router.put("/hires/{hire_id}/route", tags=["hires"])
def set_hire_route(caller: CallerDep, services: ServicesDep, hire_id: Id, body: RerouteIn) -> Hire:
    """Set the route that a counsellor found out."""
    return services.employers.set_hire(caller, hire_id, "route", body)


@router.put("/hires/{hire_id}/papers", tags=["hires"])
def set_hire_papers(caller: CallerDep, services: ServicesDep, hire_id: Id, body: PapersIn) -> Hire:
    """Note until when the person's papers hold, for the agency alone."""
    return services.employers.set_hire(caller, hire_id, "papers", body)


@router.post("/hires/{hire_id}/stuck", tags=["hires"])
def stuck_hire(caller: CallerDep, services: ServicesDep, hire_id: Id, body: StuckIn) -> Hire:
    """Say where the file is stuck, and why."""
    return services.employers.move_hire(caller, hire_id, "stuck", body)


@router.post("/hires/{hire_id}/resume", tags=["hires"])
def resume_hire(caller: CallerDep, services: ServicesDep, hire_id: Id, body: ResumeIn) -> Hire:
    """Say that the file goes on."""
    return services.employers.move_hire(caller, hire_id, "resume", body)


@router.post("/hires/{hire_id}/abandon", tags=["hires"])
def abandon_hire(caller: CallerDep, services: ServicesDep, hire_id: Id, body: AbandonIn) -> Hire:
    """Say that the hire does not take place."""
    return services.employers.move_hire(caller, hire_id, "abandon", body)


@router.post("/hires/{hire_id}/steps/{step_id}/start", tags=["hires"])
def start_step(
    caller: CallerDep, services: ServicesDep, hire_id: Id, step_id: StepId, body: StartStepIn
) -> Hire:
    """Say that a step was begun."""
    return services.employers.move_hire(caller, hire_id, f"steps/{step_id}/start", body)


@router.post("/hires/{hire_id}/steps/{step_id}/finish", tags=["hires"])
def finish_step(
    caller: CallerDep, services: ServicesDep, hire_id: Id, step_id: StepId, body: FinishStepIn
) -> Hire:
    """Say that a step was done."""
    return services.employers.move_hire(caller, hire_id, f"steps/{step_id}/finish", body)


# --- claims -------------------------------------------------------------------------------------


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


# --- schemes and money --------------------------------------------------------------------------


@router.get("/schemes/all", tags=["incentives"])
def every_scheme(caller: CallerDep, services: ServicesDep) -> tuple[SchemeRow, ...]:
    """Every scheme with its version in force, open or past."""
    return services.employers.every_scheme(caller)


@router.get("/schemes/{scheme_id}", tags=["incentives"])
def scheme(caller: CallerDep, services: ServicesDep, scheme_id: SchemeId) -> SchemeDetail:
    """A scheme as in force today, and every version it had."""
    return services.employers.scheme(caller, scheme_id)


@router.post("/schemes", status_code=status.HTTP_201_CREATED, tags=["incentives"])
def add_scheme(caller: CallerDep, services: ServicesDep, body: SchemeIn) -> SchemeDetail:
    """Write a scheme that nobody has kept yet, with its first version."""
    return services.employers.add_scheme(caller, body)


@router.post(
    "/schemes/{scheme_id}/versions", status_code=status.HTTP_201_CREATED, tags=["incentives"]
)
def add_version(
    caller: CallerDep, services: ServicesDep, scheme_id: SchemeId, body: SchemeVersionIn
) -> SchemeDetail:
    """Add a version; the ones before stay as they are."""
    return services.employers.add_version(caller, scheme_id, body)


@router.get("/envelopes", tags=["money"])
def envelopes(caller: CallerDep, services: ServicesDep) -> EnvelopePage:
    """Every envelope and its balances."""
    return EnvelopePage(items=services.employers.envelopes(caller))


@router.post("/envelopes", status_code=status.HTTP_201_CREATED, tags=["money"])
def open_envelope(caller: CallerDep, services: ServicesDep, body: EnvelopeIn) -> Envelope:
    """Put money aside for a scheme and a period."""
    return services.employers.open_envelope(caller, body)


@router.post("/envelopes/{envelope_id}/fund", tags=["money"])
def fund_envelope(
    caller: CallerDep, services: ServicesDep, envelope_id: Id, body: FundIn
) -> Envelope:
    """Add to an envelope, or take away what is free."""
    return services.employers.fund_envelope(caller, envelope_id, body)


@router.get("/envelopes/{envelope_id}/ledger", tags=["money"])
def ledger(
    caller: CallerDep,
    services: ServicesDep,
    envelope_id: Id,
    limit: Limit = 50,
    offset: Offset = 0,
) -> Ledger:
    """Every movement of an envelope, oldest first."""
    return services.employers.ledger(caller, envelope_id, limit=limit, offset=offset)
