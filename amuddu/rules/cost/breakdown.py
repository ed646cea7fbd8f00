"""What a hire costs the employer over the contract, line by line, each with its source.

    gross   = wages + employer's contributions + fees of the route
    net     = gross - what incentives pay

The wage is checked against the legal minimum of the day and sector, and followed month by month:
where the minimum rises during the contract, the wage is raised to it. An amount that nobody
published stays unknown: the line has no end (`high` is `None`), and so has the total, beside the
sum of what is known. An incentive that is not certain widens the range downwards only.

- ValueError
  - BelowMinimum: the wage is under the legal minimum; carries that minimum
  - NotHireable: this route leads to no hire
  - TooManySchemes (`cost_incentives`)
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from functools import lru_cache

from amuddu.contracts.types import Lang
from amuddu.rules.base import RECHECK
from amuddu.rules.book import Book, standing
from amuddu.rules.cost.data import cost_texts
from amuddu.rules.cost.incentives import Paid, Payable, TooManySchemes, taken_off
from amuddu.rules.cost.lines import BelowMinimum, Line, LineKind, Month, NotHireable, Range
from amuddu.rules.hiring import (
    Contributions,
    HiringRoute,
    Money,
    Obligation,
    Route,
    Sector,
    Span,
    Step,
    employer_contributions,
    minimum_wage,
    route,
)
from amuddu.rules.hiring_data import contributions_file, hiring_file, wages_file
from amuddu.rules.incentives.criteria import OPEN_ENDED, months_after
from amuddu.rules.incentives.evaluation import Evaluation, sources_of
from amuddu.rules.protection.minimum import minimum_month

__all__ = [
    "BelowMinimum",
    "Cost",
    "Hire",
    "Line",
    "LineKind",
    "NotHireable",
    "Range",
    "TooManySchemes",
    "cost_to_hire",
]

TRAINEE = "trainee"
YEAR = 12
_ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Hire:
    """A post as its cost needs it. `wage_max` is the end of a range of wages.

    `months`: length of the contract; a contract without an end is counted for a year.
    `hours_week`: a full legal week where nobody says; `domestic`: for a private household.
    `first_of_job`: whether the employer asks for the first attestation of this job this year.
    """

    route: HiringRoute
    wage: Decimal
    starts_on: date
    months: int | None = None
    wage_max: Decimal | None = None
    sector: Sector = "general"
    contract_type: str | None = None
    first_of_job: bool | None = None
    hours_week: int | None = None
    domestic: bool = False

    def minimum(self, on: date) -> Money | None:
        """The legal minimum of a month on a day, for its hours."""
        return _minimum(on, self.sector, self.hours_week, self.domestic)


@lru_cache(maxsize=4096)
def _minimum(on: date, sector: Sector, hours_week: int | None, domestic: bool) -> Money | None:
    whole = minimum_wage(on=on, sector=sector)
    found = minimum_month("domestic" if domestic else sector, on=on, hours_week=hours_week)
    if whole is None or found is None:
        return None
    return replace(whole, amount=found.amount, sources=found.sources, confidence=found.confidence)


@dataclass(frozen=True, slots=True)
class Cost:
    """A hire's cost. `gross` and `net` hold every line; the `known_` ones leave out the unknown.

    `off` is what incentives take off, from what is certain to what is possible. `unknown` names
    the lines whose amount nobody published.
    """

    lines: tuple[Line, ...]
    gross: Range
    off: Range
    net: Range
    known_gross: Range
    known_net: Range
    unknown: tuple[str, ...]
    months: tuple[Month, ...]
    minimum: Money | None
    cautions: tuple[Mapping[Lang, str], ...] = field(hash=False)
    currency: str = "MAD"

    def of_kind(self, *kinds: LineKind) -> tuple[Line, ...]:
        """The lines of some kinds, in order."""
        return tuple(line for line in self.lines if line.kind in kinds)


def cost_to_hire(hire: Hire, incentives: Sequence[Evaluation] = ()) -> Cost:
    """The cost of a hire. Raises `BelowMinimum`, `NotHireable`, `TooManySchemes`."""
    if hire.route is HiringRoute.NOT_NOW:
        raise NotHireable(hire.route)
    minimum = _checked(hire)
    low = _months(hire, hire.wage)
    high = low if hire.wage_max is None else _months(hire, max(hire.wage, hire.wage_max))
    lines = (*_pay(hire, low, high), *_fees(hire, length=len(low)))
    counted = [line for line in lines if line.kind is not LineKind.BY_WORKER]
    gross = _total(line.amount for line in counted)
    known = _total(line.amount for line in counted if line.amount.high is not None)
    helped = taken_off(incentives, _payable(low))
    off = Range(helped.certain, helped.possible)
    return Cost(
        lines=(*lines, *map(_helped, helped.lines)),
        gross=gross,
        off=off,
        net=_less(gross, off),
        known_gross=known,
        known_net=_less(known, off),
        unknown=tuple(line.id for line in counted if line.amount.high is None),
        months=tuple(month for month, _ in low),
        minimum=minimum,
        cautions=tuple(cost_texts().cautions[name] for name in _cautions(hire)),
    )


def _checked(hire: Hire) -> Money | None:
    """The legal minimum that applies; a trainee's allowance has rules of its own."""
    if hire.contract_type == TRAINEE:
        return None
    minimum = hire.minimum(hire.starts_on)
    if minimum is not None and hire.wage < minimum.amount:
        raise BelowMinimum(minimum, hire.sector)
    return minimum


def _total(amounts: Iterator[Range]) -> Range:
    return sum(amounts, Range(_ZERO, _ZERO))


def _less(gross: Range, off: Range) -> Range:
    """At best everything possible is taken off, at worst only what is certain."""
    possible = off.high or _ZERO
    return Range(gross.low - possible, None if gross.high is None else gross.high - off.low)


# --- pay ----------------------------------------------------------------------------------------

PaidMonth = tuple[Month, Contributions]


def _months(hire: Hire, wage: Decimal) -> tuple[PaidMonth, ...]:
    return tuple(_month(hire, wage, number) for number in range(_length(hire)))


def _length(hire: Hire) -> int:
    return YEAR if hire.months is None or hire.contract_type == OPEN_ENDED else hire.months


def _month(hire: Hire, wage: Decimal, number: int) -> PaidMonth:
    begins = months_after(hire.starts_on, number)
    least = None if hire.contract_type == TRAINEE else hire.minimum(begins)
    paid = wage if least is None else max(wage, least.amount)
    contributions = _contributions(standing(), paid, begins)
    return Month(begins, paid, contributions.total), contributions


@lru_cache(maxsize=4096)
def _contributions(_book: Book, wage: Decimal, on: date) -> Contributions:
    return employer_contributions(wage, on=on)


def _pay(hire: Hire, low: Sequence[PaidMonth], high: Sequence[PaidMonth]) -> Iterator[Line]:
    least, most = (sum((month.wage for month, _ in side), _ZERO) for side in (low, high))
    minimum = hire.minimum(low[-1][0].begins)
    trainee = hire.contract_type == TRAINEE
    yield Line(
        id="wage",
        kind=LineKind.WAGE,
        label=cost_texts().lines["allowance" if trainee else "wage"],
        amount=Range(least, most),
        sources=minimum.sources if minimum and not trainee else (),
        confidence=minimum.confidence if minimum and not trainee else "high",
        notes=_notes("raised") if low[-1][0].wage > hire.wage else (),
    )
    for name in dict.fromkeys(line.id for _, paid in low for line in paid.lines):
        yield _contribution(name, low, high)


def _contribution(name: str, low: Sequence[PaidMonth], high: Sequence[PaidMonth]) -> Line:
    of_low, of_high = (
        [line for _, paid in side for line in paid.lines if line.id == name] for side in (low, high)
    )
    least, most = (sum((line.amount for line in side), _ZERO) for side in (of_low, of_high))
    last = of_low[-1]
    return Line(
        id=name,
        kind=LineKind.CONTRIBUTION,
        label=last.label,
        amount=Range(least, most),
        sources=last.sources,
        confidence=last.confidence,
    )


# --- fees ---------------------------------------------------------------------------------------


def _fees(hire: Hire, *, length: int) -> Iterator[Line]:
    found = route(hire.route, on=hire.starts_on)
    if hire.route is HiringRoute.ASK:
        yield _fee("steps_to_check", found, Range(_ZERO, None))
        return
    if found.attestation is Obligation.REQUIRED:
        yield _attestation(hire, found)
        if renewals := _renewals(hire, length=length):
            yield renewals
    for step in found.steps:
        if step.cost_note:
            yield _of_step(step, LineKind.FEE, Range(_ZERO, None), step.cost_note)
        if step.payer == "worker" and step.cost_mad:
            years = -(-length // YEAR) if step.cost_mad.per_year else 1
            paid = Range(_low(step.cost_mad) * years, step.cost_mad.high * years)
            label = cost_texts().lines["work_card"]
            yield _of_step(step, LineKind.BY_WORKER, paid, label, *_notes("paid_by_worker"))


def _attestation(hire: Hire, found: Route) -> Line:
    fee = found.fee_mad
    if fee is None:
        return _fee("attestation", found, Range(_ZERO, None))
    if found.next_fee_mad is None or hire.first_of_job is None:
        notes = ("before_vat",) if found.next_fee_mad is None else ("before_vat", "first_or_next")
        return _fee("attestation", found, Range(_low(fee), fee.high), *notes)
    only = fee.high if hire.first_of_job else found.next_fee_mad.high
    return _fee("attestation", found, Range(only, only), "before_vat")


def _renewals(hire: Hire, *, length: int) -> Line | None:
    """A visa ends before a long contract does; going on in the same post is a simplified file."""
    lasts = hiring_file().visa_months
    fewest, most = (-(-length // months) - 1 for months in (lasts.high, lasts.low))
    again = route(HiringRoute.SIMPLIFIED, on=hire.starts_on)
    if most < 1 or again.fee_mad is None:
        return None
    amount = Range(_low(again.fee_mad) * fewest, again.fee_mad.high * most)
    return _fee("renewal", again, amount, "before_vat")


def _fee(name: str, found: Route, amount: Range, *notes: str) -> Line:
    return Line(
        id=name,
        kind=LineKind.FEE,
        label=cost_texts().lines[name],
        amount=amount,
        sources=found.sources,
        confidence=found.confidence,
        notes=_notes(*notes),
    )


def _of_step(
    step: Step,
    kind: LineKind,
    amount: Range,
    label: Mapping[Lang, str],
    *notes: Mapping[Lang, str],
) -> Line:
    return Line(step.id, kind, label, amount, step.sources, step.confidence, notes)


def _low(span: Span) -> Decimal:
    return _ZERO if span.low is None else span.low


# --- incentives and words -------------------------------------------------------------------------


def _payable(low: Sequence[PaidMonth]) -> Payable:
    return Payable(
        tuple(month.wage for month, _ in low),
        tuple(month.contributions for month, _ in low),
        tuple(month.begins for month, _ in low),
    )


def _helped(paid: Paid) -> Line:
    return Line(
        id=paid.scheme.id,
        kind=LineKind.INCENTIVE,
        label=paid.scheme.name,
        amount=Range(paid.certain, paid.possible),
        sources=sources_of(paid.scheme),
        confidence=paid.scheme.confidence,
        notes=_of_scheme(paid),
    )


def _of_scheme(paid: Paid) -> tuple[Mapping[Lang, str], ...]:
    """Why it is not more, why it is closed to foreigners, and whether its amount is invented."""
    why = paid.scheme.person.note if paid.note == "not_for_foreigners" else None
    names = (paid.note, "invented" if paid.scheme.amount.invented else None)
    return (*_notes(*filter(None, names)), *((why,) if why else ()))


def _notes(*names: str) -> tuple[Mapping[Lang, str], ...]:
    return tuple(cost_texts().notes[name] for name in names)


def _cautions(hire: Hire) -> Iterator[str]:
    files = (wages_file(), contributions_file(), hiring_file())
    if any(hire.starts_on - each.meta.as_of > RECHECK for each in files):
        yield "check_again"
    if hire.contract_type == OPEN_ENDED:
        yield "a_year"
    elif hire.months is None:
        yield "no_duration"
    if hire.contract_type != TRAINEE:
        yield "later_minimum"
    if route(hire.route, on=hire.starts_on).visa is Obligation.REQUIRED:
        yield from ("visa_term",) * (hire.contract_type == OPEN_ENDED)
        yield from ("visa_starts", "return_if_refused")
