"""Shape of `data/hiring.yaml`, `data/wages.yaml` and `data/contributions.yaml`."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Annotated, Any, Literal, Self

from pydantic import Field, field_validator, model_validator

from amuddu.reference.places import places
from amuddu.rules.base import Datum, Meta, Sourced, Words, broken, by_id, check_sources, load

Percent = Annotated[Decimal, Field(ge=0, le=100)]
Dirhams = Annotated[Decimal, Field(ge=0)]


class SpanFacts(Datum):
    """From low to high; `low` is null where only the end is known."""

    low: Decimal | None = Field(ge=0)
    high: Decimal = Field(ge=0)
    excluding_vat: bool = False
    per_year: bool = False


class Dated(Sourced):
    """A fact that holds between two days, both included; null is open."""

    valid_from: date | None = None
    valid_to: date | None = None

    def holds(self, on: date | None) -> bool:
        """Whether it holds on a day; any day when none is given."""
        if on is None:
            return True
        started = self.valid_from is None or self.valid_from <= on
        return started and (self.valid_to is None or on <= self.valid_to)


class RouteFacts(Dated):
    """One route; `steps` are ids of steps in order."""

    code: str
    attestation: Literal["none", "required", "ask"]
    visa: Literal["none", "required", "ask"]
    summary: Words
    steps: tuple[str, ...]
    fee_mad: SpanFacts | None
    usual_days: SpanFacts | None
    max_days: int | None
    needs_counsellor: bool = False


class StepFacts(Sourced):
    """One step: who does what, with which documents."""

    id: str
    actor: Words
    what: Words
    documents: tuple[Words, ...] = ()
    cost_mad: SpanFacts | None = None
    days: SpanFacts | None = None


class LegalFacts(Sourced):
    """An article of law and what it says."""

    ref: str
    rule: Words


class HiringFile(Datum):
    """The whole of `data/hiring.yaml`."""

    meta: Meta
    sources: dict[str, str]
    routes: dict[str, RouteFacts]
    steps: dict[str, StepFacts]
    other_files: dict[str, tuple[Words, ...]]
    desks: tuple[str, ...]
    legal: tuple[LegalFacts, ...]

    @field_validator("routes", mode="before")
    @classmethod
    def _routes_by_code(cls, rows: Any) -> Any:
        return by_id(rows, key="code")

    @field_validator("steps", mode="before")
    @classmethod
    def _steps_by_id(cls, rows: Any) -> Any:
        return by_id(rows)

    @model_validator(mode="after")
    def _refers_to_what_exists(self) -> Self:
        for route in self.routes.values():
            if missing := set(route.steps) - self.steps.keys():
                raise broken(f"{route.code}: no step {missing}")
        if missing := set(self.desks) - places().keys():
            raise broken(f"no place {missing}")
        check_sources(self.sources, self._sourced())
        return self

    def _sourced(self) -> Iterator[Sourced]:
        yield from self.routes.values()
        yield from self.steps.values()
        yield from self.legal


class MonthFacts(Sourced):
    """How many hours or days make a month of pay."""

    units: int = Field(gt=0)
    per: Literal["hour", "day"]


class WageFacts(Sourced):
    """A minimum wage from one day until the next one of its sector; `rate` in dirhams."""

    sector: Literal["general", "farming"]
    valid_from: date
    rate: Dirhams
    decree: str | None = None


class WagesFile(Datum):
    """The whole of `data/wages.yaml`."""

    meta: Meta
    sources: dict[str, str]
    month: dict[Literal["general", "farming"], MonthFacts]
    minimum_wages: tuple[WageFacts, ...]

    @model_validator(mode="after")
    def _cites(self) -> Self:
        check_sources(self.sources, (*self.month.values(), *self.minimum_wages))
        return self


class ContributionFacts(Dated):
    """One contribution: rates in percent of the gross month up to the ceiling in dirhams."""

    id: str
    label: Words
    employer_pct: Percent
    employee_pct: Percent
    ceiling: Dirhams | None


class ContributionsFile(Datum):
    """The whole of `data/contributions.yaml`."""

    meta: Meta
    sources: dict[str, str]
    lines: tuple[ContributionFacts, ...]

    @model_validator(mode="after")
    def _cites(self) -> Self:
        check_sources(self.sources, self.lines)
        return self


@cache
def hiring_file() -> HiringFile:
    """Routes and steps, read once."""
    return load("hiring.yaml", HiringFile)


@cache
def wages_file() -> WagesFile:
    """Minimum wages, read once."""
    return load("wages.yaml", WagesFile)


@cache
def contributions_file() -> ContributionsFile:
    """Contribution rates, read once."""
    return load("contributions.yaml", ContributionsFile)
