"""Employers: organisations, vacancies, the hiring incentive attached to a vacancy."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import ClassVar, Literal, Self
from uuid import UUID

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from amuddu.contracts.events.envelope import Event
from amuddu.contracts.types import (
    ConceptRef,
    Contract,
    ContractType,
    Day,
    ExternalRef,
    LanguageSkill,
    LongText,
    Money,
    Months,
    ShortText,
    Slug,
    Verdict,
)

TOPIC = "employers.vacancies"

ClosingReason = Literal["filled", "withdrawn", "expired", "silent"]
VacancyStatus = Literal["draft", "published", "closed"]


class IncentiveTerms(Contract):
    """The hiring incentive attached to a vacancy and what it would pay.

    An amount that was never published is `null`, shown as "to be confirmed".
    """

    scheme_id: Slug
    verdict: Verdict
    monthly: Decimal | None = None
    months: int | None = None
    total: Decimal | None = None
    currency: str = "MAD"


# --- events -----------------------------------------------------------------------------------


class VacancyPublished(Event):
    """A vacancy that is open, whole: publishing it again replaces what was known of it."""

    type: ClassVar[str] = "vacancy.published"
    topic: ClassVar[str] = TOPIC
    keyed_by: ClassVar[str] = "vacancy_id"

    vacancy_id: UUID
    revision: int = Field(ge=1)
    employer_id: UUID
    employer_name: ShortText
    agency_id: Slug | None = None
    title: ShortText
    description: LongText = ""
    occupation: ConceptRef
    essential_skills: tuple[ConceptRef, ...] = ()
    wanted_skills: tuple[ConceptRef, ...] = ()
    languages: tuple[LanguageSkill, ...] = ()
    place: Slug
    contract_type: ContractType
    contract_months: Months | None = None
    wage_month: Money | None = None
    wage_month_max: Money | None = None
    starts_on: Day | None = None
    places: int = Field(default=1, ge=1, le=500)
    incentive: IncentiveTerms | None = None


class VacancyClosed(Event):
    """A vacancy that takes no more candidates.

    It carries what was last published, so that the newest event of a vacancy says all of it: a
    compacted topic keeps no other.
    """

    type: ClassVar[str] = "vacancy.closed"
    topic: ClassVar[str] = TOPIC
    keyed_by: ClassVar[str] = "vacancy_id"

    vacancy_id: UUID
    revision: int = Field(ge=1)
    reason: ClosingReason
    vacancy: VacancyPublished | None = None


# --- HTTP bodies ------------------------------------------------------------------------------


class EmployerIn(Contract):
    """An employing organisation. Facts that a scheme asks about may stay unknown (`null`)."""

    name: ShortText
    sector: Slug | None = None
    place: Slug | None = None
    agency_id: Slug
    """Agency of the public employment service that follows this employer."""
    created_on: Day | None = None
    size: int | None = Field(default=None, ge=0, le=1_000_000)
    cnss_up_to_date: bool | None = None


class Employer(EmployerIn):
    """An employer as stored."""

    id: UUID


class VacancyIn(Contract):
    """A vacancy as its employer writes it. A draft may be incomplete; see `publish`."""

    title: ShortText
    description: LongText = ""
    occupation: ConceptRef | None = None
    essential_skills: tuple[ConceptRef, ...] = Field(default=(), max_length=30)
    wanted_skills: tuple[ConceptRef, ...] = Field(default=(), max_length=30)
    languages: tuple[LanguageSkill, ...] = Field(default=(), max_length=10)
    place: Slug | None = None
    contract_type: ContractType | None = None
    contract_months: Months | None = None
    wage_month: Money | None = None
    wage_month_max: Money | None = None
    starts_on: Day | None = None
    places: int = Field(default=1, ge=1, le=500)
    incentive_scheme: Slug | None = None
    new_hire: bool | None = None
    """Whether the person hired will be new to the firm (some schemes ask)."""
    external_ref: ExternalRef | None = None

    @model_validator(mode="after")
    def _wages_in_order(self) -> Self:
        low, high = self.wage_month, self.wage_month_max
        if low is not None and high is not None and high < low:
            raise PydanticCustomError("wage_order", "wage order")
        return self


class VacancyCreate(VacancyIn):
    """Post a vacancy: publish it at once, or keep a draft.

    `employer_id` is for those who post for an employer (counsellor, administrator, import).
    """

    publish: bool = True
    employer_id: UUID | None = None
    key: UUID | None = None
    """Chosen by whoever posts: the same key twice posts one vacancy (its id is the key)."""


class Vacancy(VacancyIn):
    """A vacancy as its employer and its agency see it."""

    id: UUID
    employer_id: UUID
    employer_name: str
    agency_id: Slug | None
    status: VacancyStatus
    revision: int
    incentive: IncentiveTerms | None = None
    closing_reason: ClosingReason | None = None
    created_at: datetime
    updated_at: datetime
    published_at: datetime | None = None
    closes_on: Day | None = None
    """Day on which an open vacancy closes by itself, unless its employer is heard of before."""


class VacancyPage(Contract):
    """One page of vacancies; `total` counts them all."""

    items: tuple[Vacancy, ...]
    total: int


class CloseIn(Contract):
    """Why a vacancy closes."""

    reason: ClosingReason


class StillHiring(Contract):
    """What the page behind an employer's signed link shows of a vacancy."""

    title: str
    employer_name: str
    status: VacancyStatus
    closing_reason: ClosingReason | None = None
    closes_on: Day | None = None


class StillHiringIn(Contract):
    """The employer's answer: still looking, or why not any more."""

    answer: Literal["yes", "filled", "withdrawn"]


class StillHiringLink(Contract):
    """The signed link that an agency sends to an employer; it works while the vacancy is open."""

    url: str


class SchemeOut(Contract):
    """A hiring incentive on offer, in the reader's language."""

    id: Slug
    name: str
    funder: str | None = None
    operator: str | None = None
    summary: str
    amount_known: bool
    monthly: Decimal | None = None
    months: int | None = None
    currency: str = "MAD"
    documents: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()


class CriterionOut(Contract):
    """One criterion of a scheme: met, not met, or to be asked; and the field to fill in."""

    id: Slug
    verdict: Verdict
    text: str
    missing: str | None = None


class EvaluateIn(Contract):
    """Ask what a scheme would pay for a vacancy that may not exist yet."""

    scheme_id: Slug
    vacancy: VacancyIn
    employer_id: UUID | None = None


class EvaluationOut(Contract):
    """What a scheme would pay for a vacancy, criterion by criterion."""

    scheme_id: Slug
    verdict: Verdict
    criteria: tuple[CriterionOut, ...]
    monthly: Decimal | None = None
    months: int | None = None
    total: Decimal | None = None
    currency: str = "MAD"
    note: str = ""
