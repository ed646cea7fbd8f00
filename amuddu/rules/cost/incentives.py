"""What incentives take off the cost of a hire: what is certain, and what is possible at most.

Certain: the scheme's criteria are met and its amount is published. Possible: something is still
to be confirmed, or the amount was never published; then it cannot be more than what it helps to
pay, the wage or the employer's contributions (those of the part of the wage that an exemption
counts). A scheme that no source confirms for the day the contract begins takes nothing off.
Schemes that forbid one another do not add up; where nobody says whether two add up, only one is
certain and both are possible.

Adding a scheme can therefore never raise the cost: both sums are the best over all the sets of
schemes that go together, and a further scheme only adds sets.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from itertools import combinations
from typing import Literal

from amuddu.rules.hiring import employer_contributions
from amuddu.rules.incentives.evaluation import Evaluation, Scheme, Verdict

Base = Literal["wage", "contributions"]

MOST_SCHEMES = 8
"""Schemes looked at together; every set of them is weighed."""

_CENT = Decimal("0.01")
_ZERO = Decimal(0)


class TooManySchemes(ValueError):
    """More schemes than can be weighed together."""


@dataclass(frozen=True, slots=True)
class Paid:
    """What a scheme takes off, from `certain` to `possible`, and why it is not more."""

    scheme: Scheme
    certain: Decimal
    possible: Decimal
    note: str | None
    """Name of a note of `data/cost.yaml`."""


@dataclass(frozen=True, slots=True)
class Payable:
    """What is there to be helped with, month by month, in dirhams."""

    wage: tuple[Decimal, ...]
    contributions: tuple[Decimal, ...]
    begins: tuple[date, ...]

    def most(self, base: Base, months: int | None, *, cap: Decimal | None = None) -> Decimal:
        """All of a base over the first months; over the whole contract where `months` is None.

        `cap`: the part of a month's wage that counts.
        """
        if cap is None:
            return sum(getattr(self, base)[:months], _ZERO)
        counted = [min(wage, cap) for wage in self.wage[:months]]
        if base == "wage":
            return sum(counted, _ZERO)
        days = zip(counted, self.begins, strict=False)
        return sum((employer_contributions(wage, on=day).total for wage, day in days), _ZERO)


@dataclass(frozen=True, slots=True)
class TakenOff:
    """What all the schemes take off together, and each of them.

    `certain` is the sum of the lines' certain amounts. Where schemes exclude one another,
    `possible` is less than the sum of the lines' possible amounts.
    """

    lines: tuple[Paid, ...]
    certain: Decimal
    possible: Decimal


def taken_off(evaluations: Sequence[Evaluation], payable: Payable) -> TakenOff:
    """What the schemes take off the cost, in the order given. Raises `TooManySchemes`."""
    if len(evaluations) > MOST_SCHEMES:
        raise TooManySchemes(MOST_SCHEMES)
    alone = [_alone(evaluation, payable) for evaluation in evaluations]
    certain = _shared(alone, payable, lambda paid: paid.certain, together=_surely_together)
    possible = _shared(alone, payable, lambda paid: paid.possible, together=_maybe_together)
    return TakenOff(
        lines=tuple(
            _line(paid, certain.get(place, _ZERO), possible.get(place, _ZERO))
            for place, paid in enumerate(alone)
        ),
        certain=sum(certain.values(), _ZERO),
        possible=sum(possible.values(), _ZERO),
    )


def _line(paid: Paid, certain: Decimal, possible: Decimal) -> Paid:
    """A scheme among the others: what is left of its amounts, and why."""
    most = max(certain, possible)
    apart = most < paid.possible or certain < paid.certain
    return Paid(paid.scheme, certain, most, "not_together" if apart else paid.note)


# --- one scheme ---------------------------------------------------------------------------------


def base_of(scheme: Scheme) -> Base | None:
    """What a scheme helps to pay; `None`: nothing of what the employer pays for this hire.

    Relief from income tax goes to the person; a premium on investment does not follow the hire.
    """
    if scheme.kind == "tax_relief" or scheme.amount.kind == "percent_investment":
        return None
    relieves = scheme.kind in ("contribution_relief", "trainee_contract")
    return "contributions" if relieves else "wage"


def _alone(evaluation: Evaluation, payable: Payable) -> Paid:
    found = evaluation.scheme
    base = base_of(found)
    if evaluation.verdict is Verdict.NOT_ELIGIBLE:
        shut = found.person.open_to_foreigners == "no"
        return Paid(found, _ZERO, _ZERO, "not_for_foreigners" if shut else "closed")
    if found.unconfirmed_on(payable.begins[0]):
        return Paid(found, _ZERO, _ZERO, "not_confirmed")
    if base is None:
        return Paid(found, _ZERO, _ZERO, "not_of_this_cost")
    payment = evaluation.payment
    if payment.currency != "MAD":
        return Paid(found, _ZERO, _ZERO, "other_currency")
    most = payable.most(base, payment.months, cap=found.base_cap)
    if payment.total is None:
        return Paid(found, _ZERO, _unpublished(found, most), "unpublished")
    total = min(payment.total, most)
    if evaluation.verdict is Verdict.ASK:
        return Paid(found, _ZERO, total, "to_confirm")
    return Paid(found, total, total, None)


def _unpublished(scheme: Scheme, most: Decimal) -> Decimal:
    """The most that a scheme without a published amount could take off."""
    rule = scheme.amount
    if rule.kind == "percent_contribution" and rule.value is not None:
        most = (most * rule.value / 100).quantize(_CENT, ROUND_HALF_UP)
    if rule.cap_per_month is not None and scheme.base_cap is None and scheme.duration_months:
        most = min(most, rule.cap_per_month * scheme.duration_months)
    return most if rule.cap_per_person is None else min(most, rule.cap_per_person)


# --- several schemes ----------------------------------------------------------------------------


def _shared(
    alone: Sequence[Paid],
    payable: Payable,
    amount: Callable[[Paid], Decimal],
    *,
    together: Callable[[Scheme, Scheme], bool],
) -> Mapping[int, Decimal]:
    """Amount of each scheme, by its place, in the best set that goes together."""
    places = [place for place, paid in enumerate(alone) if amount(paid)]
    sets = (
        _within_bases(
            [(place, alone[place].scheme, amount(alone[place])) for place in chosen], payable
        )
        for chosen in _sets(places, lambda a, b: together(alone[a].scheme, alone[b].scheme))
    )
    return max(sets, key=lambda shares: sum(shares.values(), _ZERO))


def _sets(places: Sequence[int], together: Callable[[int, int], bool]) -> Iterator[tuple[int, ...]]:
    """Every set of schemes that go together two by two; the empty one first."""
    for size in range(len(places) + 1):
        for chosen in combinations(places, size):
            if all(together(a, b) for a, b in combinations(chosen, 2)):
                yield chosen


def _within_bases(
    chosen: Sequence[tuple[int, Scheme, Decimal]], payable: Payable
) -> Mapping[int, Decimal]:
    """Schemes that help with one thing never give more than the whole of it."""
    left: dict[Base, Decimal] = {
        "wage": payable.most("wage", None),
        "contributions": payable.most("contributions", None),
    }
    shares: dict[int, Decimal] = {}
    for place, found, amount in chosen:
        base = base_of(found)
        assert base is not None
        shares[place] = min(amount, left[base])
        left[base] -= shares[place]
    return shares


def _said(a: Scheme, b: Scheme) -> str:
    """What either scheme says of the other; the stricter word counts."""
    words = {a.stacking.get(b.id, "unknown"), b.stacking.get(a.id, "unknown")}
    if "forbid" in words:
        return "forbid"
    return "allow" if "allow" in words else "unknown"


def _surely_together(a: Scheme, b: Scheme) -> bool:
    return _said(a, b) == "allow"


def _maybe_together(a: Scheme, b: Scheme) -> bool:
    return _said(a, b) != "forbid"
