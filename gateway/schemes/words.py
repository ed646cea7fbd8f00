"""The terms of a scheme in words: each field by its name, each value as the reader says it.

A value is a row of lines: one for a date, an amount or a choice, several for a list.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from babel.dates import format_date
from babel.numbers import format_decimal

from amuddu.contracts.schemes import InstalmentShare, SchemeTerms, SchemeVersion, Texts
from amuddu.contracts.types import LANGS, Lang
from amuddu.kit.i18n import N_, Text
from amuddu.reference import places
from amuddu.rules.base import in_language
from amuddu.rules.incentives.data import sectors
from amuddu.rules.residence import statuses
from gateway.web import labels, rendering

Lines = tuple[str, ...]
Names = Mapping[str, str]
"""Name of each code or id, in the reader's language."""

_MONEY = frozenset({"cap_per_month", "cap_per_person", "wage_min", "wage_max"})
_PERCENT = frozenset({"clawback_share_pct"})
_KINDS = {
    "amount_kind": "amount_kind",
    "amount_base": "amount_base",
    "payee": "payee",
    "open_to_foreigners": "openness",
    "contract_types": "scheme_contract",
    "clawback_exceptions": "end_cause",
    "sectors": "sector",
}
"""Field -> the labels of its codes."""
_AT_ONCE = N_("Au début : {share}")
_LATER = N_("{months} mois après le début : {share}")
_PAIR = N_("{name} : {value}")
_UNPUBLISHED = N_("Montant à confirmer")
_INVENTED = N_("montant inventé")


@dataclass(frozen=True, slots=True)
class Change:
    """A field that a version changed: its name, what it said before and says now."""

    field: str
    before: Lines
    after: Lines


def options(lang: Lang) -> dict[str, list[tuple[str, str]]]:
    """What may be ticked of regions, sectors and titles, with its name."""
    said = labels.in_language(lang)["sector"]
    regions = [(each.id, each.names[lang]) for each in places.regions().values()]
    return {
        "regions": regions,
        "employer_regions": regions,
        "sectors": sorted(((each, said.get(each, each)) for each in sectors()), key=_by_name),
        "statuses": [(each.id, in_language(each.label, lang)) for each in statuses().values()],
    }


def _by_name(option: tuple[str, str]) -> str:
    return option[1]


def shown(terms: SchemeTerms, lang: Lang, schemes: Names) -> list[tuple[str, Lines]]:
    """Name and value of each term that says something; `schemes` are the names of the others."""
    words = _Words(lang, schemes)
    return [
        (words.name(field), words.value(terms, field))
        for field in SchemeTerms.model_fields
        if field != "summary" and _says_something(terms, field)
    ]


def _says_something(terms: SchemeTerms, field: str) -> bool:
    value = getattr(terms, field)
    return field == "amount_value" or value not in (None, (), {}, False)


def history(
    versions: tuple[SchemeVersion, ...], lang: Lang, schemes: Names
) -> list[tuple[SchemeVersion, list[Change]]]:
    """Each version, the newest first, with what it changed of the one before."""
    words = _Words(lang, schemes)
    before = [*(each.terms for each in versions[1:]), None]
    return [
        (each, list(words.changes(old, each.terms)) if old else [])
        for each, old in zip(versions, before, strict=True)
    ]


def changed(
    before: SchemeTerms | None, after: SchemeTerms, lang: Lang, schemes: Names
) -> list[Change]:
    """What a proposed version changes; nothing of a scheme that nobody kept yet."""
    return list(_Words(lang, schemes).changes(before, after)) if before else []


class _Words:
    """Values in one language."""

    def __init__(self, lang: Lang, schemes: Names) -> None:
        self._lang = lang
        self._locale = rendering.LOCALES[lang]
        self._labels = labels.in_language(lang)
        self._names: dict[str, Names] = {
            field: self._labels[kind] for field, kind in _KINDS.items()
        }
        self._names |= {field: dict(found) for field, found in options(lang).items()}
        self._schemes = schemes
        self._by_field: Mapping[str, Callable[[SchemeTerms], Lines]] = {
            "amount_value": self._amount,
            "payment_schedule": self._schedule,
            "stacking": self._stacking,
        }

    def name(self, field: str) -> str:
        return self._labels["scheme_field"][field]

    def changes(self, old: SchemeTerms, new: SchemeTerms) -> Iterator[Change]:
        for field in SchemeTerms.model_fields:
            if getattr(old, field) == getattr(new, field):
                continue
            before, after = self.value(old, field), self.value(new, field)
            if before == after:  # only what readers of other languages see has changed
                before, after = (_in_every(each, field, self._lang) for each in (old, new))
            yield Change(self.name(field), before, after)

    def value(self, terms: SchemeTerms, field: str) -> Lines:
        """What a field says; no line where it asks or says nothing."""
        if field in self._by_field:
            return self._by_field[field](terms)
        value = getattr(terms, field)
        if value is None:
            return ()
        if isinstance(value, Texts):
            return (self._text(value),)
        if isinstance(value, tuple):
            return tuple(self._item(field, each) for each in value)
        return (self._one(field, value, terms.amount_currency),)

    def _one(self, field: str, value: object, currency: str) -> str:
        if isinstance(value, bool):
            return self._labels["answer"]["yes" if value else "no"]
        if isinstance(value, date):
            return format_date(value, "long", locale=self._locale)
        if isinstance(value, Decimal) and field in _MONEY:
            return rendering.money(value, currency, locale=self._locale)
        if isinstance(value, Decimal) and field in _PERCENT:
            return self._percent(value)
        if isinstance(value, int | Decimal):
            return format_decimal(value, locale=self._locale)
        return self._item(field, value)

    def _item(self, field: str, value: object) -> str:
        """A code or an id by its name; one that nobody names stays as it is."""
        if isinstance(value, Texts):
            return self._text(value)
        return self._names.get(field, {}).get(str(value), str(value))

    def _text(self, texts: Texts) -> str:
        return str(getattr(texts, self._lang) or texts.fr)

    def _percent(self, value: Decimal) -> str:
        return f"{format_decimal(value, locale=self._locale)}\N{NO-BREAK SPACE}%"

    def _amount(self, terms: SchemeTerms) -> Lines:
        value = terms.amount_value
        if value is None:
            return (Text(_UNPUBLISHED).in_(self._lang),)
        if terms.amount_kind.startswith("percent"):
            said = self._percent(value)
        else:
            said = rendering.money(value, terms.amount_currency, locale=self._locale)
        invented = f" ({Text(_INVENTED).in_(self._lang)})" if terms.amount_invented else ""
        return (said + invented,)

    def _schedule(self, terms: SchemeTerms) -> Lines:
        return tuple(self._instalment(each) for each in terms.payment_schedule)

    def _instalment(self, one: InstalmentShare) -> str:
        share = self._percent(one.share_pct)
        if one.after_months == 0:
            return Text(_AT_ONCE, {"share": share}).in_(self._lang)
        return Text(_LATER, {"months": one.after_months, "share": share}).in_(self._lang)

    def _stacking(self, terms: SchemeTerms) -> Lines:
        said = self._labels["stacking"]
        return tuple(
            _pair(self._schemes.get(other, other), said[word], self._lang)
            for other, word in terms.stacking.items()
        )


def _pair(name: str, value: str, lang: Lang) -> str:
    return Text(_PAIR, {"name": name, "value": value}).in_(lang)


def _in_every(terms: SchemeTerms, field: str, reader: Lang) -> Lines:
    """A text, or a list of them, with its translations: one line a language."""
    value = getattr(terms, field)
    texts = value if isinstance(value, tuple) else (value,)
    return tuple(
        _pair(rendering.LANGUAGE_NAMES[lang], getattr(text, lang), reader)
        for text in texts
        if isinstance(text, Texts)
        for lang in LANGS
        if getattr(text, lang)
    )
