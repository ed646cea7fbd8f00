"""Is what somebody writes of a fact a row that the rules can read? Every problem by field. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from amuddu.contracts.rules.versions import RuleVersionIn
from amuddu.contracts.types import LANGS
from amuddu.kit.checks import field_error, refuse_if_any
from amuddu.kit.errors import FieldError
from amuddu.kit.i18n import N_
from amuddu.rules.amending.facts import Fact, FactField, written
from services.employers.rulebook import presenting

_NO_SUCH_FIELD = N_("Ce fait n'a pas ce champ : retirez-le.")
_NEEDED = N_("Ce champ est obligatoire : remplissez-le.")
_CHOICE = N_("Choisissez une des valeurs proposées : {expected}.")
_BOTH = N_("Écrivez ce texte au moins en français et en anglais.")
_NUMBER = N_("Un nombre est attendu, par exemple 17.92.")
_PERCENT = N_("Un taux ne dépasse pas 100.")
_SPAN = N_("Écrivez deux nombres, le plus petit d'abord ; ou un seul, comme plus grand.")
_NOTHING = N_("Cette version dit la même chose que la règle actuelle : changez un champ.")
_TOO_EARLY = N_("Une version commence après la précédente, au plus tôt le {day}.")
_MOST = Decimal(10_000_000)


def content_of(fact: Fact, body: RuleVersionIn, *, on: date) -> dict[str, Any]:
    """The values of a new row, as the rule files write them. Raises `Invalid`, all at once."""
    refuse_if_any(_problems(fact, body, on=on))
    fields = {field.name: field for field in fact.fields}
    return {name: _written(fields[name], value) for name, value in body.values.items()}


def _problems(fact: Fact, body: RuleVersionIn, *, on: date) -> Iterator[FieldError]:
    fields = {field.name: field for field in fact.fields}
    for name, value in body.values.items():
        if name not in fields:
            yield field_error(f"values.{name}", _NO_SUCH_FIELD)
        else:
            yield from _wrong(fields[name], value)
    earliest = presenting.earliest(fact, on=on)
    if body.valid_from < earliest:
        yield field_error("valid_from", _TOO_EARLY, day=earliest.isoformat())
    last = {field.name: written(fact.rows[-1], field) for field in fact.fields}
    told = {field.name: body.values.get(field.name, last[field.name]) for field in fact.fields}
    same = (_written(one, told[one.name]) == _written(one, last[one.name]) for one in fact.fields)
    if all(same):
        yield field_error("values", _NOTHING)


def _wrong(field: FactField, value: Any) -> Iterator[FieldError]:
    name = f"values.{field.name}"
    if value is None or value == "":
        if not field.optional:
            yield field_error(name, _NEEDED)
        return
    if field.kind == "number":
        yield from _wrong_number(field, value)
        return
    fits, sentence = _FITS[field.kind]
    if not fits(field, value):
        yield field_error(name, sentence, expected=", ".join(field.choices))


def _wrong_number(field: FactField, value: Any) -> Iterator[FieldError]:
    number = _number(value)
    if number is None or not 0 <= number <= _MOST:
        yield field_error(f"values.{field.name}", _NUMBER)
    elif field.name.endswith("_pct") and number > 100:
        yield field_error(f"values.{field.name}", _PERCENT)


def _is_choice(field: FactField, value: Any) -> bool:
    """Some of the choices, each once."""
    if not isinstance(value, tuple | list) or not all(isinstance(one, str) for one in value):
        return False
    return set(value) <= set(field.choices) and len(set(value)) == len(value)


def _is_papers(field: FactField, value: Any) -> bool:
    return isinstance(value, tuple | list) and all(_is_words(field, one) for one in value)


def _is_words(_field: FactField, value: Any) -> bool:
    if not isinstance(value, Mapping) or not value.keys() <= set(LANGS):
        return False
    return bool(value.get("fr")) and bool(value.get("en"))


def _is_span(_field: FactField, value: Any) -> bool:
    if not isinstance(value, Mapping) or not value.keys() <= {"low", "high"}:
        return False
    high = _number(value.get("high"))
    low = _number(value.get("low")) if value.get("low") else Decimal(0)
    return high is not None and low is not None and 0 <= low <= high <= _MOST


_FITS: Mapping[str, tuple[Callable[[FactField, Any], bool], str]] = {
    "choice": (lambda field, value: value in field.choices, _CHOICE),
    "words": (_is_words, _BOTH),
    "span": (_is_span, _SPAN),
    "list": (_is_choice, _CHOICE),
    "order": (_is_choice, _CHOICE),
    "papers": (_is_papers, _BOTH),
    "text": (lambda _field, value: isinstance(value, str), _NEEDED),
}
"""For each kind of field but numbers, whether a value fits it, and what is said of one that does
not."""


def _number(value: Any) -> Decimal | None:
    try:
        number = Decimal(str(value).replace(" ", "").replace(",", "."))
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def _written(field: FactField, value: Any) -> Any:
    """A value as the rule files hold it: nothing for an empty one, a point in a number."""
    if field.kind in ("list", "order"):
        names = value if isinstance(value, tuple | list) else ()
        return list(names) if field.kind == "order" else [n for n in field.choices if n in names]
    if field.kind == "papers":
        papers = value if isinstance(value, tuple | list) else ()
        told = (paper.items() for paper in papers if isinstance(paper, Mapping))
        return [{lang: text for lang, text in paper if text} for paper in told]
    if value in (None, "") or not isinstance(value, Mapping | str):
        return None
    if field.kind == "words" and isinstance(value, Mapping):
        return {lang: text for lang, text in value.items() if text} or None
    if field.kind == "span" and isinstance(value, Mapping):
        ends = {name: _plain(value.get(name)) for name in ("low", "high")}
        return ends if ends["high"] is not None else None
    return _plain(value) if field.kind == "number" else value


def _plain(value: Any) -> str | None:
    number = _number(value)
    return None if number is None else format(number.normalize(), "f")
