"""Shape of `data/schemes.yaml` and `data/criteria.yaml`.

A deployment names its own version of the schemes in the environment variable
`AMUDDU_SCHEMES_FILE`: a whole file of the same shape, with its dates and amounts.
"""

from __future__ import annotations

import os
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Literal, Self

from pydantic import Field, field_validator, model_validator

from amuddu.contracts.schemes import AmountBase, AmountKind
from amuddu.contracts.schemes import SchemeKind as Kind
from amuddu.contracts.types import CountryCode
from amuddu.reference import concepts
from amuddu.reference.places import regions
from amuddu.rules.base import (
    Datum,
    Meta,
    Source,
    Sourced,
    Words,
    broken,
    by_id,
    load,
    load_file,
    refuse,
    unknown_sources,
)
from amuddu.rules.residence_data import residence_file

SCHEMES_FILE_VARIABLE = "AMUDDU_SCHEMES_FILE"

HIRING_KINDS: frozenset[Kind] = frozenset(
    ("hire_subsidy", "contribution_relief", "tax_relief", "trainee_contract")
)
"""Kinds that an employer may attach to a vacancy."""

Payee = Literal["employer", "worker", "training_centre", "CNSS"]
Amount = Annotated[Decimal, Field(gt=0, le=10_000_000)]
Count = Annotated[int, Field(ge=1, le=10_000)]


class AmountRule(Datum):
    """What a scheme pays. `value` is an amount, or a percentage; null was never published.

    The cap of a month is one on what is paid; of an exemption it is one on its `base`: the part of
    the wage that is exempted. `sources`: where the amount was read, among those of the scheme.
    `invented`: nobody published it, it stands here for a demonstration.
    """

    kind: AmountKind
    value: Amount | None
    currency: Annotated[str, Field(pattern="^[A-Z]{3}$")] = "MAD"
    base: AmountBase | None = None
    cap_per_month: Amount | None = None
    cap_per_person: Amount | None = None
    note: Words | None = None
    sources: tuple[str, ...] = ()
    invented: bool = False


class EmployerRules(Datum):
    """What a scheme asks of the firm; null asks nothing."""

    created_from: date | None = None
    created_to: date | None = None
    hire_within_months: Count | None = None
    max_size: Count | None = None
    persons_cap: Count | None = None
    cnss_up_to_date: bool = False
    not_subsidised_before: bool = False
    regions: tuple[str, ...] | None = None


class VacancyRules(Datum):
    """What a scheme asks of the post; null asks nothing."""

    contract_types: tuple[str, ...] | None = None
    min_months: Count | None = None
    new_hire_only: bool = False
    apply_before_start: bool = False
    regions: tuple[str, ...] | None = None
    sectors: tuple[str, ...] | None = None
    wage_min: Amount | None = None
    wage_max: Amount | None = None
    starts_from: date | None = None
    """First day on which a contract may begin."""


class PersonRules(Datum):
    """What a scheme asks of the person; looked at inside the profiles service alone."""

    statuses: tuple[str, ...] | None = None
    open_to_foreigners: Literal["yes", "no", "unclear"]
    note: Words | None = None
    to_check: tuple[Words, ...] = ()


class Budget(Datum):
    """What the funder put in all, and for how many people; null was never published."""

    total: Amount | None = None
    support: Amount | None = None
    """Beside the total, for following people up."""
    persons: Annotated[int, Field(ge=1, le=10_000_000)] | None = None
    currency: Annotated[str, Field(pattern="^[A-Z]{3}$")] = "MAD"


class Share(Datum):
    """One instalment: a share of the total, due so many months after the contract began."""

    after_months: Annotated[int, Field(ge=0, le=120)]
    share_pct: Annotated[Decimal, Field(gt=0, le=100)]


class Retention(Datum):
    """How long the person stays on once the scheme has stopped paying."""

    months: Count | None = None
    equal_to_funded: bool = False
    """As long as the time that was paid for."""
    max_months: Count | None = None


EndCause = Literal[
    "employer_decision", "worker_fault", "worker_resigned", "business", "pension_age", "other"
]
"""Why a supported contract ended before its time."""


class Clawback(Datum):
    """What is paid back when the contract ends in the funded or the retention time.

    `last_months`: only what was paid for that many last months counts. `pro_rata`: retention
    time already served is taken off.
    """

    share_pct: Annotated[Decimal, Field(gt=0, le=100)]
    last_months: Count | None = None
    pro_rata: bool = False
    exceptions: tuple[EndCause, ...] = ()


class Scheme(Sourced):
    """One scheme: who pays what, for whom, under which conditions, and where it was read."""

    id: Annotated[str, Field(pattern=r"^[A-Z0-9_]{2,60}$")]
    kind: Kind
    name: Words
    summary: Words
    funder: str | None = None
    operator: str | None = None
    country: CountryCode
    legal: str | None = None
    active_from: date | None = None
    active_to: date | None = None
    confirmed_until: date | None = None
    status_note: Words | None = None
    amount: AmountRule
    duration_months: Count | None = None
    employer: EmployerRules = EmployerRules()
    vacancy: VacancyRules = VacancyRules()
    person: PersonRules
    to_check: tuple[Words, ...] = ()
    stacking: dict[str, Literal["allow", "forbid", "unknown"]] = Field(default_factory=dict)
    documents: tuple[Words, ...] = ()
    payee: Payee | None = None
    payment_schedule: tuple[Share, ...] = ()
    """Instalments; none: month by month where a month's amount is known, else at once."""
    proof_of_payment: tuple[Words, ...] = ()
    retention: Retention | None = None
    clawback: Clawback | None = None
    discretionary: bool = False
    """Whoever decides may refuse though every criterion is met."""
    nationality_mix: Words | None = None
    target_women_pct: Annotated[int, Field(ge=0, le=100)] | None = None
    budget: Budget | None = None
    comparison: Words | None = None
    results: str | None = None

    @model_validator(mode="after")
    def _shares_make_the_whole(self) -> Self:
        shares = self.payment_schedule
        if shares and sum(share.share_pct for share in shares) != 100:
            raise broken(f"{self.id}: the shares of the instalments do not make 100 %")
        months = [share.after_months for share in shares]
        if months != sorted(months):
            raise broken(f"{self.id}: instalments come in the order of their months")
        if self.clawback and self.retention is None and self.duration_months is None:
            raise broken(f"{self.id}: nothing says until when money may be claimed back")
        return self

    @property
    def hires(self) -> bool:
        """Whether an employer may attach it to a vacancy."""
        return self.kind in HIRING_KINDS

    def open_on(self, day: date) -> bool:
        """Whether a day lies between the first and the last day known."""
        started = self.active_from is None or self.active_from <= day
        return started and (self.active_to is None or day <= self.active_to)

    def over_on(self, day: date) -> bool:
        """Whether its last day is past."""
        return self.active_to is not None and self.active_to < day

    def ends_or_comes(self, day: date) -> bool:
        """Whether it is open on some days from this one on, and not on others."""
        return self.active_to is not None or not self.open_on(day)

    @property
    def base_cap(self) -> Decimal | None:
        """The most of a month's wage that an exemption counts."""
        exempts = self.amount.kind == "exemption" and self.amount.base == "gross_wage"
        return self.amount.cap_per_month if exempts else None

    @property
    def asks_open_ended(self) -> bool:
        """Whether it is for open-ended contracts alone."""
        return self.vacancy.contract_types == ("CDI",)

    def unconfirmed_on(self, day: date) -> bool:
        """Whether no source confirms it for this day."""
        return self.confirmed_until is not None and day > self.confirmed_until


def unknown_ids(scheme: Scheme) -> set[str]:
    """The titles, regions, sectors and contracts that a scheme names and nobody knows."""
    regional = {*(scheme.vacancy.regions or ()), *(scheme.employer.regions or ())}
    return (
        (set(scheme.person.statuses or ()) - residence_file().statuses.keys())
        | (regional - regions().keys())
        | (set(scheme.vacancy.contract_types or ()) - texts().contract_types.keys())
        | (set(scheme.vacancy.sectors or ()) - sectors())
    )


@cache
def sectors() -> frozenset[str]:
    """Ids of the sectors that occupations belong to."""
    return frozenset(each.sector for each in concepts.occupations().values())


class SchemesFile(Datum):
    """The whole of `data/schemes.yaml`, or of a deployment's own version."""

    meta: Meta
    sources: dict[str, Source]
    schemes: dict[str, Scheme]

    @field_validator("schemes", mode="before")
    @classmethod
    def _by_id(cls, rows: Any) -> Any:
        return by_id(rows)

    @model_validator(mode="after")
    def _refers_to_what_exists(self) -> Self:
        for scheme in self.schemes.values():
            if unknown := unknown_ids(scheme):
                raise broken(f"{scheme.id}: unknown {', '.join(sorted(unknown))}")
        refuse(
            found
            for scheme in self.schemes.values()
            for found in unknown_sources(self.sources, scheme, "schemes", scheme.id)
        )
        return self


class TextsFile(Datum):
    """The whole of `data/criteria.yaml`."""

    criteria: dict[str, Words]
    contract_types: dict[str, Words]
    payments: dict[Literal["known", "unpublished", "needs_wage", "invented"], Words]


def schemes_file() -> SchemesFile:
    """The schemes of this deployment, read once per file named in the environment."""
    return _schemes_file(os.environ.get(SCHEMES_FILE_VARIABLE) or None)


@cache
def texts() -> TextsFile:
    """How criteria and payments are told, read once."""
    return load("criteria.yaml", TextsFile)


@cache
def _schemes_file(path: str | None) -> SchemesFile:
    if path is None:
        return load("schemes.yaml", SchemesFile)
    return load_file(Path(path), SchemesFile)
