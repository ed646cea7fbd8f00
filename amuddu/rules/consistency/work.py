"""Hiring, pay and protection: routes and their steps, minimum wages, contributions, ages, homes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal

from amuddu.rules.base import Finding
from amuddu.rules.hiring_data import (
    ContributionsFile,
    HiringFile,
    RouteFacts,
    SpanFacts,
    StepFacts,
    WageFacts,
    WagesFile,
)
from amuddu.rules.protection.data import AgesFile, DomesticFile, LimitId

WEEKS, MONTHS, DAY_HOURS = 52, 12, 8
_STEEPEST = Decimal("1.25")
"""No minimum wage that was read rose by a quarter at once: more would be another unit."""
_ATTESTATIONS = ("attestation_simplified", "attestation_standard")


def of_hiring(data: HiringFile) -> Iterator[Finding]:
    """What the routes and their steps may not say together."""
    for place, route in enumerate(data.routes):
        at = ("routes", place)
        asked = "ask" in (route.attestation, route.visa)
        if asked and not route.needs_counsellor:
            yield Finding("route_unsettled", (*at, "needs_counsellor"))
        if asked and any(_signs(data, step) for step in route.steps):
            yield Finding("route_unsettled", (*at, "steps"))
        for code, key, params in _of_route(data, route):
            yield Finding(code, (*at, key), params)
        for number, step in enumerate(route.steps):
            for need in _needs(data, step) & set(route.steps[number:]):
                yield Finding("needs_come_later", (*at, "steps", number), {"id": need})
    for facts in data.steps:
        yield from _signs_too_early(data, facts)
        yield from _ends(("steps", facts.id), cost_mad=facts.cost_mad, days=facts.days)
    if data.visa_months.low > data.visa_months.high:
        yield Finding("ends_swapped", ("visa_months", "low"))


def _signs(data: HiringFile, name: str) -> bool:
    step = data.step(name)
    return step is not None and step.signs


def _needs(data: HiringFile, name: str) -> set[str]:
    step = data.step(name)
    return set(step.needs) if step else set()


Wrong = tuple[str, str, dict[str, str]]
"""What is wrong with a route: code, field, what the sentence names."""


def _of_route(data: HiringFile, route: RouteFacts) -> Iterator[Wrong]:
    """A route has the steps that its obligations need, and ends where somebody has to say."""
    if route.code in ("ask", "not_now") and (route.attestation, route.visa) != ("ask", "ask"):
        yield "route_settled", "attestation", {}
    asked = any(step in _ATTESTATIONS for step in route.steps)
    if asked != (route.attestation == "required"):
        yield "step_missing", "steps", {"id": _ATTESTATIONS[0]}
    if route.visa == "none" and "ask_desk" not in route.steps:
        yield "step_missing", "steps", {"id": "ask_desk"}
    if route.visa == "none" and route.confidence == "high":
        yield "treaty_settled", "confidence", {}
    if route.visa == "required":
        yield from _of_visa(data, route)
    for name in ("fee_mad", "next_fee_mad", "usual_days"):
        for finding in _ends((), **{name: getattr(route, name)}):
            yield finding.code, name, {}


def _of_visa(data: HiringFile, route: RouteFacts) -> Iterator[Wrong]:
    """A contract that the ministry visas is signed first, once, then lodged."""
    signing = [step for step in route.steps if _signs(data, step)]
    if len(signing) != 1:
        yield "nobody_signs", "steps", {}
    for step in ("check_stay", "deposit", "visa", "cnss"):
        if step not in route.steps:
            yield "step_missing", "steps", {"id": step}
    lodged = [route.steps.index(step) for step in ("deposit", "visa") if step in route.steps]
    if signing and lodged and route.steps.index(signing[0]) > min(lodged):
        yield "needs_come_later", "steps", {"id": signing[0]}


def _ends(path: tuple[str, ...], **spans: SpanFacts | None) -> Iterator[Finding]:
    """Spans whose ends are swapped."""
    for name, span in spans.items():
        if span and span.low is not None and span.low > span.high:
            yield Finding("ends_swapped", (*path, name))


def _signs_too_early(data: HiringFile, step: StepFacts) -> Iterator[Finding]:
    """A contract is signed once everything that comes before it in a route is done."""
    if not step.signs and step.id != "sign_legalise":
        return
    for route in data.routes:
        if step.id in route.steps:
            before = route.steps[: route.steps.index(step.id)]
            for missing in (each for each in before if each not in step.needs):
                yield Finding("signs_before", ("steps", step.id, "needs"), {"id": missing})


# --- pay --------------------------------------------------------------------------------------


def of_wages(data: WagesFile) -> Iterator[Finding]:
    """The month and the week hold together; a minimum never falls, and keeps its unit."""
    for sector, month in data.month.items():
        hours = Decimal(month.annual_hours or 0)
        if month.per != {"general": "hour", "farming": "day"}[sector]:
            yield Finding("unit_wrong", ("month", sector, "per"))
            continue
        if month.weekly_hours is not None and month.weekly_hours * WEEKS != hours:
            yield Finding("month_unlike_week", ("month", sector, "weekly_hours"))
        units = hours / MONTHS / (DAY_HOURS if month.per == "day" else 1)
        if abs(units - month.units) >= 1:
            yield Finding("month_unlike_week", ("month", sector, "units"))
    last: dict[str, WageFacts] = {}
    for place, wage in enumerate(data.minimum_wages):
        before = last.get(wage.sector)
        if before and not before.rate <= wage.rate <= before.rate * _STEEPEST:
            said = {"before": str(before.rate), "rate": str(wage.rate)}
            yield Finding("wage_jumps", ("minimum_wages", place, "rate"), said)
        last[wage.sector] = wage
    yield from _day_and_hour(data)


def _day_and_hour(data: WagesFile) -> Iterator[Finding]:
    """A farm day pays more than an hour of other work and less than a day of it."""
    for place, farm in enumerate(data.minimum_wages):
        if farm.sector != "farming":
            continue
        hours = [w for w in data.minimum_wages if w.sector == "general"]
        known = [w.rate for w in hours if w.valid_from <= farm.valid_from]
        if known and not known[-1] < farm.rate <= known[-1] * DAY_HOURS:
            said = {"before": str(known[-1]), "rate": str(farm.rate)}
            yield Finding("wage_jumps", ("minimum_wages", place, "rate"), said)


def of_contributions(data: ContributionsFile) -> Iterator[Finding]:
    """The employer pays no less than the employee, up to a ceiling that is a month's wage."""
    for place, line in enumerate(data.lines):
        if line.employee_pct > line.employer_pct:
            yield Finding("ends_swapped", ("lines", place, "employer_pct"))
        if line.employer_pct > _MOST_PCT:
            yield Finding("unit_wrong", ("lines", place, "employer_pct"))
        if line.ceiling is not None and line.ceiling < _LEAST_CEILING:
            yield Finding("unit_wrong", ("lines", place, "ceiling"))
    for place, tax in enumerate(data.income_tax):
        if tax.free_up_to < _LEAST_CEILING * MONTHS:
            yield Finding("unit_wrong", ("income_tax", place, "free_up_to"))


_MOST_PCT = 20
"""No contribution that was read takes more; the whole makes 21.09 %."""
_LEAST_CEILING = 1_000
"""Dirhams a month: less would be a day's or an hour's."""


# --- protection ---------------------------------------------------------------------------------


def of_domestic(data: DomesticFile) -> Iterator[Finding]:
    """Domestic work has its own minimum, below the general one, and its own hours."""
    share, hours = data.wage.share_pct, data.hours.weekly
    if share >= 100:
        yield Finding("domestic_like_others", ("wage", "share_pct"), {"value": str(share)})
    if hours <= 44:
        yield Finding("domestic_like_others", ("hours", "weekly"), {"value": str(hours)})
    if hours > _DOMESTIC_WEEK:
        yield Finding("beyond_the_law", ("hours", "weekly"), {"value": str(hours)})
    if share < _DOMESTIC_SHARE:
        yield Finding("beyond_the_law", ("wage", "share_pct"), {"value": str(share)})
    rest = data.hours.rest_hours
    if rest < _DOMESTIC_REST:
        yield Finding("beyond_the_law", ("hours", "rest_hours"), {"value": str(rest)})
    told = {duty.id for duty in data.duties}
    for duty in ("domestic_contract", "domestic_deposit"):
        if duty not in told:
            yield Finding("missing_key", ("duties",), {"key": duty})


_DOMESTIC_SHARE, _DOMESTIC_WEEK, _DOMESTIC_REST = 60, 48, 24
"""Law 19-12: the least share of the SMIG, the most hours of a week, the least of rest in a row."""
_LEAST_AGES: Mapping[LimitId, int] = {"work": 15, "adult": 18, "domestic": 18}
"""Years of the labour code, art. 143 and 147, and of law 19-12, art. 6."""


def of_ages(data: AgesFile) -> Iterator[Finding]:
    """No row lets somebody work younger than the law does."""
    for name, least in _LEAST_AGES.items():
        years = data.limits[name].years
        if years < least:
            yield Finding("beyond_the_law", ("limits", name, "years"), {"value": str(years)})
