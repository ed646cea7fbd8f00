"""Claims: an employer asks for a hiring incentive, from draft to paid and beyond."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, ClassVar, Literal
from uuid import UUID

from pydantic import Field

from amuddu.contracts.employers import CriterionOut
from amuddu.contracts.events.envelope import Event
from amuddu.contracts.hires import Claimable
from amuddu.contracts.operations import Limit, Offset, Operations, Query
from amuddu.contracts.schemes import EndCause, Reason
from amuddu.contracts.types import AboutSomebody, Contract, Day, LongText, PaperRef, Role, Slug
from amuddu.contracts.workflows import Step, Workflow

TOPIC = "employers.claims"

ClaimState = Literal[
    "draft",
    "submitted",
    "returned",
    "approved",
    "refused",
    "withdrawn",
    "contract_signed",
    "payment_due",
    "paid",
    "retention_checked",
    "clawed_back",
    "closed",
]
ClaimRefusal = Literal[
    "person_criteria",
    "employer_criteria",
    "post_criteria",
    "late",
    "documents",
    "duplicate",
    "budget",
    "other",
]
ClaimStepName = Literal[
    "create",
    "edit",
    "submit",
    "withdraw",
    "send_back",
    "refuse",
    "approve",
    "sign_contract",
    "lapse",
    "mark_due",
    "pay",
    "check_retention",
    "end_early",
    "claw_back",
    "recover",
    "close",
]
InstalmentState = Literal["planned", "due", "paid", "cancelled"]
Note = Annotated[LongText, Field(max_length=1000), AboutSomebody()]
Amount = Annotated[Decimal, Field(gt=0, le=10_000_000, max_digits=10, decimal_places=2)]


class ClaimMoved(Event):
    """A claim came to a state. Nothing of the person it was made for, and no reason."""

    type: ClassVar[str] = "claim.moved"
    topic: ClassVar[str] = TOPIC
    keyed_by: ClassVar[str] = "claim_id"

    claim_id: UUID
    vacancy_id: UUID
    employer_id: UUID
    agency_id: Slug
    """The employer's agency."""
    state: ClaimState
    at: datetime


class ClaimDocument(Contract):
    """A document of the file: its name, its papers, and since when it is there."""

    number: int
    name: str
    papers: tuple[UUID, ...] = ()
    """The papers that stand for it, kept by profiles (`open_paper`)."""
    given_on: date | None = None
    reference: str | None = None


class ClaimInstalment(Contract):
    """One instalment: when it falls due, what was paid."""

    number: int
    due_on: date
    amount: Decimal
    state: InstalmentState
    proof: str | None = None
    paid_on: date | None = None
    reference: str | None = None


class ClaimLogLine(Contract):
    """One named step of a claim: by which role, when, and why."""

    name: ClaimStepName
    from_state: ClaimState | None
    to_state: ClaimState
    reason: str | None
    note: str
    role: str
    at: datetime


class Claim(Contract):
    """A claim. The person is a code; of them only met, not met or to ask is known."""

    id: UUID
    hire_id: UUID
    code: str
    employer_id: UUID
    employer_name: str
    vacancy_id: UUID
    vacancy_title: str
    scheme_id: Slug
    scheme_name: str
    scheme_version: int
    operator: str | None
    state: ClaimState
    starts_on: date | None
    monthly: Decimal | None
    months: int | None
    total: Decimal | None
    currency: str
    invented: bool = False
    """The amount of its scheme was published by nobody."""
    criteria: tuple[CriterionOut, ...] = ()
    documents: tuple[ClaimDocument, ...] = ()
    instalments: tuple[ClaimInstalment, ...] = ()
    comment: str = ""
    """What is to be mended, for a claim that was sent back."""
    refusal: ClaimRefusal | None = None
    justification: str = ""
    signed_on: date | None = None
    retention_until: date | None = None
    ended_on: date | None = None
    end_cause: EndCause | None = None
    owed_back: Decimal | None = None
    recovered: Decimal = Decimal(0)
    paid: Decimal = Decimal(0)
    submitted_at: datetime | None = None
    updated_at: datetime
    steps: tuple[ClaimStepName, ...] = ()
    """The steps that the reader may take now."""
    log: tuple[ClaimLogLine, ...] = ()


class ClaimPage(Contract):
    """One page of claims, those that wait longest first."""

    items: tuple[Claim, ...]
    total: int


class ClaimIn(Contract):
    """Begin a claim: which scheme to ask for this hire."""

    scheme_id: Slug


class DocumentIn(Contract):
    """A document that is there: its papers, since when, under which reference; what is not
    mentioned stays."""

    number: Annotated[int, Field(ge=1, le=20)]
    papers: Annotated[tuple[UUID, ...], Field(max_length=12)] = ()
    """Papers of the hire, as `add_paper` answered them; without one a claim is not sent in."""
    given_on: Day | None = None
    reference: PaperRef | None = None


class DocumentsIn(Contract):
    """The checklist as it stands."""

    documents: tuple[DocumentIn, ...] = Field(max_length=20)


class NoteIn(Contract):
    """A word about a step."""

    note: Note = ""


class SendBackIn(Contract):
    """What is to be mended."""

    comment: Annotated[Reason, AboutSomebody()]


class RefuseClaimIn(Contract):
    """Why a claim is refused: a reason, and a justification that the employer reads."""

    reason: ClaimRefusal
    justification: Annotated[Reason, AboutSomebody()]


class ApproveIn(Contract):
    """The criteria that the rules left open and somebody has checked, by their ids."""

    checked: tuple[Slug, ...] = Field(default=(), max_length=60)
    note: Note = ""


class SignContractIn(Contract):
    """The contract was signed, and begins on a day.

    `although`: why, while steps of the hire that come before the signature are open.
    """

    signed_on: Day
    starts_on: Day
    reference: PaperRef | None = None
    although: Annotated[LongText, Field(max_length=600), AboutSomebody()] = ""


class MarkDueIn(Contract):
    """An instalment falls due: which proof of the work and the wage was seen."""

    proof: PaperRef


class PayIn(Contract):
    """An instalment was paid."""

    paid_on: Day
    reference: PaperRef


class EndIn(Contract):
    """The supported contract ended before its time."""

    ended_on: Day
    cause: EndCause
    note: Note = ""


class RecoverIn(Contract):
    """Money came back."""

    amount: Amount
    reference: PaperRef


class ClaimFilter(Query):
    """Which claims a list shows."""

    state: ClaimState | None = None
    scheme_id: Slug | None = None
    hire_id: UUID | None = None
    limit: Limit = 20
    offset: Offset = 0


# --- who may do what, by which call -----------------------------------------------------------

READERS = (Role.EMPLOYER, Role.COUNSELLOR, Role.COORDINATOR, Role.ADMINISTRATOR)
WRITERS = (Role.EMPLOYER, Role.COUNSELLOR)
DECIDERS = (Role.COUNSELLOR, Role.COORDINATOR)
PAYERS = (Role.COORDINATOR,)

_CALLS = Operations("employers", tag="claims", public=True)
_NUMBER = {"number": Annotated[int, Field(ge=1, le=1000)]}

LIST_CLAIMS = _CALLS.get(
    "/claims",
    ClaimPage,
    "claims",
    "Claims, those that wait for somebody first.",
    query=ClaimFilter,
    roles=READERS,
)
READ_CLAIM = _CALLS.get(
    "/claims/{claim_id}",
    Claim,
    "claim",
    "One claim, and the steps that the caller may take.",
    roles=READERS,
)
CLAIMABLE = _CALLS.get(
    "/hires/{hire_id}/schemes",
    tuple[Claimable, ...],
    "claimable",
    "What each scheme on offer would pay for this hire.",
    tag="hires",
    roles=(*READERS, Role.AGENT),
)
BEGIN = _CALLS.post(
    "/hires/{hire_id}/claims",
    Claim,
    "begin_claim",
    "Begin a claim for a hire.",
    body=ClaimIn,
    status=201,
    roles=WRITERS,
)
TICK = _CALLS.put(
    "/claims/{claim_id}/documents",
    Claim,
    "tick_documents",
    "Say which documents are there.",
    body=DocumentsIn,
    roles=WRITERS,
)


def _step(
    name: ClaimStepName,
    sources: tuple[ClaimState, ...],
    targets: tuple[ClaimState, ...],
    roles: tuple[Role, ...],
    path: str,
    body: type[Contract] | None,
    call: str,
    doc: str,
) -> Step[ClaimState]:
    """A step that people take by `POST /v1/claims/{claim_id}/{path}`."""
    operation = _CALLS.post(
        f"/claims/{{claim_id}}/{path}", Claim, call, doc, body=body, roles=roles, parameters=_NUMBER
    )
    return Step(name, sources, *targets, operation=operation)


_RUNNING: tuple[ClaimState, ...] = ("contract_signed", "payment_due", "paid")
_ENDS: tuple[ClaimState, ...] = ("retention_checked", "clawed_back")

# fmt: off
CLAIM: Workflow[ClaimState] = Workflow(
    "claim",
    Step("create", (), "draft", operation=BEGIN),
    Step("edit", ("draft", "returned"), operation=TICK),
    _step("submit", ("draft", "returned"), ("submitted",), WRITERS, "submit", None, "submit_claim", "Send a claim in: its money is reserved."),
    _step("withdraw", ("draft", "submitted", "returned"), ("withdrawn",), WRITERS, "withdraw", NoteIn, "withdraw_claim", "Take a claim back."),
    _step("send_back", ("submitted",), ("returned",), DECIDERS, "send-back", SendBackIn, "send_claim_back", "Hand a claim back for correction."),
    _step("refuse", ("submitted", "returned"), ("refused",), DECIDERS, "refuse", RefuseClaimIn, "refuse_claim", "Refuse a claim, with a reason and a justification."),
    _step("approve", ("submitted",), ("approved",), DECIDERS, "approve", ApproveIn, "approve_claim", "Approve a claim: its money is committed."),
    _step("sign_contract", ("approved",), ("contract_signed",), DECIDERS, "sign-contract", SignContractIn, "sign_claim_contract", "Write down that the contract is signed."),
    _step("lapse", ("approved",), ("closed",), DECIDERS, "lapse", NoteIn, "lapse_claim", "The contract was never signed."),
    _step("mark_due", ("contract_signed", "payment_due"), ("payment_due",), DECIDERS, "instalments/{number}/due", MarkDueIn, "instalment_due", "The proof for an instalment was seen."),
    _step("pay", ("payment_due",), _RUNNING, PAYERS, "instalments/{number}/pay", PayIn, "instalment_paid", "An instalment was paid."),
    _step("check_retention", ("paid",), ("retention_checked",), DECIDERS, "check-retention", NoteIn, "check_claim_retention", "The person stayed on as long as the scheme asks."),
    _step("end_early", _RUNNING, ("closed",), DECIDERS, "end", EndIn, "end_claim", "The contract ended before its time."),
    Step("claw_back", _RUNNING, "clawed_back", roles=DECIDERS),  # what `end_early` becomes where a part is owed
    _step("recover", ("clawed_back",), ("clawed_back",), PAYERS, "recover", RecoverIn, "recover_claim", "Money came back."),
    _step("close", _ENDS, ("closed",), PAYERS, "close", NoteIn, "close_claim", "Nothing is left to do."),
)
# fmt: on
"""Who takes which step of a claim, from which states to which, by which call."""
