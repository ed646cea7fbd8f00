"""Between employers' rows and the bodies of the API. Pure."""

from __future__ import annotations

from typing import Any

from amuddu.contracts.organisations import Employer, EmployerIn
from amuddu.kit.i18n import N_
from amuddu.reference.text import fold
from services.employers.organisations.tables import EmployerRow

_KEY_LENGTH = 200


def name_key(name: str) -> str:
    """A name as compared: "Hôtel ATLAS" and "hotel atlas" are one employer.

    >>> name_key("  Hôtel  ATLAS ")
    'hotel atlas'
    """
    return (fold(name) or name.casefold())[:_KEY_LENGTH]


UNNAMED = N_("Employeur à préciser")
"""Whose the drafts of a file are that names no employer, one an agency."""


def is_unnamed(row: EmployerRow) -> bool:
    """Whether somebody has yet to say who the employer is."""
    return row.name_key == name_key(UNNAMED)


def key_of(row: EmployerRow) -> str:
    """The key that a row takes: its own while it is declared by itself alone, so that somebody who
    signs up under another's name neither takes its place nor learns that it is there."""
    plain = name_key(row.name)
    if row.state in ("declared", "returned"):
        return f"{plain[: _KEY_LENGTH - 37]} {row.id}"
    return plain


def employer_values(body: EmployerIn) -> dict[str, Any]:
    """Columns of an employer."""
    return {
        **body.model_dump(include=set(EmployerIn.model_fields)),
        "name_key": name_key(body.name),
    }


def employer_out(row: EmployerRow) -> Employer:
    return Employer.of(row)
