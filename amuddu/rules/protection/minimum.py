"""The least that a month of work may pay, worked out from its hours a week. Amounts in dirhams.

General: hourly SMIG x 191 hours for the legal week of 44 hours. Farming: daily SMAG x 26 days for
the week of 48 hours (2,496 a year). Domestic: 60 % of the SMIG (law 19-12), hour for hour up to
the month of 44 hours, and the whole month from there to the 48 hours allowed. Fewer hours pay in
proportion; hours beyond the legal week are paid on top and do not change the month.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Literal

from amuddu.rules.base import Confidence, cite
from amuddu.rules.hiring_data import WageFacts, wages_file
from amuddu.rules.protection import domestic
from amuddu.rules.protection.data import domestic_file

WorkKind = Literal["general", "farming", "domestic"]

WEEKS = 52
_CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Minimum:
    """The least gross month for some hours a week, in dirhams.

    `rate` is what an hour (a day in farming) pays at least.
    """

    amount: Decimal
    rate: Decimal
    per: Literal["hour", "day"]
    hours_week: int
    full_week: int
    sources: tuple[str, ...]
    confidence: Confidence

    @property
    def part_time(self) -> bool:
        return self.hours_week < self.full_week


def full_week(kind: WorkKind) -> int:
    """Hours of the legal week: 44, 48 in farming.

    For domestic work the 44 that the SMIG's month stands for; up to 48 are allowed.
    """
    month = wages_file().month["farming" if kind == "farming" else "general"]
    return month.weekly_hours or (month.annual_hours or 0) // WEEKS


def most_hours(kind: WorkKind) -> int:
    """The most hours that a week may be agreed for, overtime apart."""
    return domestic.weekly_hours() if kind == "domestic" else full_week(kind)


def minimum_month(kind: WorkKind, *, on: date, hours_week: int | None = None) -> Minimum | None:
    """The least gross month on a day; `None` before the first figure known.

    `hours_week`: a full legal week where nobody says.

    >>> [minimum_month("general", on=date(2026, 11, 30), hours_week=h).amount for h in (44, 22)]
    [Decimal('3422.72'), Decimal('1711.36')]
    >>> minimum_month("domestic", on=date(2026, 11, 30)).amount
    Decimal('2053.63')
    """
    sector: Literal["general", "farming"] = "farming" if kind == "farming" else "general"
    wage = _in_force(sector, on)
    if wage is None:
        return None
    whole = full_week(kind)
    hours = whole if hours_week is None else hours_week
    month = wages_file().month[sector]
    share = domestic_file().wage.share_pct / 100 if kind == "domestic" else Decimal(1)
    rate = wage.rate * share
    part = Fraction(min(hours, whole), whole)
    amount = rate * month.units * part.numerator / part.denominator
    return Minimum(
        amount=amount.quantize(_CENT, ROUND_HALF_UP),
        rate=rate,
        per=month.per,
        hours_week=hours,
        full_week=whole,
        sources=_sources(kind, wage),
        confidence=_confidence(kind, wage, part_time=part < 1),
    )


def _in_force(sector: str, on: date) -> WageFacts | None:
    known = (w for w in wages_file().minimum_wages if w.sector == sector and w.valid_from <= on)
    return max(known, key=lambda wage: wage.valid_from, default=None)


def _sources(kind: WorkKind, wage: WageFacts) -> tuple[str, ...]:
    found = cite(wages_file().sources, wage)
    if kind != "domestic":
        return found
    return (*found, *cite(domestic_file().sources, domestic_file().wage))


def _confidence(kind: WorkKind, wage: WageFacts, *, part_time: bool) -> Confidence:
    """Part of a month of domestic work is our reading of the law, hour for hour."""
    return "medium" if kind == "domestic" and part_time else wage.confidence
