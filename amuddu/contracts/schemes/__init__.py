"""Hiring incentives as a coordinator keeps them: versions, budget envelopes and their ledger."""

from __future__ import annotations

import re
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any, ClassVar, Literal
from uuid import UUID

from pydantic import AfterValidator, Field, StringConstraints, WithJsonSchema
from pydantic_core import PydanticCustomError

from amuddu.contracts.employers import READERS as EVERYBODY
from amuddu.contracts.events.envelope import Event
from amuddu.contracts.operations import Limit, Operations, Paged
from amuddu.contracts.types import Contract, Day, LongText, Role, ShortText, Slug

TOPIC = "employers.schemes"

SchemeKind = Literal[
    "hire_subsidy",
    "contribution_relief",
    "tax_relief",
    "trainee_contract",
    "training_cost",
    "scholarship",
    "startup_grant",
    "microcredit",
    "work_scholarship",
    "worker_support",
]
"""The first four pay for a hire: an employer may attach them to a vacancy."""
AmountKind = Literal[
    "fixed_month",
    "percent_wage",
    "percent_contribution",
    "percent_investment",
    "lump_sum",
    "exemption",
]
AmountBase = Literal["gross_wage", "net_wage", "minimum_wage", "employer_contribution", "allowance"]
Openness = Literal["yes", "no", "unclear"]
Stacking = Literal["allow", "forbid", "unknown"]
EndCause = Literal[
    "employer_decision", "worker_fault", "worker_resigned", "business", "pension_age", "other"
]
Payee = Literal["employer", "worker", "training_centre", "CNSS"]
SchemeContract = Literal["CDI", "CDD", "CTE", "seasonal", "interim", "trainee"]
Currency = Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$")]
Positive = Annotated[Decimal, Field(gt=0, le=10_000_000, max_digits=10, decimal_places=2)]
Percent = Annotated[Decimal, Field(gt=0, le=100, max_digits=5, decimal_places=2)]
Count = Annotated[int, Field(ge=1, le=10_000)]
SmallCount = Annotated[int, Field(ge=0, le=120)]
BudgetAmount = Annotated[Decimal, Field(gt=0, le=9_999_999_999, max_digits=12, decimal_places=2)]
Balance = Annotated[Decimal, Field(max_digits=14, decimal_places=2)]
Reason = Annotated[LongText, Field(min_length=5, max_length=2000)]
"""Why something was decided: long enough to say something."""


_SCHEME_ID = r"^[A-Z][A-Z0-9_]{1,59}$"


def _scheme_id(value: str) -> str:
    if not re.fullmatch(_SCHEME_ID, value):
        raise PydanticCustomError("scheme_id", "capital letters, digits and _")
    return value


NewSchemeId = Annotated[
    str, AfterValidator(_scheme_id), WithJsonSchema({"type": "string", "pattern": _SCHEME_ID})
]
"""Id of a scheme that is written here: it goes into addresses, files and events, for ever."""


class Texts(Contract):
    """Words in French, and in the other languages where somebody has written them."""

    fr: Annotated[LongText, Field(min_length=1, max_length=600)]
    ar: Annotated[LongText, Field(max_length=600)] = ""
    en: Annotated[LongText, Field(max_length=600)] = ""
    es: Annotated[LongText, Field(max_length=600)] = ""


class InstalmentShare(Contract):
    """One instalment of a plan: months after the contract began, share of the total."""

    after_months: SmallCount
    share_pct: Percent


class SchemeTerms(Contract):
    """What a coordinator may change of a scheme; the rest (who pays, sources) stays as it was.

    A `null` amount was never published: it is shown as "to be confirmed" and pays no claim.
    """

    summary: Texts
    active_from: Day | None = None
    active_to: Day | None = None
    confirmed_until: Day | None = None
    amount_kind: AmountKind
    amount_value: Positive | None = None
    amount_currency: Currency = "MAD"
    amount_base: AmountBase | None = None
    cap_per_month: Positive | None = None
    cap_per_person: Positive | None = None
    amount_invented: bool = False
    """Nobody published it, it stands for a demonstration: said beside it wherever it is shown."""
    duration_months: Count | None = None
    # who hires
    created_from: Day | None = None
    created_to: Day | None = None
    hire_within_months: Count | None = None
    max_size: Count | None = None
    persons_cap: Count | None = None
    cnss_up_to_date: bool = False
    not_subsidised_before: bool = False
    employer_regions: tuple[Slug, ...] | None = Field(default=None, max_length=12)
    # for which post
    contract_types: tuple[SchemeContract, ...] | None = Field(default=None, max_length=6)
    min_months: Count | None = None
    new_hire_only: bool = False
    apply_before_start: bool = False
    starts_from: Day | None = None
    regions: tuple[Slug, ...] | None = Field(default=None, max_length=12)
    sectors: tuple[Slug, ...] | None = Field(default=None, max_length=40)
    wage_min: Positive | None = None
    wage_max: Positive | None = None
    # who is hired
    open_to_foreigners: Openness
    statuses: tuple[Slug, ...] | None = Field(default=None, max_length=20)
    # afterwards
    payment_schedule: tuple[InstalmentShare, ...] = Field(default=(), max_length=36)
    retention_months: Count | None = None
    retention_equal_to_funded: bool = False
    retention_max_months: Count | None = None
    clawback_share_pct: Percent | None = None
    clawback_last_months: Count | None = None
    clawback_pro_rata: bool = False
    clawback_exceptions: tuple[EndCause, ...] = Field(default=(), max_length=6)
    discretionary: bool = False
    documents: tuple[Texts, ...] = Field(default=(), max_length=20)
    stacking: dict[Slug, Stacking] = Field(default_factory=dict, max_length=40)
    payee: Payee | None = None


class SchemeVersionIn(Contract):
    """A new version of a scheme: from which day it holds, and why."""

    valid_from: Day
    reason: Reason
    terms: SchemeTerms


class SchemeName(Contract):
    """What a scheme is called, in French and in the other languages where it has a name."""

    fr: ShortText
    ar: Annotated[LongText, Field(max_length=160)] = ""
    en: Annotated[LongText, Field(max_length=160)] = ""
    es: Annotated[LongText, Field(max_length=160)] = ""


class SchemeIn(SchemeVersionIn):
    """A scheme of this country that no file knows: what it is, and its first version.

    Only versions follow; what it is called, who pays and where that is written stay.
    """

    id: NewSchemeId
    name: SchemeName
    kind: SchemeKind
    funder: ShortText | None = None
    operator: ShortText | None = None
    legal: ShortText | None = None
    """The law, decree or agreement."""
    source: ShortText
    """Where somebody may read it again."""


class SchemeRules(Contract):
    """A scheme whole as the rules read it (`amuddu.rules.incentives_kept`), as in force today."""

    id: Slug
    version: int
    content: dict[str, Any]


class SchemeChange(Contract):
    """One field that a version changed, its value before and after as text.

    Codes and ids are as in the terms, the same in every language; words are in the reader's.
    """

    field: str
    before: str
    after: str


class SchemeVersion(Contract):
    """One version of a scheme: kept for ever, never changed."""

    version: int
    valid_from: date
    bundled: bool
    """Delivered with the product, not written by a coordinator."""
    author_role: str
    reason: str
    at: datetime
    terms: SchemeTerms
    """As they were with this version."""
    changes: tuple[SchemeChange, ...] = ()


class SchemeVersioned(Event):
    """A version of a scheme was added. It never changes, so each is an entity of its own.

    `content` is the scheme whole, as `amuddu.rules.incentives_kept` reads it: who pays what under
    which conditions. It names no person, and not who wrote it.
    """

    type: ClassVar[str] = "scheme.versioned"
    topic: ClassVar[str] = TOPIC

    scheme_id: Slug
    number: int = Field(ge=1, le=1_000_000)
    valid_from: Day
    """First day on which it holds; the version before holds until then."""
    content: dict[str, Any]

    @property
    def key(self) -> str:
        """One key a version: a compacted topic keeps every one of them."""
        return f"{self.scheme_id}.{self.number}"


class SchemeRow(Contract):
    """A scheme in the coordinator's list."""

    id: Slug
    name: str
    kind: str
    country: str
    operator: str | None = None
    version: int
    valid_from: date
    open: bool
    """Whether it may be asked for today."""
    coming: bool = False
    """Whether its first version holds only from a later day on."""
    amount_known: bool
    claims: int
    """Claims of it that were sent in."""


class SchemeDetail(Contract):
    """A scheme as in force today, and every version it had, the newest first."""

    id: Slug
    name: str
    kind: SchemeKind
    funder: str | None = None
    operator: str | None = None
    legal: str | None = None
    summary: str
    version: int
    coming: bool = False
    """Whether its first version holds only from a later day on."""
    terms: SchemeTerms
    sources: tuple[str, ...]
    check_again: str | None = None
    """Who is to check it again, once its last check is more than a year old."""
    versions: tuple[SchemeVersion, ...]


# --- money --------------------------------------------------------------------------------------

LedgerKind = Literal["fund", "reserve", "release", "commit", "uncommit", "pay", "recover"]


class EnvelopeIn(Contract):
    """Money for one scheme and one period, both days included."""

    scheme_id: Slug
    label: ShortText
    starts_on: Day
    ends_on: Day
    currency: Currency = "MAD"
    total: BudgetAmount


class FundIn(Contract):
    """Add to an envelope, or take from it what nobody has asked for."""

    amount: Annotated[
        Decimal, Field(ge=-9_999_999_999, le=9_999_999_999, max_digits=12, decimal_places=2)
    ]
    reason: Reason


class Envelope(Contract):
    """An envelope and where its money stands: free = total - reserved - committed - paid."""

    id: UUID
    scheme_id: Slug
    scheme_name: str
    label: str
    starts_on: date
    ends_on: date
    currency: str
    total: Balance
    reserved: Balance
    committed: Balance
    paid: Balance
    free: Balance


class LedgerLine(Contract):
    """One movement of an envelope: what it adds to each balance. Lines are never changed."""

    id: int
    kind: LedgerKind
    claim_id: UUID | None
    total: Balance
    reserved: Balance
    committed: Balance
    paid: Balance
    actor_role: str
    reason: str
    at: datetime


class Ledger(Contract):
    """A page of an envelope's movements, oldest first."""

    envelope: Envelope
    items: tuple[LedgerLine, ...]
    total: int


class EnvelopePage(Contract):
    """Every envelope, the newest period first."""

    items: tuple[Envelope, ...]


class LedgerPage(Paged):
    """Which part of a ledger is asked for."""

    limit: Limit = 50


# --- who may do what, by which call -----------------------------------------------------------

READERS = (Role.COORDINATOR, Role.COUNSELLOR, Role.ADMINISTRATOR)
WRITERS = (Role.COORDINATOR,)

_SCHEMES = Operations("employers", tag="incentives", public=True)
_MONEY = Operations("employers", tag="money", public=True)
_ID = {"scheme_id": Annotated[str, Field(pattern=r"^[A-Z0-9_]{2,60}$")]}

# fmt: off
LIST_SCHEME_VERSIONS = _SCHEMES.get("/schemes/all", tuple[SchemeRow, ...], "every_scheme", "Every scheme with its version in force, open or past.", roles=READERS)
READ_SCHEME = _SCHEMES.get("/schemes/{scheme_id}", SchemeDetail, "scheme", "A scheme as in force today, and every version it had.", parameters=_ID, roles=READERS)
SCHEME_RULES = _SCHEMES.get("/schemes/{scheme_id}/rules", SchemeRules, "scheme_rules", "A scheme as the rules read it: for whoever works out what a hire would cost.", parameters={"scheme_id": Slug}, public=False, roles=(*EVERYBODY, Role.SERVICE))

LIST_ENVELOPES = _MONEY.get("/envelopes", EnvelopePage, "envelopes", "Every envelope and its balances.", roles=READERS)
OPEN_ENVELOPE = _MONEY.post("/envelopes", Envelope, "open_envelope", "Put money aside for a scheme and a period.", body=EnvelopeIn, status=201, roles=WRITERS)
FUND_ENVELOPE = _MONEY.post("/envelopes/{envelope_id}/fund", Envelope, "fund_envelope", "Add to an envelope, or take away what is free.", body=FundIn, roles=WRITERS)
READ_LEDGER = _MONEY.get("/envelopes/{envelope_id}/ledger", Ledger, "ledger", "Every movement of an envelope, oldest first.", query=LedgerPage, roles=READERS)
# fmt: on
