"""Each file that was read, asked what it says that cannot hold together."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any

from amuddu.rules.base import Datum, Finding, Meta, Source, facts_of
from amuddu.rules.consistency import papers, schemes, texts, work


def oddities(name: str, data: Datum) -> Iterator[Finding]:
    """What one file of rules, already read, says that cannot hold together."""
    yield from _addresses(data)
    look = _LOOKS.get(name)
    if look is not None:
        yield from look(data)


def _addresses(data: Datum) -> Iterator[Finding]:
    """An address that opens a site and no page has to say so, and no other may."""
    for name, source in _sources(data):
        if source.leads_to_a_site != source.site_only:
            code = "site_only_with_page" if source.site_only else "address_of_site"
            yield Finding(code, ("sources", name), {"title": source.title})


def days_to_come(data: Datum, *, today: date) -> Iterator[Finding]:
    """Nothing was checked, published or read on a day that has not come."""
    meta = getattr(data, "meta", None)
    if isinstance(meta, Meta):
        if meta.as_of > today:
            yield Finding("day_to_come", ("meta", "as_of"), {"day": str(meta.as_of)})
        if meta.owner is None:
            yield Finding("nobody_checks", ("meta", "as_of"))
    for name, source in _sources(data):
        if source.published and source.published > str(today)[: len(source.published)]:
            yield Finding("day_to_come", ("sources", name, "published"), {"day": source.published})
        if source.seen and source.seen > today:
            yield Finding("day_to_come", ("sources", name, "seen"), {"day": str(source.seen)})
    for path, fact in facts_of(data):
        if fact.checked_on and fact.checked_on > today:
            yield Finding("day_to_come", (*path, "checked_on"), {"day": str(fact.checked_on)})


def _sources(data: Datum) -> Iterator[tuple[str, Source]]:
    known = getattr(data, "sources", None)
    for name, source in known.items() if isinstance(known, Mapping) else ():
        if isinstance(source, Source):
            yield name, source


_LOOKS: Mapping[str, Callable[[Any], Iterator[Finding]]] = {
    "residence.yaml": papers.of_residence,
    "services.yaml": papers.of_services,
    "hiring.yaml": work.of_hiring,
    "wages.yaml": work.of_wages,
    "contributions.yaml": work.of_contributions,
    "schemes.yaml": schemes.of_schemes,
    "figures.yaml": texts.of_figures,
    "criteria.yaml": texts.of_criteria,
    "cost.yaml": texts.of_cost,
    "domestic.yaml": work.of_domestic,
    "ages.yaml": work.of_ages,
}
"""The look of each file that has one."""
