"""Texts that are kept outside the vault and may be about a person: refused with what they tell.

A field is marked where it is declared, with `AboutSomebody`; no service has to think of it. The
answer names the words, which whoever wrote them reads; they are in no log.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import get_args

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from amuddu.contracts.phone_numbers import e164
from amuddu.contracts.types import AboutSomebody, OfPaper
from amuddu.kit.errors import FieldError, Invalid
from amuddu.kit.i18n import N_, Text
from amuddu.redaction.text import passages
from amuddu.reference.text import fold

TELLS = N_(
    "Retirez ces mots : {words}. N'écrivez ici ni papiers, ni origine, ni santé, ni religion, "
    "ni famille, ni contact."
)


OF_PROCEDURE = frozenset({"visa", "visas"})
"""The visa of a contract is a step of a hire, and says nothing of whoever is hired."""


def refuse_telling(body: object) -> None:
    """Raise `Invalid` for each marked text of a body that tells what it must not."""
    if isinstance(body, BaseModel) and (found := tuple(_problems(body, ""))):
        raise Invalid(fields=found)


def problem(field: str, found: tuple[str, ...]) -> FieldError:
    """What to take out of a text."""
    return FieldError(field, Text(TELLS, {"words": ", ".join(found)}))


def telling(text: str, *, of_paper: bool = False) -> tuple[str, ...]:
    """What a text tells that it must not. `of_paper`: see `amuddu.contracts.types.OfPaper`."""
    return tuple(
        found
        for found in passages(text)
        if fold(found) not in OF_PROCEDURE and not (of_paper and _is_only_a_number(found))
    )


def _is_only_a_number(found: str) -> bool:
    return not any(c.isalpha() or c == "@" for c in found) and e164(found) is None


def mark_of(field: FieldInfo) -> AboutSomebody | None:
    """The mark of a field, be it on what may be there or nothing (`PaperRef | None`)."""
    within = (each for part in get_args(field.annotation) for each in _metadata(part))
    marks = (each for each in (*field.metadata, *within) if isinstance(each, AboutSomebody))
    return next(marks, None)


def _metadata(part: object) -> tuple[object, ...]:
    return getattr(part, "__metadata__", ())


def _problems(body: BaseModel, path: str) -> Iterator[FieldError]:
    for name, info in type(body).model_fields.items():
        value = getattr(body, name)
        if isinstance(value, str) and value:
            mark = mark_of(info)
            if mark and (found := telling(value, of_paper=isinstance(mark, OfPaper))):
                yield problem(f"{path}{name}", found)
        for place, each in enumerate(value if isinstance(value, tuple) else ()):
            if isinstance(each, BaseModel):
                yield from _problems(each, f"{path}{name}.{place}.")
        if isinstance(value, BaseModel):
            yield from _problems(value, f"{path}{name}.")
