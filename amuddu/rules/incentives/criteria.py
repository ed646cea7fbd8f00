"""The criteria of a hiring incentive on post and firm, one fact each."""

from __future__ import annotations

import calendar
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from types import MappingProxyType
from typing import TypeVar

from babel.dates import format_date
from babel.numbers import format_decimal

from amuddu.contracts.types import Lang
from amuddu.reference.places import region
from amuddu.rules.base import Words, in_language
from amuddu.rules.incentives.data import Scheme, texts

OPEN_ENDED = "CDI"

Ordered = TypeVar("Ordered", date, Decimal)
Value = str | int | Callable[[Lang], str]
"""What fills a text: the same in every language, or said in each."""


class Verdict(StrEnum):
    """`ask`: a fact is missing or unsure, a counsellor says."""

    ELIGIBLE = "eligible"
    NOT_ELIGIBLE = "not_eligible"
    ASK = "ask"


@dataclass(frozen=True, slots=True)
class Criterion:
    """One criterion; `missing` names the field of the post or the firm to fill in."""

    id: str
    verdict: Verdict
    text: Mapping[Lang, str] = field(hash=False)
    missing: str | None = None


@dataclass(frozen=True, slots=True)
class VacancyTerms:
    """What is known of a post. Wage in dirhams, gross, a month; `None` is not known yet.

    `contract_type` is one of CDI, CDD, CTE, seasonal, interim, trainee. `visaed`: whether the
    contract carries the ministry's visa, which ends on a day of its own.
    """

    contract_type: str | None = None
    contract_months: int | None = None
    wage_month: Decimal | None = None
    starts_on: date | None = None
    region_id: str | None = None
    sector: str | None = None
    new_hire: bool | None = None
    places: int = 1
    visaed: bool | None = None


@dataclass(frozen=True, slots=True)
class EmployerFacts:
    """What is known of a firm; `None` is not known yet.

    `previously_subsidised`: the firm had this scheme before; `subsidised_persons`: how many
    people it is or was supported for.
    """

    created_on: date | None = None
    size: int | None = None
    cnss_up_to_date: bool | None = None
    region_id: str | None = None
    previously_subsidised: bool | None = None
    subsidised_persons: int | None = None


def criteria(
    scheme: Scheme, vacancy: VacancyTerms, employer: EmployerFacts, *, on: date, offered: bool
) -> Iterator[Criterion]:
    """The criteria that a scheme sets, in the order in which they are told.

    What is in force is looked at on the day the contract begins, on `on` where nobody said which;
    that an application comes before that day is looked at on `on`.
    """
    yield _in_force(scheme, vacancy, on=on, offered=offered)
    if scheme.person.open_to_foreigners == "no":
        yield Criterion(
            "foreigners", Verdict.NOT_ELIGIBLE, scheme.person.note or told("foreigners")
        )
    yield from _of_the_contract(scheme, vacancy)
    yield from _of_the_post(scheme, vacancy, on=on)
    yield from _of_the_firm(scheme, vacancy, employer)
    for number, text in enumerate(scheme.to_check, start=1):
        yield Criterion(f"to_check_{number}", Verdict.ASK, text)
    if scheme.nationality_mix is not None:
        yield Criterion("nationality_mix", Verdict.ASK, scheme.nationality_mix)
    if scheme.discretionary:
        yield Criterion("discretionary", Verdict.ASK, told("discretionary"))


def stacking(scheme: Scheme, other: Scheme) -> Criterion:
    """Whether a scheme goes with one that is already asked for the same hire.

    The stricter of what the two say of each other; where neither speaks, a counsellor is asked.
    """
    said = {
        scheme.stacking.get(other.id, "unknown"),
        other.stacking.get(scheme.id, "unknown"),
    }
    met = False if "forbid" in said else True if "allow" in said else None
    return Criterion(
        f"stacking_{other.id}",
        _verdict(met),
        told("stacking", name=lambda lang: in_language(other.name, lang)),
    )


def told(criterion: str, **values: Value) -> Words:
    """The text of a criterion with its values, e.g. `told("size", number=10)`."""
    words = texts().criteria[criterion]
    return MappingProxyType(
        {lang: text.format(**_said(values, lang)) for lang, text in words.items()}
    )


def _said(values: Mapping[str, Value], lang: Lang) -> dict[str, str]:
    return {name: value(lang) if callable(value) else str(value) for name, value in values.items()}


def _verdict(met: bool | None) -> Verdict:
    if met is None:
        return Verdict.ASK
    return Verdict.ELIGIBLE if met else Verdict.NOT_ELIGIBLE


def _criterion(
    criterion: str, met: bool | None, *, missing: str | None = None, **values: Value
) -> Criterion:
    """One criterion: `met` is `None` when the fact is not known."""
    to_fill = (missing or criterion) if met is None else None
    return Criterion(criterion, _verdict(met), told(criterion, **values), to_fill)


def _in_force(scheme: Scheme, vacancy: VacancyTerms, *, on: date, offered: bool) -> Criterion:
    """On the day the contract begins. Where that is not said, what has an end is asked."""
    start = vacancy.starts_on
    day = start or on
    met: bool | None = offered and scheme.open_on(day)
    if start is None and offered and not scheme.over_on(on) and scheme.ends_or_comes(on):
        return _criterion("in_force", None, missing="starts_on")
    if met and scheme.unconfirmed_on(day):
        met = None
    return Criterion("in_force", _verdict(met), scheme.status_note or told("in_force"))


# --- contract and post --------------------------------------------------------------------------


def _of_the_contract(scheme: Scheme, vacancy: VacancyTerms) -> Iterator[Criterion]:
    rules = scheme.vacancy
    if rules.contract_types is not None:
        yield _criterion(
            "contract_type",
            _one_of(vacancy.contract_type, rules.contract_types),
            values=_listed(rules.contract_types, _contract_name),
        )
    if scheme.asks_open_ended:
        met = True if vacancy.visaed is False else None
        yield Criterion("visaed_contract", _verdict(met), told("visaed_contract"))
    if rules.min_months is not None:
        yield _long_enough(rules.min_months, vacancy)
    if rules.new_hire_only:
        yield _criterion("new_hire", vacancy.new_hire)


def _long_enough(months: int, vacancy: VacancyTerms) -> Criterion:
    """An open-ended contract is long enough; a short one may still prove to be open-ended."""
    if vacancy.contract_type == OPEN_ENDED:
        return _criterion("contract_months", True, number=months)
    if vacancy.contract_months is None:
        return _criterion("contract_months", None, number=months)
    if vacancy.contract_months >= months:
        return _criterion("contract_months", True, number=months)
    unknown = None if vacancy.contract_type is None else False
    return _criterion("contract_months", unknown, missing="contract_type", number=months)


def _of_the_post(scheme: Scheme, vacancy: VacancyTerms, *, on: date) -> Iterator[Criterion]:
    rules = scheme.vacancy
    if rules.apply_before_start:
        start = vacancy.starts_on
        yield _criterion("starts_on", None if start is None else start > on)
    if rules.starts_from is not None:
        met = None if vacancy.starts_on is None else vacancy.starts_on >= rules.starts_from
        yield _criterion("starts_from", met, missing="starts_on", low=_day(rules.starts_from))
    if rules.regions is not None:
        met = _one_of(vacancy.region_id, rules.regions)
        yield _criterion("region_id", met, values=_listed(rules.regions, _region_name))
    if rules.sectors is not None:
        sectors = ", ".join(rules.sectors)
        yield _criterion("sector", _one_of(vacancy.sector, rules.sectors), values=sectors)
    if rules.wage_min is not None or rules.wage_max is not None:
        yield _wage_within(scheme, vacancy.wage_month)


def _wage_within(scheme: Scheme, wage: Decimal | None) -> Criterion:
    low, high = scheme.vacancy.wage_min, scheme.vacancy.wage_max
    met = None if wage is None else _within(wage, low, high)
    currency = scheme.amount.currency
    return _criterion("wage_month", met, low=_number(low), high=_number(high), currency=currency)


# --- firm ---------------------------------------------------------------------------------------


def _of_the_firm(
    scheme: Scheme, vacancy: VacancyTerms, employer: EmployerFacts
) -> Iterator[Criterion]:
    rules = scheme.employer
    yield from _of_its_age(scheme, vacancy, employer)
    if rules.max_size is not None:
        met = None if employer.size is None else employer.size <= rules.max_size
        yield _criterion("size", met, number=rules.max_size)
    if rules.cnss_up_to_date:
        yield _criterion("cnss_up_to_date", employer.cnss_up_to_date)
    if rules.regions is not None:
        met = _one_of(employer.region_id, rules.regions)
        yield _criterion("employer_region", met, values=_listed(rules.regions, _region_name))
    if rules.not_subsidised_before:
        had = employer.previously_subsidised
        yield _criterion("previously_subsidised", None if had is None else not had)
    if rules.persons_cap is not None:
        count = employer.subsidised_persons
        room = None if count is None else count < rules.persons_cap
        yield _criterion("subsidised_persons", room, number=rules.persons_cap)


def _of_its_age(
    scheme: Scheme, vacancy: VacancyTerms, employer: EmployerFacts
) -> Iterator[Criterion]:
    rules, born = scheme.employer, employer.created_on
    if rules.created_from is not None or rules.created_to is not None:
        low, high = rules.created_from, rules.created_to
        met = None if born is None else _within(born, low, high)
        yield _criterion("created_on", met, low=_day(low), high=_day(high))
    if rules.hire_within_months is not None:
        months, start = rules.hire_within_months, vacancy.starts_on
        met = None if born is None or start is None else start <= months_after(born, months)
        missing = "created_on" if born is None else "starts_on"
        yield _criterion("hire_window", met, missing=missing, number=months)


def months_after(day: date, months: int) -> date:
    """The same day some months later, or the last of that month when it is shorter.

    >>> months_after(date(2024, 8, 31), 6)
    datetime.date(2025, 2, 28)
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))


# --- words --------------------------------------------------------------------------------------


def _one_of(value: str | None, allowed: Iterable[str]) -> bool | None:
    return None if value is None else value in allowed


def _within(value: Ordered, low: Ordered | None, high: Ordered | None) -> bool:
    return (low is None or low <= value) and (high is None or value <= high)


def _day(day: date | None) -> Value:
    return "…" if day is None else lambda lang: format_date(day, format="long", locale=lang)


def _number(number: Decimal | None) -> Value:
    return "…" if number is None else lambda lang: format_decimal(number, locale=lang)


def _listed(ids: Iterable[str], name: Callable[[str, Lang], str]) -> Callable[[Lang], str]:
    return lambda lang: ", ".join(name(row, lang) for row in ids)


def _region_name(region_id: str, lang: Lang) -> str:
    return region(region_id).names[lang]


def _contract_name(contract_type: str, lang: Lang) -> str:
    return texts().contract_types[contract_type].get(lang, contract_type)
