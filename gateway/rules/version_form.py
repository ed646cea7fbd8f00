"""A version of a rule as a form, and the form as a version.

A field of the rule is `rule_` and its name; texts have one box a language (`rule_proof_fr`), spans
one an end (`rule_fee_mad_low`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from starlette.datastructures import FormData

from amuddu.contracts.rules.versions import FactField, RuleFact, RuleVersionIn
from amuddu.contracts.types import LANGS
from gateway.web.forms import read_model, text_of

ENDS = ("low", "high")


def read(form: FormData, fact: RuleFact) -> RuleVersionIn:
    """The version that was typed: what it says otherwise than now. Raises `Invalid`."""
    typed = {field.name: _typed(form, field) for field in fact.fields}
    stood = {field.name: field.value for field in fact.fields}
    changed = {name: value for name, value in typed.items() if value != stood[name]}
    return read_model(
        RuleVersionIn,
        {
            "fact": fact.id,
            "valid_from": text_of(form, "valid_from"),
            "values": changed,
            "source": {
                "title": text_of(form, "title"),
                "published_on": text_of(form, "published_on"),
                "url": text_of(form, "url") or None,
            },
            "reason": text_of(form, "reason"),
        },
    )


def stored(fact: RuleFact) -> dict[str, str]:
    """The row in force as if it had just been typed."""
    values = {"valid_from": fact.earliest.isoformat()}
    for field in fact.fields:
        values.update(_shown(field))
    return values


def beside(errors: Mapping[str, str], fact: RuleFact) -> dict[str, str]:
    """Problems under the names of the form's fields."""
    first = {f"values.{field.name}": next(iter(boxes(field))) for field in fact.fields}
    sources = {f"source.{name}": name for name in ("title", "published_on", "url")}
    known = first | sources | {"values": first[f"values.{fact.fields[0].name}"], "fact": "reason"}
    return {_nearest(name, known): text for name, text in errors.items()}


def boxes(field: FactField) -> Iterator[str]:
    """Names of the boxes of a field."""
    name = f"rule_{field.name}"
    if field.kind == "words":
        yield from (f"{name}_{lang}" for lang in LANGS)
    elif field.kind == "span":
        yield from (f"{name}_{end}" for end in ENDS)
    else:
        yield name


def _nearest(name: str, known: Mapping[str, str]) -> str:
    found = [path for path in known if name == path or name.startswith(f"{path}.")]
    return known[max(found, key=len)] if found else name


def _typed(form: FormData, field: FactField) -> Any:
    name = f"rule_{field.name}"
    if field.kind == "words":
        texts = {lang: text_of(form, f"{name}_{lang}") for lang in LANGS}
        return {lang: text for lang, text in texts.items() if text} or None
    if field.kind == "span":
        ends = {end: text_of(form, f"{name}_{end}") for end in ENDS}
        return {end: text for end, text in ends.items() if text} or None
    return text_of(form, name) or None


def _shown(field: FactField) -> dict[str, str]:
    name = f"rule_{field.name}"
    if isinstance(field.value, Mapping):
        return {f"{name}_{part}": text for part, text in field.value.items()}
    return {name: field.value or ""}
