"""What an employer does to hire: route, steps, fees, delays; minimum wage and contributions.

Two obligations stand apart (Labour Code 65-99, arts 516 to 521). The activity attestation is
ANAPEC's word that no national candidate was found; some people and posts are exempt from it. The
visa is the ministry's, on the contract itself; an exemption from the attestation leaves it due.

A route tells obligations and steps, never the ground: who reads it cannot learn a nationality or
a title from it. `route(code)` is the same for everybody with this code.

- LookupError
  - NoRoute: no route has this code on this day
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from typing import Literal

from amuddu.contracts.types import HiringRouteCode, Lang
from amuddu.rules.base import Confidence, cite, in_force
from amuddu.rules.hiring_data import (
    ContributionFacts,
    RouteFacts,
    SpanFacts,
    StepFacts,
    WageFacts,
    contributions_file,
    hiring_file,
    wages_file,
)
from amuddu.rules.residence import Answer, Residence, Rights, expired, statuses
from amuddu.rules.residence_data import EXEMPT, VISA, WORK, LawfulStay

Sector = Literal["general", "farming"]

_CENT = Decimal("0.01")


class NoRoute(LookupError):
    """No route has this code on this day."""


class Obligation(StrEnum):
    """Whether the employer has to obtain something; `ask`: a counsellor says."""

    NONE = "none"
    REQUIRED = "required"
    ASK = "ask"


class HiringRoute(StrEnum):
    """What an employer has to do, lightest first."""

    CONTRACT_ONLY = "contract_only"
    """Neither attestation nor visa."""
    VISA = "visa"
    """No attestation; the ministry's visa on the contract."""
    SIMPLIFIED = "simplified"
    """Attestation without advertisement, then visa."""
    ATTESTATION_AND_VISA = "attestation_and_visa"
    """Attestation after the post is advertised, then visa."""
    ASK = "ask"
    """A counsellor says."""
    NOT_NOW = "not_now"
    """Direct hiring is not possible for now."""


@dataclass(frozen=True, slots=True)
class Span:
    """From low to high, in the unit of its field; `low` is `None` where only the end is known."""

    low: Decimal | None
    high: Decimal
    excluding_vat: bool = False
    per_year: bool = False


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a route. Cost in dirhams, days as the sources give them, `None` if unknown.

    `cost_note`: something is to be paid whose amount nobody published.
    """

    id: str
    actor: Mapping[Lang, str] = field(hash=False)
    what: Mapping[Lang, str] = field(hash=False)
    documents: tuple[Mapping[Lang, str], ...] = field(hash=False)
    cost_mad: Span | None
    cost_note: Mapping[Lang, str] | None = field(hash=False)
    payer: Literal["employer", "worker"]
    signs: bool
    needs: tuple[str, ...]
    days: Span | None
    sources: tuple[str, ...]
    confidence: Confidence


@dataclass(frozen=True, slots=True)
class Route:
    """What an employer has to do. Fee in dirhams without VAT; `None` means not known.

    `max_days` is the longest delay that the administrations announce, `usual_days` what to plan.
    `next_fee_mad`: the fee of the next posts of the same job within a year.
    """

    code: HiringRoute
    attestation: Obligation
    visa: Obligation
    summary: Mapping[Lang, str] = field(hash=False)
    steps: tuple[Step, ...]
    usual_days: Span | None
    max_days: int | None
    fee_mad: Span | None
    next_fee_mad: Span | None
    needs_counsellor: bool
    sources: tuple[str, ...]
    confidence: Confidence


@dataclass(frozen=True, slots=True)
class Money:
    """An amount in dirhams with where it comes from and since when it holds."""

    amount: Decimal
    valid_from: date
    sources: tuple[str, ...]
    confidence: Confidence
    currency: str = "MAD"


@dataclass(frozen=True, slots=True)
class ContributionLine:
    """One contribution of the employer on a gross month: rate, base in dirhams, amount."""

    id: str
    label: Mapping[Lang, str] = field(hash=False)
    rate_pct: Decimal
    base: Decimal
    amount: Decimal
    sources: tuple[str, ...]
    confidence: Confidence


@dataclass(frozen=True, slots=True)
class Contributions:
    """What the employer pays on top of a gross month, line by line, in dirhams."""

    lines: tuple[ContributionLine, ...]
    total: Decimal


# --- routes -------------------------------------------------------------------------------------


def route_for(
    rights: Rights,
    residence: Residence,
    *,
    on: date,
    simplified_post: bool = False,
    exempt_post: bool = False,
) -> Route:
    """The route to hire the holder of these rights.

    `simplified_post`: the post is on ANAPEC's lists A1 (high responsibility) or A2 (rare
    profiles), or the person goes on with the same employer and post. `exempt_post`: the post is
    one of `exempt_posts`, which frees from the attestation whoever holds it. `residence` is
    looked at for its last day alone, so that rights resolved earlier do not outlive the paper.
    """
    if expired(residence, on=on):
        return route(HiringRoute.NOT_NOW, on=on)
    code = _code(rights, simplified_post=simplified_post, exempt_post=exempt_post)
    found = route(code, on=on)
    asked = {rights.answer(WORK)} if exempt_post else {rights.answer(WORK), rights.answer(EXEMPT)}
    unsure = Answer.CONDITIONAL in asked
    return replace(found, needs_counsellor=found.needs_counsellor or unsure)


def route(code: HiringRoute | HiringRouteCode, *, on: date | None = None) -> Route:
    """A route as anybody may see it. With `on`, only if its rules hold on that day."""
    facts = in_force(hiring_file().route(code), on)
    if facts is None:
        raise NoRoute(code)
    return _route(HiringRoute(code), facts, on=on)


def check_again(
    code: HiringRoute | HiringRouteCode, *, on: date, today: date
) -> Mapping[Lang, str] | None:
    """Who is to check a route or one of its steps again, as they are on a day, a year after the
    last check."""
    file = hiring_file()
    found = in_force(file.route(code), on)
    steps = (file.step(name, on=on) for name in found.steps) if found else ()
    rows = (row for row in (found, *steps) if row is not None)
    return next((who for row in rows if (who := file.meta.check_again(row, on=today))), None)


def step(name: str, *, on: date) -> Step | None:
    """A step as it is on a day, of whichever route."""
    facts = hiring_file().step(name, on=on)
    return _step(facts) if facts else None


def visaed(code: HiringRoute, *, on: date) -> bool | None:
    """Whether a contract made by a route carries the visa; `None` where a counsellor says."""
    return {Obligation.REQUIRED: True, Obligation.NONE: False}.get(route(code, on=on).visa)


def exempt_posts() -> Mapping[str, Mapping[Lang, str]]:
    """Posts that free from the attestation, by id."""
    return {code: post.label for code, post in hiring_file().exempt_posts.items()}


def _code(rights: Rights, *, simplified_post: bool, exempt_post: bool) -> HiringRoute:
    if rights.lawful_stay is not LawfulStay.YES:
        return HiringRoute.NOT_NOW
    work, exempt, visa = (rights.answer(right) for right in (WORK, EXEMPT, VISA))
    exempt = Answer.YES if exempt_post else exempt
    if work is Answer.NO:
        return HiringRoute(statuses()[rights.status].closed_work_route)
    if Answer.ASK in {work, exempt, visa}:
        return HiringRoute.ASK
    if exempt is Answer.YES:
        return HiringRoute.CONTRACT_ONLY if visa is Answer.NO else HiringRoute.VISA
    # An exemption on a condition that no recorded fact proves leaves the general rule.
    return HiringRoute.SIMPLIFIED if simplified_post else HiringRoute.ATTESTATION_AND_VISA


def _route(code: HiringRoute, facts: RouteFacts, *, on: date | None) -> Route:
    steps = (hiring_file().step(step, on=on) for step in facts.steps)
    return Route(
        code=code,
        attestation=Obligation(facts.attestation),
        visa=Obligation(facts.visa),
        summary=facts.summary,
        steps=tuple(_step(step) for step in steps if step is not None),
        usual_days=_span(facts.usual_days),
        max_days=facts.max_days,
        fee_mad=_span(facts.fee_mad, excluding_vat=True),
        next_fee_mad=_span(facts.next_fee_mad, excluding_vat=True),
        needs_counsellor=facts.needs_counsellor,
        sources=cite(hiring_file().sources, facts),
        confidence=facts.confidence,
    )


def _step(facts: StepFacts) -> Step:
    return Step(
        id=facts.id,
        actor=facts.actor,
        what=facts.what,
        documents=facts.documents,
        cost_mad=_span(facts.cost_mad),
        cost_note=facts.cost_note,
        payer=facts.payer,
        signs=facts.signs,
        needs=facts.needs,
        days=_span(facts.days),
        sources=cite(hiring_file().sources, facts),
        confidence=facts.confidence,
    )


def _span(facts: SpanFacts | None, *, excluding_vat: bool = False) -> Span | None:
    if facts is None:
        return None
    vat = excluding_vat or facts.excluding_vat
    return Span(facts.low, facts.high, excluding_vat=vat, per_year=facts.per_year)


# --- pay ----------------------------------------------------------------------------------------


def minimum_wage(*, on: date, sector: Sector = "general") -> Money | None:
    """Legal minimum wage of a full month, gross; `None` before the first figure known.

    General: hourly SMIG x 191 hours. Farming: daily SMAG x 26 days.

    >>> minimum_wage(on=date(2026, 11, 23)).amount
    Decimal('3422.72')
    """
    found = _wage_in_force(sector, on)
    if found is None:
        return None
    month = wages_file().month[sector]
    return Money(
        amount=(found.rate * month.units).quantize(_CENT, ROUND_HALF_UP),
        valid_from=found.valid_from,
        sources=cite(wages_file().sources, found),
        confidence=found.confidence,
    )


def employer_contributions(gross_month: Decimal, *, on: date) -> Contributions:
    """What the employer pays on top of a gross month, the same for every nationality.

    >>> employer_contributions(Decimal(6000), on=date(2026, 11, 23)).total
    Decimal('1265.40')
    """
    if gross_month < 0:
        raise ValueError("a gross wage is not negative")
    lines = tuple(
        _line(facts, gross_month) for facts in contributions_file().lines if facts.holds(on)
    )
    return Contributions(lines, sum((line.amount for line in lines), Decimal(0)))


def _wage_in_force(sector: Sector, on: date) -> WageFacts | None:
    known = (w for w in wages_file().minimum_wages if w.sector == sector and w.valid_from <= on)
    return max(known, key=lambda wage: wage.valid_from, default=None)


def _line(facts: ContributionFacts, gross: Decimal) -> ContributionLine:
    base = gross if facts.ceiling is None else min(gross, facts.ceiling)
    return ContributionLine(
        id=facts.id,
        label=facts.label,
        rate_pct=facts.employer_pct,
        base=base,
        amount=(base * facts.employer_pct / 100).quantize(_CENT, ROUND_HALF_UP),
        sources=cite(contributions_file().sources, facts),
        confidence=facts.confidence,
    )
