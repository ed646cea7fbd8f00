"""What a hiring incentive pays, when, and what is paid back: pure arithmetic in decimals.

`None` was never published and stays so all the way: "to be confirmed", never zero, never a guess.
Three bounds hold everywhere: an amount exceeds neither the scheme's caps nor the wage it goes
with, the instalments sum exactly to the total, and no more is paid back than was paid.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal

from amuddu.contracts.types import Lang
from amuddu.rules.hiring import employer_contributions
from amuddu.rules.incentives.criteria import OPEN_ENDED, VacancyTerms, months_after
from amuddu.rules.incentives.data import EndCause, Scheme, texts

_CENT = Decimal("0.01")
_MONTHLY = frozenset({"fixed_month", "percent_wage", "percent_contribution"})
_NOT_A_CONTRIBUTION = "training_tax"
"""The training tax (TFP) is a tax: a scheme that pays "contributions" does not name it."""


@dataclass(frozen=True, slots=True)
class Payment:
    """What a scheme pays for one person hired. `None` was never published: "to be confirmed"."""

    monthly: Decimal | None
    months: int | None
    total: Decimal | None
    currency: str
    note: Mapping[Lang, str] = field(hash=False)
    invented: bool = False
    """Whether the amount stands for a demonstration: said beside it wherever it is shown."""


@dataclass(frozen=True, slots=True)
class Instalment:
    """One part of the total and the day it falls due. Numbers begin at 1."""

    number: int
    due_on: date
    amount: Decimal


def payment(scheme: Scheme, vacancy: VacancyTerms, *, on: date | None = None) -> Payment:
    """What a scheme would pay for one person hired on this post, under its caps.

    total = monthly x months, months being those of the scheme or of a shorter contract. `on` is
    the day whose contribution rates count, by default that on which the contract begins.
    """
    months = _months(scheme, vacancy)
    monthly = _monthly(scheme, vacancy, on=vacancy.starts_on or on)
    return Payment(
        monthly=monthly,
        months=months,
        total=_total(scheme, vacancy, monthly, months),
        currency=scheme.amount.currency,
        note=scheme.amount.note or _note(scheme, vacancy),
        invented=scheme.amount.invented,
    )


def schedule(scheme: Scheme, paid: Payment, *, starts_on: date) -> tuple[Instalment, ...]:
    """The instalments of a payment; none where its total is not known or is nothing.

    By the scheme's own shares where it names them; else month by month at the end of each month,
    the last one cut where a cap is reached; else at once. They sum exactly to the total.

    >>> from amuddu.rules.incentives.data import schemes_file
    >>> premium = schemes_file().schemes["MA_PRIME_APPUI_EMPLOI"]
    >>> paid = payment(premium, VacancyTerms("CDD", contract_months=12))
    >>> found = schedule(premium, paid, starts_on=date(2023, 10, 1))
    >>> len(found), found[0].due_on.isoformat(), sum(each.amount for each in found) == paid.total
    (9, '2023-11-01', True)
    """
    if not paid.total:
        return ()
    if scheme.payment_schedule:
        return _by_shares(scheme, paid.total, starts_on=starts_on)
    if paid.monthly and paid.months:
        return _by_month(paid.total, paid.monthly, paid.months, starts_on=starts_on)
    return (Instalment(1, starts_on, paid.total),)


def retention_ends(scheme: Scheme, *, starts_on: date, funded_months: int | None) -> date:
    """First day on which the contract may end without anything being paid back."""
    funded_until = months_after(starts_on, funded_months or 0)
    return months_after(funded_until, retention_months(scheme, funded_months))


def retention_months(scheme: Scheme, funded_months: int | None) -> int:
    """Months that the person stays on once the scheme has stopped paying."""
    rule = scheme.retention
    if rule is None:
        return 0
    months = (funded_months or 0) if rule.equal_to_funded else (rule.months or 0)
    return min(months, rule.max_months) if rule.max_months else months


def clawback(
    scheme: Scheme,
    *,
    paid: Decimal,
    funded_months: int | None,
    starts_on: date,
    ended_on: date,
    cause: EndCause,
) -> Decimal:
    """What is paid back when a supported contract ends on a day, for a cause.

    share x what was paid (for the last months that count), less the retention time already
    served where the scheme counts it. Nothing for the causes that the scheme excepts.
    """
    rule = scheme.clawback
    over = retention_ends(scheme, starts_on=starts_on, funded_months=funded_months)
    if rule is None or cause in rule.exceptions or ended_on >= over:
        return Decimal("0.00")
    owed = paid * rule.share_pct / 100
    if rule.last_months and funded_months and rule.last_months < funded_months:
        owed = owed * rule.last_months / funded_months
    if rule.pro_rata:
        owed *= 1 - _served(months_after(starts_on, funded_months or 0), over, ended_on)
    return min(owed.quantize(_CENT, ROUND_HALF_UP), paid)


def _served(funded_until: date, over: date, ended_on: date) -> Decimal:
    """Share of the retention time that was served, from 0 to 1."""
    whole = (over - funded_until).days
    served = max((ended_on - funded_until).days, 0)
    return Decimal(min(served, whole)) / whole if whole else Decimal(0)


# --- amounts ------------------------------------------------------------------------------------


def _months(scheme: Scheme, vacancy: VacancyTerms) -> int | None:
    if scheme.duration_months is None or vacancy.contract_months is None:
        return scheme.duration_months
    if vacancy.contract_type == OPEN_ENDED:
        return scheme.duration_months
    return min(scheme.duration_months, vacancy.contract_months)


def _monthly(scheme: Scheme, vacancy: VacancyTerms, *, on: date | None) -> Decimal | None:
    """The month's amount; `None` where it depends on figures nobody published or gave."""
    rule, wage = scheme.amount, vacancy.wage_month
    if rule.value is None or rule.kind not in _MONTHLY:
        return None
    if rule.kind == "fixed_month":
        amount = rule.value
    elif wage is None:
        return None
    elif rule.kind == "percent_wage":
        amount = (wage * rule.value / 100).quantize(_CENT, ROUND_HALF_UP)
    else:
        amount = (_contributions(wage, on=on) * rule.value / 100).quantize(_CENT, ROUND_HALF_UP)
    return _capped(_capped(amount, rule.cap_per_month), wage if scheme.hires else None)


def _contributions(wage: Decimal, *, on: date | None) -> Decimal:
    found = employer_contributions(wage, on=on or date.max)
    lines = (line.amount for line in found.lines if line.id != _NOT_A_CONTRIBUTION)
    return sum(lines, Decimal(0))


def _total(
    scheme: Scheme, vacancy: VacancyTerms, monthly: Decimal | None, months: int | None
) -> Decimal | None:
    rule, wage = scheme.amount, vacancy.wage_month
    if rule.kind != "lump_sum":
        whole = None if monthly is None or months is None else monthly * months
        return _capped(whole, rule.cap_per_person)
    length = vacancy.contract_months if vacancy.contract_type != OPEN_ENDED else None
    wages = wage * length if scheme.hires and wage is not None and length else None
    return _capped(_capped(rule.value, rule.cap_per_person), wages)


def _capped(amount: Decimal | None, cap: Decimal | None) -> Decimal | None:
    return amount if amount is None or cap is None else min(amount, cap)


def _note(scheme: Scheme, vacancy: VacancyTerms) -> Mapping[Lang, str]:
    rule = scheme.amount
    if rule.invented:
        return texts().payments["invented"]
    if rule.value is None or rule.kind not in _MONTHLY | {"lump_sum"}:
        return texts().payments["unpublished"]
    if rule.kind != "fixed_month" and rule.kind != "lump_sum" and vacancy.wage_month is None:
        return texts().payments["needs_wage"]
    return texts().payments["known"]


# --- instalments --------------------------------------------------------------------------------


def _by_shares(scheme: Scheme, total: Decimal, *, starts_on: date) -> tuple[Instalment, ...]:
    """Each share is rounded down to the cent; the last one takes what is left."""
    shares, left, made = scheme.payment_schedule, total, []
    for number, share in enumerate(shares, start=1):
        part = (total * share.share_pct / 100).quantize(_CENT, ROUND_DOWN)
        amount = left if number == len(shares) else part
        made.append(Instalment(number, months_after(starts_on, share.after_months), amount))
        left -= amount
    return tuple(each for each in made if each.amount > 0)


def _by_month(
    total: Decimal, monthly: Decimal, months: int, *, starts_on: date
) -> tuple[Instalment, ...]:
    made, left = [], total
    for number in range(1, months + 1):
        amount = min(monthly, left)
        if amount > 0:
            made.append(Instalment(number, months_after(starts_on, number), amount))
        left -= amount
    return tuple(made)
