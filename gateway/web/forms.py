"""Forms read into the contracts' models, with problems beside the fields they belong to."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
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
