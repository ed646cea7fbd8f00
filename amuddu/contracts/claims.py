"""Claims: an employer asks for a hiring incentive, from draft to paid and beyond."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from amuddu.contracts.employers import CriterionOut
from amuddu.contracts.schemes import EndCause, Reason
from amuddu.contracts.types import Contract, Day, ExternalRef, LongText, Slug

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
Note = Annotated[LongText, Field(max_length=1000)]
Amount = Annotated[Decimal, Field(gt=0, le=10_000_000, max_digits=10, decimal_places=2)]


class ClaimDocument(Contract):
    """A document of the file: its name, and when somebody declared to have it."""

    number: int
    name: str
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
    """A document that is there, since when, under which reference; `null` unticks it."""

    number: Annotated[int, Field(ge=1, le=20)]
    given_on: Day | None = None
    reference: ExternalRef | None = None


class DocumentsIn(Contract):
    """The checklist as it stands."""

    documents: tuple[DocumentIn, ...] = Field(max_length=20)


class NoteIn(Contract):
    """A word about a step."""

    note: Note = ""


class SendBackIn(Contract):
    """What is to be mended."""

    comment: Reason


class RefuseClaimIn(Contract):
    """Why a claim is refused: a reason, and a justification that the employer reads."""

    reason: ClaimRefusal
    justification: Reason


class ApproveIn(Contract):
    """The criteria that the rules left open and somebody has checked, by their ids."""

    checked: tuple[Slug, ...] = Field(default=(), max_length=60)
    note: Note = ""


class SignContractIn(Contract):
    """The contract was signed, and begins on a day."""

    signed_on: Day
    starts_on: Day
    reference: ExternalRef | None = None


class MarkDueIn(Contract):
    """An instalment falls due: which proof of the work and the wage was seen."""

    proof: ExternalRef


class PayIn(Contract):
    """An instalment was paid."""

    paid_on: Day
    reference: ExternalRef


class EndIn(Contract):
    """The supported contract ended before its time."""

    ended_on: Day
    cause: EndCause
    note: Note = ""


class RecoverIn(Contract):
    """Money came back."""

    amount: Amount
    reference: ExternalRef
