"""Shape of `data/hiring.yaml`, `data/wages.yaml` and `data/contributions.yaml`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal, Self

from pydantic import Field, field_validator, model_validator

from amuddu.reference.places import places
from amuddu.rules.base import (
    Dated,
    Datum,
    Finding,
    Meta,
    Source,
    Sourced,
    Words,
    by_id,
    gaps,
    in_force,
    refuse,
    unknown_sources,
)
from amuddu.rules.book import standing

Percent = Annotated[Decimal, Field(ge=0, le=100)]
Dirhams = Annotated[Decimal, Field(ge=0)]


class SpanFacts(Datum):
    """From low to high; `low` is null where only the end is known."""

    low: Decimal | None = Field(ge=0)
    high: Decimal = Field(ge=0)
    excluding_vat: bool = False
    per_year: bool = False


class RouteFacts(Dated):
    """One route; `steps` are ids of steps in order.

    `next_fee_mad`: what the next posts of the same job cost, for as many a year as said.
    """

    code: str
    attestation: Literal["none", "required", "ask"]
    visa: Literal["none", "required", "ask"]
    summary: Words
    steps: tuple[str, ...]
    fee_mad: SpanFacts | None
    next_fee_mad: SpanFacts | None = None
    next_per_year: int | None = None
    usual_days: SpanFacts | None
    max_days: int | None
    needs_counsellor: bool = False


class StepFacts(Dated):
    """One step: who does what, with which documents.

    `cost_note`: something is to be paid whose amount nobody published. `signs`: the contract is
    signed with it. `needs`: steps that are done before, where the route has them.
    """

    id: str
    actor: Words
    what: Words
    documents: tuple[Words, ...] = ()
    cost_mad: SpanFacts | None = None
    cost_note: Words | None = None
    payer: Literal["employer", "worker"] = "employer"
    signs: bool = False
    needs: tuple[str, ...] = ()
    days: SpanFacts | None = None


class VisaFacts(Sourced):
    """How many months a visa on a contract lasts; then it is asked again."""

    low: int = Field(gt=0)
    high: int = Field(gt=0)


class ExemptPostFacts(Sourced):
    """A kind of post that frees from the attestation, whoever holds it."""

    id: str
    label: Words


class LegalFacts(Sourced):
    """An article of law and what it says."""

    ref: str
    rule: Words


class HiringFile(Datum):
    """The whole of `data/hiring.yaml`."""

    meta: Meta
    sources: dict[str, Source]
    routes: tuple[RouteFacts, ...]
    visa_months: VisaFacts
    exempt_posts: dict[str, ExemptPostFacts]
    steps: tuple[StepFacts, ...]
    other_files: dict[str, tuple[Words, ...]]
    desks: tuple[str, ...]
    legal: tuple[LegalFacts, ...]

    @field_validator("exempt_posts", mode="before")
    @classmethod
    def _rows_by_id(cls, rows: Any) -> Any:
        return by_id(rows)

    @model_validator(mode="after")
    def _refers_to_what_exists(self) -> Self:
        refuse((*self._wrong_routes(), *self._wrong_desks(), *self._uncited()))
        return self

    def route(self, code: str) -> tuple[RouteFacts, ...]:
        """What a route was and is, oldest first."""
        return tuple(route for route in self.routes if route.code == code)

    def step_rows(self, name: str) -> tuple[StepFacts, ...]:
        """What a step was and is, oldest first."""
        return tuple(step for step in self.steps if step.id == name)

    def step(self, name: str, *, on: date | None = None) -> StepFacts | None:
        """A step on a day, or as its last row says where no day is given; `None` before its first
        row."""
        return in_force(self.step_rows(name), on)

    def step_ids(self) -> tuple[str, ...]:
        """Every step, in the order of the file."""
        return tuple(dict.fromkeys(step.id for step in self.steps))

    def _wrong_routes(self) -> Iterator[Finding]:
        yield from unfollowed("routes", self.routes, key="code")
        yield from unfollowed("steps", self.steps, key="id")
        known = set(self.step_ids())
        for place, route in enumerate(self.routes):
            for number, step in enumerate(route.steps):
                if step not in known:
                    yield Finding("unknown_step", ("routes", place, "steps", number), {"id": step})
        for step_facts in self.steps:
            for number, need in enumerate(step_facts.needs):
                if need not in known:
                    at = ("steps", step_facts.id, "needs", number)
                    yield Finding("unknown_step", at, {"id": need})

    def _wrong_desks(self) -> Iterator[Finding]:
        for place, desk in enumerate(self.desks):
            if desk not in places():
                yield Finding("unknown_place", ("desks", place), {"id": desk})

    def _uncited(self) -> Iterator[Finding]:
        yield from unknown_sources(self.sources, self.visa_months, "visa_months")
        for step in self.steps:
            yield from unknown_sources(self.sources, step, "steps", step.id)
        for post in self.exempt_posts.values():
            yield from unknown_sources(self.sources, post, "exempt_posts", post.id)
        for kind, rows in (("routes", self.routes), ("legal", self.legal)):
            for place, row in enumerate(rows):
                yield from unknown_sources(self.sources, row, kind, place)


def unfollowed(kind: str, rows: Sequence[Dated], *, key: str) -> Iterator[Finding]:
    """Rows of one name that leave a gap or overlap."""
    places_of: dict[str, list[int]] = {}
    for place, row in enumerate(rows):
        places_of.setdefault(getattr(row, key), []).append(place)
    for found in places_of.values():
        for finding in gaps([rows[place] for place in found]):
            number, *rest = finding.path
            yield Finding(finding.code, (kind, found[int(number)], *rest), finding.params)


class MonthFacts(Sourced):
    """How many hours or days make a month of pay, and the legal working time."""

    units: int = Field(gt=0)
    per: Literal["hour", "day"]
    weekly_hours: int | None = None
    annual_hours: int | None = None
    daily_most_hours: int | None = None
    overtime_day_pct: Percent | None = None
    overtime_night_pct: Percent | None = None
    rest_day_pct: Percent | None = None
    rest_night_pct: Percent | None = None


class WageFacts(Sourced):
    """A minimum wage from one day until the next one of its sector; `rate` in dirhams."""

    sector: Literal["general", "farming"]
    valid_from: date
    rate: Dirhams
    decree: str | None = None


class WagesFile(Datum):
    """The whole of `data/wages.yaml`."""

    meta: Meta
    sources: dict[str, Source]
    month: dict[Literal["general", "farming"], MonthFacts]
    minimum_wages: tuple[WageFacts, ...]

    @model_validator(mode="after")
    def _rows_are_in_order_and_cited(self) -> Self:
        refuse((*self._out_of_order(), *self._uncited()))
        return self

    def _out_of_order(self) -> Iterator[Finding]:
        """A figure holds until the next of its sector: two of one day would overlap."""
        last: dict[str, date] = {}
        for place, wage in enumerate(self.minimum_wages):
            before = last.get(wage.sector)
            if before and wage.valid_from <= before:
                told = {"start": str(wage.valid_from), "before": str(before)}
                yield Finding("not_after_the_last", ("minimum_wages", place, "valid_from"), told)
            last[wage.sector] = wage.valid_from

    def _uncited(self) -> Iterator[Finding]:
        for sector, month in self.month.items():
            yield from unknown_sources(self.sources, month, "month", sector)
        for place, wage in enumerate(self.minimum_wages):
            yield from unknown_sources(self.sources, wage, "minimum_wages", place)


class ContributionFacts(Dated):
    """One contribution: rates in percent of the gross month up to the ceiling in dirhams."""

    id: str
    label: Words
    employer_pct: Percent
    employee_pct: Percent
    ceiling: Dirhams | None


class IncomeTaxFacts(Dated):
    """The net income of a year below which nobody pays income tax, in dirhams."""

    free_up_to: Dirhams
    note: Words


class ContributionsFile(Datum):
    """The whole of `data/contributions.yaml`."""

    meta: Meta
    sources: dict[str, Source]
    lines: tuple[ContributionFacts, ...]
    income_tax: tuple[IncomeTaxFacts, ...]

    @model_validator(mode="after")
    def _rows_follow_and_are_cited(self) -> Self:
        findings = [*unfollowed("lines", self.lines, key="id"), *self._uncited()]
        refuse((*findings, *(one.under("income_tax") for one in gaps(self.income_tax))))
        return self

    def _uncited(self) -> Iterator[Finding]:
        for kind, rows in (("lines", self.lines), ("income_tax", self.income_tax)):
            for place, row in enumerate(rows):
                yield from unknown_sources(self.sources, row, kind, place)


def hiring_file() -> HiringFile:
    """Routes and steps of the book by which questions are answered."""
    return standing().file("hiring.yaml", HiringFile)


def wages_file() -> WagesFile:
    """Minimum wages of the book by which questions are answered."""
    return standing().file("wages.yaml", WagesFile)


def contributions_file() -> ContributionsFile:
    """Contribution rates of the book by which questions are answered."""
    return standing().file("contributions.yaml", ContributionsFile)
