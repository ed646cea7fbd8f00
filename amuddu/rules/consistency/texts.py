"""Figures and the words beside amounts: nothing told that nobody read or that was invented."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from amuddu.contracts.types import Lang
from amuddu.rules.base import Finding
from amuddu.rules.cost.data import CostTextsFile
from amuddu.rules.figures_data import FiguresFile
from amuddu.rules.incentives.data import TextsFile

_SAYS: Mapping[str, Mapping[Lang, re.Pattern[str]]] = {
    "invented": {"fr": re.compile("invent"), "en": re.compile("invent"), "ar": re.compile("مخترع")},
    "not_confirmed": {"fr": re.compile("pas compt"), "en": re.compile("not counted")},
    "unpublished": {"fr": re.compile("non publi"), "en": re.compile("not published")},
    "not_for_foreigners": {"fr": re.compile("pas compt"), "en": re.compile("not counted")},
    "check_again": {"fr": re.compile("de nouveau"), "en": re.compile("again")},
    "visaed_contract": {"fr": re.compile("visa"), "en": re.compile("visa")},
}
"""What a sentence says at the least, in the languages that are looked at."""
_NOTES = ("invented", "not_confirmed", "unpublished", "not_for_foreigners", "closed")
_CAUTIONS = ("check_again", "visa_term", "visa_starts", "return_if_refused", "later_minimum")
_PAYMENTS = ("known", "unpublished", "needs_wage", "invented")
_CRITERIA = ("in_force", "foreigners", "visaed_contract", "starts_on", "starts_from", "person")


def of_figures(data: FiguresFile) -> Iterator[Finding]:
    """A figure that was found nowhere stays empty."""
    unread = {name for name, source in data.sources.items() if source.title == _NOT_FOUND}
    for kind in ("figures", "amuddu"):
        for place, row in enumerate(getattr(data, kind)):
            if row.value is not None and set(row.sources) <= unread:
                yield Finding("amount_unread", (kind, place, "value"), {"value": str(row.value)})
    for place, region in enumerate(data.regions):
        told = region.foreign_residents or region.share_pct
        documents = [data.sources[name].document for name in region.sources]
        if told and not any(documents):
            yield Finding("amount_unread", ("regions", place), {"value": told})


_NOT_FOUND = "Non trouvé"


def of_criteria(data: TextsFile) -> Iterator[Finding]:
    """What an employer reads of a scheme: every criterion, and that an amount was invented."""
    yield from _unsaid(data.criteria, "criteria", _CRITERIA)
    yield from _unsaid(data.payments, "payments", _PAYMENTS)


def of_cost(data: CostTextsFile) -> Iterator[Finding]:
    """What stands beside an amount: that it was invented, is unpublished, is not confirmed."""
    yield from _unsaid(data.notes, "notes", _NOTES)
    yield from _unsaid(data.cautions, "cautions", _CAUTIONS)


def _unsaid(
    told: Mapping[Any, Mapping[Lang, str]], kind: str, wanted: tuple[str, ...]
) -> Iterator[Finding]:
    """Sentences that are not there, or no longer say what they are for."""
    for name in wanted:
        if name not in told:
            yield Finding("missing_key", (kind,), {"key": name})
            continue
        for lang, pattern in _SAYS.get(name, {}).items():
            if lang in told[name] and not pattern.search(told[name][lang]):
                yield Finding("words_lost", (kind, name, lang), {"key": name})
