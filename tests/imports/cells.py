"""What a reader makes of a cell, as tests compare it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from amuddu.imports.values import Reading, Said, ValueProblem

Reader = Callable[[Any], Any]


def reading(reader: Reader, cell: Any) -> Reading:
    """Value, notes and what else the cell fills."""
    found = reader(cell)
    return found if isinstance(found, Reading) else Reading(found)


def value(reader: Reader, cell: Any) -> Any:
    """The value alone."""
    return reading(reader, cell).value


def notes(reader: Reader, cell: Any) -> tuple[Said, ...]:
    """What there is to say."""
    return reading(reader, cell).notes


def refusal(reader: Reader, cell: Any) -> str | None:
    """Why a cell cannot be read, in French; `None` where it can."""
    try:
        reader(cell)
    except ValueProblem as problem:
        return problem.text.in_("fr")
    return None
