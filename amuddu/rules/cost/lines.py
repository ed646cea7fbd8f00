"""The lines of what a hire costs, the ranges they hold, and why there may be no cost at all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum

from amuddu.contracts.types import Lang
from amuddu.rules.base import Confidence
from amuddu.rules.hiring import Money, Sector


class BelowMinimum(ValueError):
    """The wage is under the legal minimum of its day and sector."""

    def __init__(self, minimum: Money, sector: Sector) -> None:
        super().__init__(f"the legal minimum is {minimum.amount} {minimum.currency} a month")
        self.minimum = minimum
        self.sector = sector


class NotHireable(ValueError):
    """This route leads to no hire, so there is no cost."""


class LineKind(StrEnum):
    """What a line is. `by_worker` is told, never counted."""

    WAGE = "wage"
    CONTRIBUTION = "contribution"
    FEE = "fee"
    BY_WORKER = "by_worker"
    INCENTIVE = "incentive"


@dataclass(frozen=True, slots=True)
class Range:
    """From `low` to `high`, in one currency; `high` is `None` where nobody can tell the end."""

    low: Decimal
    high: Decimal | None
    currency: str = "MAD"

    def __add__(self, other: Range) -> Range:
        assert self.currency == other.currency
        ends = None if self.high is None or other.high is None else self.high + other.high
        return Range(self.low + other.low, ends, self.currency)

    @property
    def exact(self) -> bool:
        """Whether it is one amount."""
        return self.low == self.high


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the cost over the contract. An incentive's amount is what it takes off."""

    id: str
    kind: LineKind
    label: Mapping[Lang, str] = field(hash=False)
    amount: Range
    sources: tuple[str, ...]
    confidence: Confidence
    notes: tuple[Mapping[Lang, str], ...] = field(hash=False, default=())


@dataclass(frozen=True, slots=True)
class Month:
    """What one month of work costs at the lowest wage of the range, before incentives."""

    begins: date
    wage: Decimal
    contributions: Decimal
