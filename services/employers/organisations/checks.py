"""What an employer's body is checked for. Pure."""

from __future__ import annotations

from collections.abc import Iterable

from amuddu.contracts.organisations import EmployerIn
from amuddu.kit.checks import unknown_place
from amuddu.kit.errors import FieldError


def employer_problems(body: EmployerIn) -> Iterable[FieldError]:
    """Ids of an employer that the reference data does not have."""
    yield from unknown_place(body.place)
