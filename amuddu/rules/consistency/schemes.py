"""Incentives: what a scheme may not say."""

from __future__ import annotations

from collections.abc import Iterator

from amuddu.rules.base import Finding, read_somewhere
from amuddu.rules.incentives.data import Scheme, SchemesFile


def of_schemes(data: SchemesFile) -> Iterator[Finding]:
    """What the incentives may not say."""
    for scheme in data.schemes.values():
        for code, *path in _of_days(scheme):
            yield Finding(code, ("schemes", scheme.id, *path))
        for code, *path in (*_of_bounds(scheme), *_of_amount(scheme), *_of_foreigners(scheme)):
            yield Finding(code, ("schemes", scheme.id, *path))
        yield from _unread_amount(data, scheme)


def _of_days(scheme: Scheme) -> Iterator[tuple[str, ...]]:
    """A scheme ends after it begins, and one that is not lasting says until when."""
    first, last = scheme.active_from, scheme.active_to
    if first and last and last < first:
        yield "scheme_days", "active_to"
    if scheme.confirmed_until and last and last < scheme.confirmed_until:
        yield "scheme_days", "confirmed_until"
    if scheme.vacancy.starts_from and last and last < scheme.vacancy.starts_from:
        yield "scheme_days", "active_to"
    told = scheme.active_to or scheme.confirmed_until
    if told is None and (scheme.kind == "tax_relief" or scheme.status_note is not None):
        yield "no_last_day", "active_to"


def _of_bounds(scheme: Scheme) -> Iterator[tuple[str, ...]]:
    """What a scheme asks at the least is no more than what it asks at the most."""
    post, firm, kept = scheme.vacancy, scheme.employer, scheme.retention
    if post.wage_min and post.wage_max and post.wage_max < post.wage_min:
        yield "ends_swapped", "vacancy", "wage_min"
    if firm.created_from and firm.created_to and firm.created_to < firm.created_from:
        yield "scheme_days", "employer", "created_to"
    if firm.hire_within_months and firm.created_from is None:
        yield "scheme_days", "employer", "created_from"
    if scheme.duration_months and scheme.duration_months > _LONGEST:
        yield "unit_wrong", "duration_months"
    if scheme.vacancy.min_months and scheme.vacancy.min_months > _LONGEST:
        yield "unit_wrong", "vacancy", "min_months"
    if kept and kept.max_months and kept.max_months > _LONGEST:
        yield "unit_wrong", "retention", "max_months"


_LONGEST = 60
"""Months: no scheme that was read lasts longer; more would be days or weeks."""


def _of_amount(scheme: Scheme) -> Iterator[tuple[str, ...]]:
    rule = scheme.amount
    percent = rule.kind.startswith("percent")
    if percent and rule.value is not None and not 1 <= rule.value <= 100:
        yield "cap_wrong", "amount", "value"
    if (percent or rule.kind == "exemption") and rule.cap_per_month and rule.base is None:
        yield "cap_wrong", "amount", "base"
    if rule.kind == "percent_contribution" and rule.base not in (None, "employer_contribution"):
        yield "cap_wrong", "amount", "base"
    if rule.cap_per_person and rule.cap_per_month and rule.cap_per_person < rule.cap_per_month:
        yield "cap_wrong", "amount", "cap_per_person"


def _of_foreigners(scheme: Scheme) -> Iterator[tuple[str, ...]]:
    """A scheme that asks for the national card is closed here, and says why; one for open-ended
    contracts is not simply open to contracts that a visa ends."""
    if scheme.country != "MA":
        return
    person = scheme.person
    asks_card = any("CIN" in text["fr"].split() for text in scheme.documents)
    if asks_card and person.open_to_foreigners != "no":
        yield "national_card_asked", "person", "open_to_foreigners"
    if person.open_to_foreigners == "no" and person.note is None:
        yield "closed_without_reason", "person", "note"
    if scheme.asks_open_ended and person.open_to_foreigners == "yes":
        yield "visa_ends_contract", "person", "open_to_foreigners"


def _unread_amount(data: SchemesFile, scheme: Scheme) -> Iterator[Finding]:
    """An amount was read somewhere, or says that it is invented."""
    rule = scheme.amount
    if rule.value is None or rule.invented:
        return
    cited = scheme.model_copy(update={"sources": rule.sources})
    listed = set(rule.sources) <= set(scheme.sources)
    if not rule.sources or not listed or not read_somewhere(data.sources, cited):
        yield Finding("amount_unread", ("schemes", scheme.id, "amount"), {"value": str(rule.value)})
