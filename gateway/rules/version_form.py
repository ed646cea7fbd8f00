"""A version of a rule as a form, and the form as a version.

A field of the rule is `rule_` and its name; texts have one box a language (`rule_proof_fr`), spans
one an end (`rule_fee_mad_low`), lists one a choice (`rule_needs_check_stay`), orders one a choice
for its place (`rule_steps_visa`), papers one a language and number (`rule_documents_1_fr`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from starlette.datastructures import FormData

from amuddu.contracts.rules.versions import FactField, RuleFact, RuleVersionIn
from amuddu.contracts.types import LANGS
from amuddu.kit.checks import field_error, refuse_if_any
from amuddu.kit.errors import FieldError
from amuddu.kit.i18n import N_
from gateway.web.forms import read_model, text_of

ENDS = ("low", "high")
SPARE = 3
"""Empty rooms for more papers."""
MOST_PAPERS = 20
_PLACE = N_("Écrivez la place de l'étape : 1, 2, 3. Chaque place sert une fois.")


def read(form: FormData, fact: RuleFact) -> RuleVersionIn:
    """The version that was typed: what it says otherwise than now. Raises `Invalid`."""
    refuse_if_any(tuple(_wrong_places(form, fact)))
    typed = {field.name: _typed(form, field) for field in fact.fields}
    stood = {field.name: field.value for field in fact.fields}
    changed = {name: value for name, value in typed.items() if value != (stood[name] or None)}
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
    elif field.kind in ("list", "order"):
        yield from (f"{name}_{choice}" for choice in field.choices)
    elif field.kind == "papers":
        yield from (f"{name}_1_{lang}" for lang in LANGS)
    else:
        yield name


def rooms(fact: RuleFact, values: Mapping[str, str]) -> int:
    """How many papers the form has room for: those that are written, and some more."""
    most = 0
    for field in fact.fields:
        start = f"rule_{field.name}_"
        for name, text in values.items():
            number = name.removeprefix(start).partition("_")[0]
            if field.kind == "papers" and name.startswith(start) and text:
                most = max(most, int(number))
    return min(most + SPARE, MOST_PAPERS)


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
    if field.kind == "list":
        return tuple(one for one in field.choices if text_of(form, f"{name}_{one}")) or None
    if field.kind == "order":
        placed = [(text_of(form, f"{name}_{one}"), one) for one in field.choices]
        return tuple(one for _, one in sorted((int(n), one) for n, one in placed if n)) or None
    if field.kind == "papers":
        numbers = range(1, MOST_PAPERS + 1)
        told = ({lang: text_of(form, f"{name}_{n}_{lang}") for lang in LANGS} for n in numbers)
        papers = ({lang: text for lang, text in one.items() if text} for one in told)
        return tuple(paper for paper in papers if paper) or None
    return text_of(form, name) or None


def _wrong_places(form: FormData, fact: RuleFact) -> Iterator[FieldError]:
    """Places of steps that are no number, or that two steps have."""
    for field in fact.fields:
        if field.kind != "order":
            continue
        seen: set[str] = set()
        for box in boxes(field):
            place = text_of(form, box)
            if place and (not place.isdecimal() or len(place) > 2 or place in seen):
                yield field_error(box, _PLACE)
            seen.add(place)


def _shown(field: FactField) -> dict[str, str]:
    name = f"rule_{field.name}"
    told = field.value if isinstance(field.value, tuple) else ()
    if field.kind == "list":
        return {f"{name}_{one}": "1" for one in told if isinstance(one, str)}
    if field.kind == "order":
        return {f"{name}_{one}": str(number) for number, one in enumerate(told, start=1)}
    if field.kind == "papers":
        papers = ((n, one) for n, one in enumerate(told, start=1) if isinstance(one, Mapping))
        return {f"{name}_{n}_{lang}": text for n, one in papers for lang, text in one.items()}
    if isinstance(field.value, Mapping):
        return {f"{name}_{part}": text for part, text in field.value.items()}
    return {name: field.value if isinstance(field.value, str) else ""}
