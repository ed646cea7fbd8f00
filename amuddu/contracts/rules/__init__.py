"""What the rules answer to anybody, without an account: what is open, and what a hire costs.

Neither is stored, and neither body is ever part of an event. `OpenToMeIn` tells a paper: it is
read, answered and forgotten. `HiringCostIn` holds obligations alone, never why they apply.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from amuddu.contracts.employers import HoursWeek
from amuddu.contracts.types import (
    Contract,
    ContractType,
    CountryCode,
    Day,
    HiringRouteCode,
    Money,
    Months,
    Slug,
    Verdict,
)

Answer = Literal["yes", "no", "conditional", "ask"]
Confidence = Literal["high", "medium", "low"]
ChangeKind = Literal["overlay", "behind_receipt", "renewal", "title", "receipt", "confirmation"]


class OpenToMeIn(Contract):
    """A few facts, all optional. Ids are those of the questions (`GET`)."""

    paper: Slug | None = None
    behind_receipt: Slug | None = None
    """For a receipt: the paper asked for or renewed."""
    valid_until: Day | None = None
    facts: tuple[Slug, ...] = Field(default=(), max_length=8)
    nationality: CountryCode | None = None
    region: Slug | None = None


class Choice(Contract):
    """Something to choose from."""

    id: str
    text: str


class OpenToMeQuestions(Contract):
    """What is asked, in the reader's language."""

    papers: tuple[Choice, ...]
    behind_receipt: tuple[Choice, ...]
    facts: tuple[Choice, ...]
    regions: tuple[Choice, ...]


class ChangeTold(Contract):
    """Something that would open a right more. `answer` is null for a confirmation."""

    kind: ChangeKind
    ids: tuple[str, ...]
    answer: Answer | None
    text: str


class RightTold(Contract):
    """One right: what to know, what to bring, how sure it is and what would change it."""

    id: str
    label: str
    answer: Answer
    obligation: bool
    """Whether a yes is a duty of the employer rather than something that opens."""
    condition: str | None
    proof: str | None
    legal: str | None
    confidence: Confidence | None
    sources: tuple[str, ...]
    changes: tuple[ChangeTold, ...]


class ContactTold(Contract):
    """Where somebody answers."""

    address: str | None = None
    phone: str | None = None
    toll_free: str | None = None
    whatsapp: str | None = None
    hours: str | None = None


class HelpTold(Contract):
    """A service: who, what, where, what to bring. `sure` is false where it is to check first."""

    id: str
    category: str
    actor: str
    offers: str
    rights: tuple[str, ...]
    sure: bool
    first: bool
    near: bool
    everywhere: bool
    towns: tuple[str, ...]
    bring: tuple[str, ...]
    cost: str | None
    steps: str | None
    note: str | None
    contact: ContactTold | None
    sources: tuple[str, ...]


class EndTold(Contract):
    """A day from which some answers become others."""

    on: Day
    of_paper: bool
    rights: tuple[str, ...]


class OpenToMe(Contract):
    """What is open to somebody today, who can help and where."""

    rights: tuple[RightTold, ...]
    helps: tuple[HelpTold, ...]
    route: HiringRouteCode
    route_summary: str
    expires_on: Day | None = None
    renew_from: Day | None = None
    ends: tuple[EndTold, ...] = ()
    woman_adviser: str


# --- the cost of a hire -------------------------------------------------------------------------


class HiringCostIn(Contract):
    """A post, as its cost needs it. Amounts in dirhams, gross, a month.

    `person` is what is known of the person's side of the schemes: eligible, not_eligible or ask.
    """

    route: HiringRouteCode
    wage_month: Money
    wage_month_max: Money | None = None
    sector: Literal["general", "farming"] = "general"
    contract_type: ContractType | None = None
    contract_months: Months | None = None
    starts_on: Day | None = None
    hours_week: HoursWeek | None = None
    domestic: bool = False
    first_of_job: bool | None = None
    schemes: tuple[Slug, ...] = Field(default=(), max_length=8)
    person: Verdict = "ask"
    new_hire: bool | None = None
    region: Slug | None = None
    employer_created_on: Day | None = None
    employer_size: Annotated[int, Field(ge=0, le=1_000_000)] | None = None
    cnss_up_to_date: bool | None = None


class AmountRange(Contract):
    """From `low` to `high`; `high` is null where an amount in it was never published."""

    low: Annotated[str, Field(pattern=r"^-?\d+(\.\d+)?$")]
    high: Annotated[str, Field(pattern=r"^-?\d+(\.\d+)?$")] | None
    currency: str


class CostLine(Contract):
    """One line over the whole contract. What is paid by the worker is told, not counted."""

    id: str
    kind: Literal["wage", "contribution", "fee", "by_worker", "incentive"]
    label: str
    amount: AmountRange
    notes: tuple[str, ...]
    confidence: Confidence
    sources: tuple[str, ...]


class CostMonth(Contract):
    """What a month of work costs before incentives, at the lowest wage."""

    begins: Day
    wage: str
    contributions: str


class HiringCost(Contract):
    """What a hire costs over the contract: `net` is `gross` less what incentives take off.

    The `known_` amounts leave out the lines named in `unknown`.
    """

    lines: tuple[CostLine, ...]
    gross: AmountRange
    off: AmountRange
    net: AmountRange
    known_gross: AmountRange
    known_net: AmountRange
    unknown: tuple[str, ...]
    months: tuple[CostMonth, ...]
    minimum_wage: str | None
    cautions: tuple[str, ...]
    currency: str
