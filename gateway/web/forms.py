"""Forms read into the contracts' models, with problems beside the fields they belong to.

A field of a form bears the name of the contract's field, and its type says how people write it: a
`Day` may be day first, a number may have a decimal comma, one `ConceptRef` stands a line, codes
are ticked as `<name>:<code>`. So a field is declared once, in the contract.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from types import UnionType
from typing import Annotated, Any, Literal, TypeVar, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo
from starlette.datastructures import FormData

from amuddu.contracts.types import ConceptRef
from amuddu.kit.errors import Invalid
from amuddu.kit.web.validation import field_errors

M = TypeVar("M", bound=BaseModel)

_DAY_FIRST = re.compile(r"(\d{1,2})[/. -](\d{1,2})[/. -](\d{4})")


def read_model(model: type[M], values: Mapping[str, Any]) -> M:
    """The model of these values. Raises `Invalid` with a sentence for each field."""
    try:
        return model.model_validate(dict(values))
    except ValidationError as error:
        raise Invalid(fields=field_errors(error.errors())) from None


def text_of(form: FormData, name: str) -> str:
    """What was typed in a field; a file or nothing reads as empty."""
    value = form.get(name)
    return value.strip() if isinstance(value, str) else ""


def optional(form: FormData, name: str) -> str | None:
    """What was typed, or `None` where nothing was."""
    return text_of(form, name) or None


def number_of(form: FormData, name: str) -> str | None:
    """A number as people type it: spaces and a decimal comma are fine."""
    typed = text_of(form, name).replace("\u00a0", "").replace("\u202f", "").replace(" ", "")
    return typed.replace(",", ".") or None


def lines_of(form: FormData, name: str) -> list[dict[str, str]]:
    """One concept a line, as words; the service links them to the reference data."""
    return [{"text": line.strip()} for line in text_of(form, name).splitlines() if line.strip()]


def as_lines(refs: tuple[ConceptRef, ...]) -> str:
    """The reverse of `lines_of`, for a form that shows what is stored."""
    return "\n".join(ref.text for ref in refs)


def typed_values(form: FormData) -> dict[str, str]:
    """Everything that was typed, to fill the form again when it comes back."""
    return {name: value for name, value in form.items() if isinstance(value, str)}


def day_of(form: FormData, name: str) -> str | None:
    """A day as the browser sends it, or as people write it where it has no calendar."""
    typed = text_of(form, name)
    written = _DAY_FIRST.fullmatch(typed)
    if written:
        day, month, year = written.groups()
        return f"{year}-{month:0>2}-{day:0>2}"
    return typed or None


# --- fields by their types ----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Kind:
    """How people write one type: what a field of the form says, and a value as typed again."""

    read: Callable[[FormData, str], Any]
    show: Callable[[str, Any], Mapping[str, str]]


def read_form(model: type[M], form: FormData, **more: Any) -> M:
    """The model that was typed, and `more` of it. Raises `Invalid` with a sentence a field."""
    return read_model(model, read_fields(model, form) | more)


def read_fields(
    model: type[BaseModel], form: FormData, names: Collection[str] = ()
) -> dict[str, Any]:
    """What was typed for a contract's fields, or for some; those that no type reads are left out.

    A number left empty is what the contract says where it says something: one place, not none.
    """
    read: dict[str, Any] = {}
    for name, kind in _kinds(model).items():
        if names and name not in names:
            continue
        value = kind.read(form, name)
        if kind is _NUMBER and value is None and not model.model_fields[name].is_required():
            continue
        read[name] = value
    return read


def shown_fields(stored: BaseModel, model: type[BaseModel]) -> dict[str, str]:
    """The reverse of `read_fields`: what is stored as if it had just been typed."""
    values: dict[str, str] = {}
    for name, kind in _kinds(model).items():
        values |= kind.show(name, getattr(stored, name))
    return values


def shown(value: object) -> str:
    """One value as it is typed: 4000.00 reads 4000."""
    text = "" if value is None else str(value)
    return text.removesuffix(".00") if isinstance(value, Decimal) else text


def ticked(form: FormData, name: str) -> list[str]:
    """Codes ticked under a name: `regions:rabat`."""
    prefix = f"{name}:"
    return [key.removeprefix(prefix) for key in form if key.startswith(prefix)]


def _alone(name: str, value: object) -> dict[str, str]:
    return {name: shown(value)}


def _ticks(name: str, value: Collection[str] | None) -> dict[str, str]:
    return {f"{name}:{code}": "1" for code in value or ()}


_ANSWERS: Mapping[str, bool] = {"yes": True, "no": False}
_TEXT = Kind(text_of, _alone)
_CHOICE = Kind(optional, _alone)
_NUMBER = Kind(number_of, _alone)
_DAY = Kind(day_of, _alone)
_LINES = Kind(lines_of, lambda name, value: {name: as_lines(value)})
_TICKS = Kind(ticked, _ticks)
_TICKS_OR_ANY = Kind(lambda form, name: ticked(form, name) or None, _ticks)
"""Nothing ticked asks nothing."""
_CHECK = Kind(
    lambda form, name: bool(text_of(form, name)),
    lambda name, value: {name: "1"} if value else {},
)
_YES_NO = Kind(
    lambda form, name: _ANSWERS.get(text_of(form, name)),
    lambda name, value: {name: {True: "yes", False: "no", None: ""}[value]},
)
_PLAIN: Mapping[Any, Kind] = {int: _NUMBER, Decimal: _NUMBER, date: _DAY}


@cache
def _kinds(model: type[BaseModel]) -> Mapping[str, Kind]:
    found = {name: _kind(field) for name, field in model.model_fields.items()}
    return {name: kind for name, kind in found.items() if kind}


def _kind(field: FieldInfo) -> Kind | None:
    """The kind of a field; `None` where no one field of a form can say it."""
    base, nullable = _bare(field.annotation)
    if get_origin(base) is tuple:
        item = _bare(get_args(base)[0])[0]
        if item is ConceptRef:
            return _LINES
        codes = item is str or get_origin(item) is Literal
        return (_TICKS_OR_ANY if nullable else _TICKS) if codes else None
    if base is bool:
        return _YES_NO if nullable else _CHECK
    if base is str and not nullable:
        # An id is chosen from a list: nothing chosen is no id at all, not an id that is empty.
        return _CHOICE if any(getattr(each, "pattern", "") for each in field.metadata) else _TEXT
    return _CHOICE if base is str or get_origin(base) is Literal else _PLAIN.get(base)


def _bare(annotation: Any) -> tuple[Any, bool]:
    """A type without its constraints, and whether it may be `None`."""
    nullable = False
    while get_origin(annotation) in (Annotated, Union, UnionType):
        nullable = nullable or get_origin(annotation) is not Annotated
        annotation = next(each for each in get_args(annotation) if each is not type(None))
    return annotation, nullable
